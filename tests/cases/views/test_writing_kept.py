"""Every way of writing ends in a change for review, and no field is lost on the way."""

import re
import uuid
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.apps import apps
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.actions import drafts, reviews
from cases.actions.reviews import seen_now
from cases.domain.vocabulary import PARTS, Absence
from cases.forms.edit import EditSheet
from cases.models import Case, Draft, Revision
from tests.cases.forms.test_contribute import GOOD
from tests.kept import kept
from tests.project.whole_site import World, made
from tests.world import content, published, submitted

Browser = Callable[[User], Client]
Fields = dict[str, list[str]]
FRAGMENT = {"HX-Request": "true"}
AGREED = {"stake": ["none"], "licence": ["on"]}
FULL = {name: [value] for name, value in GOOD.items()} | {
    "sector": ["agriculture"],
    "quote": ["“We plan together.”"],
    "part": ["state"],
    "part_text": ["The state looked on.[@own1]"],
    "no_stage_reason": [""],
    "phase_reason": ["Growers set the frame."],
    "stake": ["some"],
    "stake_which": ["I bought apples there."],
    "review_note": ["First of three."],
    "same_case": ["on"],
    "sources.0.key": ["own1"],
    "sources.0.doi": ["10.1000/182"],
    "sources.0.authors": ["A. Grower"],
    "sources.0.year": ["2014"],
    "sources.0.publisher": ["The growers"],
    "sources.0.accessed": ["2026-11-20"],
}


