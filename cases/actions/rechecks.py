"""Looking again at placements whose claim was worded anew."""

import uuid
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import submissions
from cases.actions.refusals import ChangedSinceSeen
from cases.domain.content import CaseContent, Illustration
from cases.domain.vocabulary import Stance
from cases.domain.workflow import State
from cases.models import CaseRecord, Recheck, Revision
from models_taxonomy.models import Claim


def still_fits(*, record: CaseRecord, claim: Claim, stance: Stance, seen_version: int, by: User) -> Revision:
    """Propose that a placement fits the newest wording as well: a revision that only raises the number of it.

    Another moderator accepts it, as any other change. Raises as `submissions.submit`, and ChangedSinceSeen
    when the claim was worded again, the placement is gone or up to date, or somebody proposed the same.
    """
    public = record.published
    row = public.read().illustration(claim.code, stance) if public else None
    if public is None or row is None or claim.is_withdrawn or not row.version < claim.version == seen_version:
        raise ChangedSinceSeen
    with transaction.atomic():
        revision = submissions.submit(
            content=_raised(public.read(), row, claim.version),
            by=by,
            submission_key=uuid.uuid4(),
            record=record,
            base=public,
            note=_("Still fits wording %(number)s of claim %(code)s.")
            % {"number": claim.version, "code": claim.code},
        )
        same = Recheck.objects.filter(record=record, claim=claim.code, stance=stance, version=claim.version)
        if same.filter(revision__standing__state=State.SUBMITTED).exists():
            raise ChangedSinceSeen
        Recheck.objects.create(
            revision=revision, record=record, claim=claim.code, stance=stance, version=claim.version
        )
        return revision


def _raised(content: CaseContent, row: Illustration, version: int) -> CaseContent:
    rows = tuple(replace(old, version=version) if old == row else old for old in content.illustrations)
    return replace(content, illustrations=rows)
