"""What a person may watch: a case, a tag or a gap; claims and cells are watched as the gaps that they are."""

from dataclasses import dataclass

from cases.domain.gaps import ADDRESS_LIMIT, Gap, GapKind, Publication, turns_of
from cases.domain.notices import NoticeKind

CASE, TAG = "case", "tag"
WATCHED_AT_MOST = 500

KIND_OF_GAP = {GapKind.CLAIM: NoticeKind.CLAIM_CHANGED, GapKind.CELL: NoticeKind.CELL_CHANGED}
TELLING = (
    NoticeKind.CASE_CHANGED,
    NoticeKind.CLAIM_CHANGED,
    NoticeKind.CELL_CHANGED,
    NoticeKind.GAP_CHANGED,
    NoticeKind.TAG_CHANGED,
)
"""Who watches several things that one publication touches is told of the first of these."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that may be watched; `kind` is *case*, *tag*, or the kind of a gap."""

    kind: str
    value: str

    @classmethod
    def read(cls, address: str) -> "Thing":
        """Read an address such as `case-12`, `tag-commons` or `cell-3-2`. Raises ValueError for others."""
        kind, _dash, value = address.partition("-")
        if len(address) > ADDRESS_LIMIT or not value:
            raise ValueError(address)
        if kind == TAG or (kind == CASE and value.isascii() and value.isdigit() and len(value) < 19):
            return cls(kind, value)
        gap = Gap.read(address)
        return cls(gap.kind, gap.value)

    @classmethod
    def of_case(cls, number: int) -> "Thing":
        """The case of this record."""
        return cls(CASE, str(number))

    @property
    def address(self) -> str:
        """The name of the thing, in addresses and tables."""
        return f"{self.kind}-{self.value}"

    @property
    def gap(self) -> Gap | None:
        """The gap, unless it is a case or a tag."""
        return None if self.kind in {CASE, TAG} else Gap(GapKind(self.kind), self.value)

    @property
    def tells(self) -> NoticeKind:
        """What somebody who watches it is told when it changes."""
        if self.kind == CASE:
            return NoticeKind.CASE_CHANGED
        if self.kind == TAG:
            return NoticeKind.TAG_CHANGED
        return KIND_OF_GAP.get(GapKind(self.kind), NoticeKind.GAP_CHANGED)


def touched_by(publication: Publication) -> frozenset[Thing]:
    """What a publication touches besides tags: the case, the claims and cells where it came, went or changed
    its stance, the places and decades likewise, and the parts that were written or emptied.
    """
    parts = [turn.gap for turn in turns_of(publication, {}) if turn.gap.startswith(f"{GapKind.PART}-")]
    gaps = [gap.address for gap in publication.touched]
    return frozenset({Thing.of_case(publication.case), *map(Thing.read, [*gaps, *parts])})


def tags_touched_by(publication: Publication) -> frozenset[str]:
    """The names of the tags that the case got or lost, folded."""
    before = publication.before.tags if publication.before else ()
    return frozenset(tag.casefold() for tag in before) ^ frozenset(
        tag.casefold() for tag in publication.after.tags
    )
