"""What tests of accounts need: fresh counters of tries, and a browser that fills forms."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.core.mail import EmailMessage
from django.test import Client

SIGN_UP = {
    "username": "Farida",
    "email": "farida@example.org",
    "password1": "seven quiet herons",
    "password2": "seven quiet herons",
}


@pytest.fixture(autouse=True)
def _fresh_counters() -> Iterator[None]:
    """No test inherits the tries of another."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def form() -> dict[str, str]:
    """A good sign-up."""
    return dict(SIGN_UP)


@pytest.fixture
def code_in() -> Callable[[EmailMessage], str]:
    """Find the code in a mail."""

    def code(mail: EmailMessage) -> str:
        found = re.search(r"^[A-Z0-9]{3,4}-[A-Z0-9]{3,4}$", str(mail.body), re.MULTILINE)
        assert found, mail.body
        return found[0]

    return code


@pytest.fixture
def visitor(db: None) -> Client:
    """A browser without an account."""
    return Client()
