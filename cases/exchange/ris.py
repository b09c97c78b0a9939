"""RIS, read and written."""

import re
from collections.abc import Iterable, Mapping

import rispy

from cases.domain.content import Source
from cases.domain.messages import noop as _
from cases.domain.vocabulary import Absence, SourceKind
from cases.exchange.citations import Cited, Entry, NotCitations, check_count, joined, one_line

KINDS = {
    "JOUR": SourceKind.PAPER, "JFULL": SourceKind.PAPER, "EJOUR": SourceKind.PAPER, "CONF": SourceKind.PAPER,
    "CPAPER": SourceKind.PAPER, "THES": SourceKind.PAPER, "UNPB": SourceKind.PAPER, "INPR": SourceKind.PAPER,
    "RPRT": SourceKind.REPORT, "BOOK": SourceKind.BOOK, "CHAP": SourceKind.BOOK, "EBOOK": SourceKind.BOOK,
    "ECHAP": SourceKind.BOOK, "EDBOOK": SourceKind.BOOK, "NEWS": SourceKind.NEWS, "MGZN": SourceKind.NEWS,
    "ELEC": SourceKind.WEB, "BLOG": SourceKind.WEB, "STAT": SourceKind.PRIMARY, "BILL": SourceKind.PRIMARY,
    "CASE": SourceKind.PRIMARY, "GOVDOC": SourceKind.PRIMARY, "LEGAL": SourceKind.PRIMARY,
    "PCOMM": SourceKind.INTERVIEW, "GEN": SourceKind.OTHER,
}  # fmt: skip
TYPES = {
    SourceKind.PAPER: "JOUR",
    SourceKind.REPORT: "RPRT",
    SourceKind.BOOK: "BOOK",
    SourceKind.NEWS: "NEWS",
    SourceKind.WEB: "ELEC",
    SourceKind.PRIMARY: "LEGAL",
    SourceKind.INTERVIEW: "PCOMM",
}
OWN_KINDS = {kind.value: kind for kind in SourceKind}
TITLES = ("title", "primary_title")
AUTHORS = ("authors", "first_authors")
YEARS = ("year", "publication_year", "date")
PUBLISHERS = ("journal_name", "secondary_title", "alternate_title3", "publisher")
READ = frozenset(
    {
        "type_of_reference", "id", "urls", "doi", "access_date", "type_of_work",
        *TITLES, *AUTHORS, *YEARS, *PUBLISHERS,
    }
)  # fmt: skip
BETWEEN = re.compile(r"\d+\.")
"""What some programs write between entries."""

TAG = re.compile(r"[A-Z][A-Z0-9]  -")


def read_ris(text: str) -> Cited:
    """Read up to twenty entries. Raises NotCitations."""
    lines = text.splitlines()
    _check_shape(lines)
    # No tag has parts between semicolons here: an address may hold one.
    found = rispy.loads("\n".join(lines), delimiter_tags_mapping={}, enforce_list_tags=False)
    check_count(len(found))
    read = [_source(number, item) for number, item in enumerate(found, start=1)]
    remarks = tuple(remark for _cited, entry in read for remark in entry.remarks)
    return Cited(tuple(source for source, _entry in read), remarks)


def _check_shape(lines: list[str]) -> None:
    """Each entry begins with TY and ends with ER, and nothing stands between two of them."""
    is_open, begun = False, 0
    for number, line in enumerate(lines, start=1):
        tag = line[:2] if TAG.match(line) else ""
        if tag == "TY" and is_open:
            break
        if tag == "TY":
            is_open, begun = True, number
        elif line.strip() and not is_open and not BETWEEN.fullmatch(line.strip()):
            raise NotCitations(
                _("Line %(line)s stands in no entry. Begin each entry with a line such as “TY  - JOUR”."),
                line=number,
            )
        elif not tag and line.strip() and number == begun + 1:
            raise NotCitations(
                _("Line %(line)s has no tag. Begin it with one, such as “TI  - ”."), line=number
            )
        elif tag == "ER":
            is_open = False
    if is_open:
        raise NotCitations(
            _("The entry that begins in line %(line)s has no end. Write “ER  - ” after its last line."),
            line=begun,
        )


def _source(number: int, item: Mapping[str, object]) -> tuple[Source, Entry]:
    said = {name: _values(value) for name, value in item.items() if name != "unknown_tag"}
    unknown = item.get("unknown_tag")
    title = next((name for name in TITLES if said.get(name)), "")
    entry = Entry(_only(said, ("id",)) or _only(said, (title,)) or str(number))
    publisher = next((name for name in PUBLISHERS if said.get(name)), "")
    year = next((name for name in YEARS if said.get(name)), "")
    left = {name for name in said if name not in READ}
    left |= {name for name in (*PUBLISHERS, *TITLES) if said.get(name)} - {publisher, title}
    left |= {name for name, values in said.items() if name not in AUTHORS and len(values) > 1}
    entry.leave_out({*left, *(unknown if isinstance(unknown, Mapping) else ())})
    own = OWN_KINDS.get(_only(said, ("type_of_work",)))
    source = Source(
        key=_only(said, ("id",)),
        kind=own or entry.kind(KINDS, _only(said, ("type_of_reference",))),
        title=_only(said, (title,)),
        authors=joined(_turned(name) for key in AUTHORS for name in said.get(key, [])),
        year=entry.year(_only(said, (year,))),
        publisher=_only(said, (publisher,)),
        url=_only(said, ("urls",)),
        doi=_only(said, ("doi",)),
        accessed=_only(said, ("access_date",)).replace("/", "-").rstrip("-"),
    )
    return source, entry


def _values(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in (one_line(str(each)) for each in values) if text]


def _only(said: Mapping[str, list[str]], names: tuple[str, ...]) -> str:
    return next((said[name][0] for name in names if said.get(name)), "")


def _turned(name: str) -> str:
    """*Baig, Roger* as *Roger Baig*; a name with more commas, or none, stays as it is."""
    last, comma, given = name.partition(",")
    return f"{given.strip()} {last.strip()}" if comma and given.strip() and "," not in given else name


class PlainWriter(rispy.RisWriter):
    """Writes entries without the numbers that some programs put between them."""

    def set_header(self, count: int) -> str:
        """Return nothing to stand before an entry."""
        del count
        return ""


def write_ris(sources: Iterable[Source]) -> str:
    """Return the sources as RIS. Who speaks has no tag there; authors are one name, as they are typed."""
    text: str = rispy.dumps([_written(source) for source in sources], implementation=PlainWriter)
    return text


def _written(source: Source) -> dict[str, object]:
    year = source.year
    fields: dict[str, object] = {
        "type_of_reference": TYPES.get(source.kind, "GEN"),
        "id": source.key,
        "title": source.title,
        "authors": [source.authors] if source.authors else [],
        "year": ("n.d." if year is Absence.NOT_KNOWN else "") if isinstance(year, Absence) else str(year),
        "journal_name" if source.kind is SourceKind.PAPER else "publisher": source.publisher,
        "urls": [source.url] if source.url else [],
        "doi": source.doi,
        "access_date": source.accessed.replace("-", "/"),
        "type_of_work": "" if source.kind in TYPES else source.kind.value,
    }
    return {name: value for name, value in fields.items() if value}
