"""The tables of the two texts and of what is counted, and the codebook of all tables."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cases.domain.messages import noop as _
from cases.domain.states import ClaimState
from cases.domain.vocabulary import ASPECTS
from cases.exchange.case_tables import CASE_TABLES
from cases.exchange.csv_table import Row
from cases.exchange.tables import Column, Kind, Reference, Table
from cases.exchange.taxonomy import TaxonomyRecord


@dataclass(frozen=True, slots=True)
class TaxonomyTable:
    """A table with the function that makes its rows from the taxonomy."""

    table: Table
    rows: Callable[[TaxonomyRecord], Iterable[Row]]


def _stages(taxonomy: TaxonomyRecord) -> Iterator[Row]:
    yield from ((row.number, row.code, row.name, row.formula, row.summary) for row in taxonomy.stages)


def _models(taxonomy: TaxonomyRecord) -> Iterator[Row]:
    yield from ((row.number, row.code, row.name, row.short, row.summary) for row in taxonomy.models)


def _aspects(taxonomy: TaxonomyRecord) -> Iterator[Row]:
    yield from ((row.number, row.code, row.name, row.question) for row in taxonomy.aspects)


def _claims(taxonomy: TaxonomyRecord) -> Iterator[Row]:
    for row in taxonomy.claims:
        yield row.code, row.model, row.aspect, row.ref, row.wording, row.statement, int(row.is_withdrawn)


def _wordings(taxonomy: TaxonomyRecord) -> Iterator[Row]:
    for claim in taxonomy.claims:
        for row in claim.wordings:
            yield claim.code, row.number, row.statement, row.kind, row.note, row.at


NAME = Column("name", _("Its name."), required=True)
CLAIM = Column("claim", _("The code of the claim; it never changes."), required=True)
TAXONOMY_TABLES: tuple[TaxonomyTable, ...] = (
    TaxonomyTable(
        Table(
            "stages",
            _("The seven stages of the hierarchy of engagement."),
            (
                Column("stage", _("Its number."), Kind.WHOLE, required=True),
                Column("code", _("Its short name in addresses."), required=True),
                NAME,
                Column("formula", _("The stage as a formula.")),
                Column("summary", _("What the stage is, in our words.")),
            ),
            key=("stage",),
        ),
        _stages,
    ),
    TaxonomyTable(
        Table(
            "models",
            _("The three value models."),
            (
                Column("model", _("Its number."), Kind.WHOLE, required=True),
                Column("code", _("Its short name in addresses."), required=True),
                NAME,
                Column("short", _("Its name on pages.")),
                Column("summary", _("What the model is, in our words.")),
            ),
            key=("model",),
        ),
        _models,
    ),
    TaxonomyTable(
        Table(
            "aspects",
            _("The ten questions by which the models compare."),
            (
                Column("aspect", _("Its number."), Kind.WHOLE, required=True),
                Column("part", _("The part of a case that answers it."), required=True, values=ASPECTS),
                NAME,
                Column("question", _("The question.")),
            ),
            key=("aspect",),
        ),
        _aspects,
    ),
    TaxonomyTable(
        Table(
            "claims",
            _("The claims of the text on the three models."),
            (
                CLAIM,
                Column("model", _("The value model of which it speaks."), Kind.WHOLE, required=True),
                Column("aspect", _("The aspect of which it speaks."), Kind.WHOLE, required=True),
                Column("ref", _("The numbered point of the text that it restates.")),
                Column("wording", _("The number of the newest wording."), Kind.WHOLE, required=True),
                Column("statement", _("The newest wording."), required=True),
                Column("is_withdrawn", _("1 when it was withdrawn, else 0."), Kind.FLAG, required=True),
            ),
            key=("claim",),
            references=(
                Reference(("model",), "models", ("model",)),
                Reference(("aspect",), "aspects", ("aspect",)),
            ),
        ),
        _claims,
    ),
    TaxonomyTable(
        Table(
            "claim_wordings",
            _("Every wording that a claim has had."),
            (
                CLAIM,
                Column("wording", _("Its number, from 1."), Kind.WHOLE, required=True),
                Column("statement", _("The claim in these words."), required=True),
                Column("kind", _("What it does to the wording before."), required=True),
                Column("note", _("Why the wording changed.")),
                Column("at", _("When it was published, in UTC."), Kind.MOMENT, required=True),
            ),
            key=("claim", "wording"),
            references=(Reference(("claim",), "claims", ("claim",)),),
        ),
        _wordings,
    ),
)
TALLY = Table(
    "tally",
    _("How many of the cases found take which stance on each claim that stands, and what that makes of it."),
    (
        CLAIM,
        Column("supports", _("How many cases support it."), Kind.WHOLE, required=True),
        Column("partly", _("How many support it partly."), Kind.WHOLE, required=True),
        Column("contradicts", _("How many contradict it."), Kind.WHOLE, required=True),
        Column("not_found", _("In how many it was looked for, and nothing said."), Kind.WHOLE, required=True),
        Column(
            "state",
            _("Its state; filtered: cases are on it, and the filters leave out all of them."),
            required=True,
            values=tuple(state.value for state in ClaimState if state is not ClaimState.SILENT),
        ),
    ),
    key=("claim",),
    references=(Reference(("claim",), "claims", ("claim",)),),
)
TABLES: tuple[Table, ...] = (
    *(each.table for each in CASE_TABLES),
    *(each.table for each in TAXONOMY_TABLES),
    TALLY,
)
"""Every table, in the order of the codebook."""

DATA_OF = Column(
    "data_of", _("The day of the last publication when the file was made; the same in each row."), Kind.DAY
)
"""The last column of every file."""

CODEBOOK = ("table", "column", "type", "required", "values", "key", "refers_to", "meaning")
"""The head of the codebook."""


def codebook_rows() -> Iterator[Row]:
    """One row for each column of each table."""
    for table in TABLES:
        references = {
            column: f"{reference.table}.{to}"
            for reference in table.references
            for column, to in zip(reference.columns, reference.to, strict=True)
        }
        for column in (*table.columns, DATA_OF):
            yield (
                table.name,
                column.name,
                column.kind.value,
                int(column.required),
                "; ".join(column.values),
                int(column.name in table.key),
                references.get(column.name, ""),
                column.about,
            )
