"""Sending what is in the outbox: leases, retries with back-off, and dead letters."""

import logging
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from cases import permissions
from cases.actions import change_comments
from cases.domain.gaps import GapState
from cases.domain.proposals import REMINDED_BEFORE, proposal_reason
from cases.models import (
    AppealAnswer,
    ChangeComment,
    Looking,
    OutboxMessage,
    ProposalReview,
    Review,
    Revision,
    Suspension,
    SuspensionEnd,
)
from cases.queries.gap_states import state_now
from cases.queries.gap_words import title_of
from cases.queries.reasons import load_reasons
from cases.queries.suspensions import standing_suspension
from cases.queries.talk import public_comment

LEASE = timedelta(minutes=5)
FIRST_WAIT = timedelta(minutes=1)
SAME_MOMENT = timedelta(seconds=10)
"""A comment is written a moment before its message is."""
WORKER_DIED = "The worker died while sending."

logger = logging.getLogger(__name__)


def deliver_due(*, at_most: int = 50) -> int:
    """Send up to `at_most` messages that are due; return how many left the outbox.

    A message is leased in its own transaction before it is sent, so that two workers never hold the
    same one; a worker that dies lets the lease run out and another tries again.
    """
    _bury_deadly()
    done = 0
    for _turn in range(at_most):
        message = _lease_next()
        if message is None:
            break
        done += _deliver(message)
    return done


def _bury_deadly() -> None:
    """Give up on messages whose last lease ran out unreported: they kill each worker that takes them."""
    now = timezone.now()
    deadly = OutboxMessage.objects.filter(
        sent_at__isnull=True,
        dropped_at__isnull=True,
        lease_until__lt=now,
        attempts__gte=OutboxMessage.ATTEMPTS_AT_MOST,
    )
    if deadly.update(lease_until=None, dropped_at=now, last_error=WORKER_DIED):
        logger.error(WORKER_DIED)


def _lease_next() -> OutboxMessage | None:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    with transaction.atomic():
        message = (
            OutboxMessage.objects.select_for_update(skip_locked=True)
            .filter(free, sent_at__isnull=True, dropped_at__isnull=True, due_at__lte=now)
            .order_by("due_at", "id")
            .first()
        )
        if message is None:
            return None
        OutboxMessage.objects.filter(pk=message.pk).update(
            lease_until=now + LEASE, attempts=F("attempts") + 1
        )
    message.refresh_from_db()
    return message


def _deliver(message: OutboxMessage) -> bool:
    try:
        mail = _write(message)
        if mail is not None:
            mail.send()
    except Exception as fault:
        _retry_later(message, fault)
        return False
    now = timezone.now()
    finished = {"sent_at": now} if mail is not None else {"dropped_at": now}
    OutboxMessage.objects.filter(pk=message.pk).update(lease_until=None, **finished)
    return True


def _retry_later(message: OutboxMessage, fault: Exception) -> None:
    now = timezone.now()
    dead = message.attempts >= OutboxMessage.ATTEMPTS_AT_MOST
    if dead:
        logger.error("Gave up on message %s after %s attempts.", message.pk, message.attempts)
    OutboxMessage.objects.filter(pk=message.pk).update(
        lease_until=None,
        due_at=now + FIRST_WAIT * 2**message.attempts,
        dropped_at=now if dead else None,
        last_error=f"{type(fault).__name__}: {fault}"[:300],
    )


def _write(message: OutboxMessage) -> EmailMessage | None:
    """Return the mail, or None when the recipient may no longer see what it is about, or has left."""
    return WRITERS[message.kind](message) if message.recipient.email else None


def _about_decision(message: OutboxMessage) -> EmailMessage | None:
    recipient = message.recipient
    review = (
        Review.objects.select_related("revision__record", "by").filter(revision=message.subject_id).first()
    )
    if review is None or not permissions.may_see_revision(recipient, review.revision):
        return None
    return decision_mail(recipient, review)


def _about_proposal(message: OutboxMessage) -> EmailMessage | None:
    recipient = message.recipient
    reviews = ProposalReview.objects.select_related("proposal", "by")
    review = reviews.filter(proposal=message.subject_id).first()
    if review is None or not permissions.may_see_proposal(recipient, review.proposal):
        return None
    return proposal_mail(recipient, review)


def _about_comments(message: OutboxMessage) -> EmailMessage | None:
    """The comments of others of one batch; None when the author may no longer see the change."""
    recipient = message.recipient
    revision = Revision.objects.filter(pk=message.subject_id).first()
    if revision is None or not permissions.may_see_revision(recipient, revision):
        return None
    begin = change_comments.batch_of(message.created_at - SAME_MOMENT)
    end = change_comments.batch_of(message.created_at) + change_comments.BATCH
    said = revision.comments.filter(at__gte=begin, at__lt=end).exclude(by=recipient).select_related("by")
    return comments_mail(recipient, revision, list(said))


def _about_looking(message: OutboxMessage) -> EmailMessage | None:
    """The reminder; None when the person took it back, began again, or when the gap is closed."""
    looking = Looking.objects.filter(pk=message.subject_id, person=message.recipient).first()
    now = timezone.now()
    if looking is None or not now < looking.until <= now + REMINDED_BEFORE:
        return None
    if not permissions.may_look(message.recipient):
        return None
    if state_now(looking.of_gap) in {None, GapState.CLOSED}:
        return None
    return looking_mail(message.recipient, looking)


def _about_suspension(message: OutboxMessage) -> EmailMessage | None:
    """Why somebody may not write; None when it was lifted before the mail went out, or has run out."""
    suspension = Suspension.objects.filter(pk=message.subject_id, person=message.recipient).first()
    if suspension is None or suspension != standing_suspension(message.recipient):
        return None
    return suspension_mail(message.recipient, suspension)


