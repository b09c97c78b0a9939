"""When a change needs two reviewers: as data, and one pure function.

Large removals, a new place on the comparison of a case that many claims rest on, and anything under dispute
are read by two moderators. The thresholds are chosen in docs/decisions/0024.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum

from cases.domain.changes import apply_changes, changed_fields
from cases.domain.content import CaseContent
from cases.domain.messages import noop as _

WORD = re.compile(r"\w+")
WORDS_REMOVED_AT_LEAST = 200
"""So many words gone are many, however long the case is."""
WORDS_OF_A_SHORT_TEXT = 50
"""More than half of the words gone are many, too, unless they are fewer than this."""
REMOVED_TOGETHER_WITHIN = timedelta(days=7)
"""What one author removed of one case within this time counts as one removal."""
CLAIMS_AT_LEAST = 5
"""A case placed on so many claims is one on which the comparison rests."""

Step = tuple[CaseContent, CaseContent]
"""A case before and after one accepted change."""


class SecondReason(StrEnum):
    """Why a change needs a second reviewer."""

    TEXT_REMOVED = "text_removed"
    REMOVED_IN_PIECES = "removed_in_pieces"
    PLACED_ANEW = "placed_anew"
    DISPUTED = "disputed"


SECOND_REASON_LABELS = {
    SecondReason.TEXT_REMOVED: _("it removes a large part of the text"),
    SecondReason.REMOVED_IN_PIECES: _(
        "together with what its author removed of this case in the last seven days, it removes a large part "
        "of the text"
    ),
    SecondReason.PLACED_ANEW: _(
        "it changes the stage or the model of a case that stands on five claims or more"
    ),
    SecondReason.DISPUTED: _("the case is under dispute"),
}


def second_reviewer_reasons(
    base: CaseContent | None,
    content: CaseContent,
    public: CaseContent | None,
    *,
    disputed: bool,
    earlier: Sequence[Step] = (),
) -> tuple[SecondReason, ...]:
    """Why the step from `base` to `content`, made on what is `public`, needs two reviewers; or ().

    `earlier` are the changes of the same author to this case that were accepted lately, the oldest first.

    A case that is not public yet has nothing to lose: one reviewer is enough. When the case moved on since
    `base`, only the author's own changes count.
    """
    if public is None:
        return ()
    step = (public, _made_on(base, content, public))
    is_much = _removes_much([step])
    holds = {
        SecondReason.TEXT_REMOVED: is_much,
        SecondReason.REMOVED_IN_PIECES: not is_much
        and words_removed(*step) > 0
        and _removes_much([*earlier, step]),
        SecondReason.PLACED_ANEW: _places_anew(*step),
        SecondReason.DISPUTED: disputed,
    }
    return tuple(reason for reason in SecondReason if holds[reason])


def removes_words(base: CaseContent | None, content: CaseContent, public: CaseContent | None) -> bool:
    """Whether the step removes any word, so that what its author removed before it counts."""
    return public is not None and words_removed(public, _made_on(base, content, public)) > 0


def words_removed(before: CaseContent, after: CaseContent) -> int:
    """How many words of the parts are nowhere in the parts any more; text that only moved is not removed."""
    return _removed_over([(before, after)])


def _made_on(base: CaseContent | None, content: CaseContent, public: CaseContent) -> CaseContent:
    return content if base == public else apply_changes(public, changed_fields(base, content))


def _removes_much(steps: Sequence[Step]) -> bool:
    removed = _removed_over(steps)
    if removed >= WORDS_REMOVED_AT_LEAST:
        return True
    return removed >= WORDS_OF_A_SHORT_TEXT and 2 * removed > _words(steps[0][0]).total()


def _removed_over(steps: Sequence[Step]) -> int:
    """How many words went by these steps and did not come back by one of them."""
    gone: Counter[str] = Counter()
    for before, after in steps:
        if before.parts != after.parts:
            gone.update(_words(before))
            gone.subtract(_words(after))
    return (+gone).total()


def _places_anew(before: CaseContent, after: CaseContent) -> bool:
    claims = {row.claim for row in before.illustrations}
    return len(claims) >= CLAIMS_AT_LEAST and _course(before) != _course(after)


def _course(content: CaseContent) -> list[tuple[int | None, int]]:
    """The stages and models of the phases, in their order, without the years."""
    return [(phase.stage, phase.model) for phase in content.phases]


def _words(content: CaseContent) -> Counter[str]:
    return Counter(word for part in content.parts for word in WORD.findall(part.text))
