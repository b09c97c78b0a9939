"""The guess of 2013, tested on all published cases: what its page, its picture, CSV and JSON share.

Withdrawn claims are left out of everything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from cases.domain.facts import Kind
from cases.domain.guess import (
    BY_THIN,
    Answer,
    Heaviest,
    Reading,
    Share,
    answer_of,
    counted_by,
    heaviest,
    leading_by_share,
)
from cases.domain.sources import ALL_CLAIMS, claim_scope, model_scope
from cases.domain.states import ClaimState, Finding, Tally
from cases.domain.vocabulary import WORLDWIDE, Stance
from cases.models import SourceTotal
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.overview import ClaimStanding, ModelStanding, Overview, overview_of
from cases.queries.taxonomy import Taxonomy, load_all
from models_taxonomy.models import Claim

FINDINGS = (Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS)
"""The stances that say something of a claim; *looked for, not found* does not."""


@dataclass(frozen=True, slots=True)
class ReadingShown:
    """The claims as one way of counting shows them.

    `left_out` is the country or decade that is not counted, "" when none is. `cases` are on some claim in
    this reading; `changed` claims have another state than when everything counts.
    """

    reading: Reading
    left_out: str
    cases: int
    overview: Overview
    changed: int

    @property
    def finding(self) -> Finding:
        """What this reading shows of the guess."""
        return self.overview.finding

    @property
    def answer(self) -> Answer:
        """What this reading answers to the guess."""
        return answer_of(self.finding)

    @property
    def models(self) -> tuple[ModelStanding, ...]:
        """The three models with their claims."""
        return self.overview.models()

    @property
    def deciding(self) -> tuple[Share, ...]:
        """Of each model's claims, how many decide the answer: gaps, or thin claims when no gap is left."""
        pictures = [standing.numbers for standing in self.models]
        return tuple(Share(counted_by(self.answer, picture), picture.claims) for picture in pictures)

    @property
    def is_by_thin(self) -> bool:
        """Whether no gap is left, so that thin claims decide."""
        return self.answer in BY_THIN

    @property
    def leading_by_share(self) -> tuple[int, ...]:
        """The models that lead when the length of each is allowed for."""
        return leading_by_share(self.answer, [standing.numbers for standing in self.models])


@dataclass(frozen=True, slots=True)
class Weight:
    """How much the picture of one model, or of all, rests on one thing.

    `cases` are on some claim of it, `documents` are the independent sources there, each counted once.
    `country` and `decade` say what most of the cases have in common; `own_words` are the placements that
    stand on no independent source, of all its placements.
    """

    standing: ModelStanding | None
    cases: int
    documents: int
    country: Heaviest
    decade: Heaviest
    own_words: Share


@dataclass(frozen=True, slots=True)
class ClaimCounted:
    """A claim with the cases and independent sources on it, and its state in each reading."""

    standing: ClaimStanding
    cases: int
    documents: int
    own_words: Share
    states: tuple[ClaimState, ...]

    @property
    def claim(self) -> Claim:
        """The claim itself."""
        return self.standing.claim


@dataclass(frozen=True, slots=True)
class Guess:
    """Everything that the page shows. The first reading counts everything."""

    in_all: int
    readings: tuple[ReadingShown, ...]
    weights: tuple[Weight, ...]
    overall: Weight
    claims: tuple[ClaimCounted, ...]
    changed_at: datetime | None

    @property
    def now(self) -> ReadingShown:
        """The reading in which everything counts."""
        return self.readings[0]

    def claims_of(self, standing: ModelStanding) -> tuple[ClaimCounted, ...]:
        """The claims of one model, in the order of the text."""
        return tuple(row for row in self.claims if row.claim.model_id == standing.model.number)

    @property
    def most(self) -> int:
        """The largest number of cases or sources on a claim: how long the longest bar is."""
        return max((max(row.cases, row.documents) for row in self.claims), default=0)


def load_guess() -> Guess:
    """Read the page: five queries at any size, and what the facts need to be up to date."""
    facts = facts_now()
    taxonomy = load_all()
    totals = dict(SourceTotal.objects.values_list("scope", "documents"))
    claims = [claim for claim in taxonomy.claims if not claim.is_withdrawn]
    overall = _weight(facts, claims, totals, None)
    now = _reading(facts, taxonomy, Reading.ALL)
    readings = (now, *_other_readings(facts, taxonomy, overall, now))
    weights = tuple(
        _weight(facts, [row.claim for row in standing.claims], totals, standing) for standing in now.models
    )
    return Guess(
        in_all=len(facts.everything),
        readings=readings,
        weights=weights,
        overall=overall,
        claims=tuple(_counted(facts, place, totals, readings) for place in range(len(claims))),
        changed_at=facts.changed_at,
    )


