"""References of wiki pages as sources: cite templates, bare addresses, and words."""

import re
from collections.abc import Callable, Iterator, Mapping

from mwparserfromhell.nodes import ExternalLink, Template
from mwparserfromhell.wikicode import Wikicode

from cases.domain.content import Source
from cases.domain.reader import UNSTORABLE
from cases.domain.reading import is_web_address
from cases.domain.vocabulary import NAME_LIMIT, URL_LIMIT, Absence, SourceKind
from cases.exchange.imports.columns import year_in
from cases.exchange.pasted import bare_doi

Plain = Callable[[Wikicode], str]

CITES = re.compile(r"cite\b|citation\b|cita\b|citar\b|lien web|ouvrage|article\b|harvard citation", re.I)
KINDS: tuple[tuple[str, SourceKind], ...] = (
    ("journal", SourceKind.PAPER), ("article", SourceKind.PAPER), ("conference", SourceKind.PAPER),
    ("thesis", SourceKind.PAPER), ("arxiv", SourceKind.PAPER), ("publicación", SourceKind.PAPER),
    ("book", SourceKind.BOOK), ("encyclopedia", SourceKind.BOOK), ("ouvrage", SourceKind.BOOK),
    ("libro", SourceKind.BOOK), ("news", SourceKind.NEWS), ("magazine", SourceKind.NEWS),
    ("noticia", SourceKind.NEWS), ("report", SourceKind.REPORT), ("interview", SourceKind.INTERVIEW),
    ("court", SourceKind.PRIMARY), ("law", SourceKind.PRIMARY), ("web", SourceKind.WEB),
)  # fmt: skip
TITLES = ("title", "titre", "título", "chapter")
URLS = ("url", "chapter-url", "lire en ligne", "archive-url")
YEARS = ("year", "date", "année", "año", "fecha")
PUBLISHERS = (
    "journal", "work", "newspaper", "magazine", "website", "periodical", "périodique", "site", "publisher",
    "éditeur", "editorial", "institution", "via",
)  # fmt: skip
ACCESSED = ("access-date", "accessdate", "consulté le", "fechaacceso")
AUTHORS_AT_MOST = 9
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def is_citation(template: Template) -> bool:
    """Whether this template cites something."""
    return bool(CITES.match(name_of(template)))


def name_of(template: Template) -> str:
    """The name of a template as a person knows it."""
    return " ".join(str(template.name).replace("_", " ").split())[:60]


def source_of(code: Wikicode, plain: Plain) -> Source:
    """The source that the contents of a reference name; without a key, and as far as they say it."""
    cited = next((found for found in code.filter_templates(recursive=False) if is_citation(found)), None)
    if cited is not None:
        return source_of_template(cited, plain)
    words = line_of(plain(code), 500)
    links = code.filter_external_links()
    url = _address(str(links[0].url)) if links else ""
    shown = _shown(links[0], plain) if links else ""
    is_bare = bool(links) and len(words) <= len(shown) + 10
    return Source(
        key="",
        kind=SourceKind.WEB if url else SourceKind.OTHER,
        title=(shown if is_bare else words) or url[:500],
        year=year_in(words) or Absence.MISSING,
        url=url,
    )


def _shown(link: ExternalLink, plain: Plain) -> str:
    return line_of(plain(link.title), 500) if link.title else ""


def source_of_template(template: Template, plain: Plain) -> Source:
    """The source that a cite template names."""
    said = dict(_said(template, plain))
    name = name_of(template).casefold()
    year = year_in(_first(said, YEARS))
    url = _address(_first(said, URLS))
    doi = bare_doi(said.get("doi", ""))
    accessed = _first(said, ACCESSED)
    return Source(
        key="",
        kind=next(
            (kind for word, kind in KINDS if word in name), SourceKind.WEB if url else SourceKind.OTHER
        ),
        title=line_of(_first(said, TITLES), 500) or url[:500],
        authors=line_of(", ".join(_authors(said)), 500),
        year=year or Absence.MISSING,
        publisher=line_of(_first(said, PUBLISHERS), NAME_LIMIT),
        url=url,
        doi=doi if len(doi) <= NAME_LIMIT else "",
        accessed=accessed if ISO_DATE.fullmatch(accessed) else "",
    )


def _said(template: Template, plain: Plain) -> Iterator[tuple[str, str]]:
    for parameter in template.params:
        value = plain(parameter.value).strip()
        if value:
            yield str(parameter.name).strip().casefold(), value


def _authors(said: Mapping[str, str]) -> Iterator[str]:
    for name in ("author", "authors", "vauthors", "auteur", "autor"):
        if name in said:
            yield said[name]
    for number in ("", *map(str, range(1, AUTHORS_AT_MOST + 1))):
        last = said.get(f"last{number}") or said.get(f"nom{number}") or said.get(f"apellidos{number}", "")
        given = said.get(f"first{number}") or said.get(f"prénom{number}") or said.get(f"nombre{number}", "")
        author = said.get(f"author{number}", "") if number else ""
        if name := f"{given} {last}".strip() or author:
            yield name


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((said[name] for name in names if said.get(name)), "")


def _address(url: str) -> str:
    bare = url.strip().replace(" ", "%20")
    return bare if len(bare) <= URL_LIMIT and is_web_address(bare) and not UNSTORABLE.search(bare) else ""


def line_of(text: str, limit: int) -> str:
    """The text on one line, at most so long, and without what no text of ours may hold."""
    return " ".join(UNSTORABLE.sub(" ", text).split())[:limit].strip()
