"""Placements that count under the filters, and the few of them that a page draws, at any size of the site."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from cases.domain.facts import INDEPENDENT_SPEAKER, SOURCED, Kind
from cases.domain.names import short_name
from cases.domain.states import Patch, Tally
from cases.domain.vocabulary import Stance
from cases.models import Placement
from cases.queries.facts import Cases, Chosen, Facts

Place = tuple[str, Stance]
"""A claim's code and a stance on it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The placements that count: those of the cases found, and of them perhaps only the independent ones.

    `kind` is CLAIM for all of them, INDEPENDENT for those that stand on an independent source themselves.
    """

    facts: Facts
    found: Cases
    kind: Kind

    def cases(self, claim: str, stance: Stance) -> Cases:
        """The cases that take a stance on a claim."""
        return self.facts.having(self.kind, f"{claim}:{stance}") & self.found

    def tally(self, claim: str) -> Tally:
        """How many cases take each stance on a claim."""
        return Tally(
            **{
                stance.value: self.facts.count(self.kind, f"{claim}:{stance}", within=self.found)
                for stance in Stance
            }
        )

    def first(self, claim: str, stance: Stance, number: int) -> list[int]:
        """The first cases of a place: the better sourced, of these the earlier, of these the first published.

        The work is bounded by the number of years, whatever the number of cases.
        """
        return list(islice(self._ranked(claim, stance), number))

    def _ranked(self, claim: str, stance: Stance) -> Iterator[int]:
        here = self.cases(claim, stance)
        for strength in SOURCED:
            yield from self._by_year(here & self.facts.having(Kind.SOURCED, f"{claim}:{stance}:{strength}"))

    def _by_year(self, cases: Cases) -> Iterator[int]:
        for decade in self.facts.values(Kind.DECADE):
            in_decade = cases & self.facts.having(Kind.DECADE, decade)
            if in_decade:
                cases -= in_decade
                for year in range(int(decade), int(decade) + 10):
                    yield from in_decade & self.facts.having(Kind.BEGAN, year)
        yield from cases


def counted_placements(facts: Facts, chosen: Chosen) -> Counted:
    """The placements that count under the filters, whatever stance they take.

    *Independent sources only* leaves out a placement, and not only a case, that stands on no independent
    source, so that a reader sees what support is left.
    """
    is_independent = chosen.get(Kind.SPEAKER) == INDEPENDENT_SPEAKER
    return Counted(
        facts,
        facts.found(chosen, without=Kind.STANCE),
        Kind.INDEPENDENT if is_independent else Kind.CLAIM,
    )


def load_patches(cases_at: Mapping[Place, Iterable[int]]) -> dict[Place, list[Patch]]:
    """Read the patches of these cases at these places; one query."""
    wanted = {(*place, case) for place, cases in cases_at.items() for case in cases}
    rows = Placement.objects.filter(
        case__in={case for _claim, _stance, case in wanted},
        claim__in={claim for claim, _stance, _case in wanted},
    ).order_by("case_id", "order")
    found: dict[Place, list[Patch]] = {place: [] for place in cases_at}
    for row in rows.values(
        "claim_id",
        "claim_version",
        "stance",
        "source_count",
        "case_id",
        "case__slug",
        "case__title",
        "case__began",
        "case__stage_id",
    ):
        place = (row["claim_id"], Stance(row["stance"]))
        if (*place, row["case_id"]) in wanted:
            found[place].append(
                Patch(
                    slug=row["case__slug"],
                    title=short_name(row["case__title"]),
                    stance=row["stance"],
                    sources=row["source_count"],
                    began=row["case__began"],
                    stage=row["case__stage_id"],
                    wording=row["claim_version"],
                )
            )
    return found
