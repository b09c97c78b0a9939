"""The page of a claim, and the steward's page for a new wording."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import wanted
from cases.domain.gaps import Gap
from cases.domain.vocabulary import Stance
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world

SignedIn = Callable[[User], Client]
TYPED = {
    "statement": "Contributors found cooperatives that sustain the commons.",
    "kind": "reworded",
    "note": "Shorter.",
    "seen_version": "1",
}


def reword(edda: User, statement: str = "Other words.", kind: str = "reworded") -> None:
    """Publish another wording of claim 3c."""
    claim = Claim.objects.get(code="3c")
    publish_wording(
        claim=claim, statement=statement, kind=kind, note="Clearer.", by=edda, seen_version=claim.version
    )


def test_a_stranger_reads_the_statement_and_its_point(stranger: Client) -> None:
    response = stranger.get("/claims/3f/")
    text = response.content.decode()
    assert not response.cookies
    assert "Society coordinates production mutually" in text
    assert 'href="/texts/models/#c3f"' in text
    assert "Our paraphrase of" in text
    assert "/contribute/?claim=3f" in text


@pytest.mark.parametrize("code", ["3z", "4a", "3F", "x" * 300, "%00"])
def test_a_claim_that_is_not_there_is_a_404(stranger: Client, code: str) -> None:
    assert stranger.get(f"/claims/{code}/").status_code in {400, 404}


@pytest.mark.parametrize(
    "query", ["after=x", "after=supports", "after=likes.a", "after=supports.a&after=partly.b"]
)
def test_a_place_that_no_list_has_is_a_400(stranger: Client, query: str) -> None:
    assert stranger.get(f"/claims/3f/?{query}").status_code == 400


def test_cases_stand_under_their_stance_with_note_quote_and_source(
    stranger: Client, amina: User, chiara: User
) -> None:
    placement = world.illustration("3c", Stance.PARTLY, note="They <b>do</b>.", quote="As they say.")
    world.published(world.content("Guifi.net", illustrations=(placement,)), by=amina, reviewer=chiara)
    text = stranger.get("/claims/3c/").content.decode()
    assert 'id="partly"' in text
    assert 'id="supports"' not in text
    assert "They &lt;b&gt;do&lt;/b&gt;." in text
    assert "As they say." in text
    assert "/cases/guifi-net/#source-baig2015" in text


def test_an_older_wording_is_told_with_its_words(
    stranger: Client, amina: User, chiara: User, edda: User
) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    reword(edda)
    text = stranger.get("/claims/3c/").content.decode()
    assert "Placed on wording 1: “Contributors create cooperative market entities" in text
    assert "Clearer." in text


@pytest.mark.parametrize(("stances", "is_shown"), [(0, True), (1, True), (2, False)])
def test_what_is_wanted_is_said_where_cases_are_lacking(
    stranger: Client, amina: User, chiara: User, stances: int, is_shown: bool
) -> None:
    wanted.write(
        gap=Gap.read("claim-3c"), text="A firm <i> that is owned in common.", by=chiara, seen_number=0
    )
    for number in range(stances):
        world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)
    text = stranger.get("/claims/3c/").content.decode()
    assert ("Wanted: <bdi>A firm &lt;i&gt; that is owned in common.</bdi>" in text) == is_shown


def test_a_withdrawn_claim_stays_readable_and_asks_for_nothing(stranger: Client, edda: User) -> None:
    reword(edda, kind="withdrawn")
    text = stranger.get("/claims/3c/").content.decode()
    assert "This claim was withdrawn on" in text
    assert "/contribute/?claim=3c" not in text


def test_only_a_steward_is_offered_a_new_wording(
    stranger: Client, chiara: User, edda: User, signed_in: SignedIn
) -> None:
    link = "/claims/3c/wording/"
    assert link in signed_in(edda).get("/claims/3c/").content.decode()
    assert link not in signed_in(chiara).get("/claims/3c/").content.decode()
    assert link not in stranger.get("/claims/3c/").content.decode()


def test_others_may_not_word_a_claim(
    stranger: Client, amina: User, chiara: User, signed_in: SignedIn
) -> None:
    for client, status in ((stranger, 302), (signed_in(amina), 403), (signed_in(chiara), 403)):
        assert client.get("/claims/3c/wording/").status_code == status
        assert client.post("/claims/3c/wording/", TYPED).status_code == 403
    assert Claim.objects.get(code="3c").version == 1


def test_a_steward_publishes_a_wording(edda: User, signed_in: SignedIn) -> None:
    response = signed_in(edda).post("/claims/3c/wording/", TYPED, follow=True)
    claim = Claim.objects.get(code="3c")
    assert response.redirect_chain == [("/claims/3c/", 302)]
    assert (claim.version, claim.statement) == (2, TYPED["statement"])


def test_a_preview_publishes_nothing_and_says_what_it_means(
    amina: User, chiara: User, edda: User, signed_in: SignedIn
) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    text = signed_in(edda).post("/claims/3c/wording/", {**TYPED, "preview": "1"}).content.decode()
    assert "Nothing is published yet." in text
    assert "1 placement will say that it stands on an older wording" in text
    assert Claim.objects.get(code="3c").version == 1


def test_a_steward_who_was_overtaken_keeps_what_was_typed_and_may_send_it_again(
    edda: User, signed_in: SignedIn
) -> None:
    reword(edda, "Somebody was faster.")
    client = signed_in(edda)
    response = client.post("/claims/3c/wording/", TYPED)
    text = response.content.decode()
    assert response.status_code == 409
    assert "Somebody was faster." in text
    assert TYPED["statement"] in text
    assert 'name="seen_version" value="2"' in text
    assert client.post("/claims/3c/wording/", {**TYPED, "seen_version": "2"}).status_code == 302
    assert Claim.objects.get(code="3c").version == 3


def test_a_fault_is_named_and_what_was_typed_stays(edda: User, signed_in: SignedIn) -> None:
    response = signed_in(edda).post("/claims/3c/wording/", {**TYPED, "note": " "})
    text = response.content.decode()
    assert response.status_code == 422
    assert "Error:" in text.split("</title>")[0]
    assert "The reason is missing." in text
    assert TYPED["statement"] in text
