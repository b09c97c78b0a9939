"""When each case last changed; written for the cases that are there."""

import django.db.models.deletion
from django.db import migrations, models


def note_what_is_there(apps, schema_editor):
    LastChange, Case = apps.get_model('cases', 'LastChange'), apps.get_model('cases', 'Case')
    TakenDown = apps.get_model('cases', 'TakenDown')
    there = Case.objects.order_by().values_list('pk', 'published_at').iterator(2000)
    LastChange.objects.bulk_create((LastChange(record_id=pk, at=at) for pk, at in there), batch_size=500)
    told = TakenDown.objects.exclude(kind='hidden').order_by().values_list('pk', 'at')
    LastChange.objects.bulk_create(LastChange(record_id=pk, at=at, is_gone=True) for pk, at in told)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0018_snapshots'),
    ]

    operations = [
        migrations.CreateModel(
            name='LastChange',
            fields=[
                ('record', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='last_change', serialize=False, to='cases.caserecord')),
                ('at', models.DateTimeField()),
                ('is_gone', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['at', 'record'],
                'indexes': [models.Index(fields=['at', 'record'], name='cases_last_change_in_order')],
            },
        ),
        migrations.RunPython(note_what_is_there, migrations.RunPython.noop),
    ]
