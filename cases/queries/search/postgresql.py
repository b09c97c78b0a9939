"""The engine of PostgreSQL: vectors of folded words, its dictionaries, and trigrams (migration 0017)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from pyroaring import FrozenBitMap

from cases.domain.search_match import Forms, variants
from cases.domain.search_query import Either, Every, Node, Term, Without
from cases.queries.facts import Cases
from cases.queries.search.sql import Value, rows_of

EVERY_ROW = "'¶'"
"""Stands in the rest of every row; see `cases.domain.search_text`."""

BLOCK = 4096
ALIKE_AT_MOST = 50

DICTIONARIES = {
    "ar": "arabic_stem",
    "ca": "catalan_stem",
    "de": "german_stem",
    "el": "greek_stem",
    "en": "english_stem",
    "es": "spanish_stem",
    "eu": "basque_stem",
    "fi": "finnish_stem",
    "fr": "french_stem",
    "hi": "hindi_stem",
    "id": "indonesian_stem",
    "it": "italian_stem",
    "nl": "dutch_stem",
    "pt": "portuguese_stem",
    "ru": "russian_stem",
    "sv": "swedish_stem",
    "tr": "turkish_stem",
}
"""The dictionaries that know the forms of words; a server that lacks one knows none of its language."""

Condition = tuple[str, list[Value]]
"""A piece of SQL and its values."""


class PostgreSQL:
    """See `Engine` in `cases.queries.search.engine`."""

    def matching(
        self, node: Node, forms: Forms, *, within: range | None = None, heads: bool = False
    ) -> Cases:
        """See `Engine.matching`."""
        column = "heads" if heads else "words"
        query = loose_query(node, forms) or EVERY_ROW
        if within:
            blocks = range(within.start // BLOCK, (within.stop - 1) // BLOCK + 1)
            newest = " | ".join(f"'#{block}'" for block in blocks)
            query = f"({query}) & ({newest})"
        found = f"cases_by_{column}(%s::tsquery)"
        if _has_phrase(node):
            sections = ("title", "summary") if heads else ("title", "summary", "rest")
            condition, values = _exact(node, forms, column, sections)
            rows = rows_of(
                "SELECT array_agg(case_id) FROM cases_searchrow "  # noqa: S608 (our own names)
                f"WHERE case_id = ANY((SELECT {found})::bigint[]) AND {condition}",
                [query, *values],
            )
        else:
            rows = rows_of(f"SELECT {found}", [query])
        cases = FrozenBitMap(rows[0][0] or [])
        return cases & FrozenBitMap(within) if within else cases

    def forms(self, words: Collection[str], languages: Collection[str]) -> Forms:
        """See `Engine.forms`."""
        spoken = [language for language in DICTIONARIES if language in languages]
        rows = rows_of(
            "SELECT asked.word, known.word FROM unnest(%s::text[]) AS asked(word) "
            "CROSS JOIN unnest(%s::text[], %s::text[]) AS spoken(language, name) "
            "JOIN pg_ts_dict ON dictname = spoken.name "
            "JOIN cases_searchword known ON known.language = spoken.language "
            "AND known.stem = (ts_lexize(pg_ts_dict.oid::regdictionary, asked.word))[1] "
            "GROUP BY 1, 2 ORDER BY SUM(known.cases) DESC, 2",
            [list(words), spoken, [DICTIONARIES[language] for language in spoken]],
        )
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for word, form in rows:
            forms[word].append(form)
        return forms

    def stems(self, words: Collection[str], language: str) -> Mapping[str, str]:
        """See `Engine.stems`."""
        rows = rows_of(
            "SELECT asked.word, (ts_lexize(pg_ts_dict.oid::regdictionary, asked.word))[1] "
            "FROM unnest(%s::text[]) AS asked(word) JOIN pg_ts_dict ON dictname = %s",
            [list(words), DICTIONARIES.get(language, "")],
        )
        return {word: stem or "" for word, stem in rows}

    def spoken(self, words: Collection[str], language: str) -> set[str]:
        """See `Engine.spoken`."""
        # OFFSET 0: PostgreSQL would look for the cases of a word several times.
        rows = rows_of(
            "SELECT word FROM (SELECT word, cases_by_words(quote_literal(word)::tsquery) AS cases "
            "FROM unnest(%s::text[]) AS asked(word) OFFSET 0) AS found WHERE EXISTS "
            "(SELECT 1 FROM cases_searchrow WHERE language = %s AND case_id = ANY(cases))",
            [list(words), language],
        )
        return {word for (word,) in rows}

    def alike(self, word: str) -> list[tuple[str, int]]:
        """See `Engine.alike`."""
        # The expression of the index on letters (migration 0023).
        rows = rows_of(
            "SELECT word, SUM(cases) FROM cases_searchword WHERE (word || '') %% %s "
            "GROUP BY word ORDER BY similarity(word, %s) DESC, word LIMIT %s",
            [word, word, ALIKE_AT_MOST],
        )
        return [(found, int(cases)) for found, cases in rows]

    def beginning(self, start: str, number: int) -> list[str]:
        """See `Engine.beginning`."""
        rows = rows_of(
            "SELECT word FROM cases_searchword WHERE word LIKE %s "
            "GROUP BY word ORDER BY SUM(cases) DESC, word LIMIT %s",
            [f"{start}%", number],
        )
        return [word for (word,) in rows]

    def beginnings(self, cases: Cases, characters: int) -> list[tuple[int, str, str, str]]:
        """See `Engine.beginnings`."""
        return rows_of(
            "SELECT case_id, title, summary, substr(rest, 1, %s) FROM cases_searchrow "
            "WHERE case_id = ANY(%s)",
            [characters, list(cases)],
        )

    def faults(self) -> Iterator[str]:
        """None: the server makes the columns of the row itself."""
        yield from ()


def loose_query(node: Node, forms: Forms) -> str:
    """The search as a tsquery, which cannot say that words stand together; "" where it cannot say anything.

    Every word is of letters and digits alone, and quoted.
    """
    match node:
        case Term():
            return _joined("|", [_together(variant, node) for variant in variants(node, forms)])
        case Either(parts):
            queries = [loose_query(part, forms) for part in parts]
            return _joined("|", queries) if all(queries) else ""
        case Every(parts):
            queries = [query for part in parts if (query := loose_query(part, forms))]
            return _joined("&", queries) if queries else ""
        case Without(part):
            query = "" if _has_phrase(part) else loose_query(part, forms)
            return f"({EVERY_ROW} & !({query}))" if query else ""


def _together(variant: str, term: Term) -> str:
    words = [f"'{word}'" for word in variant.split(" ")]
    if term.is_prefix:
        words[-1] += ":*"
    return _joined("&", words)


def _joined(sign: str, queries: Sequence[str]) -> str:
    return f"({f' {sign} '.join(queries)})" if len(queries) > 1 else queries[0]


def _has_phrase(node: Node) -> bool:
    match node:
        case Term():
            return len(node.words) > 1
        case Every(parts) | Either(parts):
            return any(_has_phrase(part) for part in parts)
        case Without(part):
            return _has_phrase(part)


def _exact(node: Node, forms: Forms, column: str, sections: Sequence[str]) -> Condition:
    """The search as a condition on a row, phrases and all."""
    match node:
        case Term(words, is_prefix) if len(words) > 1:
            # LIKE would try again at each space, which takes several times as long.
            places = " OR ".join(f"strpos(' ' || {section} || ' ', %s) > 0" for section in sections)
            return f"({places})", [f" {' '.join(words)}{'' if is_prefix else ' '}"] * len(sections)
        case Term():
            return f"{column} @@ %s::tsquery", [loose_query(node, forms)]
        case Every(parts):
            return _all_of(" AND ", [_exact(part, forms, column, sections) for part in parts])
        case Either(parts):
            return _all_of(" OR ", [_exact(part, forms, column, sections) for part in parts])
        case Without(part):
            sql, values = _exact(part, forms, column, sections)
            return f"NOT {sql}", values


def _all_of(sign: str, conditions: Sequence[Condition]) -> Condition:
    return (
        f"({sign.join(sql for sql, _values in conditions)})",
        [value for _sql, values in conditions for value in values],
    )
