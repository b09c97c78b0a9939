"""Partial acceptances, and the marks by which the queue is narrowed, made for what waits already."""

import django.db.models.deletion
from django.db import migrations, models

from cases.domain.queue_marks import marks_of
from cases.domain.reading import read_content
from models_taxonomy.append_only import append_only


def mark_what_waits(apps, schema_editor):
    waiting = apps.get_model("cases", "Revision").objects.filter(standing__state="submitted")
    mark_of = apps.get_model("cases", "QueueMark")
    for revision in waiting.select_related("base").order_by("pk").iterator(100):
        base = read_content(revision.base.content) if revision.base else None
        marks = sorted(marks_of(base, read_content(revision.content)))
        mark_of.objects.bulk_create(mark_of(revision=revision, mark=mark) for mark in marks)


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0014_notices'),
    ]

    operations = [
        migrations.CreateModel(
            name='PartialAcceptance',
            fields=[
                ('revision', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='partial', serialize=False, to='cases.revision')),
                ('accepted', models.JSONField()),
                ('left_out', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='QueueMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.CharField(max_length=40)),
                ('revision', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='queue_marks', to='cases.revision')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('mark', 'revision'), name='cases_queue_mark_stands_once')],
            },
        ),
        append_only("cases_partialacceptance"),
        migrations.RunPython(mark_what_waits, migrations.RunPython.noop),
    ]
