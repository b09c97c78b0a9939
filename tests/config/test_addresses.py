"""An address that is put together is the one that Django finds, for every page of the site."""

from collections import Counter
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import IntConverter

from config.templates.addresses import address


def pages(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every page with a name."""
    for found in resolver.url_patterns:
        if isinstance(found, URLResolver):
            inner = f"{namespace}{found.namespace}:" if found.namespace else namespace
            yield from pages(found, inner)
        elif found.name:
            yield namespace + found.name, found


WITH_VALUES = [
    (name, tuple(page.pattern.converters.values()))
    for name, page in pages(get_resolver())
    if page.pattern.converters
]


@pytest.mark.parametrize(("name", "converters"), WITH_VALUES, ids=[name for name, _converters in WITH_VALUES])
def test_every_page_with_values(name: str, converters: tuple[object, ...]) -> None:
    for word in ("3f", "guifi-net", "_", "0"):
        values = [7 + at if isinstance(each, IntConverter) else word for at, each in enumerate(converters)]
        assert address(name, values, "/") == reverse(name, args=values)


def test_no_two_pages_of_a_name_take_as_many_values() -> None:
    taken = Counter((name, len(converters)) for name, converters in WITH_VALUES)
    assert [page for page, times in taken.items() if times > 1] == []


@pytest.mark.parametrize("value", ["a b", "", "ü", "a/b", "a%b", "<", -1, True, 1.5, None])
def test_any_other_value_is_for_django(value: object) -> None:
    assert address("cases:case", [value], "/") is None


@pytest.mark.parametrize(("name", "value"), [("cases:nowhere", "a"), ("cases:snapshot", "twelve")])
def test_where_there_is_no_such_address_django_says_so(name: str, value: str) -> None:
    assert address(name, [value], "/") is None
