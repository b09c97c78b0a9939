"""The blind form of a second opinion, and what pages say of opinions."""

import json
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import opinions
from cases.domain.vocabulary import Stance
from cases.models import Case, Opinion
from cases.queries.agreement import load_agreement
from tests.kept import kept
from tests.world import content, illustration, published

Browser = Callable[[User], Client]
PAGE = "/cases/guifi-net/opinion/"


@kept
def case(bruno: User, deniz: User) -> Case:
    """A case of Bruno: stage 7, model 3, supports 3c."""
    return published(content(), by=bruno, reviewer=deniz)


def typed(case: Case, **changes: str) -> dict[str, str]:
    seen = str(case.record.published_id)
    return {"stage": "6", "claim_3c": "partly", "had_read": "no", "seen": seen, "act": "give"} | changes


def judged(case: Case, by: User, reviewer: User, **choices: str) -> None:
    """An opinion of somebody whose work was accepted."""
    published(content(f"Work of {by}"), by=by, reviewer=reviewer)
    opinions.give(
        record=case.record, by=by, choices=choices, had_read=False, seen=case.record.published_id or 0
    )


def test_the_form_shows_the_text_and_not_the_placement(
    case: Case, amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    judged(case, chiara, deniz, stage="4")
    page = signed_in(amina).get(PAGE).content.decode()
    assert "A network held in common" in page
    assert "a crowdsourced network infrastructure" in page
    for hidden in ("Operators live from the network", "A foundation holds the commons", "n = 1", "checked"):
        assert hidden not in page
    assert '<option value="7" selected' not in page


def test_an_opinion_is_given_changed_and_taken_back(case: Case, amina: User, signed_in: Browser) -> None:
    client = signed_in(amina)
    assert client.post(PAGE, typed(case)).headers["Location"] == "/cases/guifi-net/"
    assert Opinion.objects.get().said == {"stage": "6", "3c": "partly"}
    page = client.get(PAGE).content.decode()
    assert '<option value="6" selected>' in page
    client.post(PAGE, typed(case, act="withdraw"))
    assert not Opinion.objects.standing().exists()


@pytest.mark.parametrize(
    ("changes", "said", "kept"),
    [
        ({"had_read": ""}, "Say whether you had read the placement before.", '<option value="6" selected>'),
        ({"stage": "", "claim_3c": ""}, "Nothing is chosen yet.", 'value="no" id="id_had_read_1" checked'),
        ({"stage": "9"}, "There is no such choice.", '<option value="partly" selected>'),
    ],
)
def test_a_fault_is_named_and_nothing_is_lost(
    case: Case, amina: User, signed_in: Browser, changes: dict[str, str], said: str, kept: str
) -> None:
    answer = signed_in(amina).post(PAGE, typed(case, **changes))
    assert answer.status_code == 422
    page = " ".join(answer.content.decode().split())
    assert said in page
    assert kept in page


def test_a_case_that_changed_is_shown_anew(
    case: Case, amina: User, bruno: User, deniz: User, signed_in: Browser
) -> None:
    old = typed(case)
    published(content(summary="It reads otherwise now."), by=bruno, reviewer=deniz, on=case)
    answer = signed_in(amina).post(PAGE, old)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It reads otherwise now." in page
    assert '<option value="6" selected>' in page
    assert not Opinion.objects.exists()


@pytest.mark.parametrize("changes", [{"seen": "x"}, {"act": "dance"}, {"color": "red"}])
def test_a_form_that_was_tampered_with_is_refused(
    case: Case, amina: User, signed_in: Browser, changes: dict[str, str]
) -> None:
    assert signed_in(amina).post(PAGE, typed(case, **changes)).status_code == 400


def test_an_author_is_told_why_not(case: Case, bruno: User, signed_in: Browser) -> None:
    answer = signed_in(bruno).get(PAGE)
    assert answer.status_code == 403
    assert "You wrote some of this case" in answer.content.decode()


def test_the_pages_say_how_many_agree(
    case: Case, amina: User, chiara: User, deniz: User, stranger: Client
) -> None:
    judged(case, amina, deniz, stage="7", **{"3c": "contradicts"})
    judged(case, chiara, deniz, stage="6", **{"3c": "supports"})
    page = " ".join(stranger.get("/cases/guifi-net/").content.decode().split())
    assert page.count("1 agrees, 1 disagrees (n = 2)") == 2
    assert "2 people who wrote nothing of this case placed it" in page
    assert "Amina" not in page.partition('id="opinions"')[2].partition("</section>")[0]
    claim = " ".join(stranger.get("/claims/3c/").content.decode().split())
    assert "1 agrees, 1 disagrees (n = 2)" in claim
    assert "alpha 0.00 (cases compared: 1, second opinions: 2)" in claim


def alphas() -> dict[str, tuple[float | None, int, int]]:
    return {
        row.about: (row.alpha, row.reliability.units, row.opinions)
        for row in load_agreement()
        if row.opinions
    }


def test_alpha_compares_the_published_placement_with_the_opinions(
    case: Case, amina: User, bruno: User, deniz: User
) -> None:
    other = published(
        content("Linux", illustrations=(illustration("3c", Stance.CONTRADICTS),)), by=bruno, reviewer=deniz
    )
    judged(case, amina, deniz, stage="7", **{"3c": "supports", "3f": "partly"})
    judged(other, amina, deniz, stage="0", **{"3c": "contradicts"})
    assert alphas() == {"stage": (None, 1, 2), "3c": (1.0, 2, 2), "3f": (None, 0, 1)}


def test_a_case_placed_in_two_ways_has_no_one_published_stance(bruno: User, amina: User, deniz: User) -> None:
    torn = (illustration("3c"), illustration("3c", Stance.CONTRADICTS))
    case = published(content(illustrations=torn), by=bruno, reviewer=deniz)
    judged(case, amina, deniz, **{"3c": "supports"})
    assert alphas() == {"3c": (None, 0, 1)}


def test_the_table_can_be_taken_away(case: Case, amina: User, deniz: User, stranger: Client) -> None:
    judged(case, amina, deniz, model="1")
    lines = stranger.get("/about/agreement.csv").content.decode().splitlines()
    assert lines[0] == "about,cases_compared,second_opinions,alpha,why_none,data_of"
    assert lines[2].startswith("model,1,1,0.0,,")
    rows = json.loads(stranger.get("/about/agreement.json").content)["agreement"]
    assert rows[0] == {
        "about": "stage", "cases_compared": 0, "second_opinions": 0, "alpha": None, "why_none": "not_compared"
    }  # fmt: skip
    page = stranger.get("/about/agreement/").content.decode()
    assert "none: nothing to compare yet" in page
    assert page.count("<tr>") == 1 + 2 + 30
