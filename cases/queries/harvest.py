"""What harvesters take: the records of cases in the order in which they last changed."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from cases.domain.identifiers import name_of_case, record_named
from cases.exchange.case_metadata import CaseMetadata
from cases.exchange.dublin_core import dublin_core
from cases.exchange.oai import Key, Record, Selection, set_of_model, set_of_stage
from cases.models import Case, CasePhase, LastChange
from cases.queries.case_metadata import metadata_of, sets_of
from models_taxonomy.models import Stage, ValueModel

PAGE = 100
FIRST_DAY = datetime.fromisoformat("2013-01-01T00:00:00+00:00")
"""Before anything could have changed here."""


@dataclass(frozen=True, slots=True)
class HarvestPage:
    """A page of records; `last` is the key at which the next one begins, or None."""

    records: tuple[Record, ...]
    last: Key | None


def harvest_records(selection: Selection) -> HarvestPage:
    """Read a page of records in eight queries, whatever their number."""
    rows, last = _page(selection)
    return HarvestPage(_records(rows), last)


def harvest_headers(selection: Selection) -> HarvestPage:
    """Read a page of records of which only the headers are wanted, in two queries."""
    rows, last = _page(selection)
    sets = sets_of([row.pk for row in rows])
    site = settings.SITE_URL
    headers = (Record(name_of_case(site, row.pk), row.at, sets.get(row.pk, ()), row.is_gone) for row in rows)
    return HarvestPage(tuple(headers), last)


def harvested(name: str) -> Record | None:
    """The record of this name, also of a case that went; None for what was never there, or is hidden."""
    number = record_named(settings.SITE_URL, name)
    rows = list(LastChange.objects.filter(pk=number)) if number is not None else []
    return next(iter(_records(rows)), None)


def earliest_change() -> datetime:
    """A moment before which nothing changed; one query."""
    first = LastChange.objects.in_order().values_list("at", flat=True).first()
    return first or FIRST_DAY


def sets_in_words() -> tuple[tuple[str, str], ...]:
    """Every set and its name; two queries."""
    models = ((set_of_model(row.number), _model_in_words(row)) for row in ValueModel.objects.all())
    stages = ((set_of_stage(row.number), _stage_in_words(row)) for row in Stage.objects.all())
    return (*models, *stages)


def _model_in_words(model: ValueModel) -> str:
    return _("Cases in model %(number)s, %(name)s") % {"number": model.number, "name": model.short}


def _stage_in_words(stage: Stage) -> str:
    return _("Cases at stage %(number)s, %(name)s") % {"number": stage.number, "name": stage.name}


def _page(selection: Selection) -> tuple[list[LastChange], Key | None]:
    """The rows of a page, and the key at which the next one begins, or None."""
    found = list(_selected(selection)[: PAGE + 1])
    shown = found[:PAGE]
    return shown, Key(shown[-1].at, shown[-1].pk) if len(found) > PAGE else None


def _selected(selection: Selection) -> QuerySet[LastChange]:
    rows = LastChange.objects.in_order()
    if selection.since is not None:
        rows = rows.filter(at__gte=selection.since)
    if selection.until is not None:
        rows = rows.filter(at__lt=selection.until)
    if selection.after is not None:
        at, record = selection.after.at, selection.after.record
        # The first condition is one that an index answers; the second tells rows of the same moment apart.
        rows = rows.filter(at__gte=at).filter(Q(at__gt=at) | Q(pk__gt=record))
    if selection.set:
        rows = rows.filter(_in_set(selection.set))
    return rows


def _in_set(name: str) -> Q:
    """A condition for a set; none fulfils that of a set which is not there."""
    kind, _dash, number = name.partition("-")
    if kind not in {"model", "stage"} or len(number) != 1 or not number.isdecimal():
        return Q(pk__in=())
    return Q(Exists(CasePhase.objects.filter(case=OuterRef("pk"), **{kind: int(number)})))


def _records(rows: list[LastChange]) -> tuple[Record, ...]:
    cases = Case.objects.published().filter(pk__in=[row.pk for row in rows])
    found = {case.record: case for case in metadata_of(list(cases))}
    return tuple(_record(row, found.get(row.pk)) for row in rows if row.is_gone or row.pk in found)


def _record(row: LastChange, case: CaseMetadata | None) -> Record:
    site = settings.SITE_URL
    return Record(
        name=name_of_case(site, row.pk),
        at=row.at,
        sets=case.sets if case else (),
        is_gone=case is None,
        fields=dublin_core(case, site) if case else (),
    )
