"""One predicate for each permission. A person without an account may only read what is published."""

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cases.domain.off_page import KEPT_FROM_WRITERS, OffPage
from cases.models import (
    Appeal,
    CaseRecord,
    Comment,
    Draft,
    Import,
    Proposal,
    Revision,
    Thread,
    Upload,
    WaitingComment,
)

Person = User | AnonymousUser


def is_member(person: Person) -> bool:
    """Whether the person has an account, and may read what is their own; a suspended person, too."""
    return isinstance(person, User) and person.is_active and person.left_at is None


def may_contribute(person: Person) -> bool:
    """Whether the person may write anything at all: everybody with an account who is not suspended."""
    return isinstance(person, User) and is_member(person) and not person.is_suspended


def may_review(person: Person) -> bool:
    """Whether the person may open the review queue."""
    return isinstance(person, User) and may_contribute(person) and person.is_moderator


def may_word_claims(person: Person) -> bool:
    """Whether the person may publish a new wording of a claim."""
    return isinstance(person, User) and may_contribute(person) and person.is_steward


def may_keep_outbox(person: Person) -> bool:
    """Whether the person may see which messages could not be sent: stewards."""
    return isinstance(person, User) and may_contribute(person) and person.is_steward


def may_publish_snapshot(person: Person) -> bool:
    """Whether the person may publish a snapshot of everything public: stewards."""
    return isinstance(person, User) and may_contribute(person) and person.is_steward


def may_see_revision(person: Person, revision: Revision) -> bool:
    """Whether the person may read a revision that is not published: its people and moderators.

    What was hidden for the sake of somebody else is not shown to its people either.
    """
    is_theirs = is_member(person) and person.pk in {revision.author_id, revision.prepared_by_id}
    return may_review(person) or (is_theirs and not is_kept_from_writers(revision))


def is_kept_from_writers(revision: Revision) -> bool:
    """Whether this text, or its whole case, is hidden for a reason that hides it from those who wrote it."""
    hidden = getattr(revision, "hidden", None)
    taken = getattr(revision.record, "taken_down", None)
    reasons = {
        hidden.reason if hidden is not None else "",
        taken.reason if taken is not None and taken.kind == OffPage.HIDDEN else "",
    }
    return not KEPT_FROM_WRITERS.isdisjoint(reasons)


def may_take_down(person: Person) -> bool:
    """Whether the person may take a case or a text off the page, and put it back: moderators."""
    return may_review(person)


def may_decide(person: Person, revision: Revision) -> bool:
    """Whether the person may decide on this revision: a moderator who wrote none of it."""
    return may_review(person) and person.pk not in writers_of(revision)


def may_withdraw(person: Person, revision: Revision) -> bool:
    """Whether the person may take this revision back: only its author."""
    return may_contribute(person) and person.pk == revision.author_id


def may_rebase(person: Person, revision: Revision) -> bool:
    """Whether the person may bring this revision up to date: its author, or a moderator.

    The page shows the text on which the author began, so the author must be free to read that, too.
    """
    if may_review(person) or not may_withdraw(person, revision):
        return may_review(person)
    return not any(is_kept_from_writers(text) for text in (revision, revision.base) if text)


def may_open_draft(person: Person, draft: Draft) -> bool:
    """Whether the person may see this draft: nobody but its author."""
    return may_contribute(person) and person.pk == draft.author_id


def may_handle_import(person: Person, found: Import) -> bool:
    """Whether the person may map, send, withdraw and throw away this import: nobody but who brought it."""
    return may_contribute(person) and person.pk == found.by_id


def may_rename(person: Person) -> bool:
    """Whether the person may give a case another address: moderators."""
    return may_review(person)


def may_see_upload(person: Person, upload: Upload) -> bool:
    """Whether the person may see a picture that no public case shows: who uploaded it, and moderators."""
    return may_contribute(person) and (may_review(person) or person.pk == upload.by_id)


def may_word_reasons(person: Person) -> bool:
    """Whether the person may edit the catalogue of reasons: moderators."""
    return may_review(person)


def may_mark_disputed(person: Person) -> bool:
    """Whether the person may say that a case is under dispute, and that it no longer is: moderators."""
    return may_review(person)


