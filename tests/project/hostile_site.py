"""A site on which everybody writes hostile text everywhere, made through the actions of the site."""

from urllib.parse import quote

from taggit.models import Tag

from accounts.models import User
from cases.actions import (
    change_comments,
    comments,
    disputes,
    off_page,
    proposals,
    reasons,
    rechecks,
    reports,
    reviews,
    snapshots,
    suspensions,
    tags,
    wanted,
)
from cases.actions.reasons import ReasonText
from cases.actions.reviews import seen_now
from cases.domain.content import Part
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.domain.talk import SUBJECT_LIMIT
from cases.domain.vocabulary import Stance
from cases.exchange.csv_table import csv_pieces
from cases.models import Case, ReviewReason, Revision
from cases.queries.mail import unsubscribe_token
from cases.queries.recheck import record_of
from cases.queries.sitemap import SPAN
from models_taxonomy.models import Claim
from tests.imports import brought
from tests.project.hostile import (
    PARAGRAPHS,
    accepted,
    accepted_in_part,
    draft_of,
    hostile_content,
    hostile_image,
    newly_worded,
    refused_and_returned,
    sent,
    tags_of,
)
from tests.project.routes import ROUTES
from tests.world import accepted as public_proposal
from tests.world import (
    commented,
    content,
    person,
    proposed,
    published,
    reported,
    suspended,
    uploaded,
)
from tests.world import waiting as commented_by_a_newcomer


