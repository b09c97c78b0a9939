"""The options of the facets in the order of the page, with their names, counts and ticks."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from taggit.models import Tag

from cases.domain.facts import INDEPENDENT_SPEAKER, OFF_THE_MATRIX
from cases.domain.vocabulary import LANGUAGE_LABELS, SECTOR_LABELS, STANCE_LABELS
from cases.queries.countries import country_name
from cases.queries.facets import ChosenValues, Value
from models_taxonomy.models import Stage, ValueModel

Names = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: how many cases have it after the other filters, and whether it is ticked."""

    value: str
    name: str
    count: int
    is_chosen: bool


def options_of(values: Mapping[str, Sequence[Value]], chosen: ChosenValues) -> dict[str, tuple[Option, ...]]:
    """Return the options of the facets in `values`, in their order.

    Models, stages and stances are controlled lists and always whole. Of the others the options are
    those of `values`, and what is ticked. The names of models, stages and tags cost one query each.
    """
    return {
        facet: _options(NAMES[facet](found, chosen.get(facet, ())), found, chosen.get(facet, ()))
        for facet, found in values.items()
    }


def _options(names: Names, values: Sequence[Value], chosen: Sequence[str]) -> tuple[Option, ...]:
    counts = {value.value: value.count for value in values}
    return tuple(Option(value, name, counts.get(value, 0), value in chosen) for value, name in names)


def _models(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    del values, chosen
    return [(str(row.number), f"{row.number}. {row.short}") for row in ValueModel.objects.all()]


def _stages(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    del values, chosen
    stages = [(str(row.number), f"{row.number} {row.name}") for row in Stage.objects.all()]
    return [*stages, (OFF_THE_MATRIX, _("The hierarchy does not apply"))]


def _stances(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    del values, chosen
    return [(stance.value, _(label)) for stance, label in STANCE_LABELS.items()]


def _speakers(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    del values, chosen
    return [(INDEPENDENT_SPEAKER, _("Independent sources only"))]


def _existing(values: Sequence[Value], chosen: Sequence[str], name: Callable[[str], str]) -> Names:
    known = dict.fromkeys([*(value.value for value in values), *chosen])
    return [(value, name(value)) for value in known]


def _countries(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    return sorted(_existing(values, chosen, country_name), key=_by_name)


def _decades(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    return sorted(_existing(values, chosen, _decade_name))


def _sectors(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    return sorted(_existing(values, chosen, _sector_name), key=_by_name)


def _languages(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    return sorted(_existing(values, chosen, LANGUAGE_LABELS.__getitem__), key=_by_name)


def _tags(values: Sequence[Value], chosen: Sequence[str]) -> Names:
    shown = dict.fromkeys([*(value.value for value in values), *chosen])
    names = dict(Tag.objects.filter(slug__in=shown).values_list("slug", "name"))
    return sorted(((slug, names.get(slug, slug)) for slug in shown), key=_by_name)


def _decade_name(value: str) -> str:
    return _("%(decade)ss") % {"decade": value}


def _sector_name(value: str) -> str:
    return _(SECTOR_LABELS[value])


def _by_name(option: tuple[str, str]) -> str:
    return option[1].casefold()


NAMES: dict[str, Callable[[Sequence[Value], Sequence[str]], Names]] = {
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