def _placements(claims: Iterable[Claim]) -> list[str]:
    """The values of facts by which a case says something of one of these claims."""
    return [f"{claim.code}:{stance}" for claim in claims for stance in FINDINGS]


# --- readings -------------------------------------------------------------------------------------


def _other_readings(
    facts: Facts, taxonomy: Taxonomy, overall: Weight, now: ReadingShown
) -> Iterable[ReadingShown]:
    """What is left when only independent sources count, or without the heaviest country or decade."""
    yield _reading(facts, taxonomy, Reading.INDEPENDENT, now=now)
    country, decade = overall.country.value, overall.decade.value
    if country:
        yield _reading(facts, taxonomy, Reading.WITHOUT_COUNTRY, Kind.COUNTRY, country, now=now)
    if decade:
        yield _reading(facts, taxonomy, Reading.WITHOUT_DECADE, Kind.DECADE, decade, now=now)


def _reading(
    facts: Facts,
    taxonomy: Taxonomy,
    reading: Reading,
    left_out: Kind | None = None,
    value: str = "",
    *,
    now: ReadingShown | None = None,
) -> ReadingShown:
    """Count every claim anew; `now` is what to compare with."""
    kind = Kind.INDEPENDENT if reading is Reading.INDEPENDENT else Kind.CLAIM
    within = facts.everything - facts.having(left_out, value) if left_out else facts.everything
    overview = overview_of(taxonomy, lambda code: _tally(facts, kind, code, within))
    claims = overview.claims
    before = now.overview.claims if now else claims
    return ReadingShown(
        reading=reading,
        left_out=value,
        cases=len(facts.any_of(kind, _placements(row.claim for row in claims)) & within),
        overview=overview,
        changed=sum(new.state is not old.state for new, old in zip(claims, before, strict=True)),
    )


def _tally(facts: Facts, kind: Kind, code: str, within: Cases) -> Tally:
    counts = {stance.value: facts.count(kind, f"{code}:{stance}", within=within) for stance in FINDINGS}
    return Tally(**counts)


# --- weights --------------------------------------------------------------------------------------


def _weight(
    facts: Facts, claims: list[Claim], totals: Mapping[str, int], standing: ModelStanding | None
) -> Weight:
    cases = facts.any_of(Kind.CLAIM, _placements(claims))
    countries = {value: facts.count(Kind.COUNTRY, value, within=cases) for value in _countries(facts)}
    decades = {value: facts.count(Kind.DECADE, value, within=cases) for value in facts.values(Kind.DECADE)}
    scope = model_scope(standing.model.number) if standing else ALL_CLAIMS
    return Weight(
        standing=standing,
        cases=len(cases),
        documents=totals.get(scope, 0),
        country=heaviest(countries, len(cases)),
        decade=heaviest(decades, len(cases)),
        own_words=_own_words(facts, claims),
    )


def _countries(facts: Facts) -> list[str]:
    """The countries of all cases; what is said to be worldwide is in none."""
    return [value for value in facts.values(Kind.COUNTRY) if value != WORLDWIDE]


def _own_words(facts: Facts, claims: Iterable[Claim]) -> Share:
    """The placements on these claims that stand on no independent source."""
    places = _placements(claims)
    every = sum(len(facts.having(Kind.CLAIM, place)) for place in places)
    independent = sum(len(facts.having(Kind.INDEPENDENT, place)) for place in places)
    return Share(every - independent, every)


def _counted(
    facts: Facts, place: int, totals: Mapping[str, int], readings: Iterable[ReadingShown]
) -> ClaimCounted:
    """The claim at this place of every reading."""
    standings = [reading.overview.claims[place] for reading in readings]
    claim = standings[0].claim
    return ClaimCounted(
        standing=standings[0],
        cases=len(facts.any_of(Kind.CLAIM, _placements([claim]))),
        documents=totals.get(claim_scope(claim.code), 0),
        own_words=_own_words(facts, [claim]),
        states=tuple(row.state for row in standings),
    )
