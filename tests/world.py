"""A small world of real-looking cases, made only through actions, as the site itself would."""

import io
import uuid
from dataclasses import replace
from functools import cache

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Picture

from accounts.models import User
from cases.actions import comments, proposals, rechecks, reports, reviews, submissions, suspensions
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Illustration, Image, Part, Phase, Place, Source, Stake
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind, ProposalText
from cases.domain.reports import Reported
from cases.domain.talk import Anchor
from cases.domain.vocabulary import ImageLicence, SourceKind, Speaker, Stance
from cases.models import Case, Comment, Proposal, Report, Revision, Suspension, Upload, WaitingComment
from cases.queries.recheck import record_of
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim, ClaimVersion

PASSWORD = "a long enough password"
CAST = {
    "amina": "contributor",
    "bruno": "contributor",
    "chiara": "moderator",
    "deniz": "moderator",
    "edda": "steward",
}
"""Who is on the stage of most tests, with their roles."""


def source(key: str = "baig2015", **changes: object) -> Source:
    """A source that can be found."""
    return replace(
        Source(
            key=key,
            kind=SourceKind.PAPER,
            title="Guifi.net, a crowdsourced network infrastructure held in common",
            authors="Roger Baig and others",
            year=2015,
            publisher="Computer Networks",
            url="https://example.org/guifi",
            speaker=Speaker.RESEARCHER,
        ),
        **changes,  # type: ignore[arg-type]
    )


def illustration(claim: str = "3c", stance: Stance = Stance.SUPPORTS, **changes: object) -> Illustration:
    """A placement on a claim, standing on the one source."""
    return replace(
        Illustration(
            claim=claim,
            version=1,
            stance=stance,
            note="Operators live from the network and are bound to sustain it.",
            sources=("baig2015",),
        ),
        **changes,  # type: ignore[arg-type]
    )


def content(title: str = "Guifi.net", **changes: object) -> CaseContent:
    """A partial case that may be sent for review."""
    return replace(
        CaseContent(
            title=title,
            summary=f"{title} is a network that its users build and own.",
            organisations=("Fundació guifi.net",),
            places=(Place(name="Osona", country="ES"),),
            sector="telecommunications",
            tags=("community network", "commons"),
            began=2004,
            ended="now",
            stake=Stake(none=True),
            phases=(
                Phase(start=2004, end=2008, stage=6, model=3, reason="Volunteers link farms by radio."),
                Phase(start=2008, end=None, stage=7, model=3, reason="A foundation holds the commons."),
            ),
            parts=(
                Part(key="in-short", text="A network held in common [@baig2015]."),
                Part(key="value-capture", text="Operators earn on it.[@baig2015]"),
            ),
            illustrations=(illustration(),),
            sources=(source(),),
            open_questions=("What do installers earn?",),
        ),
        **changes,  # type: ignore[arg-type]
    )


def submitted(
    what: CaseContent, *, by: User, on: Case | None = None, follows: Revision | None = None
) -> Revision:
    """Send content for review: a new case, or a change to the case `on`."""
    return submissions.submit(
        content=what,
        by=by,
        submission_key=uuid.uuid4(),
        record=on.record if on else None,
        base=on.record.published if on else None,
        follows=follows,
    )


def published(what: CaseContent, *, by: User, reviewer: User, on: Case | None = None) -> Case:
    """Send content and have it accepted."""
    revision = submitted(what, by=by, on=on)
    reviews.approve(revision=revision, by=reviewer, seen=seen_now(revision))
    return Case.objects.select_related("record__published").get(pk=revision.record_id)


def proposed(
    gap: str = "claim-3f", *, by: User, kind: ProposalKind = ProposalKind.CALL, **said: object
) -> Proposal:
    """Propose an open call, or a note that somebody looked and found nothing."""
    words: dict[str, object] = {"text": "Who knows of a supply chain that is planned in the open?"}
    if kind is ProposalKind.SEARCH:
        words = {"text": "I looked for open plans.", "sources": "Three reports of 2019"}
    text = ProposalText(kind=kind, **words | said)  # type: ignore[arg-type]
    return proposals.propose(said=text, gap=Gap.read(gap), by=by, submission_key=uuid.uuid4())


