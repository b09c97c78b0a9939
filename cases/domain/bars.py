"""Bars of counted things, placed for drawing: whole units along one line, and lengths on one scale."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar: what it stands for, how many, and where it lies, in units of the drawing."""

    name: str
    count: int
    x: int
    width: int

    @property
    def middle(self) -> int:
        """Half of the width, where its number is written."""
        return self.width // 2


def stack(counts: Iterable[tuple[str, int]], each: int) -> tuple[Segment, ...]:
    """Return the stretches one after the other, each thing `each` units long; nothing takes no room."""
    segments: list[Segment] = []
    x = 0
    for name, count in counts:
        if count:
            segments.append(Segment(name, count, x, count * each))
            x += count * each
    return tuple(segments)


def length(count: int, most: int, longest: int) -> int:
    """The length of a bar for `count` where `most` is `longest` long; no bar is too short to be seen."""
    return max(1, round(count * longest / most)) if count else 0
