"""Every page, narrow and wide, light and dark: axe finds nothing and nothing scrolls sideways."""

import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from playwright.sync_api import Page

from accounts.models import User
from cases.actions import (
    change_comments,
    comments,
    disputes,
    drafts,
    looking,
    rechecks,
    reviews,
    snapshots,
    suspensions,
    wanted,
)
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Part
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.domain.vocabulary import Absence, Stance
from cases.forms.edit import EditSheet
from cases.models import Case, Upload
from cases.queries.recheck import record_of
from models_taxonomy.models import Claim
from tests.browser.axe import WIDE, faults_of
from tests.imports import brought, json_lines, sent
from tests.world import (
    accepted,
    commented,
    content,
    illustration,
    image,
    person,
    proposed,
    published,
    reported,
    reworded,
    submitted,
    suspended,
    uploaded,
)
from tests.world import waiting as commented_by_a_newcomer

pytestmark = pytest.mark.browser

PUBLIC = (
    "/",
    "/patchwork/",
    "/patchwork/?state=gap",
    "/patchwork/?state=thin&model=3",
    "/patchwork/text/",
    "/patchwork/guess/",
    "/matrix/",
    "/matrix/?cell=7-3&trace=guifi-net&trace=linux",
    "/matrix/?at=2005&country=ES",
    "/matrix/?cell=off",
    "/matrix/?lang=fr",
    "/matrix/table/",
    "/gaps/",
    "/gaps/?kind=part&sort=-gap",
    "/gaps/?kind=thin",
    "/gaps/claim-3f/",
    "/gaps/claim-3c/",
    "/gaps/cell-7-3/",
    "/gaps/country-PE/",
    "/gaps/part-market-linux/",
    "/changes/",
    "/feeds/",
    "/api/",
    "/moves/",
    "/moves/?from=6-3&to=7-3&country=ES",
    "/moves/?lang=fr",
    "/moves/table/",
    "/compare/",
    "/compare/?case=guifi-net",
    "/compare/?case=guifi-net&case=linux",
    "/compare/?case=guifi-net&case=linux&case=sensorica&differ=1",
    "/compare/?case=guifi-net&case=sensorica&stack=1",
    "/compare/?case=guifi-net&add=nobody",
    "/compare/?case=guifi-net&case=never-was",
    "/compare/?case=1&case=2&case=3&case=4&case=5",
    "/map/",
    "/map/?country=ES",
    "/map/?lang=fr",
    "/timeline/",
    "/timeline/?lang=fr",
    "/claims/3c/",
    "/claims/3f/",
    "/texts/hierarchy/",
    "/texts/models/",
    "/cases/",
    "/cases/?q=guifi",
    "/cases/?q=gufi+-stocksy",
    "/cases/?q=nothing-like-it",
    "/cases/guifi-net/",
    "/cases/guifi-net/discussion/",
    "/cases/guifi-net/discussion/{thread}/",
    "/cases/linux/discussion/",
    "/cases/guifi-net/history/",
    "/cases/guifi-net/history/1/",
    "/cases/guifi-net/diff/1..2/",
    "/people/Bruno/",
    "/moderation-log/",
    "/report/?about=case:guifi-net",
    "/report/?about=case:guifi-net&sent=1",
    "/about/method/",
    "/about/evidence/",
    "/about/review/",
    "/about/reasons/",
    "/about/accessibility/",
    "/about/agreement/",
    "/about/licence/",
    "/data/?country=ES",
    "/data/snapshots/",
    "/data/snapshots/2/",
    "/data/snapshots/1..2/",
    "/cases/guifi-net/history/2/cite/",
    "/gallery/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/no-such-page/",
    "/cases/?decade=abc",
)
CONTRIBUTOR = (
    "/me/",
    "/me/notices/",
    "/me/watching/",
    "/me/settings/",
    "/watch/claim-3f/",
    "/contribute/",
    "/contribute/?claim=3f",
    "/place/?claim=3f&case=linux",
    "/contribute/?case=linux&part=state",
    "/cases/guifi-net/edit/",
    "/cases/guifi-net/opinion/",
    "/cases/guifi-net/edit/state/",
    "/drafts/{draft}/",
    "/drafts/{draft}/?show=preview",
    "/drafts/{draft}/discard/",
    "/contribute/?country=PE",
    "/gaps/claim-3f/",
    "/gaps/claim-3f/looking/",
    "/gaps/claim-3f/call/",
    "/gaps/claim-3f/search/",
    "/cases/guifi-net/discussion/",
    "/cases/guifi-net/discussion/{thread}/",
    "/cases/guifi-net/discussion/{thread}/answer/",
    "/cases/guifi-net/discussion/new/?about=claim-3c-partly",
    "/me/proposals/{proposal}/",
    "/me/changes/{waiting}/",
    "/me/changes/{waiting}/withdrawal/",
    "/me/changes/{asked}/",
    "/recheck/",
    "/me/changes/{part}/",
    "/import/",
    "/me/imports/",
    "/me/imports/{import}/",
    "/me/imports/{import}/columns/",
    "/me/imports/{brought}/",
    "/me/imports/{brought}/withdrawal/",
    "/me/imports/{import}/discard/",
    "/account/about/",
    "/cases/guifi-net/history/1/restore/",
    "/account/delete/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/sessions/",
    "/me/tokens/",
    "/account/logout/",
    "/review/",
)
MODERATOR = (
    "/review/",
    "/gaps/claim-3f/",
    "/gaps/claim-3f/wanted/",
    "/tags/commons/edit/",
    "/cases/guifi-net/discussion/",
    "/cases/guifi-net/discussion/{thread}/",
    "/cases/guifi-net/discussion/{thread}/resolve/",
    "/cases/guifi-net/comments/{comment}/hide/",
    "/cases/guifi-net/comments/{hidden}/hide/",
    "/review/comments/{first}/",
    "/review/proposals/{proposal}/",
    "/review/proposals/{public}/",
    "/review/reports/",
    "/review/reports/{report}/",
    "/review/appeals/{appeal}/",
    "/people/Amina/suspension/",
    "/people/Greta/suspension/",
    "/review/{waiting}/",
    "/review/{late}/",
    "/review/{late}/?show=sides",
    "/review/{fits}/",
    "/review/reasons/",
    "/review/reasons/add/",
    "/review/reasons/advertising/",
    "/review/reasons/advertising/retirement/",
    "/cases/guifi-net/dispute/",
    "/cases/linux/dispute/",
    "/recheck/",
    "/review/{late}/?show=page",
    "/review/{late}/?show=text",
    "/review/{late}/rebase/",
    "/review/{asked}/",
    "/review/{part}/",
    "/review/?topic=new-case&newcomers=1",
    "/review/?topic=sources&longer=14",
)
SUSPENDED = ("/account/appeal/", "/me/")
STEWARD = ("/claims/3c/wording/", "/account/roles/", "/data/snapshots/new/")
WALKS = {"stranger": PUBLIC, "Amina": CONTRIBUTOR, "Chiara": MODERATOR, "Edda": STEWARD, "Greta": SUSPENDED}


