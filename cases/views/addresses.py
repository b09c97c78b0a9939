"""Addresses of pages with their parameters."""

from collections.abc import Iterable
from urllib.parse import urlencode

from django.urls import reverse

Pairs = list[tuple[str, str]]
"""The parameters of an address in their order; a name may stand several times."""


def address(route: str, pairs: Iterable[tuple[str, str]] = ()) -> str:
    """The address of a page with these parameters; `route` is its name among the addresses of cases."""
    path, query = reverse(f"cases:{route}"), urlencode(list(pairs))
    return f"{path}?{query}" if query else path


def without(pairs: Pairs, name: str, value: str = "") -> Pairs:
    """The parameters without one name, or without one of its values."""
    return [pair for pair in pairs if pair[0] != name or (value and pair[1] != value)]


def to_complete(route: str, pairs: Iterable[tuple[str, str]], name: str) -> str:
    """An address that a template completes with the value of one more parameter."""
    return address(route, [*pairs, (name, "")])


def file_addresses(route: str, pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The addresses of a page and of its files, by what the component of the files calls them."""
    kept = list(pairs)
    return {
        "page_url": address(route, kept),
        "csv_url": address(f"{route}_csv", kept),
        "json_url": address(f"{route}_json", kept),
        "svg_url": address(f"{route}_svg", kept),
    }
