"""Published cases as JSON Lines: one record a line, in UTF-8, each line a JSON object by itself.

A line is what `cases.exchange.published.record_of` says of a case. It is read strictly
(`cases.exchange.strict_json`), and a name that is not known is refused. Reading what was written gives the
same content.

Only `content` must be there, so that somebody can write lines by hand. `slug` names the case. Where a
`content_hash` is given, the content must be the one that it was made from.
"""

import json
from datetime import UTC, datetime

from cases.domain.content import CaseContent, Data, content_hash
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import quoted
from cases.domain.reading import read_content
from cases.exchange.documents import Document, NotADocument
from cases.exchange.markdown import is_slug
from cases.exchange.published import PublishedCase
from cases.exchange.strict_json import NotJson, read_json

__all__ = ["Document", "NotADocument", "from_json_line", "read_record", "write_line"]

CHARACTERS_AT_MOST = 2_000_000
"""More than any content can have, each of its signs written as an escape."""
KNOWN = frozenset(
    {"slug", "address", "version", "content_hash", "first_published_at", "published_at", "content"}
)
NO_MOMENT = datetime.min.replace(tzinfo=UTC)


def write_line(record: Data) -> str:
    """The line of a record, with its end."""
    return f"{json.dumps(record, ensure_ascii=False)}\n"


def from_json_line(text: str, *, line: int = 1) -> Document:
    """The case of one line; `line` is its number in the file.

    Raises NotADocument when it is not one JSON object, and ContentProblems with every fault of its fields.
    Paths name fields of the record: `slug`, `content_hash`, `content.title`.
    """
    return _document(_parsed(text, line))


def read_record(text: str, *, line: int = 1) -> PublishedCase:
    """The published case of a line that has all that `record_of` writes.

    Raises as `from_json_line`, and ContentProblems for each field that is missing.
    """
    data = _parsed(text, line)
    document = _document(data)
    problems: list[Problem] = []
    version = data.get("version")
    if type(version) is not int or version < 1:
        problems.append(Problem("version", _("The number of the version is missing. Write it in digits.")))
    moments = {name: _moment(data, name, problems) for name in ("first_published_at", "published_at")}
    if not document.slug:
        problems.append(Problem("slug", _("The slug is missing. Write it as it stands in the address.")))
    if "content_hash" not in data:
        problems.append(Problem("content_hash", _("The hash of the content is missing.")))
    if problems:
        raise ContentProblems(tuple(problems))
    return PublishedCase(
        slug=document.slug,
        version=version if isinstance(version, int) else 0,
        content_hash=content_hash(document.content),
        content=document.content,
        **moments,
    )


# --- JSON -----------------------------------------------------------------------------------------


def _parsed(text: str, line: int) -> Data:
    if len(text) > CHARACTERS_AT_MOST:
        raise NotADocument(
            line,
            _("Line %(line)s has %(length)s characters. A case has at most %(limit)s."),
            length=len(text),
            limit=CHARACTERS_AT_MOST,
        )
    try:
        data = read_json(text.encode("utf-8", "surrogatepass"))
    except NotJson as refusal:
        # A fault of JSON names a line, too: that of the text, which is always the first.
        params = {name: value for name, value in refusal.problem.params.items() if name != "line"}
        raise NotADocument(line, refusal.problem.message, **params) from None
    if not isinstance(data, dict):
        raise NotADocument(line, _("Line %(line)s is no JSON object. Begin it with a brace."))
    return data


# --- the record -----------------------------------------------------------------------------------


def _document(data: Data) -> Document:
    problems = [
        Problem(quoted(name), _("There is no field of this name. Remove it.")) for name in data.keys() - KNOWN
    ]
    slug = data.get("slug", "")
    if not isinstance(slug, str) or (slug and not is_slug(slug)):
        problems.append(
            Problem("slug", _("Write the slug in small letters and digits, with - between words."))
        )
    content = _content(data, problems)
    if content is not None and data.get("content_hash", content_hash(content)) != content_hash(content):
        problems.append(
            Problem(
                "content_hash",
                _("The content is not the one of this hash. Leave the hash out if you changed the content."),
            )
        )
    if problems or content is None:
        raise ContentProblems(tuple(problems))
    return Document(str(slug), content)


def _content(data: Data, problems: list[Problem]) -> CaseContent | None:
    if "content" not in data:
        problems.append(Problem("content", _("The content is missing. Write what the case says.")))
        return None
    try:
        return read_content(data["content"])
    except ContentProblems as refusal:
        problems += [
            Problem(f"content.{problem.path}".rstrip("."), problem.message, problem.params)
            for problem in refusal.problems
        ]
        return None


def _moment(data: Data, name: str, problems: list[Problem]) -> datetime:
    """A moment with its zone; a fault is noted."""
    try:
        moment = datetime.fromisoformat(str(data.get(name)))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        problems.append(
            Problem(name, _("Write the moment with its zone, such as 2026-11-26T09:30:00+00:00."))
        )
        return NO_MOMENT
    return moment
