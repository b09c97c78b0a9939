"""The smallest contribution: one claim on one case that is here, reviewed like everything."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Stake
from cases.domain.vocabulary import SourceKind, Speaker, Stance
from cases.models import Case, Draft, Revision
from tests.kept import kept
from tests.world import content, illustration, published, reworded, source

Browser = Callable[[User], Client]
ADDRESS = "/place/?claim=3f&case=guifi-net"
KEY = "5a0d6f7c-8d4e-4b5a-9c1f-2f6f3f0b7a11"
GOOD = {
    "case": "Guifi.net",
    "claim": "3f",
    "stance": "partly",
    "note": "Groups plan their links in the open.",
    "quote": "",
    "use_source": "baig2015",
    "sources.0.title": "",
    "sources.0.url": "",
    "sources.0.kind": "web",
    "sources.0.speaker": "",
    "stake": "none",
    "licence": "on",
    "review_note": "See chapter 3.",
    "form_key": KEY,
    "act": "send",
}
NEW_SOURCE = {
    "use_source": "",
    "sources.0.title": "Plans of 2019",
    "sources.0.url": "https://example.org/plans",
    "sources.0.speaker": "researcher",
}


@kept
def case(bruno: User, deniz: User) -> Case:
    """A case that supports 3c, with one source."""
    return published(content(), by=bruno, reviewer=deniz)


def test_it_is_opened_at_a_claim_and_a_case(case: Case, amina: User, signed_in: Browser) -> None:
    page = signed_in(amina).get(ADDRESS).content.decode()
    assert 'value="Guifi.net"' in page
    assert '<option value="3f" selected>' in page
    assert '<option value="baig2015">' in page
    assert "Sensorica" not in page


@pytest.mark.parametrize("address", ["/place/", "/place/?claim=3f", "/place/?case=guifi-net", ADDRESS])
def test_it_opens_anywhere(case: Case, amina: User, signed_in: Browser, address: str) -> None:
    assert signed_in(amina).get(address).status_code == 200


def test_a_claim_that_is_withdrawn_cannot_be_placed(amina: User, edda: User, signed_in: Browser) -> None:
    reworded("3f", by=edda, kind="withdrawn")
    assert signed_in(amina).get("/place/?claim=3f").status_code == 400


def test_everything_else_of_the_case_stays(case: Case, amina: User, signed_in: Browser) -> None:
    answer = signed_in(amina).post(ADDRESS, GOOD)
    revision = Revision.objects.by(amina).get()
    assert answer.headers["Location"] == f"/me/changes/{revision.pk}/"
    assert (revision.record_id, revision.base_id, revision.note) == (
        case.pk,
        case.record.published_id,
        "See chapter 3.",
    )
    placed = illustration("3f", Stance.PARTLY, note="Groups plan their links in the open.")
    before = content()
    assert revision.read() == replace(before, illustrations=(*before.illustrations, placed))
    assert not Draft.objects.exists()


def test_a_new_source_is_added_under_a_key_of_its_own(case: Case, amina: User, signed_in: Browser) -> None:
    signed_in(amina).post(ADDRESS, GOOD | NEW_SOURCE)
    found = Revision.objects.by(amina).get().read()
    new = source(
        "s1", kind=SourceKind.WEB, title="Plans of 2019", url="https://example.org/plans", authors="",
        publisher="", year=found.sources[1].year, speaker=Speaker.RESEARCHER,
    )  # fmt: skip
    assert found.sources == (source(), new)
    assert found.illustrations[-1].sources == ("s1",)


def test_the_stake_is_that_of_whom_places_it_and_not_of_the_case(
    bruno: User, amina: User, deniz: User, signed_in: Browser
) -> None:
    published(content(stake=Stake(none=False, which="I built its masts.")), by=bruno, reviewer=deniz)
    signed_in(amina).post(ADDRESS, GOOD | {"stake": "some", "stake_which": "I sell it antennas."})
    revision = Revision.objects.by(amina).get()
    page = signed_in(deniz).get(f"/review/{revision.pk}/").content.decode()
    assert "stated stake: <bdi>I sell it antennas.</bdi>" in page


def test_it_is_sent_once_however_often_the_button_is_pressed(
    case: Case, amina: User, signed_in: Browser
) -> None:
    client = signed_in(amina)
    assert client.post(ADDRESS, GOOD).headers["Location"] == client.post(ADDRESS, GOOD).headers["Location"]
    assert Revision.objects.by(amina).count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"case": "Nobody"}, "case", "There is no case of this title."),
        ({"claim": ""}, "claim", "The claim is missing."),
        ({"stance": ""}, "stance", "Say what the case does to the claim."),
        ({"claim": "3c", "stance": "supports"}, "stance", "The case is placed so already."),
        ({"note": ""}, "note", ""),
        ({"quote": "q" * 301}, "quote", ""),
        ({"use_source": ""}, "use_source", ""),
        ({"use_source": "other"}, "use_source", "This case has no such source."),
        (NEW_SOURCE | {"sources.0.speaker": ""}, "sources.0.speaker", "Who speaks in this source"),
        (NEW_SOURCE | {"sources.0.url": ""}, "sources.0.url", ""),
        ({"stake": ""}, "stake", "Say whether you have a stake in this case"),
        ({"stake": "some"}, "stake", "Say which stake you have in this case"),
        ({"stake_which": "s" * 501}, "stake_which", ""),
        ({"licence": ""}, "licence", "Tick the box to agree to the licences."),
    ],
)
def test_a_fault_is_named_beside_its_field_and_nothing_is_lost(
    case: Case, amina: User, signed_in: Browser, changes: dict[str, str], field: str, said: str
) -> None:
    answer = signed_in(amina).post(ADDRESS, GOOD | {"note": "Kept & safe."} | changes)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert said in page
    assert "Kept &amp; safe." in page or "note" in changes
    assert not Revision.objects.by(amina).exists()


def test_what_is_placed_so_already_can_be_edited_from_there(
    case: Case, amina: User, signed_in: Browser
) -> None:
    page = signed_in(amina).post(ADDRESS, GOOD | {"claim": "3c", "stance": "supports"}).content.decode()
    assert "/cases/guifi-net/edit/#illustrations" in page


def test_looked_for_and_not_found_needs_no_source(case: Case, amina: User, signed_in: Browser) -> None:
    signed_in(amina).post(ADDRESS, GOOD | {"stance": "not_found", "use_source": ""})
    assert Revision.objects.by(amina).get().read().illustrations[-1].stance is Stance.NOT_FOUND


def test_a_draft_is_kept_and_opened_again(case: Case, amina: User, signed_in: Browser) -> None:
    client = signed_in(amina)
    answer = client.post("/place/", GOOD | {"act": "save", "use_source": ""})
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Groups plan their links in the open." in page
    assert '<option value="baig2015">' in page
    draft = Draft.objects.get()
    assert (draft.form, draft.record_id, draft.title) == ("place", case.pk, "Guifi.net on claim 3f")
    assert client.post(f"/drafts/{draft.pk}/autosave/", GOOD | {"act": "autosave"}).status_code == 200


def test_a_field_that_the_form_does_not_have_is_refused(case: Case, amina: User, signed_in: Browser) -> None:
    assert signed_in(amina).post(ADDRESS, GOOD | {"title": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("/claims/3c/", "/place/?claim=3c"),
        ("/claims/3f/", "/place/?claim=3f"),
        ("/cases/guifi-net/", "/place/?case=guifi-net"),
        ("/gaps/claim-3f/", "/place/?claim=3f"),
    ],
)
def test_pages_lead_to_it(case: Case, stranger: Client, address: str, link: str) -> None:
    assert link in stranger.get(address).content.decode().replace("&amp;", "&")


def test_a_gap_offers_the_cases_beside_it(bruno: User, deniz: User, stranger: Client) -> None:
    published(content(illustrations=(illustration("3j"),)), by=bruno, reviewer=deniz)
    page = stranger.get("/gaps/claim-3k/").content.decode()
    assert "/place/?claim=3k&case=guifi-net" in page
