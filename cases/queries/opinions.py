"""Second opinions on one case: what the public may know of them, and what one person said."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.models import User
from cases.domain.agreement import Votes, votes_on
from cases.domain.opinions import MODEL, NO_STAGE, STAGE
from cases.models import Case, CaseRecord, Opinion, OpinionSummary, OpinionTally
from cases.queries.counted_opinions import counted_opinions
from cases.queries.fixed import fixed

Tally = Mapping[str, int]
"""How many people gave each value."""


@dataclass(frozen=True, slots=True)
class About:
    """What people said of the stage, the model, or one claim; `code` is "" unless it is a claim."""

    about: str
    values: tuple[tuple[str, int], ...]

    @property
    def code(self) -> str:
        """The code of the claim."""
        return "" if self.about in {STAGE, MODEL} else self.about


@dataclass(frozen=True, slots=True)
class CaseOpinions:
    """The counted opinions on a case, without names; `summary` None: there are none."""

    summary: OpinionSummary | None
    tallies: Mapping[str, Tally]
    last_stage: str
    last_model: str

    @property
    def on_stage(self) -> Votes:
        """Who agrees with the published stage."""
        return votes_on(self.last_stage, self.tallies.get(STAGE, {}))

    @property
    def on_model(self) -> Votes:
        """Who agrees with the published model."""
        return votes_on(self.last_model, self.tallies.get(MODEL, {}))

    def on_placement(self, claim: str, stance: str) -> Votes:
        """Who agrees with one published placement."""
        return votes_on(stance, self.tallies.get(claim, {}))

    @property
    def in_order(self) -> tuple[About, ...]:
        """Everything that was said: stage, model, then claims."""
        order = sorted(self.tallies, key=lambda about: (about != STAGE, about != MODEL, about))
        return tuple(About(about, tuple(self.tallies[about].items())) for about in order)


def opinions_on(case: Case) -> CaseOpinions:
    """The counted opinions on this case; two queries, one when there are none."""
    summary = next(iter(_summaries(case.pk)), None)
    return CaseOpinions(
        summary=summary,
        tallies=_tallies(_rows_of_tallies(case.pk)) if summary else {},
        last_stage=str(case.stage_id or NO_STAGE),
        last_model=str(case.model_id),
    )


@fixed
def _summaries(case: int) -> QuerySet[OpinionSummary]:
    return OpinionSummary.objects.filter(case=case)


@fixed
def _rows_of_tallies(case: int) -> QuerySet[OpinionTally, tuple[str, str, int]]:
    rows = OpinionTally.objects.filter(case=case).order_by("about", "-people", "value")
    return rows.values_list("about", "value", "people")


def _tallies(rows: Iterable[tuple[str, str, int]]) -> dict[str, Tally]:
    tallies: dict[str, dict[str, int]] = {}
    for about, value, people in rows:
        tallies.setdefault(about, {})[value] = people
    return {**tallies}


def own_opinion(person: User, record: CaseRecord) -> Opinion | None:
    """What the person thinks of this case now, None when they never said or took it back."""
    return Opinion.objects.standing().of(person, record).first()


@dataclass(frozen=True, slots=True)
class Counted:
    """The public figures that a case should have; `summary` is people, had read, on an older version."""

    tallies: frozenset[tuple[str, str, int]] = frozenset()
    summary: tuple[int, int, int] | None = None


def counted_on(records: Collection[int] | None = None) -> Iterator[tuple[int, Counted]]:
    """The figures of these records, or of all, as the opinions give them; those without any are left out."""
    rows = counted_opinions().select_related("record")
    if records is not None:
        rows = rows.filter(record__in=records)
    grouped: dict[int, list[Opinion]] = {}
    for row in rows.order_by("record", "pk"):
        grouped.setdefault(row.record_id, []).append(row)
    for record, opinions in grouped.items():
        tally = Counter(pair for opinion in opinions for pair in opinion.said.items())
        summary = (
            len(opinions),
            sum(opinion.had_read for opinion in opinions),
            sum(opinion.revision_id != opinion.record.published_id for opinion in opinions),
        )
        yield record, Counted(frozenset((*pair, people) for pair, people in tally.items()), summary)


def stored_figures() -> dict[int, Counted]:
    """The figures as they stand in the public tables."""
    tallies: dict[int, set[tuple[str, str, int]]] = {}
    for row in OpinionTally.objects.iterator(1000):
        tallies.setdefault(row.case_id, set()).add((row.about, row.value, row.people))
    summaries = {
        each.pk: (each.people, each.had_read, each.on_older) for each in OpinionSummary.objects.iterator(1000)
    }
    return {
        case: Counted(frozenset(tallies.get(case, ())), summaries.get(case))
        for case in {*tallies, *summaries}
    }


def faults_of_opinions() -> Iterator[str]:
    """Yield one sentence for each case whose public figures are not what its opinions give."""
    stored = stored_figures()
    for case, expected in counted_on():
        if stored.pop(case, None) != expected:
            yield f"Case {case}: the public figures of its second opinions are not those of the opinions."
    yield from (f"Case {case}: it has public figures of second opinions and no opinion." for case in stored)
