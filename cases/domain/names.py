"""How a case is called where there is little room."""

from collections import Counter
from collections.abc import Sequence


def short_name(title: str) -> str:
    """The part of a title before its first colon, or all of it: *Linux: who pays* is called *Linux*."""
    return title.partition(": ")[0]


def names_apart(titles: Sequence[str]) -> tuple[str, ...]:
    """Short names for cases that stand together; two that would be called alike keep their titles."""
    short = Counter(short_name(title) for title in titles)
    return tuple(title if short[short_name(title)] > 1 else short_name(title) for title in titles)


def best_named(text: str, titles: Sequence[str]) -> tuple[str, ...]:
    """The titles that a person may mean by this text, out of those that hold its words.

    One that is the text, or whose short name is, is meant alone; else those that begin with the text;
    else all.
    """
    wanted = text.strip().casefold()
    for is_meant in (
        lambda title: wanted in {title.casefold(), short_name(title).casefold()},
        lambda title: title.casefold().startswith(wanted),
    ):
        if found := tuple(title for title in titles if is_meant(title)):
            return found
    return tuple(titles)
