"""Placements on older wordings: the list, one proposal each, and its acceptance in one step."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions import disputes, rechecks
from cases.actions.refusals import ChangedSinceSeen
from cases.domain.vocabulary import Stance
from cases.models import Case, Placement, Recheck, Revision
from cases.queries.recheck import RecheckCursor, record_of, to_recheck
from cases.queries.verification import find_faults
from models_taxonomy.models import Claim
from tests.kept import kept
from tests.world import content, illustration, published, reworded, submitted

Browser = Callable[[User], Client]
FITS = {"case": "guifi-net", "claim": "3c", "stance": "supports", "version": "2"}


@kept
def older(bruno: User, chiara: User, edda: User) -> Case:
    """Guifi.net supports 3c, which was reworded since, and 3f, which was not."""
    rows = (illustration("3c"), illustration("3f"))
    case = published(content(illustrations=rows), by=bruno, reviewer=chiara)
    reworded("3c", by=edda)
    return case


def page(client: Client, address: str = "/recheck/") -> str:
    return " ".join(client.get(address).content.decode().split())


def form_of(shown: str, pk: int) -> dict[str, str]:
    """The hidden fields of the form that accepts this revision."""
    form = shown[shown.index(f'action="/recheck/{pk}/"') :]
    names = ("content_hash", "published", "first_yes")
    return {name: re.findall(f'name="{name}" value="([^"]*)"', form)[0] for name in names}


def test_the_list_shows_both_wordings_and_what_changed(older: Case, amina: User, signed_in: Browser) -> None:
    shown = page(signed_in(amina))
    assert "1 placement stands on an older wording" in shown
    assert "from wording 1 to 2" in shown
    assert "<q>Newly worded.</q>" in shown
    assert "<ins>" in shown
    assert "/cases/guifi-net/edit/#id_illustrations.0.stance" in shown


def test_a_withdrawn_claim_asks_for_nothing(older: Case, edda: User) -> None:
    reworded("3c", by=edda, kind="withdrawn")
    assert not to_recheck().exists()


def test_one_says_that_it_fits_and_another_accepts(
    older: Case, amina: User, deniz: User, signed_in: Browser
) -> None:
    signed_in(amina).post("/recheck/fits/", FITS)
    revision = Recheck.objects.get().revision
    assert Placement.objects.get(claim="3c").claim_version == 1
    shown = page(signed_in(deniz))
    assert "<bdi>Amina</bdi> said on" in shown
    signed_in(deniz).post(f"/recheck/{revision.pk}/", form_of(shown, revision.pk))
    assert Placement.objects.get(claim="3c").claim_version == 2
    assert "Every placement stands on the newest wording" in page(signed_in(deniz))
    assert list(find_faults()) == []


def test_it_only_raises_the_number(older: Case, amina: User) -> None:
    record, claim = record_of("guifi-net"), Claim.objects.get(pk="3c")
    assert record is not None
    revision = rechecks.still_fits(
        record=record, claim=claim, stance=Stance.SUPPORTS, seen_version=2, by=amina
    )
    rows = (illustration("3c", version=2), illustration("3f"))
    assert revision.read() == content(illustrations=rows)


def test_a_moderator_does_not_accept_what_they_said(older: Case, deniz: User, signed_in: Browser) -> None:
    client = signed_in(deniz)
    client.post("/recheck/fits/", FITS)
    revision = Recheck.objects.get().revision
    assert "Yours: another moderator accepts it." in page(client)
    typed = {"content_hash": revision.content_hash, "published": str(revision.base_id)}
    assert client.post(f"/recheck/{revision.pk}/", typed).status_code == 403


def test_the_same_is_not_said_twice(older: Case, amina: User, bruno: User, signed_in: Browser) -> None:
    for person in (amina, bruno):
        answer = signed_in(person).post("/recheck/fits/", FITS, follow=True)
    assert "This changed since you looked" in answer.content.decode()
    assert Revision.objects.waiting().count() == Recheck.objects.count() == 1


@pytest.mark.parametrize(
    "changes", [{"version": "1"}, {"version": "3"}, {"stance": "partly"}, {"claim": "3f"}, {"claim": "1a"}]
)
def test_what_was_not_in_view_is_not_proposed(
    older: Case, amina: User, signed_in: Browser, changes: dict[str, str]
) -> None:
    signed_in(amina).post("/recheck/fits/", FITS | changes)
    assert not Recheck.objects.exists()


@pytest.mark.parametrize("changes", [{"stance": "x"}, {"version": ""}, {"x": "y"}])
def test_a_form_that_was_tampered_with_is_refused(
    older: Case, amina: User, signed_in: Browser, changes: dict[str, str]
) -> None:
    assert signed_in(amina).post("/recheck/fits/", FITS | changes).status_code == 400


@pytest.mark.parametrize("changes", [{"case": "never-was"}, {"claim": "9z"}])
def test_what_is_not_public_is_not_there(
    older: Case, amina: User, signed_in: Browser, changes: dict[str, str]
) -> None:
    assert signed_in(amina).post("/recheck/fits/", FITS | changes).status_code == 404


def test_only_what_was_proposed_here_is_accepted_here(
    older: Case, amina: User, deniz: User, signed_in: Browser
) -> None:
    other = submitted(content(summary="Other."), by=amina, on=older)
    typed = {"content_hash": other.content_hash, "published": str(other.base_id)}
    assert signed_in(deniz).post(f"/recheck/{other.pk}/", typed).status_code == 404


def test_a_wording_of_the_meantime_is_told(older: Case, amina: User, edda: User) -> None:
    reworded("3c", by=edda)
    record = record_of("guifi-net")
    assert record is not None
    claim = Claim.objects.get(pk="3c")
    with pytest.raises(ChangedSinceSeen):
        rechecks.still_fits(record=record, claim=claim, stance=Stance.SUPPORTS, seen_version=2, by=amina)


def test_under_dispute_two_accept_it(
    older: Case, amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    disputes.open_on(record=older.record, reason="Why.", by=deniz)
    signed_in(amina).post("/recheck/fits/", FITS)
    pk = Recheck.objects.get().revision_id
    for person, version in ((chiara, 1), (deniz, 2)):
        client = signed_in(person)
        client.post(f"/recheck/{pk}/", form_of(page(client), pk))
        assert Placement.objects.get(claim="3c").claim_version == version


def test_it_is_counted_on_the_claim_and_in_the_queue(
    older: Case, chiara: User, stranger: Client, signed_in: Browser
) -> None:
    assert "1 placement waits to be checked again" in page(stranger, "/claims/3c/")
    assert "checked again" not in page(stranger, "/claims/3f/")
    assert "1 placement waits to be checked again" in page(signed_in(chiara), "/review/")


def test_the_list_is_paged_by_key_and_costs_the_same(
    older: Case, bruno: User, chiara: User, edda: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, costs = signed_in(chiara), []
    for number in range(3):
        published(content(f"Case {number}"), by=bruno, reviewer=chiara)
    monkeypatch.setattr("cases.queries.recheck.PAGE_SIZE", 2)
    for claim in ("3c", "3f"):
        reworded(claim, by=edda)
        client.get("/recheck/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/recheck/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    seen: list[str] = []
    address = "/recheck/"
    while address:
        shown = page(client, address)
        seen += re.findall(r'name="case" value="([^"]*)"', shown)
        found = re.search(r'href="(\?after=[^"]*)"', shown)
        address = f"/recheck/{found[1]}" if found else ""
    assert sorted(seen) == ["case-0", "case-1", "case-2", "guifi-net", "guifi-net"]


@pytest.mark.parametrize("text", ["1", "1.2.3", "1.2.3.x", "1.2.3.4.5", "²..."])
def test_a_place_that_no_list_has(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(text)):
        RecheckCursor.read(text)
