"""An outdated revision put together with what is public now."""

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
