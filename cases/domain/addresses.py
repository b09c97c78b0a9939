"""Which addresses a case may have."""

from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.rendering import slug_for

RESERVED_SLUGS = frozenset({"new", "edit", "history", "random", "diff", "names"})
"""Words that stand for pages under `/cases/`, or may one day."""


def problems_of_address(slug: str) -> tuple[Problem, ...]:
    """What keeps this text from being the address of a case, whoever has it."""
    if not slug:
        return (
            Problem(
                "slug", _("The address is missing. Write a few words of the title, joined with hyphens.")
            ),
        )
    wanted = slug_for(slug)
    if not wanted:
        return (
            Problem("slug", _("The address holds no letter and no digit. Write a few words of the title.")),
        )
    if wanted != slug:
        message = _(
            "An address is written in small letters and digits, joined with hyphens. Write “%(wanted)s”."
        )
        return (Problem("slug", message, {"wanted": wanted}),)
    if slug in RESERVED_SLUGS:
        return (Problem("slug", _("This word stands for a page of the site. Add another word to it.")),)
    return ()
