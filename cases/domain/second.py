"""When a change needs two reviewers: as data, and one pure function.

Large removals, a new place on the comparison of a case that many claims rest on, and anything under dispute
are read by two moderators. The thresholds are chosen in docs/decisions/0024.
"""

import re
from collections import Counter
from enum import StrEnum

from cases.domain.changes import apply_changes, changed_fields
from cases.domain.content import CaseContent
from cases.domain.messages import noop as _

WORD = re.compile(r"\w+")
WORDS_REMOVED_AT_LEAST = 200
"""So many words gone are many, however long the case is."""
WORDS_OF_A_SHORT_TEXT = 50
"""More than half of the words gone are many, too, unless they are fewer than this."""
CLAIMS_AT_LEAST = 5
"""A case placed on so many claims is one on which the comparison rests."""


class SecondReason(StrEnum):
    """Why a change needs a second reviewer."""

    TEXT_REMOVED = "text_removed"
    PLACED_ANEW = "placed_anew"
    DISPUTED = "disputed"


SECOND_REASON_LABELS = {
    SecondReason.TEXT_REMOVED: _("it removes a large part of the text"),
    SecondReason.PLACED_ANEW: _(
        "it changes the stage or the model of a case that stands on five claims or more"
    ),
    SecondReason.DISPUTED: _("the case is under dispute"),
}


def second_reviewer_reasons(
    base: CaseContent | None, content: CaseContent, public: CaseContent | None, *, disputed: bool
) -> tuple[SecondReason, ...]:
    """Why the step from `base` to `content`, made on what is `public`, needs two reviewers; or ().

    A case that is not public yet has nothing to lose: one reviewer is enough. When the case moved on since
    `base`, only the author's own changes count.
    """
    if public is None:
        return ()
    after = content if base == public else apply_changes(public, changed_fields(base, content))
    holds = {
        SecondReason.TEXT_REMOVED: _removes_much(public, after),
        SecondReason.PLACED_ANEW: _places_anew(public, after),
        SecondReason.DISPUTED: disputed,
    }
    return tuple(reason for reason in SecondReason if holds[reason])


def words_removed(before: CaseContent, after: CaseContent) -> int:
    """How many words of the parts are nowhere in the parts any more; text that only moved is not removed."""
    return (_words(before) - _words(after)).total()


def _removes_much(before: CaseContent, after: CaseContent) -> bool:
    removed = words_removed(before, after)
    if removed >= WORDS_REMOVED_AT_LEAST:
        return True
    return removed >= WORDS_OF_A_SHORT_TEXT and 2 * removed > _words(before).total()


def _places_anew(before: CaseContent, after: CaseContent) -> bool:
    claims = {row.claim for row in before.illustrations}
    return len(claims) >= CLAIMS_AT_LEAST and _course(before) != _course(after)


def _course(content: CaseContent) -> list[tuple[int | None, int]]:
    """The stages and models of the phases, in their order, without the years."""
    return [(phase.stage, phase.model) for phase in content.phases]


def _words(content: CaseContent) -> Counter[str]:
    return Counter(word for part in content.parts for word in WORD.findall(part.text))
