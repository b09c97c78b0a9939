"""Ribbons of cases as the pictures draw them."""

from collections.abc import Iterable

from cases.exchange.ribbons_figure import RibbonDrawn
from cases.queries.trajectories import PhaseOnRibbon


def ribbon_drawn(name: str, phases: Iterable[PhaseOnRibbon], *, has_ended: bool) -> RibbonDrawn:
    """A case with its phases, ready to be drawn."""
    pieces = (
        (shown.piece, shown.cell.cell, shown.cell.stage.name if shown.cell.stage else "") for shown in phases
    )
    return RibbonDrawn(name, tuple(pieces), has_ended)
