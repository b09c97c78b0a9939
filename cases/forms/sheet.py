"""A sheet: one whole page of fields, bound to what was typed, that can be read as content.

All rules live in the domain. A sheet turns typed fields into plain data, hands them to the domain,
and puts every problem that comes back beside the field it names.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from cases.domain.completeness import problems_before_review
from cases.domain.content import CaseContent, Source
from cases.domain.messages import ContentProblems, Problem
from cases.domain.reading import read_content
from cases.forms.pasted import PasteForm
from cases.forms.plain import kept_wording
from cases.forms.raw import Fields, first, is_empty, row, row_numbers, whole_or_typed
from cases.forms.rows import (
    Choices,
    IllustrationForm,
    ImageForm,
    PathForm,
    PhaseForm,
    PlaceForm,
    SourceForm,
    StatementForm,
)
from cases.queries.taxonomy import Taxonomy
from cases.queries.words import problem_in_words
from models_taxonomy.models import Claim

# Fields that hold a value in every row, typed or not, so they do not make a row count as filled.
NEVER_EMPTY = {
    "sources": frozenset({"key", "kind", "speaker"}),
    "illustrations": frozenset({"version", "version_of", "on_newest", "stance"}),
    "phases": frozenset({"end"}),
    "places": frozenset[str](),
    "images": frozenset[str](),
}


@dataclass
class Reading:
    """What a sheet says: its content if it can be read, and every problem with its input's name."""

    content: CaseContent | None
    problems: list[tuple[str, str]] = field(default_factory=list)


class Sheet(ABC):
    """The base of all sheets. A subclass says its tables, draws its forms and makes plain data."""

    tables: ClassVar[tuple[str, ...]] = ()
    allowed: ClassVar["re.Pattern[str]"]

    def __init__(self, fields: Fields, *, taxonomy: Taxonomy, base: CaseContent | None) -> None:
        self.fields = fields
        self.taxonomy = taxonomy
        self.base = base
        self.data = as_query(fields)
        self.statement = StatementForm(self.data)
        self.pasting = PasteForm(self.data)
        self.rows: dict[str, list[PathForm]] = {
            table: [self.draw_row(table, number) for number in row_numbers(fields, table)]
            for table in self.tables
        }

    # --- drawing ---

    def draw_row(self, table: str, number: int) -> PathForm:
        """Return the form of one row."""
        prefix = f"{table}.{number}"
        if table == "phases":
            return PhaseForm(
                self.data,
                prefix=prefix,
                stages=stage_choices(self.taxonomy),
                models=model_choices(self.taxonomy),
            )
        if table == "illustrations":
            return self._draw_placement(number)
        if table == "images":
            return ImageForm(self.data, prefix=prefix)
        if table == "sources":
            return SourceForm(self.data, prefix=prefix)
        return PlaceForm(self.data, prefix=prefix)

    def _draw_placement(self, number: int) -> IllustrationForm:
        typed = row(self.fields, "illustrations", number)
        claim = first(typed, "claim")
        newest = 0 if claim in self.taxonomy.withdrawn_claims else self.taxonomy.claim_versions.get(claim, 0)
        version = whole_or_typed(kept_wording(typed))
        return IllustrationForm(
            self.data,
            prefix=f"illustrations.{number}",
            claims=claim_choices(self.taxonomy, chosen=claim),
            sources=source_choices(self.fields),
            older=version if isinstance(version, int) and version < newest else 0,
            newest=newest,
        )

    def forms(self) -> list[forms.Form]:
        """Every form of the sheet, in the order of the page."""
        drawn = [form for table in self.tables for form in self.rows[table]]
        return [*drawn, self.pasting, self.statement]

    def title(self) -> str:
        """What a list of drafts calls this."""
        return first(self.fields, "title")

    # --- reading ---

    @abstractmethod
    def plain_data(self) -> dict[str, object]:
        """Return what was typed as plain data for `read_content`."""

    def read(self) -> Reading:
        """Read the sheet as content with every rule, and put each problem beside its field."""
        reading = Reading(None)
        if not self.look_first(reading):
            return reading
        self._ask_who_speaks(reading)
        if first(self.fields, "paste"):
            self.point(
                reading,
                "paste",
                _("What you pasted is no source yet. Press “Make sources of it”, or empty the field."),
            )
        try:
            reading.content = read_content(self.plain_data())
        except ContentProblems as refusal:
            self.place(refusal.problems, reading)
        else:
            found = problems_before_review(
                reading.content,
                claim_versions=self.taxonomy.claim_versions,
                withdrawn=self.taxonomy.withdrawn_claims,
                base=self.base,
            )
            self.place(found, reading)
        if not first(self.fields, "licence"):
            self.point(
                reading,
                "licence",
                _("Tick the box to agree to the licences. Without it nothing can be sent."),
            )
        reading.problems.sort(key=lambda problem: self._place_on_page(problem[0]))
        return reading

    def _ask_who_speaks(self, reading: Reading) -> None:
        """A file may leave it open who speaks in a source; a person who names one says so."""
        for number in self.filled_rows("sources"):
            name = f"sources.{number}.speaker"
            if not first(self.fields, name):
                message = _(
                    "Who speaks in this source is not said. Choose it in the list: the organisation itself, "
                    "a researcher, or one of the others."
                )
                self.point(reading, name, message)

    def look_first(self, reading: Reading) -> bool:
        """Note what only the sheet can know; returns whether there is enough to read on."""
        del reading
        return True

    def _place_on_page(self, name: str) -> int:
        names = [form.add_prefix(short) for form in self.forms() for short in form.fields]
        return names.index(name) if name in names else len(names)

    def place(self, problems: tuple[Problem, ...], reading: Reading) -> None:
        """Translate problems and put each beside the field that it names."""
        for problem in problems:
            self.point(reading, self.input_name(problem.path), problem_in_words(problem))

    def point(self, reading: Reading, name: str, message: str) -> None:
        """Put one message beside the input of this name, and into the summary."""
        if any(name == pointed for pointed, _message in reading.problems):
            return  # one fault at a time: a field that is empty is not also wrong
        reading.problems.append((name, message))
        for form in self.forms():
            for short in form.fields:
                if form.add_prefix(short) == name:
                    form.add_error(short, message)

    def input_name(self, path: str) -> str:
        """Return the name of the input for a path of the content."""
        table, _dot, rest = path.partition(".")
        if table in self.tables and rest:
            index, _dot, short = rest.partition(".")
            numbers = self.filled_rows(table)
            number = numbers[int(index)] if index.isdigit() and int(index) < len(numbers) else 0
            return f"{table}.{number}.{short or FIRST_FIELD[table]}"
        if table in self.tables:
            numbers = row_numbers(self.fields, table)
            return f"{table}.{numbers[0] if numbers else 0}.{FIRST_FIELD[table]}"
        return {"stake": "stake", "stake.which": "stake_which"}.get(path, table)

    @property
    def was_asked(self) -> bool:
        """Whether the author was asked for the sources of paragraphs already."""
        return bool(first(self.fields, "asked_sources"))

    def known_sources(self) -> tuple[Source, ...]:
        """The sources that can be cited and have no row here."""
        return ()

    def part_input(self, key: str) -> str:
        """The name of the input that holds the text of a part."""
        return f"parts.{key}.text"

    def filled_rows(self, table: str) -> list[int]:
        """The numbers of the rows into which something was typed."""
        return [
            number
            for number in row_numbers(self.fields, table)
            if not is_empty(row(self.fields, table, number), NEVER_EMPTY[table])
        ]

    def stake_data(self) -> object:
        """The stake as plain data."""
        answer, which = first(self.fields, "stake"), first(self.fields, "stake_which")
        if not answer and not which:
            return None
        return {"none": answer == "none", "which": which}


