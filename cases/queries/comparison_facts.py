"""The facts of a case in words, as cells of a comparison: the values, or why there is none."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.domain.vocabulary import LANGUAGE_LABELS, SECTOR_LABELS, Absence
from cases.models import Case
from cases.queries.countries import country_name


@dataclass(frozen=True, slots=True)
class FactCell:
    """A fact about one case in words: the values of a list, or why there is none."""

    words: tuple[str, ...] = ()
    absence: str = ""


def _countries(case: Case) -> FactCell:
    codes = {place.country for place in case.places.all() if place.country}
    return _list(country_name(code) for code in codes)


def _sector(case: Case) -> FactCell:
    return _list([_(SECTOR_LABELS[case.sector])] if case.sector else [])


def _tags(case: Case) -> FactCell:
    return _list(tag.name for tag in case.tags.all())


def _began(case: Case) -> FactCell:
    return _year(case.began, case.began_absence)


def _ended(case: Case) -> FactCell:
    return FactCell((_("Goes on"),)) if case.is_going_on else _year(case.ended, case.ended_absence)


def _language(case: Case) -> FactCell:
    return FactCell((LANGUAGE_LABELS[case.language],))


def _stake(case: Case) -> FactCell:
    return FactCell((case.stake or _("None stated"),))


def _list(words: Iterable[str]) -> FactCell:
    """Words in one order, so that lists with the same words are alike."""
    found = tuple(sorted(words, key=str.casefold))
    return FactCell(found) if found else FactCell(absence=Absence.MISSING.value)


def _year(year: int | None, absence: str) -> FactCell:
    return FactCell(absence=absence) if year is None else FactCell((str(year),))


FACTS: dict[str, Callable[[Case], FactCell]] = {
    "countries": _countries,
    "sector": _sector,
    "tags": _tags,
    "began": _began,
    "ended": _ended,
    "language": _language,
    "stake": _stake,
}
"""How each fact is read of a case whose places and tags were read with it, in the order of the rows."""
