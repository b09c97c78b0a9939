"""Gaps in words: what a page, a feed, a file and a mail call them, and what would fill them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.domain.countries import CONTINENT_LABELS, Continent
from cases.domain.gaps import Gap, GapKind
from cases.domain.vocabulary import PART_LABELS
from cases.models import Case
from cases.queries.countries import country_name
from cases.queries.taxonomy import Taxonomy, load_all


@dataclass(frozen=True, slots=True)
class Words:
    """A gap in words. `title` names it, `says` is the claim, or what is missing."""

    title: str
    says: str


def title_of(gap: Gap) -> str:
    """The name of one gap; five queries."""
    return words_of(gap, load_all(), titles_of([gap])).title


def titles_of(gaps: Iterable[Gap]) -> dict[str, str]:
    """The titles of the cases whose parts are among these gaps, by their addresses; one query."""
    slugs = {gap.slug for gap in gaps if gap.kind is GapKind.PART}
    return dict(Case.objects.filter(slug__in=slugs).values_list("slug", "title"))


def lasting_names_of(gaps: Iterable[Gap]) -> dict[str, tuple[object, ...]]:
    """What other programs call these gaps for ever, by their addresses, as the path of a name; one query.

    The address of a missing part holds that of its case, which may change; its name holds the number.
    """
    found = list(gaps)
    slugs = {gap.slug for gap in found if gap.kind is GapKind.PART}
    records = dict(Case.objects.filter(slug__in=slugs).values_list("slug", "pk"))
    return {gap.address: ("gap", *_lasting(gap, records)) for gap in found}


def _lasting(gap: Gap, records: Mapping[str, int]) -> tuple[object, ...]:
    if gap.kind is not GapKind.PART or gap.slug not in records:
        return (gap.address,)
    return (f"{gap.kind}-{gap.part}", records[gap.slug])


def words_of(gap: Gap, taxonomy: Taxonomy, titles: Mapping[str, str]) -> Words:
    """A gap in words; no query. `titles` holds the titles of cases by their addresses."""
    if gap.kind is GapKind.CLAIM:
        claim = taxonomy.claim(gap.value)
        return Words(_("Claim %(code)s") % {"code": gap.value}, claim.statement if claim else "")
    if gap.kind is GapKind.CELL:
        return _of_cell(gap, taxonomy)
    if gap.kind is GapKind.PART:
        return _of_part(gap, titles.get(gap.slug, gap.slug))
    if gap.kind is GapKind.DECADE:
        decade = {"decade": gap.value}
        return Words(
            _("The %(decade)ss") % decade, _("A case that began between %(first)s and %(last)s.") % _span(gap)
        )
    return _of_place(gap)


def _span(gap: Gap) -> dict[str, str]:
    return {"first": gap.value, "last": str(int(gap.value) + 9)}


def _of_cell(gap: Gap, taxonomy: Taxonomy) -> Words:
    number, model_number = gap.cell
    stage, model = taxonomy.stage(number), taxonomy.model(model_number)
    named = {
        "number": number,
        "stage": stage.name if stage else "",
        "model": model.short if model else "",
    }
    return Words(
        _("Stage %(number)s in %(model)s") % named,
        _("A case at stage %(number)s, %(stage)s, in %(model)s.") % named,
    )


def _of_part(gap: Gap, title: str) -> Words:
    named = {"part": _(PART_LABELS[gap.part]), "case": title}
    return Words(
        _("“%(part)s” of %(case)s") % named, _("The part “%(part)s” in the text of %(case)s.") % named
    )


def _of_place(gap: Gap) -> Words:
    is_country = gap.kind is GapKind.COUNTRY
    name = country_name(gap.value) if is_country else _(CONTINENT_LABELS[Continent(gap.value)])
    return Words(name, _("A case with a place in %(place)s.") % {"place": name})
