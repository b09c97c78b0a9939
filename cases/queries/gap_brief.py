"""A gap beside the form that fills it: what is missing, and what people said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.domain.gaps import Gap, GapKind, GapState
from cases.queries.gap_signs import Signs, signs_of
from cases.queries.gap_states import state_now
from cases.queries.gap_words import Words, titles_of, words_of
from cases.queries.taxonomy import Taxonomy


@dataclass(frozen=True, slots=True)
class GapBrief:
    """A gap in words, with its signs."""

    gap: Gap
    words: Words
    signs: Signs

    @property
    def model(self) -> int | None:
        """The number of the value model of a cell."""
        return self.gap.cell[1] if self.gap.kind is GapKind.CELL else None


def load_brief(subject: Mapping[str, str], taxonomy: Taxonomy) -> GapBrief | None:
    """The gap at which a form was opened, when it was opened at one that is still open and is no claim."""
    gap = _gap_of(subject)
    if gap is None or state_now(gap) is not GapState.OPEN:
        return None
    return GapBrief(gap, words_of(gap, taxonomy, titles_of([gap])), signs_of([gap.address])[gap.address])


def _gap_of(subject: Mapping[str, str]) -> Gap | None:
    if subject.get("case") and subject.get("part"):
        return _read(Gap.of_part(subject["part"], subject["case"]).address)
    kinds = (GapKind.CELL, GapKind.COUNTRY, GapKind.DECADE)
    kind = next((kind for kind in kinds if subject.get(kind)), None)
    return _read(Gap(kind, subject[kind]).address) if kind else None


def _read(address: str) -> Gap | None:
    """The gap of this address; None for what was typed into the address and names none."""
    try:
        return Gap.read(address)
    except ValueError:
        return None