def may_comment(person: Person, revision: Revision) -> bool:
    """Whether the person may comment on parts of this revision: those who may read it."""
    return may_see_revision(person, revision)


def may_word_gaps(person: Person) -> bool:
    """Whether the person may write the *Wanted* sentence of a gap: moderators."""
    return may_review(person)


def may_look(person: Person) -> bool:
    """Whether the person may say that they are looking: everybody with an account."""
    return may_contribute(person)


def may_propose(person: Person) -> bool:
    """Whether the person may propose an open call or a search note: everybody with an account."""
    return may_contribute(person)


def may_see_proposal(person: Person, proposal: Proposal) -> bool:
    """Whether the person may read a proposal that is not public: its author and moderators."""
    return may_review(person) or (is_member(person) and person.pk == proposal.author_id)


def may_decide_on_proposal(person: Person, proposal: Proposal) -> bool:
    """Whether the person may decide on this proposal: a moderator who did not make it."""
    return may_review(person) and person.pk != proposal.author_id


def may_withdraw_proposal(person: Person, proposal: Proposal) -> bool:
    """Whether the person may take this proposal back: only its author."""
    return may_contribute(person) and person.pk == proposal.author_id


def may_end_proposal(person: Person, proposal: Proposal) -> bool:
    """Whether the person may end what was accepted: its author, or a moderator."""
    return may_review(person) or may_withdraw_proposal(person, proposal)


def may_suspend(person: Person, whom: User) -> bool:
    """Whether the person may suspend this one, or lift it: moderators; nobody themself, nobody a steward."""
    return may_review(person) and is_member(whom) and person.pk != whom.pk and not whom.is_steward


def may_appeal(person: Person) -> bool:
    """Whether the person may appeal: who is suspended."""
    return isinstance(person, User) and is_member(person) and person.is_suspended


def may_answer_appeal(person: Person, appeal: Appeal) -> bool:
    """Whether the person may answer this appeal: another moderator than the one who suspended."""
    return may_review(person) and person.pk not in {appeal.suspension.by_id, appeal.suspension.person_id}


def may_report(person: Person) -> bool:
    """Whether the person may report a thing: readers without an account too, and nobody suspended."""
    return not isinstance(person, User) or may_contribute(person)


def may_give_opinion(person: Person, record: CaseRecord) -> bool:
    """Whether the person may give a second opinion on this case: everybody but those who wrote of it."""
    return isinstance(person, User) and may_contribute(person) and not wrote_of(person, record)


def wrote_of(person: User, record: CaseRecord) -> bool:
    """Whether anything of this case that was accepted is by this person."""
    return Revision.objects.approved().filter(record=record).written_by(person).exists()


def may_edit_tags(person: Person) -> bool:
    """Whether the person may rename and merge tags and say which stand for others: moderators."""
    return may_review(person)


def may_talk(person: Person) -> bool:
    """Whether the person may begin threads and comment: everybody with an account."""
    return may_contribute(person)


def may_edit_comment(person: Person, comment: Comment) -> bool:
    """Whether the person may change these words: only their author, for a while."""
    return may_talk(person) and person.pk == comment.author_id and comment.is_young


def may_resolve(person: Person, thread: Thread) -> bool:
    """Whether the person may resolve the thread, or open it again: who began it, and moderators."""
    return may_review(person) or (may_talk(person) and person.pk == thread.begun_by_id)


def may_hide_comments(person: Person) -> bool:
    """Whether the person may hide comments, and show them again: moderators."""
    return may_review(person)


def may_decide_on_comment(person: Person, waiting: WaitingComment) -> bool:
    """Whether the person may decide on a comment that waits: a moderator who did not write it."""
    return may_review(person) and person.pk != waiting.author_id


def writers_of(revision: Revision) -> frozenset[int]:
    """Everyone who wrote some of this revision, or of the unapproved ones that it follows."""
    writers: set[int] = set()
    step: Revision | None = revision
    while step is not None:
        writers.add(step.author_id)
        if step.prepared_by_id is not None:
            writers.add(step.prepared_by_id)
        step = step.follows
    return frozenset(writers)
