"""What a person sends and reads of their own, and what moderators decide, described."""

from typing import Annotated, Literal

from pydantic import Field

from cases.api.schemas.content import EXAMPLE, NewContent
from cases.api.schemas.known import Known
from cases.api.schemas.parts import Address, Described, Hash, Moment, Next, Taken
from cases.domain.workflow import State

NOTE_LIMIT = 1000
STATES = [state.value for state in State if state is not State.DRAFT]
CONFIRMED = ("licence", "not_a_twin", "without_sources")

Number = Annotated[int, Field(ge=1)]
Confirm = Annotated[
    list[Annotated[str, Known(CONFIRMED)]],
    Field(
        description=(
            "licence, always: you give text under CC BY-SA 4.0 and data under CC0. not_a_twin: you looked at "
            "the cases of like name that were named to you, and it is none of them. without_sources: some "
            "paragraphs cite nothing, and that is meant."
        )
    ),
]


class Me(Described):
    """Who you are here, and what the token that you sent may do."""

    name: str
    role: Literal["contributor", "moderator", "steward"]
    is_suspended: bool
    token: str
    scopes: list[str]
    expires_at: Moment


class Submission(Taken):
    """A case to be reviewed: a new one, or a change of one that is public."""

    example = {"content": EXAMPLE, "confirm": ["licence"]}

    content: NewContent
    case: Annotated[
        str | None, Field(description="The slug of the case that is changed; none for a new one")
    ] = None
    base_version: Annotated[
        Number | None, Field(description="The version that you began from; needed for a change")
    ] = None
    note: Annotated[
        str, Field(max_length=NOTE_LIMIT, description="For the reviewer: what changed and why")
    ] = ""
    confirm: Confirm


class Answer(Taken):
    """The whole case again, mended as the reviewer asked."""

    example = {"content": EXAMPLE, "note": "Years added.", "confirm": ["licence"]}

    content: NewContent
    note: Annotated[str, Field(max_length=NOTE_LIMIT)] = ""
    confirm: Confirm


class Receipt(Described):
    """What became of a writing. Ask the address for everything else."""

    number: Number
    state: Annotated[str, Known(STATES)]
    content_hash: Hash
    address: Address


class Reason(Described):
    """A reason of the catalogue."""

    code: str
    name: str
    guidance: str


class ReviewRecord(Described):
    """What a moderator decided."""

    decision: Annotated[str, Known(("approved", "changes_requested", "rejected"))]
    reason: Reason | None
    note: str
    by: str
    at: Moment


class CommentRecord(Described):
    """A comment on one part of a change."""

    field: str
    text: str
    by: str
    at: Moment
    is_open: bool


class RevisionRecord(Described):
    """One own revision, and where it stands."""

    number: Number
    state: Annotated[str, Known(STATES)]
    title: str
    case: Annotated[str | None, Field(description="The slug of its case, once it is public")]
    answers: Annotated[Number | None, Field(description="The revision that it answers or takes the place of")]
    answered_by: Number | None
    note: str
    sent_at: Moment
    changed_at: Moment
    content_hash: Hash
    ahead: Annotated[int, Field(description="How many wait before it")]
    can_be_answered: bool
    review: ReviewRecord | None
    left_out: Annotated[list[str], Field(description="Changes that were not accepted with it")]
    address: Address


class WholeRevision(RevisionRecord):
    """One own revision with what it says and what reviewers said of its parts."""

    content: NewContent
    comments: list[CommentRecord]


class RevisionList(Described):
    """A page of own revisions, newest first."""

    items: list[RevisionRecord]
    next: Next


class WaitingRecord(Described):
    """A change that waits, as its reviewer sees it."""

    number: Number
    title: str
    author: str
    case: str | None
    sent_at: Moment
    is_new_case: bool
    is_outdated: bool
    is_own: bool
    is_half_accepted: bool
    address: Address


class WaitingList(Described):
    """A page of what waits, oldest first."""

    waiting: int
    items: list[WaitingRecord]
    next: Next


class Seen(Taken):
    """What you had in view; take it from the change as it is: nobody decides on what they did not see."""

    content_hash: Hash
    published: Number | None = None
    first_yes: Number | None = None


class WholeWaiting(Described):
    """A change that waits: what it would say, which fields change, and what to send back with a decision."""

    number: Number
    state: Annotated[str, Known(STATES)]
    title: str
    author: str
    note: str
    case: str | None
    is_new_case: bool
    is_outdated: bool
    may_decide: bool
    changed: Annotated[list[str], Field(description="The paths of the fields that differ from its base")]
    content: NewContent
    comments: list[CommentRecord]
    seen: Seen
    address: Address


class Decision(Taken):
    """A decision on one change, with what you had in view."""

    example = {
        "decision": "ask_for_changes",
        "reason": "source-missing",
        "note": "Please name the source of the year.",
        "seen": {"content_hash": "0" * 64, "published": None, "first_yes": None},
    }

    decision: Literal["accept", "ask_for_changes", "decline"]
    reason: Annotated[str, Field(description="A code of /reasons; needed unless you accept")] = ""
    note: Annotated[str, Field(max_length=2000, description="To the author; needed unless you accept")] = ""
    seen: Seen


class Decided(Described):
    """What came of a decision. `accepted_first`: another moderator must accept it as well."""

    number: Number
    outcome: Literal["approved", "changes_requested", "rejected", "accepted_first"]


class FieldFault(Described):
    """What is wrong with one field."""

    field: str
    message: str
    fix: str = ""


class ProblemDetails(Described):
    """Why the request was not answered (RFC 9457)."""

    type: Address
    title: str
    status: int
    detail: str
    errors: list[FieldFault]
