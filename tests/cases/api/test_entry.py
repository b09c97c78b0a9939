"""Who is let in: scope and role at every request, how often, and never by a cookie."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.actions import set_password, set_role, suspend
from accounts.models import Role, Scope, User
from cases.models import Revision
from tests.cases.api.programs import Program, program_of, sending
from tests.world import content, submitted

pytestmark = pytest.mark.django_db
READ, WRITE, REVIEW = Scope.READ, Scope.WRITE, Scope.REVIEW


@pytest.mark.parametrize(
    ("path", "method"),
    [("/me", "get"), ("/revisions", "get"), ("/queue", "get"), ("/revisions", "post"), ("/queue/1", "get")],
)
def test_a_stranger_is_asked_for_a_token(taxonomy: None, path: str, method: str) -> None:
    answer = getattr(Program(), method)(path)
    assert (answer.status, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="Patchwork"')
    assert "/me/tokens/" in answer.data["detail"]


def test_the_session_of_a_browser_counts_for_nothing(edda: User, signed_in: Callable[[User], Client]) -> None:
    program = Program(client=signed_in(edda))
    assert [program.get("/me").status, program.post("/revisions", sending()).status] == [401, 401]
    assert program.get("/cases").headers["Cache-Control"].startswith("public")
    assert not Revision.objects.exists()


@pytest.mark.parametrize("header", ["Bearer pw_" + "0" * 40, "Bearer ", "Basic eDp5", "pw_1", "Bearer pw_é"])
def test_what_is_no_token_is_told_of_even_where_none_is_needed(taxonomy: None, header: str) -> None:
    assert Program().get("/cases", Authorization=header).status == 401


def test_a_token_is_never_taken_from_an_address(amina: User) -> None:
    token = program_of(amina).token
    assert Program().get(f"/me?token={token}").status == 401
    assert Program().get(f"/cases?access_token={token}").status == 400


@pytest.mark.parametrize(
    ("scope", "allowed"),
    [(READ, {"own"}), (WRITE, {"send"}), (REVIEW, {"queue"})],
)
def test_a_token_does_what_it_is_for(chiara: User, scope: Scope, allowed: set[str]) -> None:
    program = program_of(chiara, scope)
    answers = {
        "own": program.get("/revisions").status,
        "send": program.post("/revisions", sending()).status,
        "queue": program.get("/queue").status,
    }
    assert {name for name, status in answers.items() if status != 403} == allowed


def test_a_contributor_reviews_nothing_whatever_the_token_says(amina: User, bruno: User) -> None:
    waiting = submitted(content(), by=bruno)
    program = program_of(amina)
    assert [program.get("/queue").status, program.get(f"/queue/{waiting.pk}").status] == [403, 403]
    assert program.post(f"/queue/{waiting.pk}/decision", {}).status == 403


@pytest.mark.usefixtures("piece_of_an_action")
def test_somebody_suspended_reads_and_writes_nothing(amina: User) -> None:
    program = program_of(amina)
    suspend(user=amina, until=None)
    assert program.get("/revisions").status == 200
    assert program.get("/me").data["is_suspended"] is True
    refused = program.post("/revisions", sending())
    assert (refused.status, "suspended" in refused.data["detail"]) == (403, True)


def test_another_role_holds_from_the_next_request(chiara: User, edda: User) -> None:
    program = program_of(chiara)
    assert program.get("/queue").status == 200
    set_role(user=chiara, role=Role.CONTRIBUTOR, by=edda)
    assert program.get("/queue").status == 403


def test_another_password_holds_from_the_next_request(amina: User) -> None:
    program = program_of(amina)
    set_password(user=amina, password="another long password")
    assert [program.get("/me").status, program.get("/cases").status] == [401, 401]


def test_who_decides_needs_a_second_factor_here_too(chiara: User, amina: User, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    refused = program_of(chiara).get("/queue")
    assert (refused.status, "second factor" in refused.data["detail"]) == (403, True)
    assert program_of(amina).get("/revisions").status == 200


def test_the_session_of_a_moderator_without_one_is_not_led_away(
    chiara: User, signed_in: Callable[[User], Client], settings: Settings
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    assert Program(client=signed_in(chiara)).get("/cases").status == 200


def test_requests_are_counted_down_and_then_refused(amina: User, settings: Settings) -> None:
    settings.API_REQUESTS_A_MINUTE = 2
    program = program_of(amina)
    seen = [program.get("/stages") for _time in range(3)]
    assert [answer.status for answer in seen] == [200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in seen] == ["1", "0", "0"]
    assert 0 < int(seen[2].headers["Retry-After"]) <= 60


def test_writing_is_counted_as_on_the_pages(amina: User, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"write": "1/m/user"}
    program = program_of(amina)
    answers = [program.post("/revisions", sending()), program.post("/revisions", sending())]
    assert [answer.status for answer in answers] == [201, 429]
    assert answers[1].headers["Retry-After"] == "60"


def test_what_cannot_be_counted_is_not_written_and_reading_goes_on(
    amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_options: object) -> None:
        raise ConnectionError

    program = Program(program_of(amina).token, Client(raise_request_exception=False))
    monkeypatch.setattr(cache, "add", away)
    refused = program.post("/revisions", sending())
    assert (refused.status, refused.headers["Retry-After"]) == (503, "10")
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert program.get("/revisions").data["items"] == []
