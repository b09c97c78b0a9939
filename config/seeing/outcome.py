"""What a check found."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """Whether all is well, why that is said, and what to do if not. It names no person and no secret."""

    is_good: bool
    why: str
    advice: str = ""


def good(why: str) -> Outcome:
    """All is well."""
    return Outcome(is_good=True, why=why)


def bad(why: str, advice: str = "") -> Outcome:
    """Something is not, and this is what to do."""
    return Outcome(is_good=False, why=why, advice=advice)


Check = Callable[[], Outcome | None]
"""Looks at one thing and says what it found; None where there is no such thing to look at.

It may raise: that counts as a fault. It must end by itself within seconds.
"""
