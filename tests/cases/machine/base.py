"""What the state machine stands on: five people, how an act is tried, and what is true after each."""

import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import hypothesis.strategies as st
from django.db import models, transaction
from hypothesis.stateful import RuleBasedStateMachine, invariant

from accounts.models import User
from cases.actions.publication import rebuild_public
from cases.actions.refusals import Refusal
from cases.domain.workflow import State, allowed_changes
from cases.models import (
    Appeal,
    AppealAnswer,
    AuditEvent,
    Case,
    CaseImage,
    CasePart,
    CaseRecord,
    ChangeComment,
    Comment,
    CommentDecision,
    Draft,
    EarlierText,
    FirstYes,
    HiddenComment,
    HiddenRevision,
    Import,
    ImportItem,
    OpenCall,
    Placement,
    Proposal,
    ProposalReview,
    Report,
    Review,
    Revision,
    RevisionState,
    SearchNote,
    SearchRow,
    SearchWord,
    Snapshot,
    Suspension,
    TakenDown,
    Thread,
    Version,
    WaitingComment,
    WantedLine,
    WithdrawnCase,
)
from cases.queries.snapshots import lines_of
from cases.queries.verification import find_faults
from models_taxonomy.actions import load_taxonomy
from tests.cases.machine.public import public_rows
from tests.world import content, person, published

ROLES = {
    "Amina": "contributor",
    "Bruno": "contributor",
    "Chiara": "moderator",
    "Deniz": "moderator",
    "Edda": "steward",
}
Row = TypeVar("Row", bound=models.Model)
PEOPLE = st.sampled_from(tuple(ROLES))
MODERATORS = st.sampled_from(("Chiara", "Deniz", "Edda"))
MOSTLY_MODERATORS = st.sampled_from(("Bruno", "Chiara", "Deniz", "Edda"))
PICKS = st.integers(0, 7)
CANARY = re.compile(r"canary[0-9a-f]{32}")
NEXT = allowed_changes()


def canary() -> str:
    """A word that is in one text only."""
    return f"canary{uuid.uuid4().hex}"


def canaries(*columns: Iterable[object]) -> set[str]:
    """The canaries in these columns of tables."""
    return {word for column in columns for value in column for word in CANARY.findall(str(value))}


def texts(table: type[models.Model], *names: str) -> Iterable[object]:
    """The values of some columns of a table."""
    return table._default_manager.values_list(*names)