class Form(HTMLParser):
    """What a browser would send from the writing form of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: Fields = {}
        self.is_inside = False
        self.area = self.select = ""
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.is_inside = self.is_inside or (tag == "form" and "data-autosave-url" in found)
        if not self.is_inside:
            return
        name = found.get("name") or ""
        if tag == "textarea":
            self.area, self.text = name, []
        elif tag == "select":
            self.select = name
        elif tag == "option" and self.select and "selected" in found:
            self.fields.setdefault(self.select, []).append(found.get("value") or "")
        elif (
            tag == "input" and name and (found.get("type") not in {"radio", "checkbox"} or "checked" in found)
        ):
            default = "on" if found.get("type") == "checkbox" else ""
            self.fields.setdefault(name, []).append(found.get("value") or default)

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "textarea" and self.area:
            self.fields[self.area] = ["".join(self.text).removeprefix("\n")]
            self.area = ""
        elif tag == "select":
            self.select = ""


def on_page(client: Client, address: str) -> Fields:
    found = Form(client.get(address).content.decode()).fields
    del found["csrfmiddlewaretoken"]
    return found


@kept
def guifi(amina: User, chiara: User) -> Case:
    return published(content(), by=amina, reviewer=chiara)


@kept
def world(amina: User, bruno: User, deniz: User, edda: User) -> World:
    return made(amina=amina, bruno=bruno, deniz=deniz, edda=edda)


@kept
def asked(bruno: User, chiara: User) -> Revision:
    revision = submitted(content("Asked"), by=bruno)
    reviews.ask_for_changes(
        revision=revision, by=chiara, seen=seen_now(revision), reason="other", note="More?"
    )
    return revision


def test_filled_in_previewed_and_sent_no_field_is_lost(bruno: User, signed_in: Browser) -> None:
    client = signed_in(bruno)
    key = str(uuid.uuid4())
    answer = client.post("/contribute/?claim=3f", FULL | {"form_key": [key], "act": ["preview"]})
    fields = on_page(client, answer.headers["Location"].partition("#")[0])
    for name, values in FULL.items():
        assert fields.get(name, [""]) == values, name
    sent = client.post(answer.headers["Location"].partition("?")[0], fields | {"act": ["send"]})
    revision = Revision.objects.get()
    assert sent.headers["Location"] == f"/me/changes/{revision.pk}/"
    said = str(revision.content) + revision.note
    for name in (
        "title",
        "summary",
        "note",
        "quote",
        "part_text",
        "phase_reason",
        "stake_which",
        "review_note",
    ):
        assert FULL[name][0] in said, name


def test_a_claim_on_a_case_that_is_here(guifi: Case, bruno: User, signed_in: Browser) -> None:
    fields = FULL | {
        "which": ["existing"],
        "case": [guifi.title],
        "use_sources": ["baig2015"],
        "act": ["send"],
    }
    answer = signed_in(bruno).post("/contribute/?claim=3f", fields | {"form_key": [str(uuid.uuid4())]})
    revision = Revision.objects.latest("pk")
    assert answer.headers["Location"] == f"/me/changes/{revision.pk}/"
    assert revision.base_id == guifi.record.published_id
    assert revision.read().illustrations[-1].sources == ("baig2015", "own1")


@pytest.mark.parametrize("address", ["/cases/guifi-net/edit/", "/cases/guifi-net/edit/state/"])
def test_an_edit_that_is_opened_and_sent(guifi: Case, bruno: User, signed_in: Browser, address: str) -> None:
    client = signed_in(bruno)
    changed = {"parts.state.text": ["Councils opened ducts.[@baig2015]"], "act": ["send"]}
    client.post(address, on_page(client, address) | AGREED | changed)
    revision = Revision.objects.latest("pk")
    assert revision.author == bruno
    assert revision.base_id == guifi.record.published_id
    part = revision.read().part("state")
    assert part is not None
    assert "ducts" in part.text
    assert revision.read().illustrations == content().illustrations


def test_an_answer_to_a_reviewer(asked: Revision, bruno: User, signed_in: Browser) -> None:
    client = signed_in(bruno)
    draft = client.post(f"/me/changes/{asked.pk}/answer/").headers["Location"]
    client.post(draft, on_page(client, draft) | AGREED | {"summary": ["More is said."], "act": ["send"]})
    revision = Revision.objects.latest("pk")
    assert (revision.follows, revision.read().summary) == (asked, "More is said.")


def test_no_reading_writes(guifi: Case, asked: Revision, bruno: User, signed_in: Browser) -> None:
    client = signed_in(bruno)
    waiting = submitted(content("Waiting"), by=bruno)
    fields = EditSheet.opening_fields(content())
    draft = drafts.start(by=bruno, form="edit", key=uuid.uuid4(), fields=fields, title="Mine")
    client.get("/me/")
    before = rows_everywhere()
    for address in (
        "/contribute/", "/contribute/?free=1", "/contribute/?claim=3f", "/contribute/?cell=3-2",
        "/contribute/?case=guifi-net&part=market", "/cases/guifi-net/edit/", "/cases/guifi-net/edit/market/",
        f"/drafts/{draft.pk}/", f"/drafts/{draft.pk}/?show=preview", f"/drafts/{draft.pk}/autosave/",
        f"/drafts/{draft.pk}/discard/", "/me/", f"/me/changes/{asked.pk}/", f"/me/changes/{asked.pk}/answer/",
        f"/me/changes/{waiting.pk}/", f"/me/changes/{waiting.pk}/withdrawal/",
    ):  # fmt: skip
        assert client.get(address).status_code in {200, 302}, address
        assert rows_everywhere() == before, address


def rows_everywhere() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_preview_by_script_is_a_fragment_and_says_where_the_draft_is(
    bruno: User, signed_in: Browser
) -> None:
    fields = FULL | {"form_key": [str(uuid.uuid4())], "act": ["preview"]}
    answer = signed_in(bruno).post("/contribute/?claim=3f", fields, headers=FRAGMENT)
    page = answer.content.decode()
    assert "<html" not in page
    assert "The gap 3f closes." in page
    assert re.search(r'class="patch supports".*Open Food', page, re.DOTALL)
    assert f"/drafts/{Draft.objects.get().pk}/" in answer.headers["HX-Trigger"]


def test_two_tabs_on_one_draft_keep_both_texts(bruno: User, signed_in: Browser) -> None:
    client = signed_in(bruno)
    new = FULL | {"form_key": [str(uuid.uuid4())], "act": ["save"]}
    draft = client.post("/contribute/", new).headers["Location"]
    one, two = on_page(client, draft), on_page(client, draft)
    client.post(draft, one | {"note": ["From one tab."], "act": ["save"]})
    beside = client.post(draft, two | {"note": ["From the other."], "act": ["save"]}, follow=True)
    assert "Another tab kept another text" in beside.content.decode()
    assert {row.fields["note"][0] for row in Draft.objects.all()} == {"From one tab.", "From the other."}


def test_sending_the_older_tab_keeps_the_newer_text(bruno: User, signed_in: Browser) -> None:
    client = signed_in(bruno)
    draft = client.post("/contribute/", FULL | {"form_key": [str(uuid.uuid4())], "act": ["save"]}).headers[
        "Location"
    ]
    one, two = on_page(client, draft), on_page(client, draft)
    client.post(draft, one | {"note": ["From one tab."], "act": ["save"]})
    older = two | {"note": ["From the other."], "act": ["send"]}
    first, second = client.post(draft, older), client.post(draft, older)
    assert first.headers["Location"] == second.headers["Location"]
    assert Revision.objects.count() == 1
    assert Draft.objects.get().fields["note"] == ["From one tab."]


@pytest.mark.parametrize("act", ["save", "preview", "send"])
def test_without_room_for_the_older_tab_it_is_given_back_and_the_newer_text_stays(
    bruno: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr(drafts, "DRAFTS_AT_MOST", 1)
    client = signed_in(bruno)
    new = FULL | {"form_key": [str(uuid.uuid4())], "act": ["save"]}
    draft = client.post("/contribute/", new).headers["Location"]
    older = on_page(client, draft) | {"note": ["From the other."], "act": [act]}
    client.post(draft, older | {"note": ["From one tab."], "act": ["save"]})
    for _press in range(2):
        answer = client.post(draft, older)
        assert answer.status_code == 422
        older = Form(answer.content.decode()).fields | {"act": [act]}
        assert older["note"] == ["From the other."]
    assert Draft.objects.get().fields["note"] == ["From one tab."]


@pytest.mark.parametrize("act", ["save", "preview", "send", "autosave"])
def test_too_many_drafts_lose_no_text(
    bruno: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    monkeypatch.setattr(drafts, "DRAFTS_AT_MOST", 0)
    fields = FULL | {"form_key": [str(uuid.uuid4())], "act": [act], "licence": [""]}
    answer = signed_in(bruno).post("/contribute/", fields)
    assert answer.status_code == 422
    assert not Draft.objects.exists()
    if act != "autosave":
        assert FULL["note"][0] in answer.content.decode()


def test_sending_needs_no_room_for_a_draft(
    bruno: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "DRAFTS_AT_MOST", 0)
    fields = FULL | {"form_key": [str(uuid.uuid4())], "act": ["send"]}
    assert signed_in(bruno).post("/contribute/", fields).status_code == 302
    assert Revision.objects.count() == 1


def test_a_draft_too_large_is_refused_with_its_text(bruno: User, signed_in: Browser) -> None:
    fields = FULL | {"form_key": [str(uuid.uuid4())], "act": ["save"], "note": ["a" * 1_000_001]}
    answer = signed_in(bruno).post("/contribute/", fields)
    assert answer.status_code == 422
    assert "one megabyte" in answer.content.decode()
    assert "a" * 1_000_001 in answer.content.decode()


@pytest.mark.parametrize(
    ("limit", "says"), [("DRAFTS_AT_MOST", "as many as are kept"), ("DRAFT_AT_MOST", "one megabyte")]
)
@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("amina", "/cases/{slug}/history/1/restore/"),
        ("amina", "/me/changes/{part}/rest/"),
        ("amina", "/me/imports/{import}/draft/1/"),
        ("bruno", "/me/changes/{asked}/answer/"),
        ("chiara", "/cases/{slug}/merge/another/"),
    ],
)
def test_who_cannot_begin_a_draft_is_told_why(
    world: World,
    asked: Revision,
    signed_in: Browser,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    address: str,
    limit: str,
    says: str,
) -> None:
    monkeypatch.setattr(drafts, limit, 0)
    client = signed_in(User.objects.get(username=who.title()))
    page = client.post(address.format(asked=asked.pk, **world.values), follow=True)
    assert says in page.content.decode()


def test_too_much_waiting_keeps_the_draft_and_says_so(
    bruno: User, signed_in: Browser, settings: Settings
) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 1
    submitted(content("Waiting"), by=bruno)
    answer = signed_in(bruno).post("/contribute/", FULL | {"form_key": [str(uuid.uuid4())], "act": ["send"]})
    assert answer.status_code == 422
    assert "Your text is kept as a draft" in answer.content.decode()
    assert Draft.objects.get().fields["note"] == FULL["note"]


def test_a_draft_thrown_away_elsewhere_gives_the_text_back(bruno: User, signed_in: Browser) -> None:
    answer = signed_in(bruno).post("/drafts/4711/", FULL | {"form_key": [str(uuid.uuid4())], "act": ["save"]})
    assert answer.status_code == 404
    assert FULL["note"][0] in answer.content.decode()


def test_the_form_knows_every_part_and_every_absence(guifi: Case, bruno: User, signed_in: Browser) -> None:
    page = signed_in(bruno).get("/cases/guifi-net/edit/").content.decode()
    assert all(f'name="parts.{key}.text"' in page for key in PARTS)
    assert all(f'value="{absence}"' in page for absence in Absence if absence is not Absence.MISSING)
