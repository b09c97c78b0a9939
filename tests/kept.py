"""Worlds that many tests of a module read: each is made once, and every test finds it as it was made.

A kept world stands in a transaction of its own, in which those of the tests nest: what a test changes is
taken back, and the world stays. Before a test that does not ask for it, it is taken down.
"""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from inspect import Parameter, Signature, signature
from itertools import groupby
from typing import Any, TypeVar

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from pytest_django import DjangoDbBlocker

from cases.queries.drawings import SHELF
from models_taxonomy.actions import load_taxonomy
from models_taxonomy.models import Claim
from tests.growth import watched
from tests.world import CAST, someone

T = TypeVar("T")
Make = Callable[..., Any]

_MAKES: dict[int, Make] = {}
"""How the world of each kept fixture is made, by the identity of the fixture."""


@dataclass
class Standing:
    """A world that is in the database now."""

    make: Make
    parameters: dict[str, object]
    value: Any
    whole: transaction.Atomic


_STANDING: list[Standing] = []
"""Each inside of the one before."""


def kept(make: Callable[..., T]) -> Callable[..., T]:
    """Make a fixture whose world is made once for all tests of its module that ask for it.

    It may need people of the cast, other kept worlds of the module, and parameters (of the scope of the
    module, so that tests go by them); each test gets a copy of what it returns.
    """

    def world(db: None, **_needed: object) -> T:
        value: T = _value_of(make)
        return deepcopy(value)

    names = ["db", *(name for name in signature(make).parameters if name not in CAST)]
    needed = Signature([Parameter(name, Parameter.KEYWORD_ONLY) for name in names])
    world.__signature__ = needed  # type: ignore[attr-defined]
    world.__doc__ = make.__doc__
    fixture: Callable[..., T] = pytest.fixture(world)
    _MAKES[id(fixture)] = make
    return fixture


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that need the same kept worlds follow each other within their module."""
    items[:] = [
        item
        for _module, group in groupby(items, key=lambda item: getattr(item, "module", None))
        for item in sorted(group, key=lambda item: [make.__name__ for make in _makes_of(item)])
    ]


@pytest.fixture(scope="module")
def _ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[DjangoDbBlocker]:
    """No world outlives its module."""
    yield django_db_blocker
    with django_db_blocker.unblock():
        _take_down(to=0)


@pytest.fixture(autouse=True)
def _kept_worlds(request: pytest.FixtureRequest) -> None:
    """Before the transaction of the test begins, the worlds stand that it needs, and no others."""
    makes = _makes_of(request.node)
    if not makes and not _STANDING:
        return
    blocker: DjangoDbBlocker = request.getfixturevalue("_ground")
    with blocker.unblock():
        for place, make in enumerate(makes):
            parameters = {name: request.getfixturevalue(name) for name in _parameters_of(make)}
            if not _stands(place, make, parameters):
                _take_down(to=place)
                _put_up(make, parameters)
        _take_down(to=len(makes))


def _makes_of(item: pytest.Item) -> list[Make]:
    """How the worlds are made that this test needs, those first that others stand on."""
    found: dict[Make, None] = {}

    def follow(make: Make | None) -> None:
        if make is not None:
            for name in signature(make).parameters:
                follow(_make_of(name, make.__globals__))
            found[make] = None

    if isinstance(item, pytest.Function):
        for name in sorted(item.fixturenames):
            follow(_make_of(name, vars(item.module)))
    return list(found)


def _make_of(name: str, module: dict[str, object]) -> Make | None:
    """How a module makes the world of this name; nothing if no kept world has it."""
    return _MAKES.get(id(module.get(name)))


def _parameters_of(make: Make) -> list[str]:
    """The names of what a world needs beside people and other worlds."""
    names = signature(make).parameters
    return [name for name in names if name not in CAST and _make_of(name, make.__globals__) is None]


def _stands(place: int, make: Make, parameters: dict[str, object]) -> bool:
    found = _STANDING[place] if place < len(_STANDING) else None
    return found is not None and found.make is make and found.parameters == parameters


def _put_up(make: Make, parameters: dict[str, object]) -> None:
    # The mark `django_db` begins it before any fixture: such a module asks for `db` instead.
    assert _STANDING or not connection.in_atomic_block, "the transaction of the test begins too early"
    whole = transaction.atomic()
    whole._from_testcase = True  # type: ignore[attr-defined] # durable transactions of actions may nest
    whole.__enter__()
    try:
        if not Claim.objects.exists():  # as for every test that needs the reference texts
            load_taxonomy()
        with watched() as guard:
            value = make(**{name: _given(name, make, parameters) for name in signature(make).parameters})
        assert not guard.broken
    except BaseException:
        _roll_back(whole)
        raise
    _STANDING.append(Standing(make, parameters, value, whole))
    # No test inherits the tries of the making, nor what was drawn meanwhile.
    cache.clear()
    SHELF.clear()


def _given(name: str, make: Make, parameters: dict[str, object]) -> object:
    """One of the cast, a copy of what another world is, or a parameter."""
    if name in CAST:
        return someone(name)
    other = _make_of(name, make.__globals__)
    return parameters[name] if other is None else deepcopy(_value_of(other))


def _value_of(make: Make) -> Any:  # noqa: ANN401 (its type is known where it is made)
    return next(each.value for each in _STANDING if each.make is make)


def _take_down(*, to: int) -> None:
    while len(_STANDING) > to:
        _roll_back(_STANDING.pop().whole)


def _roll_back(whole: transaction.Atomic) -> None:
    transaction.set_rollback(True)
    whole.__exit__(None, None, None)
