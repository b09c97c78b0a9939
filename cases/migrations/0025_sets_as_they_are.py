"""The sets of cases are stored as they are: PostgreSQL tried to compress each of them at every publication.

They hardly become smaller by it. Rows that are there already stay as they are until they are written again.
"""

from django.db import migrations

STORAGE = "ALTER TABLE cases_factblock ALTER COLUMN members SET STORAGE {storage}"


def _stored(storage):
    def run(_apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute(STORAGE.format(storage=storage))

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0024_newest_changed'),
    ]

    operations = [
        migrations.RunPython(_stored("EXTERNAL"), _stored("EXTENDED")),
    ]
