"""What tests of accounts need: a form, and a browser that fills it in."""

import re
from collections.abc import Callable

import pytest
from django.core.mail import EmailMessage
from django.test import Client

SIGN_UP = {
    "username": "Farida",
    "email": "farida@example.org",
    "password1": "seven quiet herons",
    "password2": "seven quiet herons",
}


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
