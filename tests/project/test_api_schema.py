"""Schemathesis asks the API everything that its document allows, and what it forbids, as everybody."""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import SearchStrategy
from pytest_django.fixtures import Settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig

from accounts.models import User
from tests.cases.api.programs import program_of
from tests.world import content, published, submitted

Schema = schemathesis.schemas.BaseSchema
Case = schemathesis.Case[Any]

pytestmark = pytest.mark.django_db

# What the schema allows may still break a rule between fields (422), such as phases that overlap.
ACCEPTED = ["2xx", "3xx", "401", "403", "404", "409", "422", "429"]
# Content has rules that no schema says, such as latitude with longitude, and no control characters (400).
CONTENT = r"/revisions(/\{number\}/answer)?$"
CONFIG = {
    "checks": {"positive_data_acceptance": {"expected-statuses": ACCEPTED}},
    "operations": [
        {
            "include-path-regex": CONTENT,
            "include-method": "POST",
            "checks": {"positive_data_acceptance": {"expected-statuses": [*ACCEPTED, "400"]}},
        }
    ],
}
ASKED = settings(
    max_examples=2,
    derandomize=True,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)
PEOPLE = ("stranger", "amina", "chiara", "edda")


@pytest.fixture
def api(settings: Settings, bruno: User, deniz: User) -> Iterator[Schema]:
    """The API over a small world: a public case that was changed, and changes that wait."""
    settings.API_REQUESTS_A_MINUTE = 1_000_000
    settings.ACCOUNT_RATE_LIMITS = {}
    case = published(content(), by=bruno, reviewer=deniz)
    submitted(content(summary="Waits."), by=bruno, on=case)
    # As Django's own client does: what ends a request of a server must not end the test's connection.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    yield schemathesis.openapi.from_wsgi(
        "/api/v1/openapi.json", application, config=SchemathesisConfig.from_dict(CONFIG)
    )
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def application(environ: dict[str, Any], start: Any) -> object:  # noqa: ANN401 (WSGI's own)
    """The site as a server calls it, which says from where a request comes."""
    return get_wsgi_application()(environ | {"REMOTE_ADDR": "127.0.0.1"}, start)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_operation_does_what_the_document_says(
    api: Schema, person: str, request: pytest.FixtureRequest, subtests: pytest.Subtests
) -> None:
    headers = {}
    if person != "stranger":
        headers["Authorization"] = f"Bearer {program_of(request.getfixturevalue(person)).token}"
    for found in api.get_all_operations():
        operation = found.ok()  # type: ignore[union-attr]
        for mode in GenerationMode:
            with subtests.test(operation.label, mode=mode.value):
                ask_some(operation.as_strategy(mode), headers)


def ask_some(strategy: SearchStrategy[Case], headers: dict[str, str]) -> None:
    """Ask some of what a strategy draws, with all checks."""

    @ASKED
    @given(strategy)
    def ask(case: Case) -> None:
        case.call_and_validate(headers=headers)

    ask()
