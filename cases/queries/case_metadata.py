"""Published cases as `CaseMetadata`: one of which the page is read anyway, or many at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db.models import Min, QuerySet
from django.utils.translation import gettext as _

from cases.domain.vocabulary import SECTOR_LABELS
from cases.exchange.case_metadata import CaseMetadata, ImageMetadata
from cases.exchange.oai import set_of_model, set_of_stage
from cases.models import Case, CaseImage, CasePhase, CasePlace, CaseSource, Version
from cases.queries.case import CasePage
from cases.queries.case_sources import source_of
from cases.queries.countries import place_name
from cases.queries.fixed import fixed

AUTHORS_AT_MOST = 20
Row = TypeVar("Row", CasePlace, CaseSource, CasePhase, CaseImage)


def metadata_of_page(page: CasePage) -> CaseMetadata:
    """The metadata of the case of a page; one query."""
    case = page.case
    return _metadata(
        case,
        authors=authors_of([case.pk])[case.pk],
        places=page.places,
        tags=tuple(name for _slug, name in page.tags),
        sources=[shown.row for shown in page.sources],
        images=[shown.row for shown in page.images],
        phases=[shown.phase for shown in page.phases],
    )


def metadata_of(cases: Sequence[Case]) -> tuple[CaseMetadata, ...]:
    """The metadata of these cases, in their order; six queries."""
    keys = [case.pk for case in cases]
    authors = authors_of(keys)
    places = _by_case(CasePlace.objects.filter(case__in=keys).order_by("order"))
    sources = _by_case(CaseSource.objects.filter(case__in=keys).order_by("number"))
    phases = _by_case(CasePhase.objects.filter(case__in=keys).order_by("order"))
    images = _by_case(CaseImage.objects.filter(case__in=keys).order_by("order"))
    tags = _tags_of(keys)
    return tuple(
        _metadata(
            case,
            authors=authors[case.pk],
            places=tuple(place_name(place) for place in places[case.pk]),
            tags=tuple(tags[case.pk]),
            sources=sources[case.pk],
            images=images[case.pk],
            phases=phases[case.pk],
        )
        for case in cases
    )


def sets_of(cases: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The sets of these cases; one query."""
    cells: defaultdict[int, list[tuple[int | None, int]]] = defaultdict(list)
    rows = CasePhase.objects.filter(case__in=cases).order_by()
    for case, stage, model in rows.values_list("case_id", "stage_id", "model_id"):
        cells[case].append((stage, model))
    return {case: _sets_of_cells(found) for case, found in cells.items()}


def authors_of(cases: Sequence[int]) -> defaultdict[int, tuple[str, ...]]:
    """The public names of those who wrote published versions of these cases, who wrote first before others.

    Who left has no name. One query; of a case that very many wrote, the first twenty.
    """
    found: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for case, name, _first in _writers(*cases) if cases else ():
        if len(found[case]) < AUTHORS_AT_MOST:
            found[case] += (name,)
    return found


@fixed
def _writers(*cases: int) -> QuerySet[Version, tuple[int, str, int]]:
    versions = Version.objects.filter(case__in=cases, author__left_at__isnull=True).order_by()
    rows = versions.values_list("case", "author__username").annotate(first=Min("number"))
    return rows.order_by("case", "first", "author__username")


def _by_case(rows: Iterable[Row]) -> defaultdict[int, list[Row]]:
    found: defaultdict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.case_id].append(row)
    return found


def _tags_of(cases: Sequence[int]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = Case.objects.filter(pk__in=cases, tags__isnull=False).order_by("tags__name")
    for case, name in rows.values_list("pk", "tags__name"):
        found[case].append(name)
    return found


def _metadata(
    case: Case,
    *,
    authors: tuple[str, ...],
    places: tuple[str, ...],
    tags: tuple[str, ...],
    sources: Iterable[CaseSource],
    images: Sequence[CaseImage],
    phases: Sequence[CasePhase],
) -> CaseMetadata:
    return CaseMetadata(
        record=case.pk,
        slug=case.slug,
        title=case.title,
        summary=case.summary,
        language=case.language,
        version=case.version,
        first_published_at=case.first_published_at,
        published_at=case.published_at,
        authors=authors,
        organisations=tuple(case.organisations),
        places=places,
        tags=tags,
        sector=_(SECTOR_LABELS[case.sector]) if case.sector else "",
        began=case.began,
        ended=case.ended,
        is_going_on=case.is_going_on,
        sources=tuple(map(source_of, sources)),
        image=_image(images[0]) if images else None,
        sets=_sets(phases),
    )


def _image(row: CaseImage) -> ImageMetadata:
    return ImageMetadata(key=row.key, alt=row.alt, width=row.width, height=row.height)


def _sets(phases: Sequence[CasePhase]) -> tuple[str, ...]:
    return _sets_of_cells([(phase.stage_id, phase.model_id) for phase in phases])


def _sets_of_cells(cells: Sequence[tuple[int | None, int]]) -> tuple[str, ...]:
    """The sets in which a case is: of every stage and every model in which it stands or stood."""
    found = {set_of_model(model) for _stage, model in cells}
    return tuple(sorted(found | {set_of_stage(stage) for stage, _model in cells if stage}))
