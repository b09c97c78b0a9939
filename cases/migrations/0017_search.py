"""The tables of the search, and the indexes that each database keeps beside them by itself.

SQLite: full-text tables over the rows and over the letters of the words, kept by triggers. Words are folded
and cut before they come here, so the tokenizer only parts them at spaces: `ascii` takes every other
sign for a part of a word. PostgreSQL: the words as generated columns, with the number of the row's block
of 4,096 cases among them, so that the newest cases can be searched alone; GIN indexes; trigrams of words.
"""

import django.db.models.deletion
from django.db import migrations, models

SQLITE = (
    "CREATE VIRTUAL TABLE cases_searchindex USING fts5(title, summary, rest, content='cases_searchrow', "
    "content_rowid='case_id', tokenize='ascii', columnsize=0, prefix='2 3')",
    "CREATE TRIGGER cases_searchrow_added AFTER INSERT ON cases_searchrow BEGIN "
    "INSERT INTO cases_searchindex(rowid, title, summary, rest) "
    "VALUES (new.case_id, new.title, new.summary, new.rest); END",
    "CREATE TRIGGER cases_searchrow_removed AFTER DELETE ON cases_searchrow BEGIN "
    "INSERT INTO cases_searchindex(cases_searchindex, rowid, title, summary, rest) "
    "VALUES ('delete', old.case_id, old.title, old.summary, old.rest); END",
    "CREATE TRIGGER cases_searchrow_changed AFTER UPDATE ON cases_searchrow BEGIN "
    "INSERT INTO cases_searchindex(cases_searchindex, rowid, title, summary, rest) "
    "VALUES ('delete', old.case_id, old.title, old.summary, old.rest); "
    "INSERT INTO cases_searchindex(rowid, title, summary, rest) "
    "VALUES (new.case_id, new.title, new.summary, new.rest); END",
    "CREATE VIRTUAL TABLE cases_wordindex USING fts5(letters, content='', tokenize='trigram', "
    "columnsize=0, detail='none')",
    "CREATE TRIGGER cases_searchword_added AFTER INSERT ON cases_searchword BEGIN "
    "INSERT INTO cases_wordindex(rowid, letters) VALUES (new.id, '  ' || new.word || ' '); END",
    "CREATE TRIGGER cases_searchword_removed AFTER DELETE ON cases_searchword BEGIN "
    "INSERT INTO cases_wordindex(cases_wordindex, rowid, letters) "
    "VALUES ('delete', old.id, '  ' || old.word || ' '); END",
)
SQLITE_BACK = (
    *(f"DROP TRIGGER cases_searchrow_{event}" for event in ("added", "removed", "changed")),
    *(f"DROP TRIGGER cases_searchword_{event}" for event in ("added", "removed")),
    "DROP TABLE cases_searchindex",
    "DROP TABLE cases_wordindex",
)


def _vector(text):
    words = f"string_to_array({text} || ' #' || (case_id / 4096)::text, ' ')"
    return f"tsvector GENERATED ALWAYS AS (array_to_tsvector(array_remove({words}, ''))) STORED"


def _function(column):
    """The cases by one index, and never by reading every row, which the planner holds to be cheaper."""
    return (
        f"CREATE FUNCTION cases_by_{column}(query tsquery) RETURNS bigint[] LANGUAGE sql STABLE "
        "SET enable_seqscan = off SET enable_indexscan = off "
        f"AS $$ SELECT array_agg(case_id) FROM cases_searchrow WHERE {column} @@ query $$"
    )


POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"""ALTER TABLE cases_searchrow ADD COLUMN words {_vector("title || ' ' || summary || ' ' || rest")}""",
    f"""ALTER TABLE cases_searchrow ADD COLUMN heads {_vector("title || ' ' || summary")}""",
    "CREATE INDEX cases_search_words ON cases_searchrow USING gin (words)",
    "CREATE INDEX cases_search_heads ON cases_searchrow USING gin (heads)",
    _function("words"),
    _function("heads"),
    "CREATE INDEX cases_word_letters ON cases_searchword USING gin (word gin_trgm_ops)",
    "CREATE INDEX cases_word_begins ON cases_searchword (word varchar_pattern_ops)",
)
POSTGRESQL_BACK = (
    "DROP INDEX cases_word_begins",
    "DROP INDEX cases_word_letters",
    "DROP FUNCTION cases_by_words(tsquery)",
    "DROP FUNCTION cases_by_heads(tsquery)",
    "ALTER TABLE cases_searchrow DROP COLUMN words, DROP COLUMN heads",
)


def _run(sqlite, postgresql):
    def run(_apps, editor):
        for statement in sqlite if editor.connection.vendor == "sqlite" else postgresql:
            editor.execute(statement)

    return run


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0016_lookups'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchRow',
            fields=[
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_row', serialize=False, to='cases.case')),
                ('language', models.CharField(max_length=10)),
                ('title', models.TextField()),
                ('summary', models.TextField()),
                ('rest', models.TextField()),
                ('passages', models.JSONField(default=list)),
                ('rules', models.PositiveSmallIntegerField()),
            ],
        ),
        # So that the way back has something to fill the column with; rebuild_public fills it again there.
        migrations.AlterField(
            model_name='case',
            name='search_text',
            field=models.TextField(default=''),
        ),
        migrations.RemoveField(
            model_name='case',
            name='search_text',
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('word', models.CharField(max_length=30)),
                ('language', models.CharField(max_length=10)),
                ('stem', models.CharField(blank=True, max_length=30)),
                ('cases', models.PositiveIntegerField()),
            ],
            options={
                'indexes': [models.Index(fields=['stem', 'language'], name='cases_word_stem')],
                'constraints': [models.UniqueConstraint(fields=('word', 'language'), name='cases_one_word_a_language')],
            },
        ),
        migrations.RunPython(_run(SQLITE, POSTGRESQL), _run(SQLITE_BACK, POSTGRESQL_BACK)),
    ]
