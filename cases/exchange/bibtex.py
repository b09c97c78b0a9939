"""BibTeX, written; `bibtex_reading` reads it."""

from collections.abc import Iterable

from cases.domain.content import Source
from cases.domain.vocabulary import Absence, SourceKind

TYPES = {
    SourceKind.PAPER: "article",
    SourceKind.REPORT: "techreport",
    SourceKind.BOOK: "book",
    SourceKind.WEB: "online",
}
ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "%": r"\%", "&": r"\&", "#": r"\#", "$": r"\$",
        "_": r"\_", "~": r"\textasciitilde{}", "-": "-{}", "'": "'{}", "`": "{}`{}",
    }
)  # fmt: skip


def write_bibtex(sources: Iterable[Source]) -> str:
    """Return the sources as BibTeX in UTF-8. Who speaks has no field there."""
    return "\n".join(_written(source) for source in sources)


def _written(source: Source) -> str:
    fields = {
        "title": escaped(source.title),
        # Braces keep the names as they are typed: nobody took them apart.
        "author": f"{{{escaped(source.authors)}}}" if source.authors else "",
        "year": _year(source.year),
        "journal" if source.kind is SourceKind.PAPER else "publisher": escaped(source.publisher),
        "url": bare_address(source.url),
        "doi": bare_address(source.doi),
        "urldate": source.accessed,
        "entrysubtype": "" if source.kind in TYPES else source.kind.value,
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{TYPES.get(source.kind, 'misc')}{{{source.key},\n{lines}}}\n"


def _year(year: int | Absence) -> str:
    if isinstance(year, Absence):
        return "n.d." if year is Absence.NOT_KNOWN else ""
    return str(year)


def escaped(text: str) -> str:
    """Text for a field, with everything that LaTeX would take for a command written out."""
    return text.translate(ESCAPES)


def bare_address(address: str) -> str:
    """An address for a field, whose braces and backslashes are written as addresses write them."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