FIRST_FIELD = {
    "places": "name",
    "phases": "start",
    "illustrations": "claim",
    "sources": "title",
    "images": "alt",
}


def as_query(fields: Mapping[str, list[str]]) -> QueryDict:
    """The fields in the shape that Django's forms are bound to."""
    query = QueryDict(mutable=True)
    for name, values in fields.items():
        query.setlist(name, values)
    return query


def stage_choices(taxonomy: Taxonomy) -> Choices:
    """The seven stages, and that the hierarchy does not apply."""
    stages = [(str(stage.number), f"{stage.number} {stage.name}") for stage in taxonomy.stages]
    return [("", _("Choose a stage")), *stages, ("none", _("The hierarchy does not apply"))]


def model_choices(taxonomy: Taxonomy) -> Choices:
    """The three value models."""
    return [("", _("Choose a model")), *((str(model.number), str(model)) for model in taxonomy.models)]


def claim_choices(taxonomy: Taxonomy, *, chosen: str = "") -> Choices:
    """The claims that can still be chosen, and the chosen one also when it was withdrawn, by code."""
    claims = [claim for claim in taxonomy.claims if not claim.is_withdrawn or claim.code == chosen]
    return [("", _("Choose a claim")), *((claim.code, _claim_label(claim)) for claim in claims)]


def _claim_label(claim: Claim) -> str:
    words = {"code": claim.code, "statement": claim.statement}
    return (
        _("%(code)s (withdrawn): %(statement)s") if claim.is_withdrawn else "%(code)s: %(statement)s"
    ) % words


def source_choices(fields: Fields) -> list[tuple[str, str]]:
    """The sources typed so far, by key."""
    found = []
    for number in row_numbers(fields, "sources"):
        values = row(fields, "sources", number)
        key = first(values, "key")
        if key:
            found.append((key, first(values, "title") or key))
    return found


def source_keys(sheet: Sheet) -> list[tuple[str, str]]:
    """The keys that a text of this sheet can cite, with the titles of their sources."""
    known = [(source.key, source.title) for source in sheet.known_sources()]
    return [*known, *source_choices(sheet.fields)]
