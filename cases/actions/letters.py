"""What the mails of the site say: each is written when it is sent, for what its recipient may see then."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from cases import permissions
from cases.actions import change_comments
from cases.domain.gaps import GapState
from cases.domain.notices import Rhythm
from cases.domain.proposals import REMINDED_BEFORE, proposal_reason
from cases.models import (
    AppealAnswer,
    Looking,
    Notice,
    OutboxMessage,
    PartialAcceptance,
    ProposalReview,
    Review,
    Revision,
    Suspension,
    SuspensionEnd,
)
from cases.models.notice import NoticeQuerySet
from cases.queries.gap_states import state_now
from cases.queries.gap_words import title_of
from cases.queries.mail import mail_choice_of, unsubscribe_token
from cases.queries.notices import ShownNotice, visible_notices
from cases.queries.reasons import load_reasons
from cases.queries.suspensions import standing_suspension
from cases.queries.words import label_of

DIGEST_AT_MOST = 100
SAME_MOMENT = timedelta(seconds=10)
"""A comment is written a moment before its message is."""
HELD_FOR_DIGEST = frozenset({"decision", "proposal", "notice"})
"""The kinds of mail that tell what a notice tells, too."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail, and the notices that it tells of."""

    mail: EmailMultiAlternatives
    notices: tuple[int, ...] = ()


def write_letter(message: OutboxMessage, recipient: User) -> Letter | None:
    """Write the mail; None when the recipient left, wants none, or may no longer see what it is about."""
    if not recipient.email or mail_choice_of(recipient).rhythm == Rhythm.NEVER:
        return None
    return WRITERS[message.kind](message, recipient)


def _about_decision(message: OutboxMessage, recipient: User) -> Letter | None:
    review = (
        Review.objects.select_related("revision__record", "revision__partial", "by")
        .filter(revision=message.subject_id)
        .first()
    )
    if review is None or not permissions.may_see_revision(recipient, review.revision):
        return None
    notices = _own_notices(recipient, "decision", message.subject_id)
    return None if _is_told(notices) else decision_letter(message, recipient, review, notices)


def _about_proposal(message: OutboxMessage, recipient: User) -> Letter | None:
    reviews = ProposalReview.objects.select_related("proposal", "by")
    review = reviews.filter(proposal=message.subject_id).first()
    if review is None or not permissions.may_see_proposal(recipient, review.proposal):
        return None
    notices = _own_notices(recipient, "proposal", message.subject_id)
    return None if _is_told(notices) else proposal_letter(message, recipient, review, notices)


def _about_comments(message: OutboxMessage, recipient: User) -> Letter | None:
    """The comments of others of one batch; None when the author may no longer see the change."""
    revision = Revision.objects.filter(pk=message.subject_id).first()
    if revision is None or not permissions.may_see_revision(recipient, revision):
        return None
    begin = change_comments.batch_of(message.created_at - SAME_MOMENT)
    end = change_comments.batch_of(message.created_at) + change_comments.BATCH
    said = revision.comments.filter(at__gte=begin, at__lt=end).exclude(by=recipient).select_related("by")
    context = {
        "revision": revision,
        "comments": list(said),
        "url": f"{settings.SITE_URL}{reverse('cases:my_change', args=[revision.pk])}",
    }
    return Letter(_mail(message, recipient, _("Comments on your change"), "change_comments", context))


def _about_suspension(message: OutboxMessage, recipient: User) -> Letter | None:
    """Why somebody may not write; None when it was lifted before the mail went out, or has run out."""
    suspension = Suspension.objects.filter(pk=message.subject_id, person=recipient).first()
    if suspension is None or suspension != standing_suspension(recipient):
        return None
    context = {"suspension": suspension, "url": f"{settings.SITE_URL}{reverse('cases:appeal')}"}
    return Letter(_mail(message, recipient, _("Your account is suspended"), "suspension", context))


def _about_lifted(message: OutboxMessage, recipient: User) -> Letter | None:
    end = SuspensionEnd.objects.filter(suspension=message.subject_id).first()
    if end is None or not permissions.may_contribute(recipient):
        return None
    context = {"end": end, "url": f"{settings.SITE_URL}{reverse('cases:me')}"}
    return Letter(_mail(message, recipient, _("You can write again"), "suspension_lifted", context))


def _about_appeal(message: OutboxMessage, recipient: User) -> Letter | None:
    answers = AppealAnswer.objects.filter(appeal=message.subject_id)
    answer = answers.filter(appeal__suspension__person=recipient).first()
    if answer is None or not permissions.is_member(recipient):
        return None
    context = {"answer": answer, "url": f"{settings.SITE_URL}{reverse('cases:me')}"}
    return Letter(_mail(message, recipient, _("Your appeal was answered"), "appeal", context))


def _about_looking(message: OutboxMessage, recipient: User) -> Letter | None:
    """The reminder; None when the person took it back, began again, or when the gap is closed."""
    looking = Looking.objects.filter(pk=message.subject_id, person=recipient).first()
    now = timezone.now()
    if looking is None or not now < looking.until <= now + REMINDED_BEFORE:
        return None
    if not permissions.may_look(recipient):
        return None
    if state_now(looking.of_gap) in {None, GapState.CLOSED}:
        return None
    return looking_letter(message, recipient, looking)