def hostile_addresses(words: str, amina: User, bruno: User, deniz: User, edda: User) -> list[str]:
    """Every address of a site on which everybody writes these words everywhere."""
    User.objects.update(about=words)
    picture = uploaded(by=bruno)
    images = (hostile_image(words, picture),)
    case = accepted(hostile_content(words, images=images), words, by=bruno, reviewer=deniz)
    late = sent(hostile_content(words, title=f"{words} mine"), words, by=amina, on=case)
    newer = hostile_content(words, title=f"{words} theirs", summary=f"{words} theirs", images=images)
    accepted(newer, words, by=person("Zq9x-'.o"), reviewer=deniz, on=case)
    linking = Part(key="state", text=f"[[{case.slug}]] {words}")
    another = published(content("Another", parts=(linking,)), by=bruno, reviewer=deniz)
    some, part = accepted_in_part(words, by=amina, reviewer=deniz, on=another)
    waiting = sent(hostile_content(words, title=f"{words} waiting"), words, by=amina)
    changes = [
        late.pk,
        waiting.pk,
        some.pk,
        part.pk,
        *(row.pk for row in refused_and_returned(words, by=amina, reviewer=deniz)),
    ]
    gap = f"part-skills-{case.slug}"
    proposal = proposed(gap, by=amina, text=words)
    for kind in ProposalKind:
        public_proposal(gap, by=bruno, reviewer=deniz, kind=kind, text=words, **sources_of(kind, words))
    refused = proposed(gap, by=amina, text=words)
    proposals.decline(proposal=refused, by=deniz, reason="other", note=f"{words} {PARAGRAPHS}")
    wanted.write(gap=Gap.read(gap), text=words, by=deniz, seen_number=0)
    report = reported(case, by=amina, text=words)
    reports.close(report=reported(case, by=amina, text=words), by=deniz, note=f"{words} {PARAGRAPHS}")
    greta = person("Greta")
    suspended(greta, by=deniz, note=f"{words} {PARAGRAPHS}")
    appeal = suspensions.appeal(by=User.objects.get(pk=greta.pk), text=f"{words} {PARAGRAPHS}")
    said = {"subject": words[:SUBJECT_LIMIT], "text": f"{words} @Amina @{words}\n{PARAGRAPHS}"}
    comment = commented(case, by=bruno, about="part-state", **said)
    comments.edit(comment=comment, text=f"{said['text']} again", by=bruno)
    hidden = comments.hide(comment=commented(case, by=bruno, **said), reason="other", by=deniz)
    first = commented_by_a_newcomer(case, by=person("Frida"), **said)
    draft = draft_of(amina, words)
    table = "".join(csv_pieces(("title", words, "stage"), [(f"{words} row", words, words)])).encode()
    options: dict[str, object] = {"columns": ["title", "summary", "stage"]}
    found = brought(table, by=amina, name=f"{words}.csv", options=options)
    tags.add_synonym(tag=Tag.objects.get(name="commons"), name=f"{tags_of(words)[0][:40]} too", by=deniz)
    taken = accepted(hostile_content(words, title=f"{words} hidden"), words, by=bruno, reviewer=deniz)
    off_page.hide_case(record=taken.record, by=deniz, reason="privacy", note=words)
    withdrawn = accepted(hostile_content(words, title=f"{words} gone"), words, by=bruno, reviewer=deniz)
    off_page.withdraw_case(record=withdrawn.record, by=deniz, reason="other", note=f"{words} gone")
    off_page.hide_revision(revision=late, by=deniz, reason="copyright", note=words)
    snapshots.publish(title=words[:150], note=f"{words} snapshot", by=edda, seen=0)
    newly_worded(words, by=edda)
    on_change = change_comments.write(
        revision=waiting, path="summary", text=f"{words} comment\n{PARAGRAPHS}", by=deniz
    )
    fits = careful_words(words, case, by=amina, reviewer=deniz)
    snapshots.publish(title=words[:150], by=edda, seen=1)
    reason = ReviewReason.objects.get().code
    values = {
        "slug": case.slug,
        "image": picture.name,
        "draft": draft.pk,
        "waiting": waiting.pk,
        "change_comment": on_change.pk,
        "recheck": fits.pk,
        "late": late.pk,
        "proposal": proposal.pk,
        "report": report.pk,
        "appeal": appeal.pk,
        "thread": comment.thread_id,
        "comment": comment.pk,
        "hidden": hidden.pk,
        "first": first.pk,
        "case": case.pk,
        "token": unsubscribe_token(amina),
        "part": part.pk,
        "taken": taken.pk,
        "text": late.pk,
        "span": case.pk // SPAN,
        "tag_span": Tag.objects.get(name="commons").pk // SPAN,
        "import": found.pk,
    }
    return [
        *(address.format(**values) for address, _who in ROUTES.values()),
        *(f"/{place}/{pk}/" for place in ("me/changes", "review") for pk in changes),
        *(f"{place}{quote(words, safe='')}/" for place in ("/", "/cases/", "/people/", "/claims/")),
        *(f"{place}={quote(words)}" for place in ("/cases/?q", "/contribute/?title")),
        *(f"/compare/?case=another&{name}={quote(words)}" for name in ("case", "add")),
        *(f"/compare/?{query}" for query in (f"case={case.slug}&case=another&stack=1", f"case={case.slug}")),
        *(
            "/cases/?q=zq9x&sort=new",
            "/cases/another/",
            "/people/Zq9x-'.o/",
            "/people/Zq9x-'.o/suspension/",
            "/people/Greta/suspension/",
            f"/report/?about={quote(words)}",
            "/report/?about=person:Zq9x-'.o",
            f"/cases/{withdrawn.slug}/",
            f"/cases/{withdrawn.slug}/hiding/",
            f"/review/hidden/{withdrawn.pk}/",
            f"/contribute/?case={case.slug}",
            f"/contribute/?case={case.slug}&part=skills",
            "/gaps/?kind=part",
            f"/gaps/{gap}/",
            f"/review/{fits.pk}/",
            f"/me/changes/{fits.pk}/",
            f"/review/reasons/{reason}/",
            f"/review/reasons/{reason}/retirement/",
            *(f"/gaps/{gap}/{place}/" for place in ("feed", "looking", "call", "search", "wanted")),
            *(f"/{place}/proposals/{refused.pk}/" for place in ("me", "review")),
        ),
        *(f"/tags/{tag.slug}/edit/" for tag in Tag.objects.all()),
        *(f"/cases/{case.slug}/{place}/" for place in ("diff/2..1", "history/1", "edit/how-it-began")),
        f"/drafts/{draft.pk}/?show=preview",
    ]


def careful_words(words: str, case: Case, *, by: User, reviewer: User) -> Revision:
    """A reason, a dispute and a first yes in these words, on a change that says a placement still fits."""
    text = ReasonText(
        name=" ".join(f"zq9x hostile {words}".split())[:80],
        guidance=" ".join(words.split())[:300],
        link="",
        example=f"/cases/{case.slug}/",
        order=1,
    )
    reasons.add(said=text, by=reviewer)
    disputes.open_on(record=case.record, reason=f"{words} dispute", by=reviewer)
    record = record_of(case.slug)
    assert record is not None
    claim = Claim.objects.get(code="3f")
    fits = rechecks.still_fits(record=record, claim=claim, stance=Stance.SUPPORTS, seen_version=2, by=by)
    reviews.accept(revision=fits, by=reviewer, seen=seen_now(fits), note=f"{words} first")
    return fits


def sources_of(kind: ProposalKind, words: str) -> dict[str, str]:
    """What only a search note says."""
    return {"sources": f"{words}\n{words}"} if kind is ProposalKind.SEARCH else {}
