"""Declaring what the API does: who may ask, what the address may hold, what comes back.

Everything here is also what the OpenAPI document says (`cases.api.document`).
"""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

from accounts.models import Scope
from cases.api.entry import Entry
from cases.api.schemas.parts import Described
from cases.api.schemas.revisions import ProblemDetails

View = TypeVar("View", bound=Callable[..., HttpResponse])

ANYONE = (400, 401, 429, 503)
"""What any operation may refuse with."""


def reads(
    router: Router,
    path: str,
    answer: type[BaseModel],
    *,
    asks: type[BaseModel] | None = None,
    selects: type[Described] | None = None,
    refuses: tuple[int, ...] = (),
    of_case: bool = False,
) -> Callable[[View], View]:
    """Declare public data. `selects` is the item of which a caller may choose the fields.

    What is `of_case` leads on from an address that the case had before, and says that it was withdrawn.
    """
    marks: dict[str, object] = {"x-public": True} | ({"x-selects": selects} if selects else {})
    moves: dict[int, None] = {308: None} if of_case else {}
    missing = (404, 410) if of_case else ()
    return router.get(
        path,
        by_alias=True,
        auth=Entry(asks=asks),
        response={200: answer, 304: None, **moves, **_refusals((*refuses, *missing))},
        openapi_extra=marks,
    )


def reads_own(
    router: Router,
    path: str,
    answer: type[BaseModel],
    *,
    scope: Scope = Scope.READ,
    asks: type[BaseModel] | None = None,
    refuses: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Declare what only a token with this scope may read."""
    return router.get(
        path,
        by_alias=True,
        auth=Entry(scope, asks),
        response={200: answer, **_refusals((*refuses, 403))},
        openapi_extra={"x-scope": scope.value},
    )


def writes(
    router: Router,
    path: str,
    answer: type[BaseModel],
    *,
    scope: Scope = Scope.WRITE,
    status: int = 201,
    body: type[BaseModel] | None = None,
    refuses: tuple[int, ...] = (),
) -> Callable[[View], View]:
    """Declare a writing, for a token with this scope. It may come with an Idempotency-Key."""
    of_body = (415,) if body else ()
    marks: dict[str, object] = {"x-scope": scope.value, "x-writes": True}
    return router.post(
        path,
        by_alias=True,
        auth=Entry(scope),
        response={status: answer, **_refusals((*refuses, *of_body, 403, 413, 422))},
        openapi_extra=marks | ({"x-body": body} if body else {}),
    )


def _refusals(refuses: tuple[int, ...]) -> dict[int, type[BaseModel]]:
    return dict.fromkeys(sorted({*ANYONE, *refuses}), ProblemDetails)
