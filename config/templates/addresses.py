"""Addresses with something in them: what stands around it is worked out once.

Django tries each pattern of that name against the values, each time. Ours have one of a name with so many
values, and what they are given is nearly always a name of plain letters, or a number.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from django.urls import NoReverseMatch, reverse

PLAIN = re.compile(r"[-\w]+", re.ASCII)
"""A text that stands in an address as it is, and that any of our patterns takes which takes its marks."""

NUMBER = 20_011
AROUND = re.compile(r"[-\w/.]*", re.ASCII)


def address(page: str, values: Sequence[object], prefix: str) -> str | None:
    """The address of a page of one value or more; None where it is Django's to find.

    `prefix` is the path below which the site lies.
    """
    if not all(map(_is_plain, values)):
        return None
    mold = _mold(page, tuple(map(type, values)), prefix)
    return mold and mold % tuple(values)


def _is_plain(value: object) -> bool:
    if type(value) is str:
        return PLAIN.fullmatch(value) is not None
    return type(value) is int and value >= 0


@lru_cache(maxsize=1024)
def _mold(page: str, kinds: tuple[type, ...], prefix: str) -> str | None:
    """The address with %s in the places of the values, in their order; None when there is no such."""
    del prefix
    marks = [NUMBER + place if kind is int else f"m{NUMBER + place}" for place, kind in enumerate(kinds)]
    try:
        rest = reverse(page, args=marks)
    except NoReverseMatch:
        return None
    around = []
    for mark in marks:
        before, found, rest = rest.partition(str(mark))
        if not found:
            return None
        around.append(before)
    parts = [*around, rest]
    return "%s".join(parts) if all(map(AROUND.fullmatch, parts)) else None
