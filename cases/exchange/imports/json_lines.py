"""JSON Lines: one case a line, as the record of a published case or as its content alone."""

from collections.abc import Iterator
from typing import BinaryIO

from cases.domain.content import Data
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import quoted
from cases.domain.reading import read_content
from cases.exchange.imports.found import Found
from cases.exchange.imports.lines import text_lines
from cases.exchange.strict_json import NotJson, read_json

RECORD = frozenset(
    {"slug", "address", "version", "content_hash", "first_published_at", "published_at", "content"}
)

NOT_AN_OBJECT = _("This line is no object. Write one case a line, in curly brackets.")
UNKNOWN = _("There is no field “%(name)s” beside “content”. Remove it.")


def read_json_lines(file: BinaryIO) -> Iterator[Found]:
    """Yield an item for each line that is not empty. Raises NotAnImport."""
    for number, line in enumerate(text_lines(file), start=1):
        if line.strip():
            yield _item(line, number)


def _item(line: str, number: int) -> Found:
    where = str(number)
    try:
        data = _object(line, number)
    except ContentProblems as refusal:
        return Found(where=where, problems=refusal.problems)
    is_record = "content" in data
    slug = data.get("slug") if is_record else ""
    named = slug if isinstance(slug, str) else ""
    content = data.get("content") if is_record else data
    title = content.get("title") if isinstance(content, dict) else ""
    shown = quoted(title) if isinstance(title, str) else ""
    try:
        if is_record and (unknown := data.keys() - RECORD):
            raise ContentProblems((Problem("", UNKNOWN, {"name": quoted(min(unknown))}),))
        read = read_content(content)
    except ContentProblems as refusal:
        return Found(where=where, title=shown, problems=refusal.problems)
    return Found(where=where, origin=named or read.title, title=read.title, slug=named, content=read)


def _object(line: str, number: int) -> Data:
    """One object of JSON, read strictly. Raises ContentProblems."""
    try:
        data = read_json(line.encode("utf-8", "surrogatepass"))
    except NotJson as refusal:
        # A fault of JSON names the line of its text; what a person looks for is the line of the file.
        problem = refusal.problem
        params = {**problem.params, "line": number} if "line" in problem.params else problem.params
        raise ContentProblems((Problem("", problem.message, params),)) from None
    if not isinstance(data, dict):
        raise ContentProblems((Problem("", NOT_AN_OBJECT),))
    return data
