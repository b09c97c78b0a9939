"""What a suspended person meets on every address, and the pages of suspensions and appeals."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions import suspensions
from cases.models import Appeal, Suspension
from tests.project.routes import FOUND, ROUTES
from tests.project.whole_site import CANARY, World, world
from tests.world import content, submitted, suspended

__all__ = ["world"]
Browser = Callable[[User], Client]
SENT = {"note": f"{CANARY} typed", "act": "send"}
# What there is to read only because something may be sent from it.
ONLY_FORMS = {"report", "rebase"}
# To take one's own appeal to moderators, to be left alone, and to ask as harvesters do, nobody needs leave.
OPEN_TO_ALL = {"appeal", "unsubscribe", "oai"}
SAYS = "Your account is suspended"


def test_no_address_takes_anything_from_who_is_suspended(
    world: World, amina: User, deniz: User, signed_in: Browser, subtests: pytest.Subtests
) -> None:
    client = signed_in(amina)
    suspended(amina, by=deniz)
    for name, (address, _who) in ROUTES.items():
        with subtests.test(name), CaptureQueriesContext(connection) as queries:
            answer = client.post(address.format(**world.values), SENT)
            if name not in OPEN_TO_ALL:
                assert answer.status_code in {403, 405}
                assert answer.status_code == 405 or SAYS in answer.content.decode()
        written = [row["sql"] for row in queries if row["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
        assert name == "unsubscribe" or [sql for sql in written if "cases_" in sql] == []


def test_everything_that_is_theirs_can_still_be_read(
    world: World, amina: User, deniz: User, signed_in: Browser, subtests: pytest.Subtests
) -> None:
    suspended(amina, by=deniz)
    client = signed_in(amina)
    for name, (address, who) in ROUTES.items():
        if who[1] == FOUND and name not in ONLY_FORMS:
            with subtests.test(name):
                assert client.get(address.format(**world.values)).status_code == 200


def test_it_holds_from_the_next_request_on_and_the_text_comes_back(
    amina: User, deniz: User, signed_in: Browser
) -> None:
    client = signed_in(amina)
    assert client.get("/me/").status_code == 200
    suspended(amina, by=deniz)
    page = client.post("/contribute/?claim=3f", {"act": "send", "note": "A <b>long</b> text."})
    assert page.status_code == 403
    assert "A &lt;b&gt;long&lt;/b&gt; text." in page.content.decode()
    suspensions.lift(person=amina, by=deniz)
    assert client.post("/contribute/?claim=3f", {"act": "save", "note": "x"}).status_code == 302


def test_every_page_tells_them_and_no_other(
    amina: User, bruno: User, deniz: User, signed_in: Browser
) -> None:
    suspended(amina, by=deniz)
    assert SAYS in signed_in(amina).get("/").content.decode()
    assert SAYS not in signed_in(bruno).get("/").content.decode()


def test_a_moderator_who_is_suspended_reviews_nothing(chiara: User, deniz: User, signed_in: Browser) -> None:
    client = signed_in(chiara)
    suspended(chiara, by=deniz)
    page = client.get("/review/")
    assert page.status_code == 403
    assert SAYS in page.content.decode()


def test_the_account_itself_stays_theirs(amina: User, deniz: User, signed_in: Browser) -> None:
    suspended(amina, by=deniz)
    client = signed_in(amina)
    assert client.post("/account/about/", {"about": "Buy."}).status_code == 403
    assert client.get("/account/delete/").status_code == 200
    assert client.post("/account/logout/").status_code == 302


def test_the_queue_marks_what_they_sent(amina: User, chiara: User, deniz: User, signed_in: Browser) -> None:
    waiting = submitted(content(), by=amina)
    suspended(amina, by=deniz)
    client = signed_in(chiara)
    for address in ("/review/", f"/review/{waiting.pk}/"):
        assert "author suspended" in client.get(address).content.decode()


def test_a_moderator_suspends_and_lifts_by_the_page_of_the_person(
    amina: User, deniz: User, signed_in: Browser
) -> None:
    client = signed_in(deniz)
    assert 'href="/people/Amina/suspension/"' in client.get("/people/Amina/").content.decode()
    said = {"act": "suspend", "reason": "spam", "note": "Ten times.", "until": "2099-12-31"}
    page = client.post("/people/Amina/suspension/", said, follow=True).content.decode()
    assert "Ten times." in page
    assert Suspension.objects.get().until is not None
    client.post("/people/Amina/suspension/", {"act": "lift", "note": ""})
    assert not User.objects.get(pk=amina.pk).is_suspended


def test_what_is_missing_is_said_in_the_order_of_the_form(
    amina: User, deniz: User, signed_in: Browser
) -> None:
    said = {"act": "suspend", "reason": "", "note": "", "until": ""}
    page = signed_in(deniz).post("/people/Amina/suspension/", said).content.decode()
    assert page.index("The reason is missing.") < page.index("The note is missing.")


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"act": "suspend", "reason": "spam", "note": "", "until": ""}, 422),
        ({"act": "suspend", "reason": "spam", "note": "Kept.", "until": "soon"}, 422),
        ({"act": "suspend", "reason": "spam", "note": "Kept.", "until": "2001-01-01"}, 422),
        ({"act": "suspend", "reason": "x", "note": "Kept.", "until": ""}, 422),
        ({"act": "suspend", "reason": "spam", "note": "Kept.", "until": "9999-12-31"}, 302),
        ({"act": "suspend", "reason": "spam", "note": "Kept.", "role": "steward"}, 400),
        ({"act": "x"}, 400),
        ({"act": "lift", "note": "Kept."}, 409),
    ],
)
def test_odd_input(amina: User, deniz: User, signed_in: Browser, said: dict[str, str], status: int) -> None:
    page = signed_in(deniz).post("/people/Amina/suspension/", said)
    assert page.status_code == status
    if status in {409, 422} and said["note"]:
        assert "Kept." in page.content.decode()


@pytest.mark.parametrize("name", ["Edda", "Deniz"])
def test_stewards_and_oneself_have_no_such_page(
    edda: User, deniz: User, signed_in: Browser, name: str
) -> None:
    assert signed_in(deniz).get(f"/people/{name}/suspension/").status_code == 403


def test_an_appeal_goes_to_another_moderator_and_back(
    amina: User, chiara: User, deniz: User, signed_in: Browser
) -> None:
    suspended(amina, by=deniz)
    client = signed_in(amina)
    assert client.post("/account/appeal/", {"text": ""}).status_code == 422
    client.post("/account/appeal/", {"text": "It was a mistake."})
    assert "It was a mistake." in client.get("/account/appeal/").content.decode()
    address = f"/review/appeals/{Appeal.objects.get().pk}/"
    assert address in signed_in(chiara).get("/review/").content.decode()
    assert "Somebody else answers" in signed_in(deniz).get(address).content.decode()
    assert signed_in(deniz).post(address, {"decision": "keep", "note": "No."}).status_code == 403
    assert signed_in(chiara).post(address, {"decision": "keep", "note": ""}).status_code == 422
    signed_in(chiara).post(address, {"decision": "keep", "note": "Wait a month."})
    assert "Wait a month." in client.get("/account/appeal/").content.decode()
    assert signed_in(chiara).post(address, {"decision": "lift", "note": "Late."}).status_code == 409
