"""A site on which every address leads to something, and of which much may be seen by some people only."""

import uuid
from dataclasses import dataclass

import pytest
from taggit.models import Tag

from accounts.models import User
from cases.actions import change_comments, comments, drafts, off_page, reviews, snapshots, suspensions
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Part, Place
from cases.domain.proposals import ProposalKind
from cases.models import Case, Revision
from cases.queries.mail import unsubscribe_token
from cases.queries.sitemap import SPAN
from tests.imports import brought
from tests.world import (
    accepted,
    answered,
    commented,
    content,
    illustration,
    image,
    person,
    proposed,
    published,
    reported,
    source,
    still_fits,
    submitted,
    suspended,
    uploaded,
)
from tests.world import waiting as commented_by_a_newcomer

CANARY = "Canary-7f3a"


@dataclass(frozen=True)
class World:
    """The parts of addresses: a case, a draft of Amina, a waiting change of Amina, and one that is late.

    Of Bruno, a case that is hidden, one that was withdrawn, and a hidden version of another one.
    """

    values: dict[str, object]


@pytest.fixture
def world(amina: User, bruno: User, chiara: User, deniz: User, edda: User) -> World:
    """The site for one test."""
    return made(amina=amina, bruno=bruno, deniz=deniz, edda=edda)


def made(*, amina: User, bruno: User, deniz: User, edda: User) -> World:
    """Two public cases; everything of Amina waits, and holds the canary, as does what is hidden."""
    picture = uploaded(by=bruno)
    case = published(content(images=(image(picture),)), by=bruno, reviewer=deniz)
    another = published(content("Another"), by=bruno, reviewer=deniz)
    said_first = commented_by_a_newcomer(case, by=amina, subject=f"{CANARY} subject", text=f"{CANARY} text")
    some = submitted(content("Another", summary=f"{CANARY} left.", tags=("radio",)), by=amina, on=another)
    part = reviews.accept_some(revision=some, paths={"tags"}, by=deniz, seen=seen_now(some), note="Later.")
    another = Case.objects.select_related("record__published").get(pk=another.pk)
    taken = published(hidden_content(), by=bruno, reviewer=deniz)
    accepted("part-state-canary-7f3a-hidden", by=bruno, reviewer=deniz, text=f"{CANARY} wanted")
    snapshots.publish(title="With what is hidden later", by=edda, seen=0)
    off_page.hide_case(record=taken.record, by=deniz, reason="privacy", note=f"{CANARY} why")
    withdrawn = published(content(f"{CANARY} withdrawn"), by=bruno, reviewer=deniz)
    off_page.withdraw_case(record=withdrawn.record, by=deniz, reason="not_sourced", note="Nobody found it.")
    for summary in (f"{CANARY} version.", "Clean again."):
        another = published(content("Another", summary=summary), by=bruno, reviewer=deniz, on=another)
    text = Revision.objects.get(content__summary=f"{CANARY} version.")
    off_page.hide_revision(revision=text, by=deniz, reason="privacy", note=f"{CANARY} why")
    late = submitted(content(summary=f"{CANARY} late."), by=amina, on=case)
    published(content(summary="Newer.", images=(image(picture),)), by=bruno, reviewer=deniz, on=case)
    waiting = submitted(content(f"{CANARY} case", illustrations=(illustration("3f", note=CANARY),)), by=amina)
    refused = submitted(content(f"{CANARY} refused"), by=amina)
    reviews.decline(revision=refused, by=deniz, seen=seen_now(refused), reason="other", note=f"{CANARY} note")
    draft = drafts.start(
        by=amina, form="contribute", key=uuid.uuid4(), fields={"note": [CANARY]}, title=CANARY
    )
    proposal = proposed(by=amina, text=f"{CANARY} call")
    proposed(by=amina, kind=ProposalKind.SEARCH, text=f"{CANARY} search", sources=f"{CANARY} sources")
    accepted("claim-3n", by=bruno, reviewer=deniz)
    report = reported(case, by=amina, text=f"{CANARY} report")
    greta = person("Greta")
    suspended(greta, by=deniz, note=f"{CANARY} suspension")
    appeal = suspensions.appeal(by=User.objects.get(pk=greta.pk), text=f"{CANARY} appeal")
    said = change_comments.write(revision=waiting, path="summary", text=f"{CANARY} comment", by=deniz)
    fits = still_fits(case, by=amina, steward=edda)
    comment = commented(case, by=bruno, about="part-state")
    alone = commented(case, by=bruno, subject=f"{CANARY} hidden", text=f"{CANARY} hidden")
    table = f"title,summary\n{CANARY},{CANARY} row\n".encode()
    found = brought(table, by=amina, name=f"{CANARY}.csv", options={"columns": ["title", "summary"]})
    hidden = answered(comment, f"{CANARY} hidden answer", by=bruno)
    snapshots.publish(title="After it was hidden", by=edda, seen=1)
    for each in (alone, hidden):
        comments.hide(comment=each, reason="attack", by=deniz)
    return World(
        {
            "change_comment": said.pk,
            "recheck": fits.pk,
            "proposal": proposal.pk,
            "report": report.pk,
            "appeal": appeal.pk,
            "thread": comment.thread_id,
            "comment": comment.pk,
            "gone": alone.thread_id,
            "hidden": hidden.pk,
            "first": said_first.pk,
            "slug": case.slug,
            "image": picture.name,
            "draft": draft.pk,
            "waiting": waiting.pk,
            "late": late.pk,
            "case": case.pk,
            "token": unsubscribe_token(bruno),
            "part": part.revision_id,
            "taken": taken.pk,
            "text": text.pk,
            **spans_of(case),
            "import": found.pk,
        }
    )


def spans_of(case: Case) -> dict[str, object]:
    """In which sitemaps a case and its tags are listed."""
    tag = Tag.objects.get(slug="commons")
    return {"span": case.pk // SPAN, "tag_span": tag.pk // SPAN}


def hidden_content() -> CaseContent:
    """A case of which nothing is said by any other, and everything holds the canary."""
    return content(
        f"{CANARY} hidden",
        tags=(f"{CANARY.lower()} tag",),
        organisations=(CANARY,),
        places=(Place(name=CANARY, country="PE"),),
        began=1911,
        illustrations=(illustration("3f", note=CANARY, quote=CANARY),),
        parts=(Part(key="in-short", text=f"{CANARY} part."),),
        sources=(source(title=CANARY, authors=CANARY, url="https://example.org/canary"),),
        open_questions=(f"{CANARY}?",),
    )
