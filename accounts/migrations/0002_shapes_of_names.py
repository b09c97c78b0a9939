from django.db import migrations, models

from accounts.names import shape


def fill_shapes(apps, schema_editor):
    """Write beside each name what it looks like."""
    for user in apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias).iterator():
        user.name_shape = shape(user.username)
        user.save(update_fields=["name_shape"])


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="name_shape",
            field=models.CharField(editable=False, max_length=200, null=True),
        ),
        migrations.RunPython(fill_shapes, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="user",
            name="name_shape",
            field=models.CharField(editable=False, max_length=200, unique=True),
        ),
    ]
