"""Limits that hold until a first work is accepted, forms sent by programs, and writing too often."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from pytest_django.fixtures import Settings

from accounts import hurry
from accounts.models import User
from cases.actions import off_page
from cases.actions.refusals import Incomplete, TooManyToday
from cases.domain.content import Part
from cases.models import Case, Draft, Proposal, Report, Revision
from cases.queries.accepted import has_accepted_work
from tests.cases.forms.test_contribute import GOOD
from tests.world import content, proposed, published, submitted

Browser = Callable[[User], Client]
LINKS = " ".join(f"https://example.org/{number}" for number in range(6))
CALL = {"text": "Who knows of an open chain?", "until": ""}
TOO_FAST = "This was sent faster than a person types. Send it again."
UNSEEN = "A field that nobody sees was filled in"


@pytest.fixture
def slow(settings: Settings) -> None:
    """A form must be open for an hour before it is sent."""
    settings.FASTEST_FORM_SECONDS = 3600


def opened(seconds_ago: int) -> str:
    return signing.dumps(timezone.now().timestamp() - seconds_ago, salt=hurry.SALT)


def typed(**changes: str) -> dict[str, str]:
    return GOOD | {"form_key": str(uuid.uuid4()), "act": "send"} | changes


# --- how much ---------------------------------------------------------------------------------------


def test_a_newcomer_sends_so_much_in_a_day(amina: User, settings: Settings) -> None:
    settings.NEWCOMERS_SENDING_A_DAY = 2
    submitted(content(), by=amina)
    proposed(by=amina)
    for send in (lambda: submitted(content(), by=amina), lambda: proposed(by=amina)):
        with pytest.raises(TooManyToday):
            send()


def test_it_ends_with_the_first_accepted_work(amina: User, chiara: User, settings: Settings) -> None:
    settings.NEWCOMERS_SENDING_A_DAY = settings.NEWCOMERS_WAITING_AT_MOST = 1
    settings.NEWCOMERS_LINKS_AT_MOST = 0
    published(content(), by=amina, reviewer=chiara)
    for _time in range(3):
        submitted(content(parts=(Part(key="in-short", text=f"{LINKS} [@baig2015]"),)), by=amina)


def test_what_was_accepted_by_mistake_and_hidden_since_ends_nothing(
    amina: User, bruno: User, chiara: User, deniz: User, settings: Settings
) -> None:
    settings.NEWCOMERS_SENDING_A_DAY = 1
    case = published(content(), by=bruno, reviewer=chiara)
    published(content(summary="Buy now."), by=amina, reviewer=chiara, on=case)
    case = published(content(), by=bruno, reviewer=deniz, on=Case.objects.get())
    off_page.hide_revision(revision=Revision.objects.by(amina).get(), by=chiara, reason="abuse", note="")
    assert not has_accepted_work(amina)
    with pytest.raises(TooManyToday):
        submitted(content(), by=amina, on=case)


def test_moderators_are_no_newcomers(chiara: User, settings: Settings) -> None:
    settings.NEWCOMERS_SENDING_A_DAY = 1
    proposed(by=chiara)
    proposed(by=chiara)


def test_too_many_links_are_refused_with_the_number_and_the_fix(amina: User) -> None:
    with pytest.raises(Incomplete) as refusal:
        submitted(content(parts=(Part(key="in-short", text=f"{LINKS} [@baig2015]"),)), by=amina)
    assert "There are 6 links in the text" in str(refusal.value)
    assert "[@key]" in str(refusal.value)
    with pytest.raises(Incomplete):
        proposed(by=amina, text=LINKS)


def test_the_forms_say_so_beside_the_field_and_keep_the_text(amina: User, signed_in: Browser) -> None:
    client = signed_in(amina)
    page = client.post("/contribute/", typed(note=LINKS))
    assert page.status_code == 422
    assert "There are 6 links in the text" in page.content.decode()
    assert LINKS in page.content.decode()
    page = client.post("/gaps/claim-3f/call/", CALL | {"text": LINKS, "form_key": str(uuid.uuid4())})
    assert page.status_code == 422
    assert "There are 6 links in this text" in page.content.decode()
    assert not Revision.objects.exists()


def test_the_day_of_a_newcomer_is_said_and_the_draft_kept(
    amina: User, signed_in: Browser, settings: Settings
) -> None:
    settings.NEWCOMERS_SENDING_A_DAY = 1
    proposed(by=amina)
    page = signed_in(amina).post("/contribute/", typed())
    assert page.status_code == 422
    assert "You sent 1 texts within a day" in page.content.decode()
    assert Draft.objects.get().fields["note"] == [GOOD["note"]]


# --- programs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, TOO_FAST),
        ({"form_opened": opened(5)}, TOO_FAST),
        ({"form_opened": "forged"}, TOO_FAST),
        ({"form_opened": opened(3700), "homepage": "https://example.org"}, UNSEEN),
        ({"form_opened": opened(3700), "homepage": ""}, ""),
    ],
)
def test_what_a_program_sends_comes_back_and_goes_through_when_sent_again(
    slow: None, amina: User, signed_in: Browser, fields: dict[str, str], says: str
) -> None:
    client = signed_in(amina)
    key = str(uuid.uuid4())
    for address, form, table in (
        ("/contribute/", typed(form_key=key), Revision),
        ("/gaps/claim-3f/call/", CALL | {"form_key": key}, Proposal),
    ):
        page = client.post(address, form | fields)
        assert page.status_code == (422 if says else 302)
        assert says in page.content.decode()
        assert not says or form.get("text", GOOD["note"]) in page.content.decode()
        client.post(address, form | {"form_opened": opened(3700)})
        assert table.objects.count() == 1


def test_a_stranger_who_reports_is_asked_again(
    slow: None, bruno: User, deniz: User, stranger: Client
) -> None:
    published(content(), by=bruno, reviewer=deniz)
    form = {"kind": "spam", "text": "An advertisement.", "form_key": str(uuid.uuid4())}
    page = stranger.post("/report/?about=case:guifi-net", form)
    assert (page.status_code, TOO_FAST in page.content.decode()) == (422, True)
    stranger.post("/report/?about=case:guifi-net", form | {"form_opened": opened(3700)})
    assert Report.objects.count() == 1


def test_who_is_known_is_never_asked(slow: None, amina: User, chiara: User, signed_in: Browser) -> None:
    published(content(), by=amina, reviewer=chiara)
    assert signed_in(amina).post("/contribute/", typed()).status_code == 302


def test_the_form_goes_on_from_when_it_was_first_opened(slow: None, amina: User, signed_in: Browser) -> None:
    mark = opened(5)
    page = signed_in(amina).post("/contribute/", typed(form_opened=mark)).content.decode()
    assert re.findall(r'name="form_opened"\s+value="([^"]+)"', page) == [mark]


def test_a_text_kept_long_ago_may_be_sent_at_once(slow: None, amina: User, signed_in: Browser) -> None:
    client = signed_in(amina)
    draft = client.post("/contribute/", typed(act="save")).headers["Location"]
    an_hour_ago = timezone.now() - timedelta(seconds=3700)
    Draft.objects.update(created_at=an_hour_ago)
    key = str(Draft.objects.get().submission_key)
    assert client.post(draft, typed(form_key=key)).headers["Location"].startswith("/me/changes/")


def test_keeping_a_draft_is_never_too_fast(slow: None, amina: User, signed_in: Browser) -> None:
    assert signed_in(amina).post("/contribute/", typed(act="autosave")).status_code == 200


# --- too often --------------------------------------------------------------------------------------


def test_writing_too_often_keeps_the_text_and_reading_goes_on(
    amina: User, bruno: User, signed_in: Browser, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"write": "2/m/user"}
    client = signed_in(amina)
    answers = [client.post("/contribute/", typed(act="save", note="A <i>note</i>.")) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "A &lt;i&gt;note&lt;/i&gt;." in answers[-1].content.decode()
    assert client.get("/contribute/?claim=3f").status_code == 200
    assert signed_in(bruno).post("/contribute/", typed(act="save")).status_code == 302


def test_one_address_has_a_limit_whoever_writes_from_it(
    amina: User, bruno: User, signed_in: Browser, settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"write": "2/m/ip"}
    for user, status in ((amina, 302), (bruno, 302), (bruno, 429)):
        assert signed_in(user).post("/contribute/", typed(act="save")).status_code == status


@pytest.mark.parametrize("address", ["/contribute/", "/report/?about=person:Bruno"])
def test_while_nobody_can_count_nothing_is_written_and_everything_is_read(
    amina: User, bruno: User, signed_in: Browser, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    def away(*_args: object, **_named: object) -> None:
        raise ConnectionError

    client = signed_in(amina)
    for name in ("add", "get", "set"):
        monkeypatch.setattr(cache, name, away)
    answer = client.post(address, {"note": "A <i>note</i>.", "act": "save"})
    assert answer.status_code == 503
    assert "A &lt;i&gt;note&lt;/i&gt;." in answer.content.decode()
    assert "Retry-After" in answer.headers
    assert not Draft.objects.exists()
    for page in ("/", "/people/Bruno/", "/contribute/?claim=3f"):
        assert client.get(page).status_code == 200