@pytest.fixture
def busy_town(town: dict[str, User]) -> dict[str, int]:
    """Changes that wait, are late, or were asked about; a draft with faults; a case with long names."""
    amina, bruno, chiara, deniz = (town[name] for name in ("amina", "bruno", "chiara", "deniz"))
    case = Case.objects.select_related("record__published").get(slug="guifi-net")
    snapshots.publish(title="Supercalifragilistic" * 5, note="شبكة", by=town["edda"], seen=0)
    late = submitted(content("Guifi.net", summary="Late."), by=amina, on=case)
    published(rich_content(uploaded(by=bruno)), by=bruno, reviewer=chiara, on=case)
    waiting = submitted(content("Supercalifragilisticexpialidocious" * 3), by=amina)
    asked = submitted(content("Asked"), by=amina)
    reviews.ask_for_changes(
        revision=asked, by=deniz, seen=seen_now(asked), reason="source-missing", note="Where?"
    )
    linux = Case.objects.select_related("record__published").get(slug="linux")
    some = submitted(content("Linux", tags=("kernel",), illustrations=()), by=amina, on=linux)
    part = reviews.accept_some(revision=some, paths={"tags"}, by=deniz, seen=seen_now(some), note="Why gone?")
    fields = EditSheet.opening_fields(CaseContent()) | {"title": ["شبكة مشتركة"], "phases.0.start": ["x"]}
    draft = drafts.start(by=amina, form="edit", key=uuid.uuid4(), fields=fields, title="شبكة مشتركة")
    long_row = f"شبكة مشتركة,soon,{'Supercalifragilistic' * 9}\n"
    columns: dict[str, object] = {"columns": ["title", "began", ""]}
    table = f"title,{'Founded' * 20},x\n{long_row}".encode()
    found = brought(table, by=amina, name=f"{'Supercalifragilistic' * 8}.csv", options=columns)
    imported = sent(json_lines(content("Brought"), replace(content("Lacks"), phases=())), by=amina)
    proposal = proposed(by=amina, text="Supercalifragilisticexpialidocious" * 9)
    public = accepted(by=amina, reviewer=chiara, text="من يعرف؟")
    accepted(by=bruno, reviewer=chiara, kind=ProposalKind.SEARCH, sources="https://example.org/" + "a" * 200)
    report = reported(case, by=amina, text="Supercalifragilisticexpialidocious" * 9)
    greta = person("Greta")
    suspended(greta, by=deniz)
    appeal = suspensions.appeal(by=User.objects.get(pk=greta.pk), text="It was a mistake.")
    looking.begin(gap=Gap.read("claim-3f"), by=amina)
    wanted.write(gap=Gap.read("claim-3f"), text="an open chain", by=chiara, seen_number=0)
    change_comments.write(revision=waiting, path="summary", text="Supercalifragilistic" * 9, by=chiara)
    disputes.open_on(record=case.record, reason="Supercalifragilistic" * 9, by=chiara)
    reworded("3c", by=town["edda"])
    snapshots.publish(title="Autumn 2026", by=town["edda"], seen=1)
    record = record_of("guifi-net")
    assert record is not None
    claim = Claim.objects.get(pk="3c")
    fits = rechecks.still_fits(record=record, claim=claim, stance=Stance.PARTLY, seen_version=2, by=amina)
    reviews.accept(revision=fits, by=deniz, seen=seen_now(fits), note="Supercalifragilistic" * 9)
    long = f"{'Supercalifragilisticexpialidocious' * 4}\n\n- one\n\n> two\n\n@Amina [three](https://example.org/)"
    comment = commented(case, by=bruno, about="part-market", subject="شبكة مشتركة", text=long)
    hidden = comments.hide(comment=commented(case, by=bruno), reason="other", by=chiara)
    first = commented_by_a_newcomer(case, by=person("Newcomer"), subject="S" * 150, text=long)
    return {
        "fits": fits.pk,
        "thread": comment.thread_id,
        "comment": comment.pk,
        "hidden": hidden.pk,
        "first": first.pk,
        "late": late.pk,
        "waiting": waiting.pk,
        "asked": asked.pk,
        "part": part.revision_id,
        "draft": draft.pk,
        "proposal": proposal.pk,
        "public": public.pk,
        "report": report.pk,
        "appeal": appeal.pk,
        "import": found.pk,
        "brought": imported.pk,
    }


