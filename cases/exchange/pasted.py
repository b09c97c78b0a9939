"""What somebody pasted to make sources of it: recognised by how it begins, and read."""

import re
from dataclasses import replace
from urllib.parse import unquote

from cases.domain.content import Source
from cases.domain.messages import noop as _
from cases.domain.reading import is_web_address
from cases.domain.sources import DOI_HOSTS
from cases.domain.vocabulary import SourceKind
from cases.exchange.citations import PASTED_AT_MOST, Cited, NotCitations, check_count
from cases.exchange.csl import read_csl
from cases.exchange.ris import read_ris


def _read_bibtex(text: str) -> Cited:
    # Loaded here, as `bibtex_reading` says.
    from cases.exchange.bibtex_reading import read_bibtex  # noqa: PLC0415

    return read_bibtex(text)


FORMATS = (
    (re.compile(r"[\[{]"), read_csl),
    (re.compile(r"(?:%[^\n]*\n\s*)*@\s*[A-Za-z]+\s*[{(]"), _read_bibtex),
    (re.compile(r"TY  -"), read_ris),
)
DOI = re.compile(r"(?:doi:\s*|https?://(?:" + "|".join(sorted(DOI_HOSTS)) + r")/)?(10\.\d{4,9}/\S+)", re.I)


def read_pasted(text: str) -> Cited:
    """Read BibTeX, RIS, CSL-JSON, or DOIs and addresses, one a line. Raises NotCitations."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").lstrip("\ufeff").strip()
    if len(text) > PASTED_AT_MOST:
        raise NotCitations(
            _("This is more than %(most)s characters. Paste it in parts."), most=PASTED_AT_MOST
        )
    found = next((read for begin, read in FORMATS if begin.match(text)), _read_lines)(text)
    return replace(found, sources=tuple(_with_bare_doi(source) for source in found.sources))


def bare_doi(text: str) -> str:
    """The DOI without what stands before it, or "" when this is none."""
    match = DOI.fullmatch(unquote(text) if text.casefold().startswith("http") else text)
    return match[1] if match else ""


def _with_bare_doi(source: Source) -> Source:
    return replace(source, doi=bare_doi(source.doi) or source.doi)


def _read_lines(text: str) -> Cited:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    check_count(len(lines))
    return Cited(tuple(_of_line(number, line) for number, line in enumerate(lines, start=1)))


def _of_line(number: int, line: str) -> Source:
    if doi := bare_doi(line):
        return Source(key="", kind=SourceKind.PAPER, title="", doi=doi)
    if is_web_address(line):
        return Source(key="", kind=SourceKind.WEB, title="", url=line)
    raise NotCitations(
        _(
            "Line %(line)s is neither a DOI nor an address, and the text is not BibTeX, RIS or CSL-JSON: "
            "“%(text)s”. Write a DOI as 10.1000/182 and an address with https://, one a line."
        ),
        line=number,
        text=line[:80],
    )
