"""What content becomes in the public tables: plain rows, computed the same way at every time.

Publishing writes these rows, `rebuild_public` writes them again, and `verify` compares them with what
stands in the database.
"""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from cases.domain.content import CaseContent, Illustration, Image, Part, Phase, Source
from cases.domain.rendering import RENDERER_VERSION, Rendered
from cases.domain.tags import published_tags
from cases.domain.vocabulary import NOW, PARTS, Absence

Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Projection:
    """The rows of one case, by table. A placement's row names its sources by key."""

    case: Row
    phases: tuple[Row, ...]
    places: tuple[Row, ...]
    parts: tuple[Row, ...]
    sources: tuple[Row, ...]
    placements: tuple[Row, ...]
    images: tuple[Row, ...]
    links: tuple[str, ...]
    tags: tuple[str, ...]


def project(
    content: CaseContent, rendered: Mapping[str, Rendered], synonyms: Mapping[str, str]
) -> Projection:
    """Return the public rows of this content.

    `rendered` holds the HTML of each part with text, `synonyms` the name of the tag that a tag stands for.
    """
    links = sorted({link for part in rendered.values() for link in part.links})
    return Projection(
        case=_case(content),
        phases=tuple(_phase(order, phase) for order, phase in enumerate(content.phases, start=1)),
        places=tuple(
            {
                "order": order,
                "name": place.name,
                "country": place.country,
                "latitude": place.latitude,
                "longitude": place.longitude,
            }
            for order, place in enumerate(content.places, start=1)
        ),
        parts=tuple(_part(part, rendered.get(part.key)) for part in content.parts),
        sources=tuple(_source(number, row) for number, row in enumerate(content.sources, start=1)),
        placements=tuple(_placement(order, row) for order, row in enumerate(content.illustrations, start=1)),
        images=tuple(_image(order, image) for order, image in enumerate(content.images, start=1)),
        links=tuple(links),
        tags=published_tags(content.tags, synonyms),
    )


def search_words(text: str) -> list[str]:
    """Return the words of a text folded for search: no accents, no case."""
    # Folded again afterwards: some signs, such as ™, fall apart into capitals, which SQLite would find by
    # small letters and PostgreSQL would not.
    decomposed = unicodedata.normalize("NFKD", text.casefold()).casefold()
    bare = "".join(character for character in decomposed if not unicodedata.combining(character))
    return "".join(c if c.isalnum() else " " for c in bare).split()


def cells_of(content: CaseContent) -> frozenset[tuple[int | None, int]]:
    """The stage-model cells in which the case stands or stood; stage None is off the matrix."""
    return frozenset((phase.stage, phase.model) for phase in content.phases)


def stances_of(content: CaseContent) -> Counter[tuple[str, str]]:
    """The (claim, stance) pairs of the case, each once."""
    return Counter((row.claim, row.stance.value) for row in content.illustrations)


def _case(content: CaseContent) -> Row:
    last = content.phases[-1]
    began, began_absence = _year(content.began)
    ended, ended_absence = (None, "") if content.ended == NOW else _year(content.ended)
    return {
        "title": content.title,
        "summary": content.summary,
        "language": content.language,
        "sector": content.sector,
        "organisations": list(content.organisations),
        "open_questions": list(content.open_questions),
        "began": began,
        "began_absence": began_absence,
        "began_decade": None if began is None else began // 10 * 10,
        "ended": ended,
        "ended_absence": ended_absence,
        "is_going_on": content.is_going_on,
        "stage_id": last.stage,
        "model_id": last.model,
        "stake": content.stake.which if content.stake else "",
        "parts_written": sum(1 for part in content.parts if part.text),
        "source_count": len(content.sources),
    }


def _year(value: object) -> tuple[int | None, str]:
    if isinstance(value, Absence):
        return None, value.value
    return (value if isinstance(value, int) else None), ""


def _phase(order: int, phase: Phase) -> Row:
    return {
        "order": order,
        "start": phase.start,
        "end": phase.end,
        "stage_id": phase.stage,
        "no_stage_reason": phase.no_stage_reason,
        "model_id": phase.model,
        "reason": phase.reason,
    }


def _part(part: Part, rendered: Rendered | None) -> Row:
    return {
        "order": PARTS.index(part.key),
        "key": part.key,
        "html": rendered.html if rendered else "",
        "plain": part.text,
        "words": rendered.words if rendered else 0,
        "absence": part.absence.value if part.absence else "",
        "note": part.note,
        "renderer": RENDERER_VERSION,
    }


def _source(number: int, source: Source) -> Row:
    year, year_absence = _year(source.year)
    return {
        "number": number,
        "key": source.key,
        "kind": source.kind.value,
        "title": source.title,
        "authors": source.authors,
        "year": year,
        "year_absence": year_absence,
        "publisher": source.publisher,
        "url": source.url,
        "doi": source.doi,
        "accessed": source.accessed,
        "speaker": source.speaker.value,
    }


def _image(order: int, image: Image) -> Row:
    return {
        "order": order,
        "key": image.key,
        "alt": image.alt,
        "caption": image.caption,
        "author": image.author,
        "licence": image.licence.value if image.licence else "",
    }


def _placement(order: int, row: Illustration) -> Row:
    return {
        "order": order,
        "claim_id": row.claim,
        "claim_version": row.version,
        "stance": row.stance.value,
        "note": row.note,
        "quote": row.quote,
        "source_count": len(row.sources),
        "sources": tuple(sorted(row.sources)),
    }
