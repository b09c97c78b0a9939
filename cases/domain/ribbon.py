"""Lengths on a ribbon of fixed length, such as the phases of a case by their years."""

from collections.abc import Sequence

RIBBON = 24
"""How many steps a ribbon has."""


def ribbon_widths(years: Sequence[int], *, steps: int = RIBBON) -> tuple[int, ...]:
    """Return a width in steps for each span of years: in proportion, each at least 1.

    The widths sum to `steps`, unless there are more spans than steps; then each is 1.
    """
    if len(years) >= steps:
        return (1,) * len(years)
    spans = [max(span, 1) for span in years]
    free, total = steps - len(spans), sum(spans)
    whole = [free * span // total for span in spans]
    rests = sorted(range(len(spans)), key=lambda index: (-(free * spans[index] % total), index))
    lucky = set(rests[: free - sum(whole)])
    return tuple(1 + width + (index in lucky) for index, width in enumerate(whole))
