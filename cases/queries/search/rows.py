"""The rows that the search should have, computed from contents, and what is wrong with those there are."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from cases.domain.content import CaseContent
from cases.domain.search_text import SEARCH_RULES, SearchText, search_text_of
from cases.domain.search_words import known_words, stands_for
from cases.domain.tags import published_tags
from cases.models import Case, SearchRow, SearchWord
from cases.queries.search.engine import engine

CHUNK = 200


def row_of(case: int, content: CaseContent, synonyms: Mapping[str, str]) -> SearchRow:
    """The row of a case with this content; it is not written."""
    text = search_text_of(content, published_tags(content.tags, synonyms))
    return SearchRow(
        case_id=case,
        language=text.language,
        title=text.title,
        summary=text.summary,
        rest=text.rest,
        passages=list(text.passages),
        rules=SEARCH_RULES,
    )


def words_of_row(row: SearchRow | None) -> frozenset[tuple[str, str]]:
    """The words of this row that are known by it, each with its language."""
    if row is None:
        return frozenset()
    return frozenset((word, row.language) for word in known_words([row.title, row.summary, row.rest]))


def weighed_words(row: SearchRow) -> Counter[tuple[str, str]]:
    """The same, each with the number of cases for which this one stands, which may be none."""
    return Counter(dict.fromkeys(words_of_row(row), stands_for(row.case_id)))


def says_the_same(one: SearchRow, other: SearchRow) -> bool:
    """Whether two rows of a case hold the same text, written under the same rules."""
    return one.rules == other.rules and _said_by(one) == _said_by(other)


def is_search_of_older() -> bool:
    """Whether there are cases, and what the search knows of them was written under other rules."""
    return Case.objects.exists() and not SearchRow.objects.filter(rules=SEARCH_RULES).exists()


def faults_of_search(
    contents: Iterable[tuple[int, CaseContent]], synonyms: Mapping[str, str]
) -> Iterator[str]:
    """One sentence for each row that is not what these contents say."""
    words: Counter[tuple[str, str]] = Counter()
    numbers = set()
    for case, content in contents:
        numbers.add(case)
        expected = row_of(case, content, synonyms)
        words.update(weighed_words(expected))
        found = SearchRow.objects.filter(pk=case).first()
        if found is None or _said_by(found) != _said_by(expected):
            yield f"Case {case}: the search does not know its text."
    others = SearchRow.objects.exclude(pk__in=numbers).values_list("pk", flat=True)
    yield from (f"Case {case}: the search knows a text that is not public." for case in others)
    yield from _faults_of_words(words)
    yield from engine().faults()


def _said_by(row: SearchRow) -> SearchText:
    return SearchText(row.language, row.title, row.summary, row.rest, tuple(row.passages))


def _faults_of_words(words: Counter[tuple[str, str]]) -> Iterator[str]:
    stored = SearchWord.objects.values_list("word", "language", "cases")
    for word, language, cases in stored.iterator(CHUNK):
        counted = words.pop((word, language), None)
        if counted is None:
            yield f"Word {word}, {language}: no case has it."
        elif cases != counted:
            yield f"Word {word}, {language}: its cases are {cases}, not {counted}."
    yield from (f"Word {word}, {language}: the row is missing." for word, language in words)
