"""The letters of words in an index that only the search for mistyped words can use.

The operators of pg_trgm know `=` as well, and the planner held the letters to be a cheaper way to a word
than the unique index: counting the words of one case took 200 milliseconds. An expression that nothing
else asks for is out of its way.
"""

from django.db import migrations

INDEX = "CREATE INDEX cases_word_letters ON cases_searchword USING gin ({letters} gin_trgm_ops)"


def _index(letters):
    def run(_apps, editor):
        if editor.connection.vendor == "postgresql":
            editor.execute("DROP INDEX cases_word_letters")
            editor.execute(INDEX.format(letters=letters))
            # Of an expression the planner knows nothing until then, and reads every word.
            editor.execute("ANALYZE cases_searchword")

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0022_kept_answers'),
    ]

    operations = [
        migrations.RunPython(_index("(word || '')"), _index("word")),
    ]
