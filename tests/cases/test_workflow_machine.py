"""Several people at once, in any order: no interleaving breaks an invariant or leaks unreviewed text."""

import uuid
from dataclasses import replace

import hypothesis.strategies as st
import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from accounts.models import User
from cases.actions import off_page, reviews, submissions
from cases.actions.publication import rebuild_public
from cases.actions.refusals import Refusal
from cases.actions.reviews import Seen, seen_now
from cases.domain.changes import changed_fields
from cases.domain.vocabulary import Stance
from cases.domain.workflow import State
from cases.models import (
    AuditEvent,
    Case,
    CasePart,
    CaseRecord,
    HiddenRevision,
    Placement,
    Review,
    Revision,
    RevisionState,
    TakenDown,
    Version,
    WithdrawnCase,
)
from cases.queries.merge import offer_of
from cases.queries.verification import find_faults
from models_taxonomy.actions import load_taxonomy
from tests.world import content, illustration, person

NAMES = ("Amina", "Bruno", "Chiara", "Deniz")
PEOPLE = st.sampled_from(NAMES)
MODERATORS = st.sampled_from(("Chiara", "Deniz"))
CLAIMS = st.sampled_from(["3c", "3f", "2c"])
STANCES = st.sampled_from([Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS])


class Workflow(RuleBasedStateMachine):
    """Four people submit, answer, withdraw, rebase and decide; two of them are moderators."""

    revisions = Bundle("revisions")
    views = Bundle("views")

    def __init__(self) -> None:
        super().__init__()
        self.world = transaction.atomic()
        self.world.__enter__()
        load_taxonomy()
        self.people = {
            name: person(name, "moderator" if name in {"Chiara", "Deniz"} else "contributor")
            for name in NAMES
        }
        self.secrets: dict[int, str] = {}

    def teardown(self) -> None:
        faults = list(find_faults())
        before = self.public_rows()
        rebuild_public()
        after = self.public_rows()
        transaction.set_rollback(True)
        self.world.__exit__(None, None, None)
        assert faults == []
        assert before == after

    # --- what people do ---

    @rule(target=revisions, name=PEOPLE, claim=CLAIMS, stance=STANCES)
    def submit_new(self, name: str, claim: str, stance: Stance) -> int:
        return self.send(self.people[name], claim, stance)

    @rule(target=revisions, name=PEOPLE, claim=CLAIMS, stance=STANCES, pick=st.integers(0, 5))
    def submit_edit(self, name: str, claim: str, stance: Stance, pick: int) -> object:
        cases = list(Case.objects.select_related("record__published").order_by("pk"))
        if not cases:
            return multiple()
        return self.send(self.people[name], claim, stance, case=cases[pick % len(cases)])

    @rule(target=revisions, name=PEOPLE, pick=st.integers(0, 5))
    def add_a_question(self, name: str, pick: int) -> object:
        """A change that goes together with every other one of its kind."""
        cases = list(Case.objects.select_related("record__published").order_by("pk"))
        if not cases:
            return multiple()
        case, secret = cases[pick % len(cases)], f"canary{uuid.uuid4().hex}"
        public = case.record.published
        assert public is not None
        was = public.read()
        revision = submissions.submit(
            content=replace(was, open_questions=(*was.open_questions, f"Is it {secret}?")),
            by=self.people[name],
            submission_key=uuid.uuid4(),
            record=case.record,
            base=public,
        )
        self.secrets[revision.pk] = secret
        return revision.pk

    @rule(target=revisions, of=revisions, name=PEOPLE, claim=CLAIMS)
    def answer(self, of: int, name: str, claim: str) -> object:
        try:
            return self.send(self.people[name], claim, Stance.PARTLY, follows=self.get(of))
        except Refusal:
            return multiple()

    @rule(target=views, of=revisions)
    def look(self, of: int) -> tuple[int, Seen]:
        return of, seen_now(self.get(of))

    @rule(view=consumes(views), name=PEOPLE, decision=st.sampled_from(["approve", "ask", "decline"]))
    def decide(self, view: tuple[int, Seen], name: str, decision: str) -> None:
        of, seen = view
        revision, by = self.get(of), self.people[name]
        was = revision.state
        try:
            if decision == "approve":
                reviews.approve(revision=revision, by=by, seen=seen)
            else:
                act = reviews.ask_for_changes if decision == "ask" else reviews.decline
                act(revision=revision, by=by, seen=seen, reason="other", note="Because.")
        except Refusal:
            assert self.get(of).state is was
        else:
            assert by.is_moderator
            assert by != revision.author
            assert was is State.SUBMITTED
            if self.get(of).state is State.WITHDRAWN:
                self.note_what_was_put_together(of)

    def note_what_was_put_together(self, of: int) -> None:
        """An outdated change was accepted as another one, in which its text is public."""
        merged = Revision.objects.get(follows=of)
        assert merged.state is State.APPROVED
        self.secrets[merged.pk] = self.secrets[of]
        assert self.secrets[of] in self.public_text()

    @rule(
        of=revisions, name=MODERATORS, leaves=st.sampled_from(["title", "summary", "tags", "illustrations"])
    )
    def accept_some(self, of: int, name: str, leaves: str) -> None:
        revision, by = self.get(of), self.people[name]
        was = revision.state
        offer = offer_of(revision, onto=revision.record.published)
        paths = [change.path for change in changed_fields(offer.before, offer.content)]
        chosen = {path for path in paths if not path.startswith(leaves)}
        try:
            reviews.accept_some(
                revision=revision, paths=chosen, by=by, seen=seen_now(revision), note="Later."
            )
        except Refusal:
            assert self.get(of).state is was
            return
        assert by != revision.author
        assert was is State.SUBMITTED
        part = Revision.objects.get(follows=of)
        assert (self.get(of).state, part.state) == (State.WITHDRAWN, State.APPROVED)
        assert part.author == revision.author
        # What was left out stays the secret of the revision that did not become public.
        if self.secrets[of] in str(part.content):
            self.secrets[part.pk] = self.secrets[of]
        else:
            assert self.secrets[of] not in self.public_text()

    @rule(view=consumes(views), name=PEOPLE)
    def decline_as_spam(self, view: tuple[int, Seen], name: str) -> None:
        of, seen = view
        revision, by = self.get(of), self.people[name]
        was = revision.state
        try:
            reviews.decline_as_spam(revision=revision, by=by, seen=seen)
        except Refusal:
            assert self.get(of).state is was
        else:
            assert by.is_moderator
            assert by != revision.author
            assert self.get(of).state is State.REJECTED

    @rule(of=revisions, name=PEOPLE)
    def withdraw(self, of: int, name: str) -> None:
        try:
            submissions.withdraw(revision=self.get(of), by=self.people[name])
        except Refusal:
            return
        assert self.get(of).author == self.people[name]

    @rule(target=revisions, of=revisions, name=PEOPLE)
    def rebase(self, of: int, name: str) -> object:
        revision = self.get(of)
        onto = revision.record.published
        if onto is None:
            return multiple()
        try:
            rebased = submissions.rebase(
                revision=revision,
                content=revision.read(),
                by=self.people[name],
                onto=onto,
                submission_key=uuid.uuid4(),
            )
        except Refusal:
            return multiple()
        self.secrets[rebased.pk] = self.secrets[revision.pk]
        return rebased.pk

    @rule(name=PEOPLE, pick=st.integers(0, 5), act=st.sampled_from(["withdraw", "hide", "undo"]))
    def take_off_the_page(self, name: str, pick: int, act: str) -> None:
        records = list(CaseRecord.objects.filter(published__isnull=False).order_by("pk"))
        if not records:
            return
        record, by = records[pick % len(records)], self.people[name]
        try:
            if act == "withdraw":
                off_page.withdraw_case(record=record, by=by, reason="wrong")
            elif act == "hide":
                off_page.hide_case(record=record, by=by, reason="privacy")
            else:
                off_page.put_back_case(record=record, by=by)
        except Refusal:
            return
        assert by.is_moderator
        assert Case.objects.filter(pk=record.pk).exists() == (act == "undo")

    @rule(of=revisions, name=PEOPLE, is_hidden=st.booleans())
    def hide_text(self, of: int, name: str, is_hidden: bool) -> None:
        revision, by = self.get(of), self.people[name]
        try:
            if is_hidden:
                off_page.hide_revision(revision=revision, by=by, reason="abuse")
            else:
                off_page.unhide_revision(revision=revision, by=by)
        except Refusal:
            return
        assert by.is_moderator

    # --- what must always hold ---

    @invariant()
    def decisions_and_states_agree(self) -> None:
        decided = RevisionState.objects.filter(state__in=["approved", "rejected"])
        assert not decided.filter(revision__review__isnull=True).exists()
        assert (
            AuditEvent.objects.filter(verb__in=["approved", "changes_requested", "rejected"]).count()
            == Review.objects.count()
        )

    @invariant()
    def unreviewed_text_is_nowhere_public(self) -> None:
        approved = set(Review.objects.filter(decision=State.APPROVED).values_list("revision_id", flat=True))
        shown = self.public_text()
        reviewed = {self.secrets[pk] for pk in approved}
        for pk, secret in self.secrets.items():
            assert pk in approved or secret in reviewed or secret not in shown

    @invariant()
    def what_is_off_the_page_is_nowhere_public(self) -> None:
        taken = TakenDown.objects.values("record")
        assert not Case.objects.filter(pk__in=taken).exists()
        texts = HiddenRevision.objects.values("revision")
        assert not Version.objects.filter(revision_number__in=texts).exists()
        shown = self.public_text()
        for pk in Revision.objects.filter(record__in=taken).values_list("pk", flat=True):
            assert self.secrets[pk] not in shown

    # --- helpers ---

    def get(self, pk: int) -> Revision:
        return Revision.objects.with_people().select_related("record__published").get(pk=pk)

    def send(
        self,
        by: User,
        claim: str,
        stance: Stance,
        *,
        case: Case | None = None,
        follows: Revision | None = None,
    ) -> int:
        secret = f"canary{uuid.uuid4().hex}"
        revision = submissions.submit(
            content=content(
                f"Case {len(self.secrets)}",
                summary=f"About {secret}.",
                illustrations=(illustration(claim, stance, note=secret),),
            ),
            by=by,
            submission_key=uuid.uuid4(),
            record=case.record if case else None,
            base=case.record.published if case else (follows.base if follows else None),
            follows=follows,
        )
        self.secrets[revision.pk] = secret
        return revision.pk

    def public_text(self) -> str:
        rows = [
            *Case.objects.values_list("summary", flat=True),
            *Case.objects.values_list("search_text", flat=True),
            *CasePart.objects.values_list("html", flat=True),
            *Placement.objects.values_list("note", flat=True),
            *(str(data) for data in Version.objects.values_list("content", flat=True)),
        ]
        return " ".join(rows)

    def public_rows(self) -> list[object]:
        return [
            *Case.objects.order_by("pk").values_list(
                "slug", "title", "summary", "version", "content_hash", "first_published_at"
            ),
            *CasePart.objects.order_by("case", "order").values_list("case", "key", "html"),
            *Placement.objects.order_by("case", "order").values_list("case", "claim", "stance", "note"),
            *Version.objects.order_by("case", "number").values_list(
                "pk", "case", "number", "content_hash", "author", "reviewer"
            ),
            *WithdrawnCase.objects.order_by("pk").values_list("slug", "reason", "at"),
        ]


@pytest.mark.django_db
def test_no_order_of_acts_breaks_an_invariant() -> None:
    run_state_machine_as_test(
        Workflow, settings=settings(max_examples=25, stateful_step_count=25, deadline=None)
    )
