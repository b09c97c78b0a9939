"""What moderators do with what is public: cases, texts, addresses, tags, disputes, gaps and reasons."""

import uuid

import hypothesis.strategies as st
from hypothesis.stateful import rule
from taggit.models import Tag

from cases.actions import (
    addresses,
    disputes,
    looking,
    off_page,
    proposals,
    reasons,
    snapshots,
    tags,
    wanted,
)
from cases.actions.reasons import ReasonText
from cases.actions.refusals import Refusal
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind, ProposalText
from cases.models import Case, CaseRecord, Dispute, Proposal, TagSynonym, WantedLine
from cases.queries.reasons import load_reasons
from cases.queries.snapshots import newest_number
from tests.cases.machine.base import MOSTLY_MODERATORS, PEOPLE, PICKS, Base, canary

NAMES = st.sampled_from(["commons", "network", "community network", "free software", "the commons", "added"])
CODE = "placement-unclear"
GAPS = st.sampled_from(["claim-3f", "claim-2c", "cell-3-2", Gap.of_part("skills", "linux").address])


class Keeping(Base):
    """What is on the page, and under which names."""

    @rule(
        name=MOSTLY_MODERATORS, pick=PICKS, act=st.sampled_from(["withdraw", "hide", "put back", "put back"])
    )
    def take_off_the_page(self, name: str, pick: int, act: str) -> None:
        records = CaseRecord.objects.filter(published__isnull=False)
        if act == "put back":
            records = records.filter(taken_down__isnull=False)
        record, by = self.picked(records.order_by("pk"), pick), self.who(name)
        if record is None:
            return
        if act == "withdraw":
            done = self.do(off_page.withdraw_case, record=record, by=by, reason="wrong")
        elif act == "hide":
            done = self.do(off_page.hide_case, record=record, by=by, reason="privacy")
        else:
            done = self.do(off_page.put_back_case, record=record, by=by)
        if not isinstance(done, Refusal):
            assert by.is_moderator
            assert Case.objects.filter(pk=record.pk).exists() == (act == "put back")

    @rule(name=MOSTLY_MODERATORS, pick=PICKS, hides=st.booleans())
    def hide_a_text(self, name: str, pick: int, hides: bool) -> None:
        revision, by = self.revision(pick), self.who(name)
        if revision is None:
            return
        if hides:
            done = self.do(off_page.hide_revision, revision=revision, by=by, reason="abuse")
        else:
            done = self.do(off_page.unhide_revision, revision=revision, by=by)
        assert isinstance(done, Refusal) or by.is_moderator

    @rule(name=MOSTLY_MODERATORS, pick=PICKS, slug=st.sampled_from(["linux", "guifi", "a-third", "a-fourth"]))
    def rename_a_case(self, name: str, pick: int, slug: str) -> None:
        if case := self.case(pick):
            by = self.who(name)
            done = self.do(addresses.rename, record=case.record, slug=slug, seen=case.slug, by=by)
            assert isinstance(done, Refusal) or by.is_moderator

    @rule(
        name=MOSTLY_MODERATORS,
        old=NAMES,
        new=NAMES,
        act=st.sampled_from(["rename", "merge", "synonym", "remove"]),
    )
    def word_tags(self, name: str, old: str, new: str, act: str) -> None:
        tag, by = Tag.objects.filter(name=old).first(), self.who(name)
        if tag is None:
            return
        if act == "rename":
            self.do(tags.rename, tag=tag, name=new, by=by)
        elif act == "merge":
            self.do(tags.merge, tag=tag, into=new, by=by)
        elif act == "synonym":
            self.do(tags.add_synonym, tag=tag, name=new, by=by)
        elif row := TagSynonym.objects.select_related("of").filter(tag=tag).first():
            self.do(tags.remove_synonym, tag=row.of, synonym=row.pk, by=by)

    @rule(name=MOSTLY_MODERATORS, pick=PICKS, opens=st.booleans())
    def mark_a_dispute(self, name: str, pick: int, opens: bool) -> None:
        by, case = self.who(name), self.case(pick)
        if opens and case:
            self.do(disputes.open_on, record=case.record, reason="The two sources disagree.", by=by)
        elif dispute := self.picked(Dispute.objects.order_by("-pk"), pick):
            self.do(disputes.end, dispute=dispute, by=by)

    @rule(name=st.sampled_from(("Chiara", "Edda")), is_late=st.booleans())
    def publish_a_snapshot(self, name: str, is_late: bool) -> None:
        seen, by = newest_number() - int(is_late), self.who(name)
        done = self.do(snapshots.publish, title="Then", by=by, seen=seen)
        assert isinstance(done, Refusal) or (by.is_steward and not is_late)

    @rule(name=PEOPLE, gap=GAPS, pick=PICKS, act=st.sampled_from(["word", "look", "leave"]))
    def tend_a_gap(self, name: str, gap: str, pick: int, act: str) -> None:
        by, place = self.who(name), Gap.read(gap)
        if act == "word":
            line = WantedLine.objects.filter(gap=gap).first()
            seen = line.number if line else 0
            self.do(wanted.write, gap=place, text="Who knows of one?", by=by, seen_number=seen)
        elif act == "look":
            self.do(looking.begin, gap=place, by=by)
        else:
            self.do_or_leave(looking.end, gap=place, by=by)

    @rule(
        name=PEOPLE,
        gap=GAPS,
        pick=PICKS,
        act=st.sampled_from(["propose", "accept", "accept", "decline", "withdraw", "end"]),
    )
    def fill_a_gap(self, name: str, gap: str, pick: int, act: str) -> None:
        by, proposal = self.who(name), self.picked(Proposal.objects.with_people().order_by("-pk"), pick)
        if act == "propose":
            said = ProposalText(kind=ProposalKind.CALL, text=f"Who knows of {canary()}?")
            self.do(proposals.propose, said=said, gap=Gap.read(gap), by=by, submission_key=uuid.uuid4())
        elif proposal and act == "accept":
            self.do(proposals.accept, proposal=proposal, by=by)
        elif proposal and act == "decline":
            self.do(proposals.decline, proposal=proposal, by=by, reason="other", note="Because.")
        elif proposal and act == "withdraw":
            self.do(proposals.withdraw, proposal=proposal, by=by)
        elif proposal:
            self.do(proposals.end, proposal=proposal, by=by)

    @rule(name=MOSTLY_MODERATORS, act=st.sampled_from(["add", "edit", "retire", "take_back"]))
    def word_reasons(self, name: str, act: str) -> None:
        by, said = (
            self.who(name),
            ReasonText(name="Too short", guidance="More.", link="", example="", order=1),
        )
        now = load_reasons().of(CODE)
        assert now is not None
        if act == "add":
            self.do(reasons.add, said=said, by=by)
        elif act == "edit":
            self.do(reasons.edit, code=CODE, said=said, by=by, seen_number=now.number)
        elif act == "retire":
            self.do(reasons.retire, code=CODE, by=by, seen_number=now.number)
        else:
            self.do(reasons.take_back, code=CODE, by=by, seen_number=now.number)
