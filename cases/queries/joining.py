"""Two cases that may become one, and where merged cases lead."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.domain.content import CaseContent
from cases.domain.joining import Joined, join
from cases.domain.off_page import OffPage
from cases.domain.workflow import State
from cases.models import Case, Joining, MergedAddress, PastAddress, Revision, TakenDown
from cases.queries.words import label_of


@dataclass(frozen=True, slots=True)
class JoiningPage:
    """The case that stays, the one that would lead to it, what the first would say, and what finds no place.

    `base` and `seen` are the revisions that both were read from.
    """

    stays: Case
    other: Case
    base: Revision
    seen: Revision
    before: CaseContent
    joined: Joined
    left_out: tuple[str, ...]


def joining_page(stays: Case, other: Case) -> JoiningPage:
    """Put the two together as they are now; both need `record__published` loaded."""
    base, seen = stays.record.published, other.record.published
    if base is None or seen is None:
        raise ValueError("a public case has a published revision")
    before = base.read()
    joined = join(before, seen.read())
    left_out = tuple(dict.fromkeys(map(label_of, joined.left_out)))
    return JoiningPage(stays, other, base, seen, before, joined, left_out)


def merged_addresses() -> Iterator[MergedAddress]:
    """The rows that there should be: each address of a merged case, with the last case that it leads to."""
    into = _merged_into()
    slugs = TakenDown.objects.filter(kind=OffPage.MERGED).values_list("record", "record__slug")
    past = PastAddress.objects.filter(record__in=into).values_list("record", "slug")
    for record, slug in (*slugs, *past):
        last = record
        # A case that is merged can be merged into no more, so that a chain has an end.
        while last in into:
            last = into[last]
        if last != record and slug:
            yield MergedAddress(slug=slug, record_id=last)


def _merged_into() -> dict[int, int]:
    """Each merged record with the one that it was joined to last."""
    joinings = Joining.objects.filter(
        absorbed__taken_down__kind=OffPage.MERGED, revision__standing__state=State.APPROVED
    )
    return dict(joinings.order_by("revision").values_list("absorbed", "revision__record"))
