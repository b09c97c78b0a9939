"""Names of tags: what one may be called, and what is published of what authors wrote."""

from collections.abc import Iterable, Mapping

from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.vocabulary import TAG_LIMIT


def published_tags(written: Iterable[str], synonyms: Mapping[str, str]) -> tuple[str, ...]:
    """The tags of a case in the order of names: a synonym is published as the tag that it stands for."""
    return tuple(sorted({synonyms.get(tag, tag) for tag in written}))


def problems_of_name(name: str, field: str) -> tuple[Problem, ...]:
    """What is wrong with a folded name for a tag; `field` names the input."""
    if not name:
        return (Problem(field, _("The name is missing. Write it.")),)
    if "," in name:
        return (Problem(field, _("A tag holds a comma. Write one tag for each idea.")),)
    return too_long(field, name, TAG_LIMIT)
