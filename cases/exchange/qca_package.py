"""The QCA package: matrices, truth table, codebook and an R script, as the files of one zip.

`cases.domain.qca` has the rules. The script needs R and nothing else; it builds the truth table again from
the calibrated matrix and compares it with the one that is here.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cases.domain.qca import (
    CUT_OF_CASES,
    CUT_OF_INCLUSION,
    NOT_EXAMINED,
    Calibrated,
    Condition,
    ConditionKind,
    Examined,
    Question,
    TruthRow,
    Use,
    calibrated,
    finding_of,
    truth_table,
)
from cases.exchange.csv_table import Row, csv_pieces, write_csv
from cases.exchange.taxonomy import TaxonomyRecord
from cases.exchange.zip_stream import Text

SCRIPT = Path(__file__).with_name("truth_table.R")
README = """\
QCA PACKAGE OF PATCHWORK

{title}
Made from: {address}
Data of:   {data_of}
Cases:     {cases} found, {used} in the truth table, {missing} left out because something is missing,
           {ambiguous} left out because a condition is exactly 0.5
Licence:   CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/

Outcome:    {outcome}
Conditions: {conditions}

FILES

raw.csv          What each case says of each claim, apart: supports, partly, contradicts, not_found
                 (looked for in its sources, and nothing said), not_examined (nobody looked). Where the
                 sources of a case disagree, several stances stand with + between them.
calibrated.csv   The outcome and the conditions as degrees from 0 to 1, one row a case; an empty cell is
                 missing. The column "use" says whether the case is in the truth table.
truth_table.csv  Every way in which the conditions can be there or not, with the names of its cases.
                 Rows without a case are remainders; their outcome is "?".
codebook.csv     Each column of the matrices, with the rule that calibrates it.
settings.csv     Outcome, conditions and cuts, as the script reads them.
truth_table.R    Builds the truth table again from calibrated.csv and compares it with truth_table.csv:
                 Rscript truth_table.R

HOW FINDINGS ARE CALIBRATED

A claim: supports is 1, partly is 0.67, contradicts is 0; several stances of one case have their mean.
stage-N: 1 when the last phase of the case stands on stage N or a later one, else 0.
model-N: 1 when the last phase of the case is in value model N, else 0.
began-Y: 1 when the case began in the year Y or later, else 0.

WHAT IS MISSING

not_found and not_examined are missing, never 0: nothing was learnt of the claim. So is a stage where the
hierarchy does not apply, and a year that nobody knows. Nothing is filled in. A case of which the outcome or
a condition is missing is in no row of the truth table, and stays in both matrices. A condition of exactly
0.5 is neither in nor out, so the case is in no row either.

THE TRUTH TABLE

A case belongs to the row in which its membership is over 0.5: the least of the degrees in which it has, or
lacks, each condition. Inclusion is the sum of min(row, outcome) divided by the sum of row, over all cases of
the table; PRI is the same without min(row, outcome, not outcome). A row with {cut_cases} case or more leads
to the outcome (1) when its inclusion is {cut_inclusion} or more, else it does not (0).

