"""CSL-JSON, read and written: what Zotero, Crossref and DataCite give."""

import json
from collections.abc import Iterable, Mapping

from cases.domain.content import Source
from cases.domain.messages import noop as _
from cases.domain.vocabulary import Absence, SourceKind
from cases.exchange.citations import Cited, Entry, NotCitations, check_count, joined, one_line

KINDS = {
    "article": SourceKind.PAPER, "article-journal": SourceKind.PAPER, "journal-article": SourceKind.PAPER,
    "paper-conference": SourceKind.PAPER, "proceedings-article": SourceKind.PAPER,
    "posted-content": SourceKind.PAPER, "thesis": SourceKind.PAPER, "manuscript": SourceKind.PAPER,
    "report": SourceKind.REPORT, "book": SourceKind.BOOK, "chapter": SourceKind.BOOK,
    "book-chapter": SourceKind.BOOK, "monograph": SourceKind.BOOK, "edited-book": SourceKind.BOOK,
    "article-newspaper": SourceKind.NEWS, "article-magazine": SourceKind.NEWS, "broadcast": SourceKind.NEWS,
    "webpage": SourceKind.WEB, "post": SourceKind.WEB, "post-weblog": SourceKind.WEB,
    "legislation": SourceKind.PRIMARY, "legal_case": SourceKind.PRIMARY, "bill": SourceKind.PRIMARY,
    "treaty": SourceKind.PRIMARY, "regulation": SourceKind.PRIMARY,
    "interview": SourceKind.INTERVIEW, "personal_communication": SourceKind.INTERVIEW,
    "document": SourceKind.OTHER,
}  # fmt: skip
TYPES = {
    SourceKind.PAPER: "article-journal",
    SourceKind.REPORT: "report",
    SourceKind.BOOK: "book",
    SourceKind.NEWS: "article-newspaper",
    SourceKind.WEB: "webpage",
    SourceKind.PRIMARY: "legislation",
    SourceKind.INTERVIEW: "interview",
}
OWN_KINDS = {kind.value: kind for kind in SourceKind}
READ = frozenset(
    {
        "id",
        "type",
        "title",
        "author",
        "issued",
        "container-title",
        "publisher",
        "URL",
        "DOI",
        "accessed",
        "genre",
    }
)


def read_csl(text: str) -> Cited:
    """Read up to twenty items. Raises NotCitations."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as fault:
        raise NotCitations(
            _("Line %(line)s, column %(column)s: this is not JSON. Paste the whole export, unchanged."),
            line=fault.lineno,
            column=fault.colno,
        ) from None
    except (RecursionError, ValueError):
        raise NotCitations(
            _("The JSON is too deep or has a number that is too long. Paste the entries alone.")
        ) from None
    items = data if isinstance(data, list) else [data]
    check_count(len(items))
    read = [_source(number, item) for number, item in enumerate(items, start=1)]
    remarks = tuple(remark for _cited, entry in read for remark in entry.remarks)
    return Cited(tuple(source for source, _entry in read), remarks)


def _source(number: int, item: object) -> tuple[Source, Entry]:
    if not isinstance(item, dict) or not (item.get("title") or item.get("DOI") or item.get("URL")):
        raise NotCitations(
            _("Entry %(number)s has no title, DOI or URL. Give it one, or take it out."), number=number
        )
    entry = Entry(_text(item.get("id")) or _text(item.get("title")) or str(number))
    container, publisher = _text(item.get("container-title")), _text(item.get("publisher"))
    entry.leave_out(
        {name for name, value in item.items() if name not in READ and value not in ("", None, [], {})}
        | ({"publisher"} if container and publisher else set())
    )
    source = Source(
        key=_text(item.get("id")),
        kind=OWN_KINDS.get(_text(item.get("genre"))) or entry.kind(KINDS, _text(item.get("type"))),
        title=_text(item.get("title")),
        authors=_names(entry, item.get("author")),
        year=entry.year(_date(item.get("issued"))),
        publisher=container or publisher,
        url=_text(item.get("URL")),
        doi=_text(item.get("DOI")),
        accessed=_date(item.get("accessed")),
    )
    return source, entry


def _text(value: object) -> str:
    """Text or a number as one line; of a list its first, as Crossref writes titles."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return one_line(str(value))


def _names(entry: Entry, value: object) -> str:
    people = value if isinstance(value, list) else []
    names = [_name(person) for person in people]
    if (value and not people) or not all(names):
        entry.remark(_("An author of “%(name)s” cannot be read. Look at its authors."))
    return joined(names)


def _name(person: object) -> str:
    if not isinstance(person, Mapping):
        return _text(person)
    whole = _text(person.get("literal")) or _text(person.get("name"))
    parts = ("given", "dropping-particle", "non-dropping-particle", "family", "suffix")
    return whole or one_line(" ".join(_text(person.get(part)) for part in parts))


def _date(value: object) -> str:
    """A date such as 2015, 2015-03 or 2015-03-09; "" when there is none."""
    if not isinstance(value, Mapping):
        return _text(value)
    parts = value.get("date-parts")
    first = parts[0] if isinstance(parts, list) and parts and isinstance(parts[0], list) else []
    written = "-".join(_text(part).zfill(2) for part in first if _text(part))
    return written or _text(value.get("literal")) or _text(value.get("raw"))


def write_csl(sources: Iterable[Source]) -> str:
    """Return the sources as CSL-JSON. Who speaks has no field there; authors are one name, as typed."""
    return json.dumps([csl_item(source) for source in sources], ensure_ascii=False, indent=1)


def csl_item(source: Source) -> dict[str, object]:
    """One source as an item of CSL-JSON."""
    fields: dict[str, object] = {
        "id": source.key,
        "type": TYPES.get(source.kind, "document"),
        "title": source.title,
        "author": [{"literal": source.authors}] if source.authors else [],
        "issued": _issued(source.year),
        "container-title" if source.kind is SourceKind.PAPER else "publisher": source.publisher,
        "URL": source.url,
        "DOI": source.doi,
        "accessed": {"date-parts": [[int(part) for part in source.accessed.split("-")]]}
        if source.accessed
        else {},
        "genre": "" if source.kind in TYPES else source.kind.value,
    }
    return {name: value for name, value in fields.items() if value}


def _issued(year: int | Absence) -> dict[str, object]:
    if isinstance(year, Absence):
        return {"literal": "n.d."} if year is Absence.NOT_KNOWN else {}
    return {"date-parts": [[year]]}