def _about_lifted(message: OutboxMessage) -> EmailMessage | None:
    end = SuspensionEnd.objects.filter(suspension=message.subject_id).first()
    if end is None or not permissions.may_contribute(message.recipient):
        return None
    return lifted_mail(message.recipient, end)


def _about_appeal(message: OutboxMessage) -> EmailMessage | None:
    answers = AppealAnswer.objects.filter(appeal=message.subject_id)
    answer = answers.filter(appeal__suspension__person=message.recipient).first()
    if answer is None or not permissions.is_member(message.recipient):
        return None
    return appeal_mail(message.recipient, answer)


def _about_mention(message: OutboxMessage) -> EmailMessage | None:
    """None when the comment was hidden, changed so that it calls them no more, or its case is not public."""
    return _comment_mail(message, is_called=True, template="emails/mention.txt")


def _about_answer(message: OutboxMessage) -> EmailMessage | None:
    return _comment_mail(message, is_called=False, template="emails/answer.txt")


def _comment_mail(message: OutboxMessage, *, is_called: bool, template: str) -> EmailMessage | None:
    recipient = message.recipient
    found = public_comment(message.subject_id) if permissions.may_talk(recipient) else None
    if found is None:
        return None
    comment, case = found
    if is_called and not comment.mentions.filter(pk=recipient.pk).exists():
        return None
    path = reverse("cases:thread", args=[case.slug, comment.thread_id])
    context = {
        "recipient": recipient,
        "comment": comment,
        "case": case,
        "url": f"{settings.SITE_URL}{path}#comment-{comment.pk}",
    }
    subject = _("Somebody calls you in a discussion") if is_called else _("A new answer in a discussion")
    return _mail_to(recipient, subject, render_to_string(template, context))


def decision_mail(recipient: User, review: Review) -> EmailMessage:
    """The mail that tells an author what was decided, and why. No title can add a header to it."""
    context = {
        "recipient": recipient,
        "review": review,
        "reason": load_reasons().of(review.reason),
        "site": settings.SITE_URL,
        "url": f"{settings.SITE_URL}{reverse('cases:me')}",
    }
    subject = _("Your change to %(title)s was decided on") % {"title": review.revision.title}
    return EmailMessage(
        subject=" ".join(subject.split())[:150],
        body=render_to_string("emails/decision.txt", context),
        to=[recipient.email],
    )


def comments_mail(recipient: User, revision: Revision, said: list[ChangeComment]) -> EmailMessage:
    """The mail that tells an author what was said of parts of a waiting change."""
    context = {
        "recipient": recipient,
        "revision": revision,
        "comments": said,
        "url": f"{settings.SITE_URL}{reverse('cases:my_change', args=[revision.pk])}",
    }
    body = render_to_string("emails/change_comments.txt", context)
    return _mail_to(recipient, _("Comments on your change"), body)


def proposal_mail(recipient: User, review: ProposalReview) -> EmailMessage:
    """The mail that tells who proposed something what was decided, and why."""
    proposal = review.proposal
    context = {
        "recipient": recipient,
        "review": review,
        "proposal": proposal,
        "gap": title_of(proposal.of_gap),
        "reason": proposal_reason(review.reason) if review.reason else None,
        "url": f"{settings.SITE_URL}{reverse('cases:my_proposal', args=[proposal.pk])}",
    }
    return _mail_to(
        recipient, _("Your proposal was decided on"), render_to_string("emails/proposal.txt", context)
    )


def looking_mail(recipient: User, looking: Looking) -> EmailMessage:
    """The one reminder that *I am looking* runs out soon."""
    context = {
        "recipient": recipient,
        "looking": looking,
        "gap": title_of(looking.of_gap),
        "url": f"{settings.SITE_URL}{reverse('cases:gap', args=[looking.gap])}",
    }
    return _mail_to(recipient, _("Are you still looking?"), render_to_string("emails/looking.txt", context))


def suspension_mail(recipient: User, suspension: Suspension) -> EmailMessage:
    """The mail that says that somebody may not write, why, and how to appeal."""
    context = {"recipient": recipient, "suspension": suspension, "url": _address_of("cases:appeal")}
    body = render_to_string("emails/suspension.txt", context)
    return _mail_to(recipient, _("Your account is suspended"), body)


def lifted_mail(recipient: User, end: SuspensionEnd) -> EmailMessage:
    """The mail that says that somebody may write again."""
    context = {"recipient": recipient, "end": end, "url": _address_of("cases:me")}
    body = render_to_string("emails/suspension_lifted.txt", context)
    return _mail_to(recipient, _("You can write again"), body)


def appeal_mail(recipient: User, answer: AppealAnswer) -> EmailMessage:
    """The mail with the answer to an appeal."""
    context = {"recipient": recipient, "answer": answer, "url": _address_of("cases:me")}
    body = render_to_string("emails/appeal.txt", context)
    return _mail_to(recipient, _("Your appeal was answered"), body)


def _address_of(name: str) -> str:
    return f"{settings.SITE_URL}{reverse(name)}"


def _mail_to(recipient: User, subject: str, body: str) -> EmailMessage:
    return EmailMessage(subject=subject, body=body, to=[recipient.email])


Writer = Callable[[OutboxMessage], EmailMessage | None]
WRITERS: dict[str, Writer] = {
    "decision": _about_decision,
    "comments": _about_comments,
    "proposal": _about_proposal,
    "looking": _about_looking,
    "suspension": _about_suspension,
    "suspension_lifted": _about_lifted,
    "appeal": _about_appeal,
    "mention": _about_mention,
    "answer": _about_answer,
}