class Base(RuleBasedStateMachine):
    """Five people; two are moderators and one is the steward. Two cases are public from the beginning."""

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        load_taxonomy()
        people = {name: person(name, role) for name, role in ROLES.items()}
        published(content("Linux"), by=people["Deniz"], reviewer=people["Chiara"])
        published(content("Guifi"), by=people["Bruno"], reviewer=people["Chiara"])
        self.states = self.states_now()

    def teardown(self) -> None:
        try:
            faults = list(find_faults())
            before = public_rows()
            rebuild_public()
            after = public_rows()
            told = canaries(AuditEvent.objects.values_list("data", flat=True))
        finally:
            transaction.set_rollback(True)
            self.world.__exit__(None, None, None)
        assert faults == [], faults
        assert before == after
        assert told == set()

    # --- how an act is tried ---

    def who(self, name: str) -> User:
        """The person as they are now."""
        return User.objects.get(username=name)

    def do(self, act: Callable[..., object], **said: object) -> object:
        """Try an act. It is done and on record, or refused; returns what it returns, or its Refusal."""
        done, verbs = self._tried(act, said)
        assert isinstance(done, Refusal) or verbs, act
        return done

    def do_or_leave(self, act: Callable[..., object], **said: object) -> object:
        """Try an act that does nothing, and puts nothing on record, when what it asks for is so already."""
        return self._tried(act, said)[0]

    def _tried(self, act: Callable[..., object], said: Mapping[str, object]) -> tuple[object, list[str]]:
        last = AuditEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        try:
            done = act(**said)
        except Refusal as refusal:
            done = refusal
        verbs = list(AuditEvent.objects.filter(pk__gt=last).values_list("verb", flat=True))
        assert not isinstance(done, Refusal) or set(verbs) <= {"refused"}, (act, done, verbs)
        return done, verbs

    def revision(self, pick: int) -> Revision | None:
        """One of the newest revisions."""
        rows = Revision.objects.with_people().select_related("record__published").order_by("-pk")
        return self.picked(rows, pick)

    def get(self, pk: int) -> Revision:
        return Revision.objects.with_people().select_related("record__published").get(pk=pk)

    def case(self, pick: int) -> Case | None:
        """One of the public cases."""
        return self.picked(Case.objects.select_related("record__published").order_by("pk"), pick)

    def picked(self, rows: models.QuerySet[Row], pick: int) -> Row | None:
        """One of the first rows; None when there is none."""
        found = list(rows[:8])
        return found[pick % len(found)] if found else None

    # --- what must always hold ---

    @invariant()
    def nobody_decides_on_own_work(self) -> None:
        same = models.F("by")
        assert not Review.objects.filter(
            models.Q(revision__author=same) | models.Q(revision__prepared_by=same)
        ).exists()
        assert not FirstYes.objects.filter(
            models.Q(revision__author=same)
            | models.Q(revision__review__by=same, revision__review__decision=State.APPROVED)
        ).exists()
        assert not CommentDecision.objects.filter(waiting__author=same).exists()
        assert not ProposalReview.objects.filter(proposal__author=same).exists()
        assert not AppealAnswer.objects.filter(appeal__suspension__by=same).exists()
        assert not AppealAnswer.objects.filter(appeal__suspension__person=same).exists()

    @invariant()
    def states_follow_the_workflow_and_each_decision_is_one(self) -> None:
        now = self.states_now()
        moved = {(self.states[pk], state) for pk, state in now.items() if self.states.get(pk, state) != state}
        assert moved <= NEXT
        assert set(self.states) <= set(now)
        self.states = now
        decided = RevisionState.objects.filter(state__in=["approved", "rejected", "changes_requested"])
        assert not decided.filter(revision__review__isnull=True).exists()
        reviews = list(Review.objects.values_list("revision", flat=True))
        assert len(reviews) == len(set(reviews))
        verbs = ["approved", "changes_requested", "rejected"]
        noted = AuditEvent.objects.filter(verb__in=verbs, subject_kind="revision")
        assert noted.count() == len(reviews)

    @invariant()
    def the_public_reads_only_what_was_accepted_and_is_on_the_page(self) -> None:
        accepted = Revision.objects.filter(review__decision=State.APPROVED)
        taken, hidden = TakenDown.objects.values("record"), HiddenRevision.objects.values("revision")
        visible = accepted.exclude(record__in=taken).exclude(pk__in=hidden)
        assert canaries(
            texts(Case, "title", "summary", "open_questions"),
            texts(SearchRow, "title", "summary", "rest", "passages"),
            texts(SearchWord, "word"),
            texts(CasePart, "html", "plain"),
            texts(Placement, "note", "quote"),
            texts(CaseImage, "alt", "caption"),
            texts(Version, "content", "note"),
            texts(WithdrawnCase, "note"),
            *(lines_of(snapshot) for snapshot in Snapshot.objects.all()),
        ) <= canaries(visible.values_list("content", "note"))
        assert set(Case.objects.values_list("pk", flat=True)) == set(
            CaseRecord.objects.filter(published__in=accepted)
            .exclude(pk__in=taken)
            .values_list("pk", flat=True)
        )
        assert not Version.objects.exclude(revision_number__in=visible.values("pk")).exists()

    @invariant()
    def nobody_reads_words_that_wait_or_were_taken_away(self) -> None:
        accepted = CommentDecision.objects.filter(decision="accepted").values("waiting")
        shown = canaries(
            texts(Comment, "text", "html"),
            texts(Thread, "subject"),
            texts(OpenCall, "text"),
            texts(SearchNote, "text"),
            texts(WantedLine, "text"),
        )
        secret = canaries(
            WaitingComment.objects.exclude(pk__in=accepted).values_list("subject", "text"),
            texts(HiddenComment, "text"),
            texts(EarlierText, "text"),
            texts(ChangeComment, "text"),
            texts(Report, "text"),
            texts(Suspension, "note"),
            texts(Appeal, "text"),
            texts(Draft, "fields"),
            texts(Import, "name"),
            texts(ImportItem, "title", "content", "note", "report"),
            Proposal.objects.exclude(review__decision="approved").values_list("text"),
        )
        assert not shown & secret

    def states_now(self) -> dict[int, State]:
        rows = RevisionState.objects.values_list("revision", "state")
        return {pk: State(state) for pk, state in rows}
