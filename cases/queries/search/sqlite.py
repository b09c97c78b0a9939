"""The engine of SQLite: FTS5 over folded words, and over the letters of words (migration 0017)."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from django.db import DatabaseError, connection, transaction
from django.db.models import Q, Sum
from pyroaring import FrozenBitMap

from cases.domain.plurals import RULES, singular_of
from cases.domain.search_match import Forms, variants
from cases.domain.search_query import Either, Every, Node, Term, Without
from cases.models import SearchWord
from cases.queries.facts import Cases
from cases.queries.search.sql import rows_of

EVERY_ROW = '"¶"'
"""Stands in the rest of every row; see `cases.domain.search_text`."""

ALIKE_AT_MOST = 5000


class SQLite:
    """See `Engine` in `cases.queries.search.engine`."""

    def matching(
        self, node: Node, forms: Forms, *, within: range | None = None, heads: bool = False
    ) -> Cases:
        """See `Engine.matching`."""
        match = match_of(node, forms)
        rows = rows_of(
            "SELECT rowid FROM cases_searchindex WHERE cases_searchindex MATCH %s "
            "AND rowid BETWEEN %s AND %s",
            [
                f"{{title summary}} : ({match})" if heads else match,
                within.start if within else 0,
                within.stop - 1 if within else 2**62,
            ],
        )
        return FrozenBitMap([row[0] for row in rows])

    def forms(self, words: Collection[str], languages: Collection[str]) -> Forms:
        """See `Engine.forms`."""
        keys: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for language in RULES.keys() & languages:
            for word in words:
                keys[language, singular_of(word, language)].append(word)
        wanted = Q(pk__in=[])
        for language, stem in keys:
            wanted |= Q(language=language, stem=stem)
        known = SearchWord.objects.filter(wanted).order_by("-cases", "word")
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for form, language, stem in known.values_list("word", "language", "stem"):
            for word in keys[language, stem]:
                forms[word].append(form)
        return forms

    def stems(self, words: Collection[str], language: str) -> Mapping[str, str]:
        """See `Engine.stems`."""
        return {word: singular_of(word, language) for word in words} if language in RULES else {}

    def spoken(self, words: Collection[str], language: str) -> set[str]:
        """See `Engine.spoken`."""
        rows = rows_of(
            "SELECT value FROM json_each(%s) WHERE EXISTS (SELECT 1 FROM cases_searchindex "
            "JOIN cases_searchrow ON case_id = cases_searchindex.rowid "
            "WHERE cases_searchindex MATCH '\"' || value || '\"' AND language = %s)",
            [json.dumps(list(words)), language],
        )
        return {word for (word,) in rows}

    def alike(self, word: str) -> list[tuple[str, int]]:
        """See `Engine.alike`."""
        rows = rows_of(
            "SELECT word, SUM(cases) FROM cases_searchword WHERE id IN (SELECT rowid FROM cases_wordindex "
            "WHERE cases_wordindex MATCH %s LIMIT %s) GROUP BY word",
            [_some_letters(word), ALIKE_AT_MOST],
        )
        return [(found, int(cases)) for found, cases in rows]

    def beginning(self, start: str, number: int) -> list[str]:
        """See `Engine.beginning`."""
        words = SearchWord.objects.filter(word__gte=start, word__lt=f"{start}\U0010ffff")
        common = words.values("word").annotate(all=Sum("cases")).order_by("-all", "word")
        return list(common.values_list("word", flat=True)[:number])

    def beginnings(self, cases: Cases, characters: int) -> list[tuple[int, str, str, str]]:
        """See `Engine.beginnings`."""
        return rows_of(
            "SELECT case_id, title, summary, substr(rest, 1, %s) FROM cases_searchrow "
            "WHERE case_id IN (SELECT value FROM json_each(%s))",
            [characters, json.dumps(list(cases))],
        )

    def faults(self) -> Iterator[str]:
        """See `Engine.faults`."""
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO cases_searchindex(cases_searchindex, rank) VALUES ('integrity-check', 1)"
                )
        except DatabaseError:
            yield "Search: the index of words is not that of its rows."


def match_of(node: Node, forms: Forms) -> str:
    """The search in the language of FTS5. Every word is of letters and digits alone, and quoted."""
    match node:
        case Term():
            star = " *" if node.is_prefix else ""
            return _either([f'"{variant}"{star}' for variant in variants(node, forms)])
        case Either(parts):
            return _either([match_of(part, forms) for part in parts])
        case Every(parts):
            found = [match_of(part, forms) for part in parts if not isinstance(part, Without)]
            left_out = [match_of(part.part, forms) for part in parts if isinstance(part, Without)]
            return _without(f"({' AND '.join(found)})" if found else EVERY_ROW, left_out)
        case Without(part):
            return _without(EVERY_ROW, [match_of(part, forms)])


def _either(matches: Sequence[str]) -> str:
    return f"({' OR '.join(matches)})" if len(matches) > 1 else matches[0]


def _without(match: str, left_out: Sequence[str]) -> str:
    return f"({match} NOT {_either(left_out)})" if left_out else match


def _some_letters(word: str) -> str:
    """Words that begin like this one, end like it, or have the letters of its middle."""
    padded = f"  {word} "
    threes = [padded[at : at + 3] for at in range(len(padded) - 2)]
    middle = len(threes) // 2
    pairs = (threes[:2], threes[-2:], threes[middle - 1 : middle + 1])
    return " OR ".join(f'("{one}" AND "{other}")' for one, other in pairs)
