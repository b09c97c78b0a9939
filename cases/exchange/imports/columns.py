"""What a column of a table, or a field of a box on a wiki page, can hold, and which words name it.

A table may name the same thing several times where a case has several: the second column *source title* is
the title of the second source.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache

from countryinfo import all_countries

from cases.domain.countries import COUNTRY_CODES
from cases.domain.messages import noop as _
from cases.domain.vocabulary import (
    EARLIEST_YEAR,
    IN_SHORT,
    LANGUAGE_LABELS,
    LATEST_YEAR,
    PART_LABELS,
    SECTOR_LABELS,
    WORLDWIDE,
)

LABELS: Mapping[str, str] = {
    "slug": _("Address"),
    "title": _("Title"),
    "summary": _("Summary"),
    "language": _("Language"),
    "sector": _("Sector"),
    "organisations": _("Organisations"),
    "tags": _("Tags"),
    "began": _("Began"),
    "ended": _("Ended"),
    "open_questions": _("Open questions"),
    "stake": _("Your stake"),
    "place": _("Place: name"),
    "country": _("Place: country"),
    "latitude": _("Place: latitude"),
    "longitude": _("Place: longitude"),
    "stage": _("Phase: stage"),
    "model": _("Phase: value model"),
    "phase_start": _("Phase: first year"),
    "phase_end": _("Phase: last year"),
    "phase_reason": _("Phase: why this stage and model"),
    "no_stage_reason": _("Phase: why the hierarchy does not apply"),
    "source_key": _("Source: key"),
    "source_title": _("Source: title"),
    "source_url": _("Source: link"),
    "source_doi": _("Source: DOI"),
    "source_year": _("Source: year"),
    "source_authors": _("Source: authors"),
    "source_publisher": _("Source: publisher"),
    "source_kind": _("Source: kind"),
    "source_speaker": _("Source: who speaks"),
    "source_accessed": _("Source: read on"),
    "claim": _("Claim: code"),
    "stance": _("Claim: what the case does to it"),
    "claim_note": _("Claim: what shows it"),
    "claim_quote": _("Claim: words of the source"),
    "claim_sources": _("Claim: keys of its sources"),
    **PART_LABELS,
}
"""What a column can hold, with the words by which a person chooses it. Parts go by their own keys."""

ROWS: Mapping[str, str] = {
    **dict.fromkeys(("place", "country", "latitude", "longitude"), "places"),
    **dict.fromkeys(("stage", "model", "phase_start", "phase_end"), "phases"),
    **dict.fromkeys(("phase_reason", "no_stage_reason"), "phases"),
    **{name: "sources" for name in LABELS if name.startswith("source_")},
    **dict.fromkeys(("claim", "stance", "claim_note", "claim_quote", "claim_sources"), "illustrations"),
}
"""What may be there several times, and in which list of the content it stands."""

ALIASES: Mapping[str, str] = {
    "address": "slug", "id": "slug", "name": "title", "case": "title", "description": "summary",
    "abstract": "summary", "lang": "language", "industry": "sector", "field": "sector",
    "organisation": "organisations", "organization": "organisations", "organizations": "organisations",
    "tag": "tags", "keywords": "tags", "categories": "tags",
    "start": "began", "founded": "began", "founding year": "began", "foundation": "began", "begin": "began",
    "formation": "began", "established": "began", "launched": "began", "from": "began", "start year": "began",
    "end": "ended", "closed": "ended", "dissolved": "ended", "defunct": "ended", "to": "ended",
    "end year": "ended", "location": "place", "city": "place", "headquarters": "place", "hq": "place",
    "nation": "country", "land": "country", "pays": "country", "país": "country",
    "location country": "country", "hq location country": "country",
    "lat": "latitude", "lon": "longitude", "lng": "longitude", "value model": "model",
    "question": "open_questions", "source": "source_title", "reference": "source_title",
    "url": "source_url", "link": "source_url", "source link": "source_url", "doi": "source_doi",
    "authors": "source_authors", "author": "source_authors", "publisher": "source_publisher",
    "year": "source_year", "speaker": "source_speaker", "claim code": "claim", "note": "claim_note",
    "quote": "claim_quote", "text": IN_SHORT, "article": IN_SHORT, "conflict of interest": "stake",
    "título": "title", "titre": "title", "résumé": "summary", "resumen": "summary", "langue": "language",
    "idioma": "language", "ville": "place", "ciudad": "place", "début": "began", "inicio": "began",
    "fin": "ended",
}  # fmt: skip
"""Other words for the same things, folded."""

NUMBERED = re.compile(r"[\s_-]*\d{1,2}\s*$|^(\D*?)[\s_-]*\d{1,2}[\s_-]+")
FOUR_DIGITS = re.compile(r"(?<!\d)(\d{4})(?!\d)", re.ASCII)


def guessed(head: Sequence[str]) -> tuple[str, ...]:
    """What each column holds, by its head; "" where no word is known, or a single thing is named again."""
    found: list[str] = []
    for name in head:
        target = target_of(name)
        found.append("" if target in found and target not in ROWS else target)
    return tuple(found)


def target_of(name: str) -> str:
    """What this word for a column names; "" when it is not known."""
    for tried in (name, NUMBERED.sub(r"\1 ", name)):
        words = folded(tried)
        target = ALIASES.get(words) or _known().get(words)
        if target:
            return target
    return ""


def folded(name: str) -> str:
    """A name without capitals, and with one space between its words."""
    plain = unicodedata.normalize("NFC", name.casefold())
    return " ".join(re.sub(r"[_\s:.()/-]+", " ", plain).split())


@cache
def _known() -> dict[str, str]:
    return {folded(word): target for target, label in LABELS.items() for word in (target, label)}


def country_of(text: str) -> str:
    """The code of a country by its code or its English name; the text itself when it is not known."""
    bare = text.strip()
    if bare.upper() in COUNTRY_CODES:
        return bare.upper()
    if bare.casefold() == WORLDWIDE:
        return WORLDWIDE
    return _countries().get(folded(bare), bare)


def country_name(code: str) -> str:
    """The English name of a country by its code; "" for what is none."""
    return _names().get(code, "")


@cache
def _countries() -> dict[str, str]:
    return {folded(name): code for code, name in _names().items()}


@cache
def _names() -> dict[str, str]:
    return {country.iso(2): country.name() for country in all_countries()}


def language_of(text: str) -> str:
    """The code of a language by its code or its own name; the text itself when it is not known."""
    names = {folded(name): code for code, name in LANGUAGE_LABELS.items()}
    bare = folded(text)
    return bare if bare in LANGUAGE_LABELS else names.get(bare, text)


def sector_of(text: str) -> str:
    """The word of a sector by this word or its label; the text itself when it is not known."""
    names = {folded(label): word for word, label in SECTOR_LABELS.items()}
    bare = folded(text)
    return bare if bare in SECTOR_LABELS else names.get(bare, text)


def year_in(text: str) -> int | None:
    """The first year that a text names, such as in *3 May 1999*; None when there is none."""
    years = (int(digits) for digits in FOUR_DIGITS.findall(text))
    return next((year for year in years if EARLIEST_YEAR <= year <= LATEST_YEAR), None)
