"""A revision put together with what is public: what it offers, and on what it stands."""

from dataclasses import dataclass

from cases.domain.content import CaseContent
from cases.domain.merge import Merge, merge_contents
from cases.models import Revision


def merge_of(revision: Revision) -> Merge:
    """The changes of this revision put onto what is public; needs `base` and `record__published`.

    Raises ValueError when nothing is public: such a revision is not outdated.
    """
    public = revision.record.published
    if public is None:
        raise ValueError(f"revision {revision.pk} is not outdated: its case is not public")
    base = revision.base.read() if revision.base else None
    return merge_contents(base, revision.read(), public.read())


@dataclass(frozen=True, slots=True)
class Offer:
    """What the public case would say (`content`) instead of what it says (`before`).

    With `collisions` others changed the same, and nothing can be accepted before a person chose.
    """

    before: CaseContent | None
    content: CaseContent
    collisions: tuple[str, ...] = ()


def offer_of(revision: Revision, *, onto: Revision | None) -> Offer:
    """The changes of a revision as they are put onto `onto`, the public revision of that time."""
    base = revision.base.read() if revision.base else None
    if onto is None or onto.pk == revision.base_id:
        return Offer(base, revision.read())
    merge = merge_contents(base, revision.read(), onto.read())
    return Offer(onto.read(), merge.content, merge.collisions)