def rich_content(upload: Upload) -> CaseContent:
    """A case with every kind of part, every stance and an image."""
    table = "| a | b |\n|---|---|\n| 1 | 2 |"
    text = f"List:\n\n- one\n- two\n\n{table}\n\nA note.[^1] [[Linux]] [[New]] [@baig2015]\n\n[^1]: Here."
    return content(
        "Guifi.net",
        summary="Changed.",
        parts=(
            Part(key="in-short", text=text),
            Part(key="skills", absence=Absence.NOT_FOUND, note="Read three reports."),
            Part(key="market", absence=Absence.NOT_KNOWN),
            Part(key="state", absence=Absence.DOES_NOT_APPLY, note="No state took part."),
        ),
        illustrations=(
            illustration("3c", Stance.PARTLY),
            illustration("3c", Stance.CONTRADICTS),
            illustration("1d", Stance.CONTRADICTS),
            illustration("3f", Stance.NOT_FOUND, sources=()),
        ),
        images=(image(upload, caption="Supercalifragilistic" * 9),),
    )


@pytest.mark.timeout(900)  # seventy-seven pages, some seconds each
@pytest.mark.parametrize("name", WALKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    busy_town: dict[str, int],
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], Page],
    name: str,
) -> None:
    page = open_browser(width=WIDE)
    if name != "stranger":
        sign_in(page, name)
    found: list[str] = []
    for address in WALKS[name]:
        page.goto(address.format(**busy_town))
        found += faults_of(page, address)
    assert found == []


@pytest.mark.parametrize(
    "address", ["/", "/claims/3c/", "/matrix/?cell=7-3", "/tags/commons/", "/cases/{}/history/"]
)
def test_a_title_of_one_long_word_does_not_widen_the_page(
    town: dict[str, User], open_browser: Callable[..., Page], address: str
) -> None:
    case = published(content("x" * 80), by=town["bruno"], reviewer=town["deniz"])
    page = open_browser()
    page.set_viewport_size({"width": 390, "height": 900})
    answer = page.goto(address.format(case.slug))
    assert answer is not None
    assert answer.ok
    assert page.evaluate("document.documentElement.scrollWidth") == 390
