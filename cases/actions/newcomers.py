"""What somebody may send until a first work of theirs is accepted."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from cases.actions.refusals import Incomplete, TooManyToday, TooManyWaiting
from cases.domain.content import CaseContent
from cases.domain.links import problems_of_links, problems_of_text
from cases.models import Proposal, Revision
from cases.queries.newcomers import is_newcomer

A_DAY = timedelta(days=1)


def check_change(content: CaseContent, base: CaseContent | None, *, by: User) -> None:
    """Raises TooManyWaiting, TooManyToday, and Incomplete for too many links outside of the sources."""
    if not is_newcomer(by):
        return
    _check_numbers(by, waiting=Revision.objects.by(by).waiting().count())
    if problems := problems_of_links(content, base, at_most=settings.NEWCOMERS_LINKS_AT_MOST):
        raise Incomplete(problems)


def check_proposal(text: str, *, by: User) -> None:
    """Raises TooManyWaiting, TooManyToday, and Incomplete for too many links."""
    if not is_newcomer(by):
        return
    _check_numbers(by, waiting=Proposal.objects.by(by).waiting().count())
    if problems := problems_of_text("text", text, at_most=settings.NEWCOMERS_LINKS_AT_MOST):
        raise Incomplete(problems)


def _check_numbers(by: User, *, waiting: int) -> None:
    if waiting >= settings.NEWCOMERS_WAITING_AT_MOST:
        raise TooManyWaiting
    since = timezone.now() - A_DAY
    sent = sum(
        table.objects.filter(author=by, created_at__gt=since).count() for table in (Revision, Proposal)
    )
    if sent >= settings.NEWCOMERS_SENDING_A_DAY:
        raise TooManyToday
