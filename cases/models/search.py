"""What the search looks through, kept in the publishing transaction.

The database keeps an index beside each table and brings it up to date by itself (migration 0017): full-text
tables and triggers on SQLite, generated columns and indexes on PostgreSQL. On SQLite a migration that
alters one of these tables makes it anew without its triggers, and must add them again.
"""

from django.db import models

from cases.models.case import Case


class SearchRow(models.Model):
    """The text of a published case: folded words of title, summary and all the rest, and the passages.

    `rules` is the version of the rules by which it was written (`cases.domain.search_text`).
    """

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="search_row")
    language = models.CharField(max_length=10)
    title = models.TextField()
    summary = models.TextField()
    rest = models.TextField()
    passages = models.JSONField(default=list)
    rules = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.title


class SearchWord(models.Model):
    """A word that published cases of one language have, and about how many do.

    `cases` is the sum of what those who have it stand for (`cases.domain.search_words.stands_for`): each case
    of a small site; of a large one it is about right, and may be 0.

    `stem` is what it shares with its other forms: by PostgreSQL's dictionary of the language there, by the
    plurals of `cases.domain.plurals` on SQLite; "" where nothing is known.
    """

    word = models.CharField(max_length=30)
    language = models.CharField(max_length=10)
    stem = models.CharField(max_length=30, blank=True)
    cases = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index(fields=["stem", "language"], name="cases_word_stem")]
        constraints = [models.UniqueConstraint(fields=["word", "language"], name="cases_one_word_a_language")]

    def __str__(self) -> str:
        return self.word
