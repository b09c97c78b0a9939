"""The page of a gap and what is done there: calls, searches, looking, the wanted line, and decisions."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.actions import looking, proposals, wanted
from cases.domain.content import Part
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.domain.vocabulary import Stance
from cases.models import Case, Looking, OpenCall, Proposal, SearchNote, WantedLine
from tests import world

Browser = Callable[[User], Client]
CALL = {"text": "Who knows of open supply chains?", "until": ""}
SEARCH = {"text": "Plans made in the open.", "sources": "Report A, 2019\nReport B, 2020"}


def said(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return squeezed(answer.content.decode())


def squeezed(page: str) -> str:
    main = re.split(r"<main[^>]*>", page)[1].split("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split()).replace(" .", ".").replace(" ,", ",")


def sent(client: Client, address: str, fields: dict[str, str]) -> tuple[int, str]:
    answer = client.post(address, fields | {"form_key": str(uuid.uuid4())}, follow=True)
    return answer.status_code, squeezed(answer.content.decode())


# --- the page -------------------------------------------------------------------------------------


def test_an_open_gap_says_what_is_missing_and_leads_to_the_form(stranger: Client) -> None:
    page = stranger.get("/gaps/claim-3f/").content.decode()
    assert "Society coordinates production mutually" in page
    assert 'class="gap"' in page
    assert 'href="/contribute/?claim=3f"' in page
    assert 'href="/gaps/claim-3f/feed/"' in page


def test_a_closed_gap_keeps_its_page_and_says_who_closed_it(
    amina: User, chiara: User, stranger: Client
) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    day = timezone.localdate().strftime("%-d %B %Y")
    for gap in ("cell-7-3", "country-ES", "continent-europe", "decade-2000"):
        assert f"Closed on {day} by Guifi.net." in said(stranger, f"/gaps/{gap}/"), gap


def test_a_claim_says_thin_with_its_first_case_and_closed_with_its_second(
    amina: User, chiara: User, stranger: Client
) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    assert "with Guifi.net. 1 case supports it; two are wanted." in said(stranger, "/gaps/claim-3c/")
    world.published(world.content("Linux"), by=amina, reviewer=chiara)
    text = said(stranger, "/gaps/claim-3c/")
    assert re.search(r"Closed on [^.]+ by Linux\.", text)
    assert re.search(r"Thin since [^.]+, with Guifi\.net\.", text)


def test_a_part_closes_by_its_own_case(amina: User, chiara: User, stranger: Client) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    assert "This part is missing" in said(stranger, "/gaps/part-skills-guifi-net/")
    in_short, capture = world.content().parts
    parts = (in_short, Part(key="skills", text="They learn."), capture)
    world.published(world.content(parts=parts), by=amina, reviewer=chiara, on=case)
    assert re.search(r"Closed on [^.]+ by Guifi\.net\.", said(stranger, "/gaps/part-skills-guifi-net/"))


@pytest.mark.parametrize("gap", ["claim-9z", "cell-8-1", "nothing", "country-XX", "part-skills-never-was"])
@pytest.mark.parametrize("place", ["", "feed/"])
def test_what_never_was_a_gap_is_not_found(stranger: Client, gap: str, place: str) -> None:
    assert stranger.get(f"/gaps/{gap}/{place}").status_code == 404


def test_the_gap_of_a_withdrawn_claim_leads_to_the_claim(edda: User, stranger: Client) -> None:
    from models_taxonomy.actions import publish_wording  # noqa: PLC0415 (only here)
    from models_taxonomy.models import Claim  # noqa: PLC0415

    claim = Claim.objects.get(code="3f")
    publish_wording(
        claim=claim, statement=claim.statement, kind="withdrawn", note="Gone.", by=edda, seen_version=1
    )
    assert stranger.get("/gaps/claim-3f/").headers["Location"] == "/claims/3f/"


def test_sources_that_say_nothing_are_listed(amina: User, chiara: User, stranger: Client) -> None:
    row = world.illustration("3f", Stance.NOT_FOUND, note="Two reports are silent.")
    world.published(world.content(illustrations=(row,)), by=amina, reviewer=chiara)
    text = said(stranger, "/gaps/claim-3f/")
    assert "The sources of Guifi.net say nothing of it. Two reports are silent." in text


# --- proposing ------------------------------------------------------------------------------------


def test_a_call_waits_is_accepted_and_then_shown(
    amina: User, chiara: User, signed_in: Browser, stranger: Client
) -> None:
    until = timezone.localdate() + timedelta(days=9)
    status, page = sent(signed_in(amina), "/gaps/claim-3f/call/", CALL | {"until": until.isoformat()})
    proposal = Proposal.objects.get()
    assert (status, proposal.until) == (200, until)
    assert "Sent for review." in page
    assert CALL["text"] not in said(stranger, "/gaps/claim-3f/")
    assert CALL["text"] not in said(stranger, "/gaps/")
    moderator = signed_in(chiara)
    assert "Proposals about gaps Claim 3f Open call Amina" in said(moderator, "/review/")
    answer = moderator.post(f"/review/proposals/{proposal.pk}/", {"decision": "approved"})
    assert answer.headers["Location"] == "/review/"
    for address in ("/gaps/claim-3f/", "/gaps/"):
        assert CALL["text"] in said(stranger, address)
    assert "Accepted" in said(signed_in(amina), "/me/")


def test_a_search_note_says_who_looked_where(
    amina: User, chiara: User, signed_in: Browser, stranger: Client
) -> None:
    sent(signed_in(amina), "/gaps/claim-3f/search/", SEARCH)
    proposal = Proposal.objects.get()
    signed_in(chiara).post(f"/review/proposals/{proposal.pk}/", {"decision": "approved"})
    text = said(stranger, "/gaps/claim-3f/")
    assert "Plans made in the open. Report A, 2019 Report B, 2020" in text
    assert "Amina looked there, " in text
    signed_in(amina).post(f"/me/proposals/{proposal.pk}/", {"act": "end"})
    assert SearchNote.objects.get().ended_at is not None
    assert "The search began again on" in said(stranger, "/gaps/claim-3f/")


@pytest.mark.parametrize(
    ("place", "fields", "words"),
    [
        ("call", CALL | {"text": ""}, "The text of the call is missing."),
        ("call", CALL | {"text": "x" * 1001}, "This has 1001 characters. Shorten it to 1000."),
        ("call", CALL | {"until": "tomorrow"}, "This is no day."),
        ("call", CALL | {"until": "2020-01-01"}, "The call would end before it begins."),
        ("search", SEARCH | {"sources": ""}, "Say which sources you read, one a line."),
        ("search", SEARCH | {"text": " "}, "Say what you looked for, in a sentence or two."),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    amina: User, signed_in: Browser, place: str, fields: dict[str, str], words: str
) -> None:
    answer = signed_in(amina).post(f"/gaps/claim-3f/{place}/", fields | {"form_key": str(uuid.uuid4())})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert words in squeezed(page)
    assert re.search(r"<title>\s*Error:", page)
    assert all(value.strip()[:20] in page for value in fields.values())
    assert not Proposal.objects.exists()


@pytest.mark.parametrize("fields", [{"form_key": "x"}, {"form_key": str(uuid.uuid4()), "author": "1"}, {}])
def test_a_tampered_form_is_refused_whole(amina: User, signed_in: Browser, fields: dict[str, str]) -> None:
    assert signed_in(amina).post("/gaps/claim-3f/call/", CALL | fields).status_code == 400


def test_a_gap_that_closes_while_somebody_writes_keeps_the_text(
    amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    client = signed_in(amina)
    client.get("/gaps/cell-7-3/call/")
    world.published(world.content(), by=bruno, reviewer=chiara)
    status, page = sent(client, "/gaps/cell-7-3/call/", CALL)
    assert status == 409
    assert re.search(r"Closed on [^.]+ by Guifi\.net\.", page)
    assert CALL["text"] in page


def test_a_newcomer_with_too_many_waiting_is_told(amina: User, signed_in: Browser, settings: object) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 1  # type: ignore[attr-defined]
    sent(signed_in(amina), "/gaps/claim-3f/call/", CALL)
    status, page = sent(signed_in(amina), "/gaps/claim-3f/call/", CALL)
    assert status == 422
    assert "1 proposals of yours wait for a reviewer" in page


# --- deciding -------------------------------------------------------------------------------------


def test_a_decline_needs_reason_and_note_and_reaches_the_author(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    proposal = world.proposed(by=amina)
    address = f"/review/proposals/{proposal.pk}/"
    answer = signed_in(chiara).post(address, {"decision": "rejected", "reason": "", "note": ""})
    assert answer.status_code == 422
    assert "The reason is missing." in answer.content.decode()
    signed_in(chiara).post(address, {"decision": "rejected", "reason": "not-clear", "note": "Which chain?"})
    for place in ("/me/", f"/me/proposals/{proposal.pk}/"):
        text = said(signed_in(amina), place)
        assert "Declined" in text
        assert "Which chain?" in text


def test_the_second_moderator_is_told_and_keeps_the_note(
    amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara)
    fields = {"decision": "rejected", "reason": "other", "note": "My long note."}
    answer = signed_in(deniz).post(f"/review/proposals/{proposal.pk}/", fields)
    assert answer.status_code == 409
    text = squeezed(answer.content.decode())
    assert "Somebody was first" in text
    assert "Decided by Chiara" in text
    assert "My long note." in text


def test_nobody_decides_on_own_proposals(chiara: User, signed_in: Browser) -> None:
    proposal = world.proposed(by=chiara)
    client = signed_in(chiara)
    assert "Somebody else decides" in said(client, f"/review/proposals/{proposal.pk}/")
    assert client.post(f"/review/proposals/{proposal.pk}/", {"decision": "approved"}).status_code == 403
    assert not OpenCall.objects.exists()


def test_a_call_for_a_gap_that_was_closed_is_not_published(
    amina: User, bruno: User, chiara: User, signed_in: Browser
) -> None:
    proposal = world.proposed("cell-7-3", by=amina)
    world.published(world.content(), by=bruno, reviewer=chiara)
    answer = signed_in(chiara).post(f"/review/proposals/{proposal.pk}/", {"decision": "approved"})
    assert answer.status_code == 409
    assert "The gap was closed meanwhile." in squeezed(answer.content.decode())
    assert not OpenCall.objects.exists()


def test_an_author_takes_back_what_waits_and_a_moderator_ends_what_is_public(
    amina: User, chiara: User, signed_in: Browser
) -> None:
    waiting, public = world.proposed(by=amina), world.accepted(by=amina, reviewer=chiara)
    signed_in(amina).post(f"/me/proposals/{waiting.pk}/", {"act": "withdraw"})
    signed_in(chiara).post(f"/review/proposals/{public.pk}/", {"act": "end"})
    states = Proposal.objects.with_people()
    assert [row.state for row in states.order_by("pk")] == ["withdrawn", "ended"]
    late = signed_in(amina).post(f"/me/proposals/{waiting.pk}/", {"act": "withdraw"}, follow=True)
    assert "Too late" in squeezed(late.content.decode())


@pytest.mark.parametrize("act", ["", "accept", "delete"])
def test_an_act_that_no_button_says_is_a_400(amina: User, signed_in: Browser, act: str) -> None:
    proposal = world.proposed(by=amina)
    client = signed_in(amina)
    assert client.post(f"/me/proposals/{proposal.pk}/", {"act": act}).status_code == 400
    assert client.post("/gaps/claim-3f/looking/", {"act": act}).status_code == 400


# --- looking and wanted ---------------------------------------------------------------------------


def test_looking_is_shown_with_name_and_last_day_and_taken_back(
    amina: User, signed_in: Browser, stranger: Client
) -> None:
    client = signed_in(amina)
    client.post("/gaps/claim-3f/looking/", {"act": "begin"})
    day = (timezone.localdate() + timedelta(days=30)).strftime("%-d %B %Y")
    assert f"Amina, until {day}" in said(stranger, "/gaps/claim-3f/")
    assert f"Claim 3f, until {day}" in said(client, "/me/")
    assert "Amina" in said(client, "/contribute/?claim=3f")
    client.post("/gaps/claim-3f/looking/", {"act": "end"})
    assert not Looking.objects.exists()


def test_one_too_many_is_said(amina: User, signed_in: Browser) -> None:
    for number in range(10):
        looking.begin(gap=Gap.read(f"cell-{number % 7 + 1}-{number // 7 + 1}"), by=amina)
    answer = signed_in(amina).post("/gaps/claim-3f/looking/", {"act": "begin"}, follow=True)
    assert "You are looking for 10 other gaps" in squeezed(answer.content.decode())


def test_the_wanted_line_is_for_moderators(amina: User, chiara: User, signed_in: Browser) -> None:
    assert "Write the “Wanted” line" not in said(signed_in(amina), "/gaps/claim-3f/")
    assert signed_in(amina).post("/gaps/claim-3f/wanted/", {"text": "x"}).status_code == 403
    client = signed_in(chiara)
    assert "Write the “Wanted” line" in said(client, "/gaps/claim-3f/")
    client.post("/gaps/claim-3f/wanted/", {"text": "an open chain", "seen_number": "0"})
    assert WantedLine.objects.get().text == "an open chain"


def test_a_line_written_meanwhile_is_shown_and_the_own_one_kept(
    chiara: User, deniz: User, signed_in: Browser
) -> None:
    wanted.write(gap=Gap.read("claim-3f"), text="theirs", by=deniz, seen_number=0)
    fields = {"text": "mine", "seen_number": "0"}
    answer = signed_in(chiara).post("/gaps/claim-3f/wanted/", fields)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "It now reads: “ theirs ”" in squeezed(page)
    assert ">\nmine</textarea>" in page
    assert 'name="seen_number" value="1"' in page


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"text": "x" * 201, "seen_number": "0"}, 422), ({"text": "x"}, 400), ({"text": "x", "by": "1"}, 400)],
)
def test_what_the_wanted_form_refuses(
    chiara: User, signed_in: Browser, fields: dict[str, str], status: int
) -> None:
    assert signed_in(chiara).post("/gaps/claim-3f/wanted/", fields).status_code == status


# --- the form that fills a gap --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("country=PE", ['value="PE" selected', 'value="new"', "A case with a place in Peru."]),
        ("decade=1990", ['name="began" value="199"', "A case that began between 1990 and 1999."]),
        ("cell=3-2", ["A case at stage 3"]),
        ("case=guifi-net&part=skills", ["The part “Skills” in the text of Guifi.net."]),
    ],
)
def test_the_form_opens_at_the_gap(
    amina: User, chiara: User, signed_in: Browser, query: str, held: list[str]
) -> None:
    world.published(world.content(began=1980), by=amina, reviewer=chiara)
    page = " ".join(signed_in(amina).get(f"/contribute/?{query}").content.decode().split())
    assert all(piece in page for piece in held)


@pytest.mark.parametrize("query", ["country=XX", "country=peru", "decade=1995", "decade=90s"])
def test_a_gap_that_does_not_exist_opens_no_form(amina: User, signed_in: Browser, query: str) -> None:
    assert signed_in(amina).get(f"/contribute/?{query}").status_code == 400


def test_ending_a_call_leaves_neither_list(amina: User, chiara: User, stranger: Client) -> None:
    proposal = world.accepted(by=amina, reviewer=chiara)
    proposals.end(proposal=proposal, by=amina)
    assert proposal.text not in said(stranger, "/gaps/claim-3f/")
    assert not Case.objects.exists()


def test_a_search_keeps_the_gap_a_gap(amina: User, chiara: User, stranger: Client) -> None:
    world.accepted(by=amina, reviewer=chiara, kind=ProposalKind.SEARCH)
    assert "No case yet" in said(stranger, "/gaps/claim-3f/")