def _about_notice(message: OutboxMessage, recipient: User) -> Letter | None:
    """One notice, for those who want mail at once."""
    rows = _new_to(recipient).filter(pk=message.subject_id)
    return notices_letter(message, recipient, visible_notices(recipient, list(rows)))


def _about_period(message: OutboxMessage, recipient: User) -> Letter | None:
    """The digest: everything that is still new to the person and that no mail told."""
    rows = _new_to(recipient).order_by("-id")[:DIGEST_AT_MOST]
    return notices_letter(message, recipient, visible_notices(recipient, list(rows)))


def _new_to(recipient: User) -> "NoticeQuerySet":
    return Notice.objects.filter(person=recipient).unread().unmailed().select_related("actor")


def _own_notices(recipient: User, kind: str, about: int) -> list[Notice]:
    return list(Notice.objects.filter(person=recipient, kind=kind, about_id=about))


def _is_told(notices: Iterable[Notice]) -> bool:
    """Whether a digest told it before."""
    return any(notice.mailed_at for notice in notices)


def decision_letter(
    message: OutboxMessage, recipient: User, review: Review, notices: Iterable[Notice] = ()
) -> Letter:
    """The mail that tells an author what was decided, and why."""
    partial: PartialAcceptance | None = getattr(review.revision, "partial", None)
    where = reverse("cases:my_change", args=[review.revision_id]) if partial else reverse("cases:me")
    context = {
        "review": review,
        "reason": load_reasons().of(review.reason),
        "left_out": list(map(label_of, partial.left_out)) if partial else [],
        "site": settings.SITE_URL,
        "url": f"{settings.SITE_URL}{where}",
    }
    subject = _("Your change to %(title)s was decided on") % {"title": review.revision.title}
    return Letter(_mail(message, recipient, subject, "decision", context), _numbers(notices))


def proposal_letter(
    message: OutboxMessage, recipient: User, review: ProposalReview, notices: Iterable[Notice] = ()
) -> Letter:
    """The mail that tells who proposed something what was decided, and why."""
    proposal = review.proposal
    context = {
        "review": review,
        "proposal": proposal,
        "gap": title_of(proposal.of_gap),
        "reason": proposal_reason(review.reason) if review.reason else None,
        "url": f"{settings.SITE_URL}{reverse('cases:my_proposal', args=[proposal.pk])}",
    }
    subject = _("Your proposal was decided on")
    return Letter(_mail(message, recipient, subject, "proposal", context), _numbers(notices))


def looking_letter(message: OutboxMessage, recipient: User, looking: Looking) -> Letter:
    """The one reminder that *I am looking* runs out soon."""
    context = {
        "looking": looking,
        "gap": title_of(looking.of_gap),
        "url": f"{settings.SITE_URL}{reverse('cases:gap', args=[looking.gap])}",
    }
    return Letter(_mail(message, recipient, _("Are you still looking?"), "looking", context))


def notices_letter(message: OutboxMessage, recipient: User, shown: tuple[ShownNotice, ...]) -> Letter | None:
    """The mail that tells of these notices; None without any."""
    if not shown:
        return None
    subject = ngettext("%(number)s new for you: %(title)s", "%(number)s new for you", len(shown)) % {
        "number": len(shown),
        "title": shown[0].title,
    }
    context = {"shown": shown, "url": f"{settings.SITE_URL}{reverse('cases:notices')}"}
    return Letter(
        _mail(message, recipient, subject, "notices", context), _numbers(row.notice for row in shown)
    )


def _numbers(notices: Iterable[Notice]) -> tuple[int, ...]:
    return tuple(notice.pk for notice in notices)


def _mail(
    message: OutboxMessage, recipient: User, subject: str, template: str, context: Mapping[str, object]
) -> EmailMultiAlternatives:
    """Plain text and HTML, with the ways out of it. No title can add a header to it."""
    stop = f"{settings.SITE_URL}{reverse('cases:unsubscribe', args=[unsubscribe_token(recipient)])}"
    full = {
        **context,
        "recipient": recipient,
        "site_url": settings.SITE_URL,
        "stop_url": stop,
        "settings_url": f"{settings.SITE_URL}{reverse('cases:settings')}",
    }
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split())[:150],
        body=render_to_string(f"emails/{template}.txt", full),
        to=[recipient.email],
        headers={
            "Message-ID": message_id_of(message),
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>, <mailto:{_own_address()}?subject=unsubscribe>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    mail.attach_alternative(render_to_string(f"emails/{template}.html", full), "text/html")
    return mail


def message_id_of(message: OutboxMessage) -> str:
    """The same for each try, so that a mailbox knows a double when it gets one."""
    number = uuid.uuid5(uuid.NAMESPACE_URL, f"{settings.SITE_URL}/outbox/{message.key}")
    return f"<{number}@{urlsplit(settings.SITE_URL).hostname}>"


def _own_address() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


Writer = Callable[[OutboxMessage, User], Letter | None]
WRITERS: dict[str, Writer] = {
    "decision": _about_decision,
    "proposal": _about_proposal,
    "comments": _about_comments,
    "looking": _about_looking,
    "suspension": _about_suspension,
    "suspension_lifted": _about_lifted,
    "appeal": _about_appeal,
    "notice": _about_notice,
    "digest": _about_period,
}
