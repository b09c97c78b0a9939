"""The index in which a copy without a server is searched: scripts that name each case and its words.

A page that was opened from a folder may fetch nothing, but it may load scripts. Each holds the rows of some
cases: the file of the case, its title, its summary, its language, and every word of it once, folded as the
site folds words for its own search. That is some three kilobytes a case.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from cases.domain.content import CaseContent
from cases.domain.projection import search_words


@dataclass(frozen=True, slots=True)
class Row:
    """A case in the index; `file` is its page as an address from the page of the search."""

    file: str
    title: str
    summary: str
    language: str
    words: str


def row_of(content: CaseContent, file: str) -> Row:
    """The row of a case that says this."""
    texts = (
        content.title,
        content.summary,
        *content.organisations,
        *content.tags,
        *(place.name for place in content.places),
        *(part.text for part in content.parts),
        *content.open_questions,
    )
    words = sorted(set(search_words(" ".join(texts))))
    return Row(file, content.title, content.summary, content.language, " ".join(words))


def index_script(rows: Iterable[Row]) -> str:
    """A script that adds these rows to the index."""
    data = [[row.file, row.title, row.summary, row.language, row.words] for row in rows]
    return f"patchworkCopy.add({json.dumps(data, ensure_ascii=True, separators=(',', ':'))});\n"
