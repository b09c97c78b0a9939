"""What people do with changes: send, answer, discuss, decide, and accept in part or in two steps."""

import io
import uuid
from dataclasses import replace

import hypothesis.strategies as st
from hypothesis.stateful import Bundle, consumes, multiple, rule

from accounts.models import User
from cases.actions import change_comments, drafts, imports, rechecks, reviews, submissions, taking
from cases.actions.joining import ABSORBS, SEEN
from cases.actions.refusals import Refusal
from cases.actions.reviews import Seen, seen_now
from cases.domain.changes import changed_fields
from cases.domain.content import CaseContent, Image
from cases.domain.joining import join
from cases.domain.vocabulary import ImageLicence, Stance
from cases.domain.workflow import State
from cases.models import Case, ChangeComment, Draft, FirstYes, Import, Review, Revision, Upload, Version
from cases.queries.merge import offer_of
from models_taxonomy.models import Claim
from tests.cases.machine.base import MODERATORS, PEOPLE, PICKS, Base, canary
from tests.imports import json_lines
from tests.world import content, illustration, reworded

CLAIMS = st.sampled_from(["3c", "3f", "2c"])
STANCES = st.sampled_from([Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS])
TAGS = st.sampled_from([("commons",), ("community network", "free software"), ("free software", "network")])


