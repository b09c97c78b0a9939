"""Every page, narrow and wide, light and dark: axe finds nothing and nothing scrolls sideways."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from accounts.models import User
from cases.actions import drafts, looking, reviews, wanted
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Part
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.domain.vocabulary import Absence, Stance
from cases.forms.edit import EditSheet
from cases.models import Case
from tests.world import accepted, content, illustration, proposed, published, submitted

pytestmark = pytest.mark.browser

# Without preloading: axe would fetch the pieces of the style sheet from addresses of its own making.
RULES: dict[str, object] = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "preload": False,
}
# The theme swaps colours and nothing else, so only these rules can differ in the dark.
COLOURS: dict[str, object] = {
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
    "preload": False,
}
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
    "/cases/?q=nothing-like-it",
    "/cases/guifi-net/",
    "/cases/guifi-net/history/",
    "/cases/guifi-net/history/1/",
    "/cases/guifi-net/diff/1..2/",
    "/people/Bruno/",
    "/about/method/",
    "/about/evidence/",
    "/about/accessibility/",
    "/about/licence/",
    "/gallery/",
    "/account/login/",
    "/account/signup/",
    "/account/password/reset/",
    "/no-such-page/",
    "/cases/?decade=abc",
)
CONTRIBUTOR = (
    "/me/",
    "/contribute/",
    "/contribute/?claim=3f",
    "/contribute/?case=linux&part=state",
    "/cases/guifi-net/edit/",
    "/cases/guifi-net/edit/state/",
    "/drafts/{draft}/",
    "/drafts/{draft}/?show=preview",
    "/drafts/{draft}/discard/",
    "/contribute/?country=PE",
    "/gaps/claim-3f/",
    "/gaps/claim-3f/looking/",
    "/gaps/claim-3f/call/",
    "/gaps/claim-3f/search/",
    "/me/proposals/{proposal}/",
    "/me/changes/{waiting}/",
    "/me/changes/{waiting}/withdrawal/",
    "/me/changes/{asked}/",
    "/me/changes/{part}/",
    "/account/about/",
    "/cases/guifi-net/history/1/restore/",
    "/account/delete/",
    "/account/email/",
    "/account/password/change/",
    "/account/2fa/",
    "/account/2fa/totp/activate/",
    "/account/2fa/webauthn/",
    "/account/sessions/",
    "/account/logout/",
    "/review/",
)
MODERATOR = (
    "/review/",
    "/gaps/claim-3f/",
    "/gaps/claim-3f/wanted/",
    "/review/proposals/{proposal}/",
    "/review/proposals/{public}/",
    "/review/{waiting}/",
    "/review/{late}/",
    "/review/{late}/?show=sides",
    "/review/{late}/?show=page",
    "/review/{late}/?show=text",
    "/review/{late}/rebase/",
    "/review/{asked}/",
    "/review/{part}/",
    "/review/?topic=new-case&newcomers=1",
    "/review/?topic=sources&longer=14",
)
STEWARD = ("/claims/3c/wording/", "/account/roles/")
WALKS = {"stranger": PUBLIC, "Amina": CONTRIBUTOR, "Chiara": MODERATOR, "Edda": STEWARD}


@pytest.fixture
def busy_town(town: dict[str, User]) -> dict[str, int]:
    """Changes that wait, are late, or were asked about; a draft with faults; a case with long names."""
    amina, bruno, chiara, deniz = (town[name] for name in ("amina", "bruno", "chiara", "deniz"))
    case = Case.objects.select_related("record__published").get(slug="guifi-net")
    late = submitted(content("Guifi.net", summary="Late."), by=amina, on=case)
    published(rich_content(), by=bruno, reviewer=chiara, on=case)
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
    proposal = proposed(by=amina, text="Supercalifragilisticexpialidocious" * 9)
    public = accepted(by=amina, reviewer=chiara, text="من يعرف؟")
    accepted(by=bruno, reviewer=chiara, kind=ProposalKind.SEARCH, sources="https://example.org/" + "a" * 200)
    looking.begin(gap=Gap.read("claim-3f"), by=amina)
    wanted.write(gap=Gap.read("claim-3f"), text="an open chain", by=chiara, seen_number=0)
    return {
        "late": late.pk,
        "waiting": waiting.pk,
        "asked": asked.pk,
        "part": part.revision_id,
        "draft": draft.pk,
        "proposal": proposal.pk,
        "public": public.pk,
    }


def rich_content() -> CaseContent:
    """A case with every kind of part and every stance."""
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
    )


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", WALKS)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    busy_town: dict[str, int],
    open_browser: Callable[..., Page],
    sign_in: Callable[[Page, str], Page],
    name: str,
    width: int,
) -> None:
    page = open_browser(width=width)
    if name != "stranger":
        sign_in(page, name)
    found: list[str] = []
    for address in WALKS[name]:
        page.goto(address.format(**busy_town))
        found += faults_of(page, address)
    assert found == []


def faults_of(page: Page, where: str) -> list[str]:
    """What axe finds on the page in light and dark, and whether it scrolls sideways."""
    # Without motion: axe would else judge colours halfway between the two themes.
    page.emulate_media(reduced_motion="reduce")
    found = violations(page, RULES, where)
    page.emulate_media(color_scheme="dark")
    found += violations(page, COLOURS, f"{where} (dark)")
    page.emulate_media(color_scheme="light")
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    return [*found, f"{where}: scrolls {overflow} px"] if overflow > 0 else found


def violations(page: Page, options: dict[str, object], where: str) -> list[str]:
    """One line for each rule that axe finds broken."""
    answer: Any = Axe().run(page, options=options).response
    return [f"{where}: {row['id']} {row['nodes'][0]['html'][:160]}" for row in answer["violations"]]
