"""What a publication changes of facts waits in a table of its own until the blocks say it, too."""

from django.db import migrations, models
from pyroaring import BitMap

BLOCK_BITS = 16


def _nothing(_apps, _editor):
    """There are no changes yet."""


def _said_by_blocks(apps, _editor):
    """Going back, the blocks must say what waits: the code of before reads nothing else."""
    blocks, changes = (apps.get_model("cases", name) for name in ("FactBlock", "FactChange"))
    waiting = {}
    for change in changes.objects.order_by("turn"):
        for line in change.facts.split("\n"):
            place = (line[1:], change.case >> BLOCK_BITS)
            cases, _turn = waiting.get(place, ({}, 0))
            waiting[place] = ({**cases, change.case: line[0] == "+"}, change.turn)
    for (fact, block), (cases, turn) in waiting.items():
        row = blocks.objects.filter(fact=fact, block=block).first() or blocks(fact=fact, block=block)
        members = BitMap.deserialize(bytes(row.members)) if row.members else BitMap()
        for case, has in cases.items():
            (members.add if has else members.discard)(case)
        row.members, row.turn = members.serialize(), turn
        row.save()


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0025_sets_as_they_are'),
    ]

    operations = [
        migrations.CreateModel(
            name='FactChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('turn', models.PositiveBigIntegerField()),
                ('case', models.PositiveBigIntegerField()),
                ('facts', models.TextField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('turn', 'case'), name='cases_one_fact_change_a_turn')],
            },
        ),
        migrations.RunPython(_nothing, _said_by_blocks),
    ]
