"""Writing what the search knows, in the publishing transaction."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, islice
from operator import itemgetter

from django.db import connection
from django.db.models import F, QuerySet

from cases.actions.many_rows import put_rows
from cases.actions.one_row import write, write_whole
from cases.domain.content import CaseContent
from cases.domain.search_words import stands_for
from cases.models import SearchRow, SearchWord
from cases.queries.asking import Question
from cases.queries.fixed import fixed
from cases.queries.search.engine import engine
from cases.queries.search.rows import row_of, says_the_same, weighed_words, words_of_row
from cases.queries.tag_synonyms import all_synonyms, synonyms_among

AT_ONCE = 500

Word = tuple[str, str]
"""A word and its language."""


def change_search(case: int, after: CaseContent | None, synonyms: Mapping[str, str] | None = None) -> None:
    """Let the search know this text of a case, or nothing of it. Call it before the case is taken away.

    `synonyms` say which of its tags stand for others, where the caller knows them.
    """
    old = next(iter(_row_of(case)), None)
    if after and synonyms is None:
        synonyms = synonyms_among(after.tags)
    new = row_of(case, after, synonyms or {}) if after else None
    if old is not None and new is not None and says_the_same(old, new):
        return
    if new is not None and old is None:
        write(new)
    elif new is not None:
        write_whole(new)
    elif old is not None:
        old.delete()
    was, now = words_of_row(old), words_of_row(new)
    _count_more(sorted(now - was), stands_for(case))
    _count_less(sorted(was - now), stands_for(case))


def asked_by_search(case: int) -> Question:
    """What `change_search` asks first."""
    return _row_of.asked_of(case)


@fixed
def _row_of(case: int) -> QuerySet[SearchRow]:
    return SearchRow.objects.filter(pk=case)


def add_search(case: int, content: CaseContent, synonyms: Mapping[str, str]) -> None:
    """Let the search know a case that is new. `synonyms` say which of its tags stand for others."""
    row = row_of(case, content, synonyms)
    write(row)
    _count_more(sorted(words_of_row(row)), stands_for(case))


def replace_search(contents: Iterable[tuple[int, CaseContent]]) -> None:
    """Let the search know these cases and no others."""
    SearchRow.objects.all().delete()
    SearchWord.objects.all().delete()
    synonyms = all_synonyms()
    words: Counter[Word] = Counter()
    rows = (row_of(case, content, synonyms) for case, content in contents)
    while batch := list(islice(rows, AT_ONCE)):
        SearchRow.objects.bulk_create(batch)
        for row in batch:
            words.update(weighed_words(row))
    write_words(words)


def write_words(words: Mapping[Word, int]) -> None:
    """Write rows of words that have none yet, each with the number for which its cases stand."""
    stems = _stems(words)
    put_rows(
        SearchWord,
        ("word", "language", "stem", "cases"),
        [
            (word, language, stems.get((word, language), ""), cases)
            for (word, language), cases in sorted(words.items())
        ],
        unique=("word", "language"),
    )


def _stems(words: Iterable[Word]) -> dict[Word, str]:
    of_language: defaultdict[str, list[str]] = defaultdict(list)
    for word, language in words:
        of_language[language].append(word)
    return {
        (word, language): stem
        for language, spoken in of_language.items()
        for word, stem in engine().stems(spoken, language).items()
    }


def _count_more(words: Sequence[Word], more: int) -> None:
    """Count so many cases more for each of these words, and make those known that were not."""
    known: set[Word] = set()
    for language, batch in _batches_of(words):
        known.update((word, language) for word in _counted_more(batch, language, more))
    write_words({word: more for word in words if word not in known})


def _count_less(words: Sequence[Word], less: int) -> None:
    """Count so many cases less for each of these words; a word that no case has any more is gone."""
    for language, batch in _batches_of(words):
        rows = SearchWord.objects.filter(language=language, word__in=batch)
        if less:
            rows.update(cases=F("cases") - less)
        uncounted = set(rows.filter(cases=0).values_list("word", flat=True))
        if gone := uncounted and uncounted - engine().spoken(uncounted, language):
            SearchWord.objects.filter(language=language, word__in=gone).delete()


def _counted_more(words: Sequence[str], language: str, more: int) -> list[str]:
    """Count so many cases more for those of these words that have a row, and return them; one statement."""
    places = ", ".join(["%s"] * len(words))
    these = f'WHERE "language" = %s AND "word" IN ({places})'
    with connection.cursor() as cursor:
        if more:
            count = f'UPDATE "cases_searchword" SET "cases" = "cases" + %s {these} RETURNING "word"'  # noqa: S608
            cursor.execute(count, [more, language, *words])
        else:
            cursor.execute(f'SELECT "word" FROM "cases_searchword" {these}', [language, *words])  # noqa: S608
        return [word for (word,) in cursor.fetchall()]


def _batches_of(words: Sequence[Word]) -> Iterator[tuple[str, list[str]]]:
    """These words by their language, some at once."""
    of_language = groupby(sorted(words, key=itemgetter(1)), key=itemgetter(1))
    for language, spoken in of_language:
        there = iter([word for word, _language in spoken])
        while batch := list(islice(there, AT_ONCE)):
            yield language, batch
