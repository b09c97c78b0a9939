"""The tables of what cases say: one for each thing, made from a published case and nothing else.

Together they hold all of its content: a case can be put together again from its rows without loss. Lists
keep their order in the column `order`, which counts from 1.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from cases.domain.content import CaseContent, Part
from cases.domain.messages import noop as _
from cases.domain.vocabulary import (
    LANGUAGE_LABELS,
    MODELS,
    NOW,
    PARTS,
    SECTOR_LABELS,
    STAGES,
    Absence,
    ImageLicence,
    SourceKind,
    Speaker,
    Stance,
)
from cases.exchange.csv_table import Row, Value
from cases.exchange.published import PublishedCase
from cases.exchange.tables import Column, Kind, Reference, Table

Rows = Callable[[PublishedCase, str], Iterable[Row]]
"""The rows of one case; the second value is the address of the site, without a slash at its end."""


@dataclass(frozen=True, slots=True)
class CaseTable:
    """A table with the function that makes its rows."""

    table: Table
    rows: Rows


CASE = Column("case", _("The address of the case: the last piece of the address of its page."), required=True)
ORDER = Column("order", _("The place in the list of the case, from 1."), Kind.WHOLE, required=True)
OF_CASE = Reference(("case",), "cases", ("case",))
OF_CLAIM = Reference(("claim",), "claims", ("claim",))
ABSENCES = tuple(absence.value for absence in Absence)
NUMBERS_OF_STAGES = tuple(map(str, STAGES))
NUMBERS_OF_MODELS = tuple(map(str, MODELS))


# --- rows -----------------------------------------------------------------------------------------


def _case(case: PublishedCase, site: str) -> Iterator[Row]:
    content = case.content
    stake = content.stake
    yield (
        case.slug,
        f"{site}/cases/{case.slug}/",
        content.title,
        content.summary,
        content.language,
        content.sector,
        *_year(content.began),
        *(("", "") if content.ended == NOW else _year(content.ended)),
        int(content.is_going_on),
        "" if stake is None else "none" if stake.none else "declared",
        stake.which if stake else "",
        case.version,
        case.content_hash,
        case.first_published_at.isoformat(),
        case.published_at.isoformat(),
    )


def _phases(case: PublishedCase, site: str) -> Iterator[Row]:
    del site
    for order, row in enumerate(case.content.phases, start=1):
        yield case.slug, order, row.start, row.end, row.stage, row.model, row.reason, row.no_stage_reason


def _places(case: PublishedCase, site: str) -> Iterator[Row]:
    del site
    for order, row in enumerate(case.content.places, start=1):
        yield case.slug, order, row.name, row.country, row.latitude, row.longitude


def _parts(case: PublishedCase, site: str) -> Iterator[Row]:
    del site
    for row in case.content.parts:
        yield case.slug, row.key, row.text, _absence(row), row.note


def _placements(case: PublishedCase, site: str) -> Iterator[Row]:
    del site
    for order, row in enumerate(case.content.illustrations, start=1):
        yield case.slug, order, row.claim, row.version, row.stance.value, row.note, row.quote


def _placement_sources(case: PublishedCase, site: str) -> Iterator[Row]:
    del site
    for row in case.content.illustrations:
        for order, key in enumerate(row.sources, start=1):
            yield case.slug, row.claim, row.stance.value, order, key


def _sources(case: PublishedCase, site: str) -> Iterator[Row]:
    del site
    for order, row in enumerate(case.content.sources, start=1):
        yield (
            case.slug,
            order,
            row.key,
            row.kind.value,
            row.title,
            row.authors,
            *_year(row.year),
            row.publisher,
            row.url,
            row.doi,
            row.accessed,
            row.speaker.value,
        )


def _images(case: PublishedCase, site: str) -> Iterator[Row]:
    for order, row in enumerate(case.content.images, start=1):
        address = f"{site}/images/{row.key}.webp"
        licence = row.licence.value if row.licence else ""
        yield case.slug, order, row.key, address, row.alt, row.caption, row.author, licence


def _listed(of: Callable[[CaseContent], Iterable[str]]) -> Rows:
    """The rows of a list of single words or lines."""

    def rows(case: PublishedCase, site: str) -> Iterator[Row]:
        del site
        for order, value in enumerate(of(case.content), start=1):
            yield case.slug, order, value

    return rows


def _year(value: int | str) -> tuple[Value, Value]:
    """A year and an empty cell, or an empty cell and why there is no year."""
    return ("", value.value) if isinstance(value, Absence) else (value, "")


def _absence(part: Part) -> str:
    return part.absence.value if part.absence else ""


# --- tables ---------------------------------------------------------------------------------------


CASES = Table(
    "cases",
    _("The published cases, one row each."),
    (
        CASE,
        Column("address", _("The whole address of its page."), required=True),
        Column("title", _("The title."), required=True),
        Column("summary", _("What the case is, in one or two sentences.")),
        Column(
            "language", _("The language of its texts, ISO 639."), required=True, values=tuple(LANGUAGE_LABELS)
        ),
        Column("sector", _("The sector."), values=tuple(SECTOR_LABELS)),
        Column("began", _("The year in which it began."), Kind.YEAR),
        Column("began_absence", _("Why there is no such year."), values=ABSENCES),
        Column("ended", _("The year in which it ended."), Kind.YEAR),
        Column("ended_absence", _("Why there is no such year."), values=ABSENCES),
        Column("is_going_on", _("1 when it goes on to this day, else 0."), Kind.FLAG, required=True),
        Column(
            "stake",
            _("Whether the author says to have a stake in the case of their own."),
            values=("none", "declared"),
        ),
        Column("stake_which", _("Which stake that is.")),
        Column("version", _("The number of the version that is public."), Kind.WHOLE, required=True),
        Column("content_hash", _("SHA-256 of its content as canonical JSON."), required=True),
        Column(
            "first_published_at", _("When the case was first published, in UTC."), Kind.MOMENT, required=True
        ),
        Column("published_at", _("When this version was published, in UTC."), Kind.MOMENT, required=True),
    ),
    key=("case",),
    holds_text=True,
)
PHASES = Table(
    "phases",
    _("The periods of cases, each with one stage and one value model."),
    (
        CASE,
        ORDER,
        Column("start", _("Its first year."), Kind.YEAR, required=True),
        Column("end", _("Its last year; empty when it goes on to this day."), Kind.YEAR),
        Column(
            "stage",
            _("The stage, 1 to 7; empty where the hierarchy does not apply."),
            Kind.WHOLE,
            values=NUMBERS_OF_STAGES,
        ),
        Column("model", _("The value model."), Kind.WHOLE, required=True, values=NUMBERS_OF_MODELS),
        Column("reason", _("Why it is placed there.")),
        Column("no_stage_reason", _("Why the hierarchy does not apply.")),
    ),
    key=("case", "order"),
    references=(
        OF_CASE,
        Reference(("stage",), "stages", ("stage",)),
        Reference(("model",), "models", ("model",)),
    ),
    holds_text=True,
)
PLACES = Table(
    "places",
    _("Where cases are at home."),
    (
        CASE,
        ORDER,
        Column("name", _("The name of the place.")),
        Column("country", _("ISO 3166 in two capital letters, or worldwide; empty when not stated.")),
        Column("latitude", _("Degrees north."), Kind.NUMBER),
        Column("longitude", _("Degrees east."), Kind.NUMBER),
    ),
    key=("case", "order"),
    references=(OF_CASE,),
)
PARTS_TABLE = Table(
    "parts",
    _("The text of cases under each heading, in Markdown. A part that nobody wrote has no row."),
    (
        CASE,
        Column("part", _("The heading, by its key."), required=True, values=PARTS),
        Column("text", _("The text, in Markdown; [@key] cites a source of the case.")),
        Column("absence", _("Why there is no text."), values=ABSENCES[1:]),
        Column("note", _("What is known about that.")),
    ),
    key=("case", "part"),
    references=(OF_CASE,),
    holds_text=True,
)
PLACEMENTS = Table(
    "placements",
    _("What cases do to claims. A case whose sources disagree has several rows on one claim."),
    (
        CASE,
        ORDER,
        Column("claim", _("The code of the claim."), required=True),
        Column(
            "wording", _("The number of the wording that the author had in view."), Kind.WHOLE, required=True
        ),
        Column(
            "stance",
            _("What the case does to the claim; not_found: looked for, and nothing said."),
            required=True,
            values=tuple(stance.value for stance in Stance),
        ),
        Column("note", _("What the case shows.")),
        Column("quote", _("The very words of a source. They stay their author’s.")),
    ),
    key=("case", "claim", "stance"),
    references=(
        OF_CASE,
        OF_CLAIM,
        Reference(("claim", "wording"), "claim_wordings", ("claim", "wording")),
    ),
    holds_text=True,
)
PLACEMENT_SOURCES = Table(
    "placement_sources",
    _("On which sources a placement stands."),
    (
        CASE,
        Column("claim", _("The code of the claim."), required=True),
        Column(
            "stance", _("The stance of the placement."), required=True, values=tuple(s.value for s in Stance)
        ),
        ORDER,
        Column("source", _("The key of the source in its case."), required=True),
    ),
    key=("case", "claim", "stance", "order"),
    references=(
        Reference(("case", "claim", "stance"), "placements", ("case", "claim", "stance")),
        Reference(("case", "source"), "sources", ("case", "source")),
    ),
)
SOURCES = Table(
    "sources",
    _("What cases cite. A document that several cases cite has a row for each."),
    (
        CASE,
        ORDER,
        Column("source", _("The key of the source in its case."), required=True),
        Column(
            "kind",
            _("What sort of document it is."),
            required=True,
            values=tuple(kind.value for kind in SourceKind),
        ),
        Column("title", _("Its title.")),
        Column("authors", _("Who wrote it, as typed.")),
        Column("year", _("The year of publication."), Kind.YEAR),
        Column("year_absence", _("Why there is no such year."), values=ABSENCES),
        Column("publisher", _("The journal or publisher.")),
        Column("url", _("Where it is on the web.")),
        Column("doi", _("Its DOI.")),
        Column("accessed", _("On which day it was read."), Kind.DAY),
        Column(
            "speaker",
            _("Who speaks in it."),
            required=True,
            values=tuple(speaker.value for speaker in Speaker),
        ),
    ),
    key=("case", "source"),
    references=(OF_CASE,),
)
IMAGES = Table(
    "images",
    _("The pictures of cases."),
    (
        CASE,
        ORDER,
        Column("image", _("The name of its file."), required=True),
        Column("address", _("Where the file is."), required=True),
        Column("alt", _("What is to be seen.")),
        Column("caption", _("Its caption.")),
        Column("author", _("Who made it.")),
        Column(
            "licence",
            _("Under which terms everybody may use it."),
            values=tuple(licence.value for licence in ImageLicence),
        ),
    ),
    key=("case", "image"),
    references=(OF_CASE,),
    holds_text=True,
)


def _list_table(
    name: str, about: str, column: Column, of: Callable[[CaseContent], Iterable[str]], *, holds_text: bool
) -> CaseTable:
    table = Table(name, about, (CASE, ORDER, column), ("case", "order"), (OF_CASE,), holds_text)
    return CaseTable(table, _listed(of))


CASE_TABLES: tuple[CaseTable, ...] = (
    CaseTable(CASES, _case),
    CaseTable(PHASES, _phases),
    CaseTable(PLACES, _places),
    CaseTable(PARTS_TABLE, _parts),
    CaseTable(PLACEMENTS, _placements),
    CaseTable(PLACEMENT_SOURCES, _placement_sources),
    CaseTable(SOURCES, _sources),
    _list_table(
        "tags",
        _("The tags of cases."),
        Column("tag", _("The tag, in small letters."), required=True),
        lambda content: content.tags,
        holds_text=False,
    ),
    _list_table(
        "organisations",
        _("The organisations of cases."),
        Column("organisation", _("The name of the organisation."), required=True),
        lambda content: content.organisations,
        holds_text=False,
    ),
    _list_table(
        "open_questions",
        _("What the authors of cases would like to know."),
        Column("question", _("The question."), required=True),
        lambda content: content.open_questions,
        holds_text=True,
    ),
    CaseTable(IMAGES, _images),
)
