"""One mailbox, one account."""

import pytest
from django.db import IntegrityError

from accounts.addresses import normalise_address
from accounts.models import User


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("amina@example.org", "amina@example.org"),
        ("  Amina@EXAMPLE.org ", "amina@example.org"),
        ("amina@bücher.example", "amina@xn--bcher-kva.example"),
        ("amina@XN--BCHER-KVA.example", "amina@xn--bcher-kva.example"),
        ("a.m+i@example.org", "a.m+i@example.org"),
        ("amina@a..b", "amina@a..b"),
        ("nothing", "nothing"),
        ("", ""),
    ],
)
def test_an_address_is_kept_in_one_form(typed: str, kept: str) -> None:
    assert normalise_address(typed) == kept


@pytest.mark.django_db
def test_the_database_holds_one_account_for_a_mailbox() -> None:
    User.objects.create_user("Amina", "amina@example.org")
    with pytest.raises(IntegrityError):
        User.objects.create_user("Bruno", "AMINA@Example.org")
