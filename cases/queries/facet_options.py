"""The options of the facets in the order of the page, with their names, counts and ticks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from taggit.models import Tag

from cases.domain.vocabulary import SECTOR_LABELS, STANCE_LABELS
from cases.queries.countries import country_name
from cases.queries.facets import OFF_THE_MATRIX, Value
from models_taxonomy.models import Stage, ValueModel

TAGS_SHOWN = 30

Names = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: how many cases have it after the other filters, and whether it is ticked."""

    value: str
    name: str
    count: int
    is_chosen: bool


def options_of(
    values: Mapping[str, Sequence[Value]], chosen: Mapping[str, Sequence[str]]
) -> dict[str, tuple[Option, ...]]:
    """Return the options of every facet; three queries for names.

    Models, stages and stances are controlled lists and always whole. Countries, decades and sectors are
    those that some case has, tags the most frequent ones; what is ticked is always among the options.
    """
    names: dict[str, Names] = {
        "model": [(str(row.number), f"{row.number}. {row.short}") for row in ValueModel.objects.all()],
        "stage": _stages(),
        "stance": [(stance.value, _(label)) for stance, label in STANCE_LABELS.items()],
        "country": sorted(_existing("country", values, chosen, country_name), key=_by_name),
        "decade": sorted(_existing("decade", values, chosen, _decade_name)),
        "sector": sorted(_existing("sector", values, chosen, _sector_name), key=_by_name),
        "tag": _tags(values["tag"], chosen.get("tag", ())),
    }
    return {facet: _options(found, values[facet], chosen.get(facet, ())) for facet, found in names.items()}


def _options(names: Names, values: Sequence[Value], chosen: Sequence[str]) -> tuple[Option, ...]:
    counts = {value.value: value.count for value in values}
    return tuple(Option(value, name, counts.get(value, 0), value in chosen) for value, name in names)


def _stages() -> Names:
    stages = [(str(row.number), f"{row.number} {row.name}") for row in Stage.objects.all()]
    return [*stages, (OFF_THE_MATRIX, _("The hierarchy does not apply"))]


def _existing(
    facet: str,
    values: Mapping[str, Sequence[Value]],
    chosen: Mapping[str, Sequence[str]],
    name: Callable[[str], str],
) -> Names:
    known = dict.fromkeys([*(value.value for value in values[facet]), *chosen.get(facet, ())])
    return [(value, name(value)) for value in known]


def _tags(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    most = sorted(values, key=lambda value: (-value.total, value.value))[:TAGS_SHOWN]
    shown = dict.fromkeys([*(value.value for value in most), *chosen])
    names = dict(Tag.objects.filter(slug__in=shown).values_list("slug", "name"))
    return sorted(((slug, names.get(slug, slug)) for slug in shown), key=_by_name)


def _decade_name(value: str) -> str:
    return _("%(decade)ss") % {"decade": value}


def _sector_name(value: str) -> str:
    return _(SECTOR_LABELS[value])


def _by_name(option: tuple[str, str]) -> str:
    return option[1].casefold()
