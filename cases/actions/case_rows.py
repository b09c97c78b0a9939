"""Writing the public rows of one case, in the publishing transaction."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain

from django.db import models

from cases.actions.case_tags import make_tags, set_tags
from cases.actions.many_rows import write_rows
from cases.actions.one_row import write, write_whole
from cases.actions.sending import send
from cases.domain.content import CaseContent
from cases.domain.projection import Projection, project
from cases.models import (
    Case,
    CaseImage,
    CaseLink,
    CasePart,
    CasePhase,
    CasePlace,
    CaseRecord,
    CaseSource,
    Placement,
    Review,
)
from cases.queries.rendered import render_parts
from cases.queries.tag_synonyms import PublishedTag
from cases.queries.uploads import sizes_of

CITATIONS_AT_ONCE = 400
"""So many pairs stay within what any SQLite takes in one statement."""

CITE = """
INSERT INTO "cases_placement_sources" ("placement_id", "casesource_id")
SELECT placement."id", source."id"
FROM "cases_placement" placement JOIN "cases_casesource" source ON source."case_id" = placement."case_id"
WHERE placement."case_id" = %s AND (placement."order", source."key") IN (VALUES {pairs})
"""
"""Makes rows of pairs of the place of a placement in its case and the key of a source of the same case."""

Tags = Mapping[str, PublishedTag]
"""What is published of each tag that an author wrote."""


def write_case(
    record: CaseRecord,
    before: CaseContent | None,
    content: CaseContent,
    review: Review,
    *,
    number: int,
    first_at: datetime,
) -> tuple[Case, Tags]:
    """Write the public rows of a case whose rows say `before`, None when it has none.

    What the two say alike stays as it stands. The tags of both are returned.
    """
    tags = make_tags(content.tags, besides=before.tags if before else ())
    has_other_parts = before is None or (before.parts, before.sources) != (content.parts, content.sources)
    projection = project(
        content,
        render_parts(content) if has_other_parts else {},
        {name: tag.name for name, tag in tags.items()},
    )
    case = Case(
        record=record,
        **projection.case,
        slug=record.slug or "",
        version=number,
        content_hash=review.revision.content_hash,
        first_published_at=first_at,
        published_at=review.at,
    )
    if before is None:
        write(case)
        _write_all(case, projection)
    else:
        write_whole(case)
        if has_other_parts:
            write_parts(case, projection)
        _write_changed(case, before, content, projection)
    if before is None or before.tags != content.tags:
        set_tags(case, {tags[name].pk for name in content.tags}, is_new=before is None)
    return case, tags


def write_parts(case: Case, projection: Projection) -> None:
    """Write the parts of a case and the links in them, in the place of those that it has."""
    _take(CasePart, case)
    _take(CaseLink, case)
    _put_parts(case, projection)


def _put_parts(case: Case, projection: Projection) -> None:
    write_rows(CasePart, projection.parts, case=case.pk)
    write_rows(CaseLink, [{"target": target} for target in projection.links], case=case.pk)


def _write_all(case: Case, projection: Projection) -> None:
    """Write every row of a case that has none."""
    _put_parts(case, projection)
    _put_phases(case, projection)
    _put_places(case, projection)
    _put_images(case, projection)
    _put_placements(case, projection)


def _write_changed(case: Case, before: CaseContent, content: CaseContent, projection: Projection) -> None:
    """Write the rows again of what is not as it was."""
    if before.phases != content.phases:
        _take(CasePhase, case)
        _put_phases(case, projection)
    if before.places != content.places:
        _take(CasePlace, case)
        _put_places(case, projection)
    if before.images != content.images:
        _take(CaseImage, case)
        _put_images(case, projection)
    # Placements name the rows of sources.
    if (before.sources, before.illustrations) != (content.sources, content.illustrations):
        _take_placements(case)
        _put_placements(case, projection)


def _take(table: type[models.Model], case: Case) -> None:
    """Delete the rows of a case in one statement, of a table to whose rows no other row leads."""
    rows = table._default_manager.filter(case=case)
    rows._raw_delete(rows.db)


def _take_placements(case: Case) -> None:
    through = Placement.sources.through.objects.filter(placement__case=case)
    through._raw_delete(through.db)
    _take(Placement, case)
    _take(CaseSource, case)


def _put_phases(case: Case, projection: Projection) -> None:
    write_rows(CasePhase, projection.phases, case=case.pk)


def _put_places(case: Case, projection: Projection) -> None:
    write_rows(CasePlace, projection.places, case=case.pk)


def _put_placements(case: Case, projection: Projection) -> None:
    write_rows(CaseSource, projection.sources, case=case.pk)
    plain = [{**row} for row in projection.placements]
    cited = [row.pop("sources") for row in plain]
    write_rows(Placement, plain, case=case.pk)
    _cite(case, [(row["order"], key) for row, keys in zip(plain, cited, strict=True) for key in keys])  # type: ignore[attr-defined]


def _cite(case: Case, citations: Sequence[tuple[object, object]]) -> None:
    """Write which source stands behind which placement; the database knows their keys, nobody else need."""
    for start in range(0, len(citations), CITATIONS_AT_ONCE):
        some = citations[start : start + CITATIONS_AT_ONCE]
        pairs = ", ".join(["(%s, %s)"] * len(some))
        send(CITE.format(pairs=pairs), [case.pk, *chain.from_iterable(some)])


def _put_images(case: Case, projection: Projection) -> None:
    if not projection.images:
        return
    sizes = sizes_of(str(row["key"]) for row in projection.images)
    rows = [
        {**row, **dict(zip(("width", "height"), sizes[str(row["key"])], strict=True))}
        for row in projection.images
    ]
    write_rows(CaseImage, rows, case=case.pk)