Cells of the CSV files that a spreadsheet would run begin with an apostrophe.
The cases are not a sample: people wrote about what they knew. Count with care.
"""


@dataclass(frozen=True, slots=True)
class About:
    """What the package says of itself; `data_of` is the day of the data, None before any."""

    title: str
    address: str
    data_of: str | None
    site: str


Degrees = tuple[float | None, tuple[float | None, ...]]
"""The memberships of a case in the outcome and in the conditions."""


@dataclass(slots=True)
class _Gathered:
    """What was read of the cases while the raw matrix was sent: a few numbers of each."""

    question: Question
    cases: list[Calibrated] = field(default_factory=list)
    known: dict[Degrees, Degrees] = field(default_factory=dict)

    def add(self, case: Examined) -> None:
        """Keep the numbers of a case. There are few combinations of them, and each is held once."""
        found = calibrated(self.question, case)
        degrees = (found.outcome, found.conditions)
        outcome, conditions = self.known.setdefault(degrees, degrees)
        self.cases.append(Calibrated(case.slug, outcome, conditions))

    def count(self, use: Use) -> int:
        """How many cases are in the truth table, or left out for one reason."""
        return sum(case.use is use for case in self.cases)


def package_files(
    about: About, question: Question, taxonomy: TaxonomyRecord, cases: Iterable[Examined]
) -> Iterator[tuple[str, Text]]:
    """The files in the order in which they are made. Each text must be read before the next is asked for.

    The cases are read once, while the first text is.
    """
    gathered = _Gathered(question)
    yield "raw.csv", csv_pieces(_raw_head(taxonomy), _raw_rows(about, taxonomy, cases, gathered))
    names = [condition.name for condition in question.conditions]
    calibrated_head = ("case", question.outcome.name, *names, "use")
    yield "calibrated.csv", csv_pieces(calibrated_head, map(_calibrated_row, gathered.cases))
    rows = truth_table(len(names), gathered.cases)
    yield "truth_table.csv", write_csv(_truth_head(names), map(_truth_row, rows))
    yield (
        "codebook.csv",
        write_csv(("column", "file", "role", "meaning", "rule"), _codebook(question, taxonomy)),
    )
    yield "settings.csv", write_csv(("setting", "value"), _settings(question))
    yield "truth_table.R", SCRIPT.read_text("utf-8")
    yield "README.txt", _readme(about, gathered)


# --- matrices -------------------------------------------------------------------------------------


def _raw_head(taxonomy: TaxonomyRecord) -> Sequence[str]:
    claims = (f"claim_{claim.code}" for claim in taxonomy.claims)
    return ("case", "title", "address", "began", "last_stage", "last_model", *claims)


def _raw_rows(
    about: About, taxonomy: TaxonomyRecord, cases: Iterable[Examined], gathered: _Gathered
) -> Iterator[Row]:
    for case in cases:
        gathered.add(case)
        yield (
            case.slug,
            case.title,
            f"{about.site}/cases/{case.slug}/",
            case.began,
            case.stage,
            case.model,
            *(finding_of(case, claim.code) for claim in taxonomy.claims),
        )


def _calibrated_row(case: Calibrated) -> Row:
    return (case.slug, *map(_degree, (case.outcome, *case.conditions)), case.use.value)


def _degree(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}".rstrip("0").rstrip(".")


# --- truth table ----------------------------------------------------------------------------------


def _truth_head(names: Sequence[str]) -> Sequence[str]:
    return ("row", *names, "outcome", "n", "inclusion", "pri", "cases")


def _truth_row(row: TruthRow) -> Row:
    present = (int(is_there) for is_there in row.present)
    figures = (_rounded(row.inclusion), _rounded(row.pri))
    return (row.number, *present, row.outcome, len(row.cases), *figures, "; ".join(row.cases))


def _rounded(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


# --- what is said about them ----------------------------------------------------------------------


def _settings(question: Question) -> Iterator[Row]:
    yield "outcome", question.outcome.name
    yield from (("condition", condition.name) for condition in question.conditions)
    yield "inclusion_cut", str(CUT_OF_INCLUSION)
    yield "frequency_cut", str(CUT_OF_CASES)


def _codebook(question: Question, taxonomy: TaxonomyRecord) -> Iterator[Row]:
    raw = "raw.csv"
    yield "case", "all", "name", "The address of the case", ""
    yield "title", raw, "", "Its title", ""
    yield "address", raw, "", "The address of its page", ""
    yield "began", raw, "", "The year in which it began; empty when not known", ""
    yield "last_stage", raw, "", "The stage of its last phase; empty where the hierarchy does not apply", ""
    yield "last_model", raw, "", "The value model of its last phase", ""
    for claim in taxonomy.claims:
        withdrawn = " (withdrawn)" if claim.is_withdrawn else ""
        meaning = f"Claim {claim.code}, wording {claim.wording}{withdrawn}: {claim.statement}"
        values = f"supports, partly, contradicts, not_found, {NOT_EXAMINED}; several with + between them"
        yield f"claim_{claim.code}", raw, "finding", meaning, values
    for role, condition in (
        ("outcome", question.outcome),
        *(("condition", each) for each in question.conditions),
    ):
        yield condition.name, "calibrated.csv", role, *_meaning(condition, taxonomy)
    yield (
        "use",
        "calibrated.csv",
        "",
        "used, missing or ambiguous: whether the case is in the truth table",
        "",
    )


def _meaning(condition: Condition, taxonomy: TaxonomyRecord) -> tuple[str, str]:
    """What a condition is in words, and the rule that calibrates it."""
    value = condition.value
    if condition.kind is ConditionKind.CLAIM:
        statement = next(claim.statement for claim in taxonomy.claims if claim.code == value)
        return statement, "supports 1; partly 0.67; contradicts 0; several: their mean; else missing"
    if condition.kind is ConditionKind.MODEL:
        name = next(model.name for model in taxonomy.models if str(model.number) == value)
        return f"The last phase is in value model {value}, {name}", "1 or 0"
    if condition.kind is ConditionKind.STAGE:
        name = next(stage.name for stage in taxonomy.stages if str(stage.number) == value)
        rule = "1 or 0; missing where the hierarchy does not apply"
        return f"The last phase stands on stage {value}, {name}, or a later one", rule
    return f"The case began in {value} or later", "1 or 0; missing when the year is not known"


def _readme(about: About, gathered: _Gathered) -> str:
    question = gathered.question
    return README.format(
        title=about.title,
        address=about.address,
        data_of=about.data_of or "no publication yet",
        cases=len(gathered.cases),
        used=gathered.count(Use.USED),
        missing=gathered.count(Use.MISSING),
        ambiguous=gathered.count(Use.AMBIGUOUS),
        outcome=question.outcome.text,
        conditions=", ".join(condition.text for condition in question.conditions),
        cut_cases=CUT_OF_CASES,
        cut_inclusion=CUT_OF_INCLUSION,
    )
