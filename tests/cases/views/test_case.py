"""The page of a case."""

import re
from collections.abc import Callable
from html.parser import HTMLParser

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Part, Phase, Stake
from cases.domain.vocabulary import Absence, Stance
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world

SignedIn = Callable[[User], Client]


class Anchors(HTMLParser):
    """Collects the ids of a page and the places on it that links lead to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.targets: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the id and the target of one element."""
        found = dict(attrs)
        self.ids += [found["id"] or ""] if "id" in found else []
        if tag == "a" and (found.get("href") or "").startswith("#"):
            self.targets.add((found["href"] or "")[1:])


def show(client: Client, amina: User, chiara: User, **changes: object) -> str:
    """Publish a case and return its page."""
    case = world.published(world.content("Guifi.net", **changes), by=amina, reviewer=chiara)
    return client.get(f"/cases/{case.slug}/").content.decode()


def test_a_stranger_reads_the_case_and_gets_no_cookie(stranger: Client, amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    response = stranger.get("/cases/guifi-net/")
    text = response.content.decode()
    assert not response.cookies
    assert response.headers["Cache-Control"].startswith("public")
    assert "csrfmiddlewaretoken" not in text
    assert "partial: 2 of 12 parts written" in text


@pytest.mark.parametrize("slug", ["none", "Guifi-net", "x" * 300])
def test_a_case_that_is_not_there_is_a_404(stranger: Client, slug: str) -> None:
    assert stranger.get(f"/cases/{slug}/").status_code == 404


def test_a_waiting_case_answers_like_one_that_never_was(
    stranger: Client, signed_in: SignedIn, amina: User, chiara: User
) -> None:
    world.submitted(world.content("Waiting"), by=amina)
    for browser in (stranger, signed_in(amina), signed_in(chiara)):
        assert browser.get("/cases/waiting/").status_code == 404


def test_a_waiting_change_is_nowhere_on_the_page(stranger: Client, amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    world.submitted(world.content(summary="An unreviewed sentence."), by=amina, on=case)
    assert "unreviewed" not in stranger.get("/cases/guifi-net/").content.decode()


def test_only_reading_is_allowed(stranger: Client, amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    assert stranger.post("/cases/guifi-net/").status_code == 405


def test_a_missing_part_is_a_gap_with_a_way_to_write_it(stranger: Client, amina: User, chiara: User) -> None:
    text = show(stranger, amina, chiara)
    assert 'class="gap" href="/cases/guifi-net/edit/solidarity/"' in text
    assert 'class="gap" href="/cases/guifi-net/edit/in-short/"' not in text


@pytest.mark.parametrize(
    ("changes", "label"),
    [({"sector": ""}, "Sector"), ({"places": ()}, "Places"), ({"organisations": ()}, "Organisations")],
)
def test_a_fact_that_nobody_stated_is_said_to_be_missing(
    stranger: Client, amina: User, chiara: User, changes: dict[str, object], label: str
) -> None:
    text = " ".join(show(stranger, amina, chiara, **changes).split())
    missing = '<span class="absence absence-missing"><b>Nobody has filled this in yet</b></span>'
    assert text.count(missing) == 1
    assert re.search(rf"<dt>\s*{label}\s*</dt>\s*<dd[^>]*>\s*{re.escape(missing)}", text)


@pytest.mark.parametrize(
    ("absence", "words"),
    [
        (Absence.NOT_KNOWN, "Not known"),
        (Absence.DOES_NOT_APPLY, "Does not apply"),
        (Absence.NOT_FOUND, "Looked for, not found"),
    ],
)
def test_each_absence_is_said_and_is_no_gap(
    stranger: Client, amina: User, chiara: User, absence: Absence, words: str
) -> None:
    parts = (Part(key="in-short", text="Short."), Part(key="skills", absence=absence, note="Asked in 2015."))
    text = show(stranger, amina, chiara, parts=parts)
    assert f'class="finding {absence.value}"' in text
    assert words in text
    assert "Asked in 2015." in text
    assert "This part is missing" in text
    assert 'class="gap" href="/cases/guifi-net/edit/skills/"' not in text


def test_a_source_without_a_year_ends_as_a_sentence(stranger: Client, amina: User, chiara: User) -> None:
    text = show(stranger, amina, chiara, sources=(world.source(year=Absence.NOT_KNOWN),))
    assert "<b>Not known</b></span>." in text


def test_every_link_on_the_page_has_its_place_and_no_id_stands_twice(
    stranger: Client, amina: User, chiara: User
) -> None:
    parts = (
        Part(key="in-short", text="One [@baig2015] with a note.[^1]\n\n[^1]: Here."),
        Part(key="skills", text="Two [@baig2015] with a note.[^1]\n\n[^1]: There."),
    )
    rows = (world.illustration("3c"), world.illustration("3c", Stance.PARTLY), world.illustration("2f"))
    page = Anchors(show(stranger, amina, chiara, parts=parts, illustrations=rows))
    assert {"claim-3c", "claim-2f", "source-baig2015"} <= set(page.ids)
    assert page.targets <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_a_phase_off_the_hierarchy_says_why(stranger: Client, amina: User, chiara: User) -> None:
    phase = Phase(start=2000, end=None, stage=None, model=1, no_stage_reason="A state, not a firm.")
    text = show(stranger, amina, chiara, phases=(phase,))
    assert "The hierarchy does not apply" in text
    assert "A state, not a firm." in text


@pytest.mark.parametrize(("ended", "label"), [("now", "Stage now"), (2015, "Last stage")])
def test_only_a_case_that_goes_on_has_a_stage_now(
    stranger: Client, amina: User, chiara: User, ended: object, label: str
) -> None:
    page = show(stranger, amina, chiara, ended=ended)
    assert [name for name in ("Stage now", "Last stage") if name in page] == [label]


def test_typed_text_is_shown_as_text(stranger: Client, amina: User, chiara: User) -> None:
    hostile = '<script>alert("x")</script>'
    text = show(
        stranger,
        amina,
        chiara,
        summary=hostile,
        organisations=(hostile,),
        tags=("<b>tag</b>",),
        stake=Stake(none=False, which=hostile),
        open_questions=(hostile,),
        parts=(Part(key="in-short", text=hostile),),
        phases=(Phase(start=2000, end=None, stage=1, model=1, reason=hostile),),
        illustrations=(world.illustration(note=hostile, quote=hostile),),
        sources=(world.source(title=hostile, authors=hostile, publisher=hostile),),
    )
    assert "<script>alert" not in text
    assert "<b>tag</b>" not in text
    assert text.count("&lt;script&gt;") >= 10


def test_the_language_of_the_case_is_marked(stranger: Client, amina: User, chiara: User) -> None:
    text = show(stranger, amina, chiara, language="ar")
    assert '<h1 lang="ar" dir="rtl">' in text


def test_a_placement_on_an_older_wording_says_so(
    stranger: Client, amina: User, chiara: User, edda: User
) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    claim = Claim.objects.get(code="3c")
    publish_wording(
        claim=claim, statement="Other words.", kind="reworded", note="Why.", by=edda, seen_version=1
    )
    text = stranger.get("/cases/guifi-net/").content.decode()
    assert "Placed on wording 1 of the claim:" in text
    assert claim.statement in text
    assert "placed on wording 1; the newest is 2" in text


def test_the_page_says_how_to_cite_this_version(stranger: Client, amina: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    world.published(world.content(summary="Newer."), by=amina, reviewer=chiara, on=case)
    text = stranger.get("/cases/guifi-net/").content.decode()
    assert "Guifi.net, version 2. Patchwork." in text
    assert 'href="/cases/guifi-net/history/2/"' in text
    assert "History (2)" in text


def test_a_case_names_the_cases_whose_text_links_to_it(amina: User, chiara: User, stranger: Client) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    assert "What links here" not in stranger.get("/cases/guifi-net/").content.decode()
    linking = Part(key="state", text="As [[guifi-net]] does.")
    world.published(world.content("Freifunk", parts=(linking,)), by=amina, reviewer=chiara)
    world.submitted(world.content("Secret", parts=(linking,)), by=amina)
    page = stranger.get("/cases/guifi-net/").content.decode()
    assert re.search(r'What links here</h2>.*href="/cases/freifunk/"', page, re.DOTALL)
    assert "Secret" not in page
