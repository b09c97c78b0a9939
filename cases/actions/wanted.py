"""Writing the *Wanted* sentence of a gap. Each version is in the audit log."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.refusals import ChangedSinceSeen, GapNotOpen, Incomplete, NotAllowed
from cases.domain.gaps import Gap
from cases.domain.messages import too_long
from cases.domain.proposals import WANTED_LIMIT
from cases.models import WantedLine
from cases.queries.gap_states import state_now


def write(*, gap: Gap, text: str, by: User, seen_number: int) -> WantedLine:
    """Put a sentence in the place of the one the moderator had in view; "" takes it away.

    Raises NotAllowed, Incomplete, GapNotOpen when there is no such gap, and ChangedSinceSeen when somebody
    wrote another sentence meanwhile.
    """
    if not permissions.may_word_gaps(by):
        raise NotAllowed
    text = " ".join(text.split())
    if problems := too_long("text", text, WANTED_LIMIT):
        raise Incomplete(problems)
    with transaction.atomic():
        # All publications queue there, so that two moderators cannot both write the same number.
        publication.bump_site_version(timezone.now())
        if state_now(gap) is None:
            raise GapNotOpen
        line = WantedLine.objects.filter(gap=gap.address).first()
        number = line.number if line else 0
        if number != seen_number:
            raise ChangedSinceSeen
        line, _is_new = WantedLine.objects.update_or_create(
            gap=gap.address,
            defaults={"text": text, "number": number + 1, "by": by, "at": timezone.now()},
        )
        trail.note("wanted", by=by, subject=line, data={"number": line.number, "text": text})
        return line
