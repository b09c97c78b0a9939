"""The rows of every public table, in a shape that two buildings of them share."""

from django.db import models

from cases.models import (
    Case,
    CaseImage,
    CaseLink,
    CasePart,
    CasePhase,
    CasePlace,
    CaseSource,
    CellTally,
    ClaimTally,
    Comment,
    GapTurn,
    MergedAddress,
    OpenCall,
    OpinionSummary,
    OpinionTally,
    PastAddress,
    Placement,
    SearchNote,
    SearchRow,
    SearchWord,
    SourceTotal,
    SourceUse,
    TagSynonym,
    Thread,
    Version,
    WantedLine,
    WithdrawnCase,
)

TABLES: tuple[type[models.Model], ...] = (
    Case,
    CaseImage,
    CaseLink,
    CasePart,
    CasePhase,
    CasePlace,
    CaseSource,
    Comment,
    GapTurn,
    MergedAddress,
    OpenCall,
    OpinionSummary,
    OpinionTally,
    PastAddress,
    Placement,
    SearchNote,
    SearchRow,
    SearchWord,
    TagSynonym,
    Thread,
    Version,
    WantedLine,
    WithdrawnCase,
)
COUNTS: tuple[tuple[type[models.Model], tuple[str, ...]], ...] = (
    (ClaimTally, ("supports", "partly", "contradicts", "not_found")),
    (CellTally, ("cases",)),
    (SourceUse, ("cases",)),
    (SourceTotal, ("documents",)),
)
"""Of these a row of zeros and no row say the same."""


def public_rows() -> dict[str, list[str]]:
    """What the public tables say, without the numbers that a database gives to rows."""
    rows = {table.__name__: _rows(table) for table in TABLES}
    for table, counts in COUNTS:
        nothing = models.Q(**dict.fromkeys(counts, 0))
        rows[table.__name__] = _rows(table, ~nothing)
    tags = Case.tags.through.objects.values_list("object_id", "tag__name")
    return rows | {"tags": sorted(map(str, tags))}


def _rows(table: type[models.Model], which: models.Q | None = None) -> list[str]:
    names = [field.attname for field in table._meta.concrete_fields if field.attname != "id"]
    found = table._default_manager.filter(which or models.Q()).values_list(*names)
    return sorted(map(str, found))
