"""The picture of a comparison: the phases of each case as a ribbon, all on the same years."""

from collections.abc import Mapping, Sequence

from cases.domain.ribbon import YearScale
from cases.exchange.figure import Picture
from cases.exchange.figure_marks import group
from cases.exchange.ribbons_figure import WIDTH, RibbonDrawn, draw_ribbons, models_legend


def draw_comparison(
    scale: YearScale, ribbons: Sequence[RibbonDrawn], *, head: str, models: Mapping[int, str]
) -> Picture:
    """Return the picture; `models` are the names of the value models by number."""
    key, top = models_legend(models)
    rows, height = draw_ribbons(scale, ribbons, head)
    return Picture(WIDTH, top + 22 + height, (key, group(rows, y=top + 22)))
