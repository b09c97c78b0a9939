"""The database itself refuses to change or delete a wording of a claim."""

from django.db import migrations

from models_taxonomy.append_only import append_only


class Migration(migrations.Migration):
    dependencies = [("models_taxonomy", "0001_initial")]

    operations = [append_only("models_taxonomy_claimversion")]