class Changes(Base):
    """Changes of cases, from the form to the decision."""

    views = Bundle("views")

    def send(self, by: User, what: CaseContent, **where: object) -> object:
        return self.do(submissions.submit, content=what, by=by, submission_key=uuid.uuid4(), **where)

    @rule(name=PEOPLE, claim=CLAIMS, stance=STANCES, tags=TAGS, pick=st.none() | PICKS, image=st.booleans())
    def send_texts(
        self, name: str, claim: str, stance: Stance, tags: tuple[str, ...], pick: int | None, image: bool
    ) -> None:
        """A new case, or a change of one that says everything anew."""
        case, secret, by = None if pick is None else self.case(pick), canary(), self.who(name)
        what = content(
            f"Case {Revision.objects.count()}",
            summary=f"About {secret}.",
            illustrations=(illustration(claim, stance, note=secret),),
            tags=tags,
            images=(self.image(by),) if image else (),
        )
        self.send(by, what, **on(case))

    def image(self, by: User) -> Image:
        """An upload is a row here: `uploads.upload` decodes pictures, which takes its time."""
        kept = Upload.objects.create(name=uuid.uuid4().hex, by=by, width=2, height=1, size=1)
        return Image(key=kept.name, alt=canary(), author="Amina", licence=ImageLicence.CC0)

    @rule(name=PEOPLE, pick=PICKS, adds_a_tag=st.booleans())
    def add_a_question(self, name: str, pick: int, adds_a_tag: bool) -> None:
        """A change that goes together with others of its kind."""
        if case := self.case(pick):
            was = read(case)
            tags = tuple(dict.fromkeys((*was.tags, "added"))) if adds_a_tag else was.tags
            more = (*was.open_questions[-3:], f"Is it {canary()}?")
            self.send(self.who(name), replace(was, open_questions=more, tags=tags), **on(case))

    @rule(name=PEOPLE, pick=PICKS)
    def restore(self, name: str, pick: int) -> None:
        """Propose again what an old version said."""
        old = self.picked(Version.objects.select_related("case__record__published").order_by("pk"), pick)
        if old:
            self.send(self.who(name), old.read(), **on(old.case))

    @rule(name=PEOPLE, stays=PICKS, other=PICKS)
    def propose_to_merge(self, name: str, stays: int, other: int) -> None:
        one, two = self.case(stays), self.case(other)
        if one is None or two is None or one == two:
            return
        by, base, seen = self.who(name), one.record.published, two.record.published
        assert base is not None
        assert seen is not None
        draft = self.do_or_leave(
            drafts.start,
            by=by,
            form="edit",
            key=uuid.uuid4(),
            record=one.record,
            base=base,
            subject={ABSORBS: str(two.pk), SEEN: str(seen.pk)},
        )
        if isinstance(draft, Draft):
            both = join(base.read(), seen.read()).content
            what = replace(both, open_questions=(f"Is it {canary()}?",))
            self.send(by, what, **on(one), draft=draft)

    @rule(name=MODERATORS, pick=PICKS, newly=st.booleans())
    def look_again_at_a_placement(self, name: str, pick: int, newly: bool) -> None:
        case = self.case(pick)
        row = read(case).illustrations[0] if case and read(case).illustrations else None
        if case is None or row is None:
            return
        if newly:
            reworded(row.claim, by=self.who("Edda"))
        claim = Claim.objects.get(pk=row.claim)
        self.do(
            rechecks.still_fits,
            record=case.record,
            claim=claim,
            stance=row.stance,
            seen_version=claim.version,
            by=self.who(name),
        )

    @rule(pick=PICKS, name=PEOPLE, claim=CLAIMS)
    def answer(self, pick: int, name: str, claim: str) -> None:
        if of := self.revision(pick):
            what = content(f"Answer {of.pk}", illustrations=(illustration(claim, note=canary()),))
            self.send(self.who(name), what, record=of.record, base=of.base, follows=of)

    @rule(pick=PICKS, name=PEOPLE, act=st.sampled_from(["withdraw", "rebase", "take", "give back"]))
    def handle(self, pick: int, name: str, act: str) -> None:
        of, by = self.revision(pick), self.who(name)
        if of is None:
            return
        if act == "withdraw" and not isinstance(self.do(submissions.withdraw, revision=of, by=by), Refusal):
            assert of.author == by
        elif act == "rebase" and of.record.published is not None:
            key = uuid.uuid4()
            self.do_or_leave(submissions.check_rebase, revision=of, by=by)
            self.do(
                submissions.rebase,
                revision=of,
                content=of.read(),
                by=by,
                onto=of.record.published,
                submission_key=key,
            )
        elif act == "take":
            self.do(taking.take, revision=of, by=by)
        elif act == "give back":
            self.do_or_leave(taking.give_back, revision=of, by=by)

    @rule(name=PEOPLE, first=STANCES, second=STANCES, is_table=st.booleans())
    def bring_a_file(self, name: str, first: Stance, second: Stance, is_table: bool) -> None:
        """Two cases in a file, or a table that asks for its columns; read at once."""
        by = self.who(name)
        cases = [
            content(
                f"Brought {Import.objects.count()} {stance}",
                illustrations=(illustration("3f", stance, note=canary()),),
            )
            for stance in (first, second)
        ]
        data = b"a,b\nc,d\n" if is_table else json_lines(*cases)
        file = io.BytesIO(data)
        found = self.do(
            imports.begin,
            file=file,
            name=canary(),
            size=len(data),
            by=by,
            form=None,
            options={"stake": "none"},
        )
        if isinstance(found, Import):
            self.do_or_leave(imports.read_at_once, found=found)

    @rule(
        pick=PICKS,
        name=PEOPLE,
        act=st.sampled_from(["map", "send", "send", "send", "take back", "throw away"]),
    )
    def handle_an_import(self, pick: int, name: str, act: str) -> None:
        found, by = self.picked(Import.objects.select_related("by").order_by("-pk"), pick), self.who(name)
        if found is None:
            return
        if act == "map":
            done = self.do(imports.choose_columns, found=found, columns=("title", "summary"), by=by)
            if not isinstance(done, Refusal):
                self.do_or_leave(imports.read_at_once, found=found)
        elif act == "send":
            done = self.do(imports.send, found=found, by=by)
            if not isinstance(done, Refusal):
                self.do_or_leave(imports.send_on, found=found)
        elif act == "take back":
            done = self.do(imports.withdraw_all, found=found, by=by)
        else:
            done = self.do(imports.discard, found=found, by=by)
        assert isinstance(done, Refusal) or by == found.by

    @rule(pick=PICKS, name=PEOPLE, writes=st.booleans())
    def discuss(self, pick: int, name: str, writes: bool) -> None:
        of, by = self.revision(pick), self.who(name)
        if of is None:
            return
        if writes:
            self.do(change_comments.write, revision=of, path="summary", text=canary(), by=by)
        elif comment := self.picked(ChangeComment.objects.order_by("-pk"), pick):
            self.do(change_comments.resolve, comment=comment, revision=of, by=by)

    # --- decisions ---

    @rule(target=views, pick=PICKS)
    def look(self, pick: int) -> object:
        of = self.revision(pick)
        return (of.pk, seen_now(of)) if of else multiple()

    @rule(
        view=consumes(views),
        name=PEOPLE,
        act=st.sampled_from(["approve", "accept", "ask", "decline", "spam"]),
    )
    def decide_as_seen_before(self, view: tuple[int, Seen], name: str, act: str) -> None:
        self.decide(self.get(view[0]), name, act, view[1])

    @rule(pick=PICKS, name=MODERATORS, act=st.sampled_from(["accept", "accept", "ask", "decline", "spam"]))
    def decide_at_once(self, pick: int, name: str, act: str) -> None:
        waiting = Revision.objects.filter(standing__state=State.SUBMITTED).order_by("-pk")
        if found := self.picked(waiting, pick):
            of = self.get(found.pk)
            self.decide(of, name, act, seen_now(of))

    def decide(self, of: Revision, name: str, act: str, seen: Seen) -> None:
        by, was = self.who(name), of.state
        said = {"revision": of, "by": by, "seen": seen}
        if act == "approve":
            done = self.do(reviews.approve, **said)
        elif act == "accept":
            done = self.do(reviews.accept, **said)
        elif act == "spam":
            done = self.do(reviews.decline_as_spam, **said)
        elif act == "ask":
            done = self.do(reviews.ask_for_changes, **said, reason="other", note="Because.")
        else:
            done = self.do(reviews.decline, **said, reason="other", note="Because.")
        if isinstance(done, Refusal | FirstYes):
            assert self.get(of.pk).state is was
        else:
            assert by.is_moderator
            assert by.pk not in {of.author_id, of.prepared_by_id}
            assert was is State.SUBMITTED

    @rule(pick=PICKS, name=MODERATORS, leaves=st.sampled_from(["title", "summary", "tags", "illustrations"]))
    def accept_some(self, pick: int, name: str, leaves: str) -> None:
        of, by = self.revision(pick), self.who(name)
        if of is None:
            return
        offer = offer_of(of, onto=of.record.published)
        paths = [change.path for change in changed_fields(offer.before, offer.content)]
        chosen = {path for path in paths if not path.startswith(leaves)}
        done = self.do(
            reviews.accept_some, revision=of, paths=chosen, by=by, seen=seen_now(of), note="The rest later."
        )
        if isinstance(done, Review):
            assert by != of.author
            assert (self.get(of.pk).state, done.revision.state) == (State.WITHDRAWN, State.APPROVED)
            assert done.revision.author == of.author


def read(case: Case) -> CaseContent:
    """What is published of a case."""
    assert case.record.published is not None
    return case.record.published.read()


def on(case: Case | None) -> dict[str, object]:
    """Where a change of this case is sent; None is a new one."""
    return {"record": case.record, "base": case.record.published} if case else {}
