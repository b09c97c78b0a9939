"""Qualitative comparative analysis (QCA): from findings to a calibrated matrix and a truth table.

A *condition* is something that a case has to a degree between 0 and 1, its *membership*:

- a claim, by its code (`1d`): *supports* is 1, *partly* 0.67, *contradicts* 0. A case that is placed on it
  with several stances, because its sources disagree, has their mean. *Looked for, not found* and *not
  examined* are missing, never 0: nothing was learnt of the claim.
- `stage-5`: 1 when the last phase stands on this stage or a later one, else 0; missing when the hierarchy
  does not apply.
- `model-2`: 1 when the last phase is in this value model, else 0.
- `began-1990`: 1 when the case began in this year or later, else 0; missing when no year is known.

The *truth table* has one row for each way in which all conditions can be present or absent. A case is in
it when nothing of it is missing and no condition is exactly 0.5, which is neither in nor out. Rows
that no case is in are *remainders*. Inclusion and PRI of a row are those of fuzzy-set QCA (Ragin 2008).
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean

from cases.domain.content import CaseContent
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import quoted
from cases.domain.vocabulary import EARLIEST_YEAR, LATEST_YEAR, MODELS, STAGES, Stance

MEMBERSHIP = {Stance.SUPPORTS: 1.0, Stance.PARTLY: 0.67, Stance.CONTRADICTS: 0.0}
NOT_EXAMINED = "not_examined"
CONDITIONS_AT_MOST = 6
CUT_OF_INCLUSION = 0.8
"""From this inclusion on, a row is said to lead to the outcome."""
HAIR = 1e-9
"""Sums of decimals are not exact: what is so little below the cut is at it."""
CUT_OF_CASES = 1
"""With fewer cases than this, a row is a remainder."""
AMBIGUOUS = 0.5
DEFAULT_OUTCOME = "1d"
DEFAULT_CONDITIONS = "stage-5,model-1,began-1990"
SHAPE = re.compile(r"(stage|model|began)-(\d{1,4})", re.ASCII)


class ConditionKind(StrEnum):
    """What a condition is about."""

    CLAIM = "claim"
    STAGE = "stage"
    MODEL = "model"
    BEGAN = "began"


@dataclass(frozen=True, slots=True)
class Condition:
    """Something that a case has to a degree; `value` is the code of a claim, else a number."""

    kind: ConditionKind
    value: str

    @property
    def text(self) -> str:
        """The condition as an address names it: `1d`, `stage-5`."""
        return self.value if self.kind is ConditionKind.CLAIM else f"{self.kind}-{self.value}"

    @property
    def name(self) -> str:
        """The name of its column: `claim_1d`, `stage_5`."""
        return f"{self.kind}_{self.value}"


@dataclass(frozen=True, slots=True)
class Question:
    """Under which conditions there is an outcome."""

    outcome: Condition
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """What an analysis needs of a case. `stage` and `model` are those of its last phase."""

    slug: str
    title: str
    findings: Mapping[str, frozenset[Stance]]
    stage: int | None
    model: int | None
    began: int | None


def examined(slug: str, content: CaseContent) -> Examined:
    """What an analysis needs of this case."""
    findings: dict[str, set[Stance]] = {}
    for row in content.illustrations:
        findings.setdefault(row.claim, set()).add(row.stance)
    last = content.phases[-1] if content.phases else None
    return Examined(
        slug=slug,
        title=content.title,
        findings={claim: frozenset(stances) for claim, stances in findings.items()},
        stage=last.stage if last else None,
        model=last.model if last else None,
        began=content.began if isinstance(content.began, int) else None,
    )


def read_question(outcome: str, conditions: str, claims: Collection[str]) -> Question:
    """Read what is asked: an outcome, and conditions with commas between them.

    Raises ContentProblems with a path `outcome` or `conditions` for everything that cannot be asked.
    """
    problems: list[Problem] = []
    names = [name.strip() for name in conditions.split(",") if name.strip()]
    if not 1 <= len(names) <= CONDITIONS_AT_MOST:
        message = _("Name one to %(limit)s conditions, with commas between them.")
        problems.append(Problem("conditions", message, {"limit": CONDITIONS_AT_MOST}))
        names = []
    if len(set(names)) < len(names) or outcome.strip() in names:
        problems.append(Problem("conditions", _("Name each condition once, and not the outcome.")))
    wanted = _read_condition("outcome", outcome.strip(), claims, problems)
    given = [_read_condition("conditions", name, claims, problems) for name in names]
    if wanted is None or problems:
        raise ContentProblems(tuple(problems))
    return Question(wanted, tuple(each for each in given if each))


def _read_condition(
    path: str, text: str, claims: Collection[str], problems: list[Problem]
) -> Condition | None:
    if text in claims:
        return Condition(ConditionKind.CLAIM, text)
    found = SHAPE.fullmatch(text)
    if found:
        kind, number = ConditionKind(found[1]), int(found[2])
        if number in _numbers(kind):
            return Condition(kind, str(number))
    message = _("“%(name)s” is no condition. Write the code of a claim, stage-5, model-2 or began-1990.")
    problems.append(Problem(path, message, {"name": quoted(text)}))
    return None


def _numbers(kind: ConditionKind) -> Collection[int]:
    if kind is ConditionKind.STAGE:
        return STAGES
    return MODELS if kind is ConditionKind.MODEL else range(EARLIEST_YEAR, LATEST_YEAR + 1)


def finding_of(case: Examined, claim: str) -> str:
    """What a case says of a claim, apart: `supports`, `supports+contradicts`, `not_found`, `not_examined`."""
    stances = case.findings.get(claim, frozenset())
    return "+".join(stance.value for stance in Stance if stance in stances) or NOT_EXAMINED


def membership(condition: Condition, case: Examined) -> float | None:
    """To which degree a case has a condition, to three decimals; None when that is missing."""
    if condition.kind is ConditionKind.CLAIM:
        stances = case.findings.get(condition.value, frozenset()) - {Stance.NOT_FOUND}
        return round(fmean(MEMBERSHIP[stance] for stance in stances), 3) if stances else None
    number = int(condition.value)
    if condition.kind is ConditionKind.MODEL:
        return None if case.model is None else float(case.model == number)
    known = case.stage if condition.kind is ConditionKind.STAGE else case.began
    return None if known is None else float(known >= number)


class Use(StrEnum):
    """Whether a case is in the truth table, and why not."""

    USED = "used"
    MISSING = "missing"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True)
class Calibrated:
    """A case in numbers: the memberships of the outcome and of the conditions, in their order."""

    slug: str
    outcome: float | None
    conditions: tuple[float | None, ...]

    @property
    def use(self) -> Use:
        """Whether the case is in the truth table."""
        if self.outcome is None or None in self.conditions:
            return Use.MISSING
        return Use.AMBIGUOUS if AMBIGUOUS in self.conditions else Use.USED


def calibrated(question: Question, case: Examined) -> Calibrated:
    """A case in numbers."""
    conditions = tuple(membership(condition, case) for condition in question.conditions)
    return Calibrated(case.slug, membership(question.outcome, case), conditions)


@dataclass(slots=True)
class TruthRow:
    """One row of a truth table. `present` says of each condition whether it is there.

    The sums run over all cases of the table, to the degree in which they are in the row.
    """

    number: int
    present: tuple[bool, ...]
    cases: list[str] = field(default_factory=list)
    members: float = 0.0
    with_outcome: float = 0.0
    with_both: float = 0.0

    @property
    def inclusion(self) -> float | None:
        """How far membership in the row is membership in the outcome; None when no case is in it at all."""
        return self.with_outcome / self.members if self.members else None

    @property
    def pri(self) -> float | None:
        """The inclusion without what speaks as much for the outcome as against it."""
        rest = self.members - self.with_both
        return (self.with_outcome - self.with_both) / rest if rest else None

    @property
    def outcome(self) -> str:
        """`1` when the row leads to the outcome, `0` when not, `?` for a remainder."""
        if len(self.cases) < CUT_OF_CASES or self.inclusion is None:
            return "?"
        return "1" if self.inclusion >= CUT_OF_INCLUSION - HAIR else "0"


def truth_table(conditions: int, cases: Sequence[Calibrated]) -> list[TruthRow]:
    """All rows for so many conditions, numbered from 1 as binary numbers are, the first condition first."""
    rows = [TruthRow(number + 1, _present(number, conditions)) for number in range(2**conditions)]
    for slug, outcome, degrees in _used(cases):
        for row in rows:
            inside = min(
                degree if is_there else 1 - degree
                for degree, is_there in zip(degrees, row.present, strict=True)
            )
            row.members += inside
            row.with_outcome += min(inside, outcome)
            row.with_both += min(inside, outcome, 1 - outcome)
            if inside > AMBIGUOUS:
                row.cases.append(slug)
    return rows


def _used(cases: Sequence[Calibrated]) -> Iterator[tuple[str, float, tuple[float, ...]]]:
    for case in cases:
        if case.use is Use.USED and case.outcome is not None:
            yield case.slug, case.outcome, tuple(degree for degree in case.conditions if degree is not None)


def _present(number: int, conditions: int) -> tuple[bool, ...]:
    return tuple(bool(number >> place & 1) for place in reversed(range(conditions)))
