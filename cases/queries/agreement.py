"""How far second opinions agree with the published placements: Krippendorff's alpha, with its numbers.

The published placement is one coder, the authors of the case; each counted opinion is one more. A case
that its sources place in two ways on a claim has no one published stance: there the opinions alone are
compared. *The hierarchy does not apply* is no rank, so it is left out of the alpha for stages.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from cases.domain.agreement import Reliability, Undefined, nominal, ordinal, reliability
from cases.domain.opinions import MODEL, NO_STAGE, STAGE
from cases.models import Case, OpinionTally, Placement
from models_taxonomy.models import Claim

Units = dict[int, Counter[str]]
"""How many people gave each value, by the number of the case."""


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """The agreement on one thing: the stage, the model, or a claim. `opinions` are those that judge it."""

    about: str
    claim: Claim | None
    opinions: int
    reliability: Reliability

    @property
    def alpha(self) -> float | None:
        """The alpha, rounded as it is shown; None when there is none."""
        alpha = self.reliability.alpha
        return None if alpha is None else round(alpha, 2) + 0.0

    @property
    def is_not_compared(self) -> bool:
        """Whether no case has two values."""
        return self.reliability.why is Undefined.NOT_COMPARED


@dataclass(frozen=True, slots=True)
class ClaimOpinions:
    """The opinions on one claim: by case, and how far they agree."""

    given: Units
    row: AgreementRow


def load_agreement() -> tuple[AgreementRow, ...]:
    """The stage, the model, and every claim that is not withdrawn; four queries."""
    given: dict[str, Units] = {}
    for case, about, value, people in OpinionTally.objects.values_list("case", "about", "value", "people"):
        given.setdefault(about, {}).setdefault(case, Counter())[value] = people
    published = _published()
    claims = Claim.objects.filter(is_withdrawn=False).select_related("model", "aspect")
    return (
        *(_row(about, None, given.get(about, {}), published.get(about, {})) for about in (STAGE, MODEL)),
        *(_row(each.code, each, given.get(each.code, {}), published.get(each.code, {})) for each in claims),
    )


def opinions_on_claim(claim: Claim) -> ClaimOpinions:
    """The opinions on one claim; two queries."""
    given: Units = {}
    for case, value, people in OpinionTally.objects.filter(about=claim.code).values_list(
        "case", "value", "people"
    ):
        given.setdefault(case, Counter())[value] = people
    judged = OpinionTally.objects.filter(case=OuterRef("case"), about=claim.code)
    placed = Placement.objects.filter(Exists(judged), claim=claim).values_list("case", "stance")
    return ClaimOpinions(given, _row(claim.code, claim, given, _single(placed)))


def _published() -> dict[str, dict[int, str]]:
    """The published values of the cases that have opinions, by what they are about."""
    judged = OpinionTally.objects.filter(case=OuterRef("case"), about=OuterRef("claim"))
    placed: dict[str, list[tuple[int, str]]] = {}
    for claim, case, stance in Placement.objects.filter(Exists(judged)).values_list(
        "claim", "case", "stance"
    ):
        placed.setdefault(claim, []).append((case, stance))
    cases = Case.objects.filter(Exists(OpinionTally.objects.filter(case=OuterRef("pk"))))
    standing = list(cases.values_list("pk", "stage", "model"))
    return {
        STAGE: {pk: str(stage or NO_STAGE) for pk, stage, _model in standing},
        MODEL: {pk: str(model) for pk, _stage, model in standing},
        **{claim: _single(rows) for claim, rows in placed.items()},
    }


def _single(rows: Iterable[tuple[int, str]]) -> dict[int, str]:
    """The published stance of each case that has one stance, not several."""
    stances: dict[int, set[str]] = {}
    for case, stance in rows:
        stances.setdefault(case, set()).add(stance)
    return {case: found.pop() for case, found in stances.items() if len(found) == 1}


def _row(about: str, claim: Claim | None, given: Units, published: dict[int, str]) -> AgreementRow:
    units = [
        unit + Counter([published[case]] if case in published else []) for case, unit in sorted(given.items())
    ]
    opinions = sum(unit.total() for unit in given.values())
    return AgreementRow(about, claim, opinions, _reliability(about, units))


def _reliability(about: str, units: list[Counter[str]]) -> Reliability:
    if about != STAGE:
        return reliability(units, nominal)
    ranks = [Counter({int(value): n for value, n in unit.items() if value != NO_STAGE}) for unit in units]
    return reliability(ranks, ordinal)
