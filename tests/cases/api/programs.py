"""Programs that ask the API in the name of a person, as `curl` would."""

import copy
import json
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

from accounts.models import Scope, User
from accounts.token_actions import make_token
from cases.api.schemas.content import EXAMPLE
from cases.domain.content import CaseContent, to_data

V1 = "/api/v1"


@dataclass(frozen=True)
class Answered:
    """What came back: the status, the headers, and the data."""

    status: int
    headers: Any
    data: Any


@dataclass(frozen=True)
class Program:
    """A program with a token, or a stranger's without one. It has no cookie."""

    token: str = ""
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))

    def get(self, path: str, **headers: str) -> Answered:
        """Ask for what is at this address of the API."""
        answer = self.client.get(V1 + path, headers=self._with_token(headers))
        return answered(answer.status_code, answer.headers, answer.getvalue())

    def post(self, path: str, body: object = None, **headers: str) -> Answered:
        """Send an object, or text as it is."""
        text = body if isinstance(body, str | bytes) else "" if body is None else json.dumps(body)
        answer = self.client.post(
            V1 + path, text, content_type="application/json", headers=self._with_token(headers)
        )
        return answered(answer.status_code, answer.headers, answer.getvalue())

    def _with_token(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return named | ({"Authorization": f"Bearer {self.token}"} if self.token else {})


def answered(status: int, headers: Any, body: bytes) -> Answered:  # noqa: ANN401 (Django's headers)
    """What came back, which never sets a cookie."""
    assert "Set-Cookie" not in headers
    return Answered(status, headers, json.loads(body) if body else None)


def program_of(user: User, *scopes: Scope) -> Program:
    """A program of this person, with all permissions unless some are named."""
    made = make_token(by=user, name="notebook", scopes=scopes or tuple(Scope), days=30)
    return Program(made.text)


def example(**changes: object) -> dict[str, Any]:
    """A case that may be sent, as the guide shows it."""
    return {**copy.deepcopy(EXAMPLE), **changes}


def sending(what: CaseContent | dict[str, Any] | None = None, **more: object) -> dict[str, Any]:
    """A body that sends a case for review."""
    content = to_data(what) if isinstance(what, CaseContent) else what or example()
    return {"content": content, "confirm": ["licence", "not_a_twin", "without_sources"], **more}
