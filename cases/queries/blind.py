"""A case as somebody reads it who is to place it: its text and sources, and nothing of its placement."""

from dataclasses import dataclass

from cases.domain.vocabulary import (
    PART_LABELS,
    PARTS,
    SOURCE_KIND_LABELS,
    SPEAKER_LABELS,
    SourceKind,
    Speaker,
)
from cases.models import Case, CasePart
from cases.queries.case import SourceShown
from cases.queries.countries import place_name


@dataclass(frozen=True, slots=True)
class BlindPage:
    """What is shown: places, the parts that somebody wrote, each under its heading, and the sources."""

    places: tuple[str, ...]
    parts: tuple[tuple[str, CasePart], ...]
    sources: tuple[SourceShown, ...]


def load_blind_page(case: Case) -> BlindPage:
    """Read the text of a case; three queries."""
    written = {part.key: part for part in case.parts.all()}
    return BlindPage(
        places=tuple(place_name(place) for place in case.places.all()),
        parts=tuple((PART_LABELS[key], written[key]) for key in PARTS if key in written),
        sources=tuple(
            SourceShown(row, SOURCE_KIND_LABELS[SourceKind(row.kind)], SPEAKER_LABELS[Speaker(row.speaker)])
            for row in case.sources.all()
        ),
    )
