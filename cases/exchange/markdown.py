"""A case as one Markdown file: front matter in YAML, then one heading and text for each part.

The casebook lies in this format, and cases are exported and imported in it::

    ---
    slug: guifi-net
    title: Guifi.net
    summary: Guifi.net is a network that its users build and own.
    language: en
    places:
    - name: Osona
      country: ES
    began: 2004
    ended: now
    phases:
    - start: 2004
      end: now
      stage: 7
      model: 3
    sources:
    - key: baig2015
      kind: paper
      title: Guifi.net, a crowdsourced network infrastructure held in common
    parts_without_text:
      state:
        absence: not_found
        note: Annual reports of 2005 to 2015.
    schema: 1
    ---

    # in-short

    The network began in Osona in 2004 [@baig2015].

**Front matter** stands between two lines `---`, the first of which is the first line of the file. Its
fields are those of the content schema, with three things written for people: a field that says nothing
is left out; a phase that goes on says `end: now`; and parts of which it is known why there is no text
stand under `parts_without_text`. A year that is known to be absent is `{absent: not_known}`. The YAML is
read as `cases.exchange.front_matter` says, so `NO` and `2012-05-01` are text.

**Parts** follow. A line that begins with `# ` begins a part and names it by its key (`# how-it-began`);
nothing else may begin so. A line of a text that begins with `# `, or with backslashes and then `# `, has
one more backslash in front of it in the file, so every text survives, also one that talks about this
format. Every other line stands as it is, `---` included. Blank lines around a text do not belong to it.

A file has at most 1,000,000 characters. Reading what `to_markdown` wrote gives the same content, and
writing that again gives the same bytes.
"""

import re

from cases.domain.content import CaseContent, Data, to_data
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import UNSTORABLE, quoted
from cases.domain.reading import read_content
from cases.domain.vocabulary import NOW, PARTS, Absence
from cases.exchange.documents import Document, NotADocument
from cases.exchange.front_matter import read_yaml, write_yaml

__all__ = ["Document", "NotADocument", "from_markdown", "to_markdown"]

CHARACTERS_AT_MOST = 1_000_000
SLUG_AT_MOST = 100
FENCE = "---"
WITHOUT_TEXT = "parts_without_text"
FIELDS = (
    "title", "summary", "language", "sector", "organisations", "places", "began", "ended", "tags", "stake",
    "phases", "illustrations", "sources", "open_questions", "images",
)  # fmt: skip
HEADING = re.compile(r"# (.*)")
LOOKS_LIKE_HEADING = re.compile(r"^(\\*# )", re.MULTILINE)
ESCAPED_HEADING = re.compile(r"^\\(\\*# )", re.MULTILINE)
SLUG = re.compile(r"[^\W_]+(-[^\W_]+)*")


def to_markdown(content: CaseContent, *, slug: str = "") -> str:
    """Return the file of this case, with LF line ends and one at the end."""
    front = write_yaml(_front_matter(content, slug))
    parts = [f"# {part.key}\n\n{_escaped(part.text)}\n" for part in content.parts if part.text]
    return "\n".join([f"{FENCE}\n{front}{FENCE}\n", *parts])


def from_markdown(text: str) -> Document:
    """Return the case that this file says.

    Raises NotADocument when the file does not have the shape of this format, and ContentProblems with
    every fault of its fields. Paths name parts by key: `parts.market.text`, `parts_without_text.state`.
    """
    lines = _readable_lines(text)
    end = _end_of_front_matter(lines)
    front = read_yaml("\n".join(lines[1:end]), line=2)
    texts = _read_parts(lines, end + 1)
    return _document({} if front is None else front, texts)


# --- writing ------------------------------------------------------------------------------------


def _front_matter(content: CaseContent, slug: str) -> Data:
    data = to_data(content)
    fields: Data = {name: data[name] for name in FIELDS if name in data}
    fields["phases"] = [_phase_for_people(row) for row in _rows(data["phases"])]
    without_text = {
        part.key: {"absence": part.absence.value, "note": part.note} for part in content.parts if part.absence
    }
    return _without_blanks({"slug": slug, **fields, WITHOUT_TEXT: without_text, "schema": data["schema"]})


def _phase_for_people(row: Data) -> Data:
    return row | {"end": NOW} if row["end"] is None else row


def _without_blanks(fields: Data) -> Data:
    kept = {name: _value_without_blanks(value) for name, value in fields.items()}
    return {name: value for name, value in kept.items() if not _is_blank(value)}


def _value_without_blanks(value: object) -> object:
    if isinstance(value, dict):
        return _without_blanks(value)
    if isinstance(value, list):
        return [_value_without_blanks(item) for item in value]
    return value


def _is_blank(value: object) -> bool:
    return value in (None, "", [], {}, {"absent": Absence.MISSING.value})


def _escaped(text: str) -> str:
    return LOOKS_LIKE_HEADING.sub(r"\\\1", text)