def accepted(gap: str = "claim-3f", *, by: User, reviewer: User, **said: object) -> Proposal:
    """Propose it and have it accepted."""
    proposal = proposed(gap, by=by, **said)  # type: ignore[arg-type]
    proposals.accept(proposal=proposal, by=reviewer)
    return proposal


def began(
    case: Case,
    *,
    by: User,
    about: str = "",
    subject: str = "Who pays for the masts?",
    text: str = "Who does?",
) -> comments.Written:
    """Begin a thread on a case, a part or a placement."""
    return comments.begin(
        case=case, about=Anchor.read(about), subject=subject, text=text, by=by, submission_key=uuid.uuid4()
    )


def answered(to: Comment, text: str = "The farms do.", *, by: User) -> Comment:
    """Answer in the thread of a comment, by somebody whose comments show at once."""
    case = Case.objects.get(pk=to.thread.record_id)
    written = comments.answer(thread=to.thread, case=case, text=text, by=by, submission_key=uuid.uuid4())
    assert isinstance(written, Comment)
    return written


def commented(case: Case, *, by: User, **said: str) -> Comment:
    """Begin a thread, by somebody whose comments show at once."""
    written = began(case, by=by, **said)
    assert isinstance(written, Comment)
    return written


def waiting(case: Case, *, by: User, **said: str) -> WaitingComment:
    """Begin a thread, by somebody whose comments are reviewed first."""
    written = began(case, by=by, **said)
    assert isinstance(written, WaitingComment)
    return written


def reworded(code: str, *, by: User, kind: str = "narrowed") -> ClaimVersion:
    """Give a claim a new wording; of the kind *withdrawn*, withdraw it."""
    claim = Claim.objects.get(pk=code)
    return publish_wording(
        claim=claim, statement="Newly worded.", kind=kind, note="Why.", by=by, seen_version=claim.version
    )


def suspended(whom: User, *, by: User, **said: object) -> Suspension:
    """Suspend a person for spam, without end."""
    words: dict[str, object] = {"reason": "spam", "note": "You sent the same advertisement to ten cases."}
    return suspensions.suspend(person=whom, by=by, **words | said)  # type: ignore[arg-type]


def uploaded(*, by: User) -> Upload:
    """A picture of this person, kept as an upload keeps it; decoding a file takes a process of its own."""
    row = Upload.objects.create(name=uuid.uuid4().hex, by=by, width=60, height=40, size=2 * len(_webp()))
    for file in (row.large, row.small):
        default_storage.save(file, ContentFile(_webp()))
    return row


@cache
def _webp() -> bytes:
    buffer = io.BytesIO()
    Picture.new("RGB", (60, 40), "teal").save(buffer, "WEBP")
    return buffer.getvalue()


def image(upload: Upload, **changes: str) -> Image:
    """An image of a case, of this upload."""
    said = {"alt": "A mast on a roof", "author": "Amina"} | changes
    return Image(key=upload.name, licence=ImageLicence.CC_BY, **said)


def reported(case: Case, *, by: User | None, **said: object) -> Report:
    """Report a case."""
    words: dict[str, object] = {"kind": "wrong", "text": "The year is wrong."}
    return reports.report(
        about=Reported.CASE,
        number=case.pk,
        by=by,
        form_key=uuid.uuid4(),
        **words | said,  # type: ignore[arg-type]
    )


def still_fits(case: Case, *, by: User, steward: User, code: str = "3c") -> Revision:
    """Give a claim a new wording, and say of the case that supports it that it still fits."""
    version = reworded(code, by=steward)
    record = record_of(case.slug)
    assert record is not None
    return rechecks.still_fits(
        record=record, claim=version.claim, stance=Stance.SUPPORTS, seen_version=version.number, by=by
    )


def person(name: str, role: str = "contributor") -> User:
    """A person with a verified e-mail address and the one password."""
    from allauth.account.models import EmailAddress  # noqa: PLC0415 (needs loaded models)

    user = User.objects.create_user(name, f"{name.lower()}@example.org", PASSWORD, role=role)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def someone(name: str) -> User:
    """One of the cast: as the world of the test holds them, or new."""
    known = User.objects.filter(username=name.title()).first()
    return known or person(name.title(), CAST[name])
