"""What people do with one another: talk, report, suspend, watch, judge, and get mail."""

import uuid

import hypothesis.strategies as st
from hypothesis.stateful import rule

from cases.actions import (
    comment_reviews,
    comments,
    drafts,
    mail_choices,
    notices,
    opinions,
    outbox,
    outbox_care,
    reports,
    suspensions,
    threads,
    watching,
)
from cases.actions.refusals import Refusal
from cases.domain.notices import Rhythm
from cases.domain.reports import Reported
from cases.domain.suspensions import AppealDecision
from cases.domain.talk import Anchor
from cases.models import (
    Appeal,
    Case,
    Comment,
    Draft,
    HiddenComment,
    OutboxMessage,
    Report,
    Thread,
    WaitingComment,
)
from tests.cases.machine.base import MODERATORS, MOSTLY_MODERATORS, PEOPLE, PICKS, Base, canary

THINGS = st.sampled_from(["tag-commons", "tag-network", "claim-3f", "cell-3-2", "case"])


class People(Base):
    """Talk, reports, suspensions, opinions, watching and mail."""

    @rule(name=PEOPLE, pick=PICKS, about=st.sampled_from(["", "part-value-capture", "claim-3c-supports"]))
    def begin_a_thread(self, name: str, pick: int, about: str) -> None:
        if case := self.case(pick):
            words = {"about": Anchor.read(about), "subject": canary(), "text": f"@Amina says {canary()}."}
            by, key = self.who(name), uuid.uuid4()
            self.do(comments.begin, case=case, **words, by=by, submission_key=key)

    @rule(name=PEOPLE, pick=PICKS, act=st.sampled_from(["answer", "resolve", "reopen"]))
    def go_on_with_a_thread(self, name: str, pick: int, act: str) -> None:
        thread, by = self.picked(Thread.objects.order_by("-pk"), pick), self.who(name)
        case = Case.objects.filter(pk=thread.record_id).first() if thread else None
        if thread is None or case is None:
            return
        if act == "answer":
            words = {"text": f"No, {canary()}.", "submission_key": uuid.uuid4()}
            self.do(comments.answer, thread=thread, case=case, by=by, **words)
        elif act == "resolve":
            self.do_or_leave(threads.resolve, thread=thread, case=case, by=by)
        else:
            self.do_or_leave(threads.reopen, thread=thread, by=by)

    @rule(name=MOSTLY_MODERATORS, pick=PICKS, act=st.sampled_from(["edit", "hide", "unhide"]))
    def handle_a_comment(self, name: str, pick: int, act: str) -> None:
        by = self.who(name)
        comment = self.picked(Comment.objects.select_related("thread", "author").order_by("-pk"), pick)
        hidden = self.picked(HiddenComment.objects.select_related("thread", "author").order_by("-pk"), pick)
        if comment and act == "edit":
            done = self.do(comments.edit, comment=comment, text=f"I meant {canary()}.", by=by)
            assert isinstance(done, Refusal) or by == comment.author
        elif comment and act == "hide":
            self.do(comments.hide, comment=comment, reason="attack", by=by)
        elif hidden:
            self.do(comments.unhide, hidden=hidden, by=by)

    @rule(name=MOSTLY_MODERATORS, pick=PICKS, accepts=st.booleans())
    def decide_on_a_comment(self, name: str, pick: int, accepts: bool) -> None:
        waiting = self.picked(WaitingComment.objects.select_related("author").order_by("-pk"), pick)
        if waiting and accepts:
            self.do(comment_reviews.accept, waiting=waiting, by=self.who(name))
        elif waiting:
            self.do(comment_reviews.decline, waiting=waiting, reason="attack", by=self.who(name))

    @rule(name=MOSTLY_MODERATORS, whom=PEOPLE, act=st.sampled_from(["suspend", "lift", "lift"]))
    def suspend(self, name: str, whom: str, act: str) -> None:
        by, person = self.who(name), self.who(whom)
        if act == "suspend":
            done = self.do(suspensions.suspend, person=person, by=by, reason="spam", note=canary())
            assert isinstance(done, Refusal) or (by.is_moderator and by != person)
        else:
            self.do(suspensions.lift, person=person, by=by)

    @rule(name=PEOPLE, pick=PICKS, decision=st.none() | st.sampled_from(AppealDecision))
    def appeal(self, name: str, pick: int, decision: AppealDecision | None) -> None:
        by, sent = self.who(name), self.picked(Appeal.objects.order_by("-pk"), pick)
        if decision is None:
            self.do(suspensions.appeal, by=by, text=canary())
        elif sent:
            self.do(suspensions.answer, appeal=sent, by=by, decision=decision, note="Because.")

    @rule(name=st.none() | PEOPLE, pick=PICKS, closes=st.booleans())
    def report(self, name: str | None, pick: int, closes: bool) -> None:
        by, case = self.who(name) if name else None, self.case(pick)
        said = self.picked(Report.objects.order_by("-pk"), pick)
        if closes and said and by:
            self.do(reports.close, report=said, by=by, note="Seen to.")
        elif case:
            what = {"about": Reported.CASE, "number": case.pk, "kind": "wrong", "text": canary()}
            self.do(reports.report, **what, by=by, form_key=uuid.uuid4())

    @rule(name=PEOPLE, pick=PICKS, gives=st.booleans(), stage=st.sampled_from("67"))
    def judge(self, name: str, pick: int, gives: bool, stage: str) -> None:
        by, case = self.who(name), self.case(pick)
        if case is None:
            return
        if gives:
            said = {"choices": {"stage": stage, "3c": "partly"}, "had_read": False}
            seen = case.record.published_id
            self.do_or_leave(opinions.give, record=case.record, by=by, seen=seen, **said)
        else:
            self.do_or_leave(opinions.withdraw, record=case.record, by=by)

    @rule(name=PEOPLE, pick=PICKS, thing=THINGS, watches=st.booleans())
    def watch(self, name: str, pick: int, thing: str, watches: bool) -> None:
        case = self.case(pick)
        act = watching.watch if watches else watching.unwatch
        address = f"case-{case.pk if case else 0}" if thing == "case" else thing
        self.do_or_leave(act, thing=address, by=self.who(name))

    @rule(name=PEOPLE, fits=st.booleans(), keeps=st.booleans())
    def write_a_draft(self, name: str, fits: bool, keeps: bool) -> None:
        by, fields = self.who(name), {"summary": [canary()]}
        draft = self.do_or_leave(drafts.start, by=by, form="contribute", key=uuid.uuid4(), fields=fields)
        if isinstance(draft, Draft) and keeps:
            seen = drafts.seen_now(draft) if fits else "another"
            words = {"fields": {"summary": [canary()]}, "title": "", "seen": seen}
            self.do_or_leave(drafts.keep, draft=draft, by=by, record=None, base=None, **words)
        elif isinstance(draft, Draft):
            self.do_or_leave(drafts.discard, draft=draft, by=by)

    @rule(name=PEOPLE, act=st.sampled_from(["often", "never", "read", "new"]))
    def choose_mail(self, name: str, act: str) -> None:
        by = self.who(name)
        if act == "often":
            self.do(mail_choices.choose, by=by, rhythm=Rhythm.AT_ONCE, watches_own=True)
        elif act == "never":
            self.do_or_leave(mail_choices.unsubscribe, person=by)
        elif act == "read":
            self.do_or_leave(notices.mark_read, by=by)
        else:
            self.do_or_leave(notices.mark_new, by=by)

    @rule(name=MODERATORS, pick=PICKS, act=st.sampled_from(["deliver", "deliver", "retry", "drop"]))
    def send_mail(self, name: str, pick: int, act: str) -> None:
        by, message = self.who(name), self.picked(OutboxMessage.objects.order_by("-pk"), pick)
        if act == "deliver":
            self.do_or_leave(outbox.deliver_due, at_most=10)
        elif message and act == "retry":
            self.do(outbox_care.retry, message=message.pk, by=by)
        elif message:
            self.do(outbox_care.drop, message=message.pk, by=by)