# --- reading ------------------------------------------------------------------------------------


def _readable_lines(text: str) -> list[str]:
    if len(text) > CHARACTERS_AT_MOST:
        raise NotADocument(
            1,
            _("The file has %(length)s characters. A case has at most %(limit)s."),
            length=len(text),
            limit=CHARACTERS_AT_MOST,
        )
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, start=1):
        if UNSTORABLE.search(line):
            raise NotADocument(number, _("Line %(line)s holds a control character. Remove it."))
    return lines


def _end_of_front_matter(lines: list[str]) -> int:
    """Return the index of the line that closes the front matter."""
    if lines[0].rstrip() != FENCE:
        raise NotADocument(
            1, _("Line %(line)s: the file does not begin with ---. Write the front matter first.")
        )
    for index, line in enumerate(lines[1:], start=1):
        if line.rstrip() == FENCE:
            return index
    raise NotADocument(
        1, _("Line %(line)s: the front matter that begins here has no end. Write --- after it.")
    )


def _read_parts(lines: list[str], start: int) -> list[tuple[str, str]]:
    """Return the key and text of each part, in the order of the file."""
    found: list[tuple[str, list[str]]] = []
    for index, line in enumerate(lines[start:], start=start):
        heading = HEADING.fullmatch(line)
        if heading:
            found.append((_part_key(heading[1].strip(), index + 1), []))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            raise NotADocument(
                index + 1,
                _("Line %(line)s stands before the first part. Write a heading above it: # in-short."),
            )
    return [(key, ESCAPED_HEADING.sub(r"\1", "\n".join(text))) for key, text in found]


def _part_key(name: str, line: int) -> str:
    if name not in PARTS:
        raise NotADocument(
            line,
            _(
                "Line %(line)s: there is no part “%(name)s”. Write one of %(known)s,"
                " or put \\ before # if the line belongs to the text."
            ),
            name=quoted(name),
            known=", ".join(PARTS),
        )
    return name


def _document(front: object, texts: list[tuple[str, str]]) -> Document:
    if not isinstance(front, dict):
        raise NotADocument(2, _("Line %(line)s: the front matter holds no named fields. Write name: value."))
    problems: list[Problem] = []
    fields = dict(front)
    slug = _read_slug(fields.pop("slug", None), problems)
    absent = _read_absences(fields.pop(WITHOUT_TEXT, None), problems)
    if "parts" in fields:
        problems.append(
            Problem("parts", _("Parts stand below the front matter. Write each under its heading."))
        )
    if "phases" in fields:
        fields["phases"] = _phases_from_people(fields["phases"])
    fields["parts"] = [*({"key": key, "text": text} for key, text in texts), *absent.values()]
    names = [*(f"parts.{key}" for key, _text in texts), *(f"{WITHOUT_TEXT}.{key}" for key in absent)]
    try:
        content = read_content(fields)
    except ContentProblems as refusal:
        problems += [_with_part_named(problem, names) for problem in refusal.problems]
    if problems:
        raise ContentProblems(tuple(problems))
    return Document(slug, content)


def _read_slug(value: object, problems: list[Problem]) -> str:
    if value is None:
        return ""
    if isinstance(value, str) and is_slug(value):
        return value
    problems.append(Problem("slug", _("Write the slug in small letters and digits, with - between words.")))
    return ""


def is_slug(text: str) -> bool:
    """Whether a text can be the address of a case: words of small letters and digits, with - between them."""
    return len(text) <= SLUG_AT_MOST and bool(SLUG.fullmatch(text)) and text == text.casefold()


def _read_absences(value: object, problems: list[Problem]) -> dict[str, Data]:
    """Return a row of `parts` for each part without text, by its key."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        problems.append(
            Problem(WITHOUT_TEXT, _("This is not a set of named parts. Write them one below the other."))
        )
        return {}
    rows: dict[str, Data] = {}
    for key, why in value.items():
        path = f"{WITHOUT_TEXT}.{quoted(key)}"
        if key not in PARTS:
            problems.append(Problem(path, _("There is no part of this name. Remove it.")))
        elif not isinstance(why, dict) or "absence" not in why or why.keys() - {"absence", "note"}:
            problems.append(
                Problem(path, _("Write absence and, if wanted, a note below the part, nothing else."))
            )
        else:
            rows[key] = {"key": key, **why}
    return rows


def _phases_from_people(rows: object) -> object:
    if not isinstance(rows, list):
        return rows
    return [row | {"end": None} if isinstance(row, dict) and row.get("end") == NOW else row for row in rows]


def _with_part_named(problem: Problem, names: list[str]) -> Problem:
    table, _dot, rest = problem.path.partition(".")
    index, _dot, field = rest.partition(".")
    if table != "parts" or not index.isdigit():
        return problem
    path = ".".join(step for step in (names[int(index)], field) if step)
    return Problem(path, problem.message, problem.params)


def _rows(value: object) -> list[Data]:
    return value if isinstance(value, list) else []
