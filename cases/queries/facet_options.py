"""The options of the facets in the order of the page, with their names, counts and ticks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.domain.facts import INDEPENDENT_SPEAKER, OFF_THE_MATRIX
from cases.domain.vocabulary import LANGUAGE_LABELS, SECTOR_LABELS, STANCE_LABELS
from cases.queries.countries import countries_by_name
from cases.queries.facets import ChosenValues, Value
from cases.queries.names import SiteNames

Named = list[tuple[str, str]]
"""Values with their names, in the order of the page."""


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: how many cases have it after the other filters, and whether it is ticked."""

    value: str
    name: str
    count: int
    is_chosen: bool


def options_of(
    values: Mapping[str, Sequence[Value]], chosen: ChosenValues, names: SiteNames
) -> dict[str, tuple[Option, ...]]:
    """Return the options of the facets in `values`, in their order.

    Models, stages and stances are controlled lists and always whole. Of the others the options are
    those of `values`, and what is ticked.
    """
    return {
        facet: _options(NAMED[facet](names, found, chosen.get(facet, ())), found, chosen.get(facet, ()))
        for facet, found in values.items()
    }


def _options(named: Named, values: Sequence[Value], chosen: Sequence[str]) -> tuple[Option, ...]:
    counts = {value.value: value.count for value in values}
    return tuple(Option(value, name, counts.get(value, 0), value in chosen) for value, name in named)


def _models(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del values, chosen
    return [(str(row.number), f"{row.number}. {row.short}") for row in names.models]


def _stages(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del values, chosen
    stages = [(str(row.number), f"{row.number} {row.name}") for row in names.stages]
    return [*stages, (OFF_THE_MATRIX, _("The hierarchy does not apply"))]


def _stances(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del names, values, chosen
    return [(stance.value, _(label)) for stance, label in STANCE_LABELS.items()]


def _speakers(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del names, values, chosen
    return [(INDEPENDENT_SPEAKER, _("Independent sources only"))]


def _existing(values: Sequence[Value], chosen: Sequence[str], name: Callable[[str], str]) -> Named:
    known = dict.fromkeys([*(value.value for value in values), *chosen])
    return [(value, name(value)) for value in known]


def _countries(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del names
    return countries_by_name([*(value.value for value in values), *chosen])


def _decades(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del names
    return sorted(_existing(values, chosen, _decade_name))


def _sectors(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del names
    return sorted(_existing(values, chosen, _sector_name), key=_by_name)


def _languages(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    del names
    return sorted(_existing(values, chosen, LANGUAGE_LABELS.__getitem__), key=_by_name)


def _tags(names: SiteNames, values: Sequence[Value], chosen: Sequence[str]) -> Named:
    shown = dict.fromkeys([*(value.value for value in values), *chosen])
    known = names.tags(shown)
    return sorted(((slug, known.get(slug, slug)) for slug in shown), key=_by_name)


def _decade_name(value: str) -> str:
    return _("%(decade)ss") % {"decade": value}


def _sector_name(value: str) -> str:
    return _(SECTOR_LABELS[value])


def _by_name(option: tuple[str, str]) -> str:
    return option[1].casefold()


NAMED: dict[str, Callable[[SiteNames, Sequence[Value], Sequence[str]], Named]] = {
    "model": _models,
    "stage": _stages,
    "stance": _stances,
    "country": _countries,
    "decade": _decades,
    "sector": _sectors,
    "tag": _tags,
    "lang": _languages,
    "speaker": _speakers,
}
