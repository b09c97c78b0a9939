"""The short sheet: one claim, one case, one source; or one part of a case that is missing."""

import re
from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.content import CaseContent, Source, to_data
from cases.domain.vocabulary import NOW, PART_LABELS, SECTOR_LABELS
from cases.forms.drawing import DrawnField, drawn_field
from cases.forms.edit import SOURCE_NAMES, STATEMENT_NAMES
from cases.forms.plain import phase_data, place_data, source_data, year_data
from cases.forms.raw import Fields, first, row
from cases.forms.rows import (
    MARKDOWN,
    PHASE_END_HINT,
    ExplainedChoiceField,
    PathForm,
    PlacementForm,
    area,
    choice,
    country_choices,
    labelled,
    line,
    year_field,
)
from cases.forms.sheet import Reading, Sheet, claim_choices, model_choices, stage_choices
from cases.queries.taxonomy import Taxonomy

EXISTING, NEW = "existing", "new"


class WhichCaseForm(PathForm):
    """1. Which case: one that is here, or a new one with the few fields it needs."""

    which = forms.ChoiceField(
        label=gettext_lazy("Which case"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (EXISTING, gettext_lazy("One that is already here")),
            (NEW, gettext_lazy("A new one")),
        ],
    )
    case = line(gettext_lazy("Case"), hint=gettext_lazy("Begin to write its title."), list="known-cases")
    title = line(gettext_lazy("Name of the new case"))
    summary = area(gettext_lazy("The case in one sentence"), rows=2)
    place = line(gettext_lazy("Place"))
    country = choice(gettext_lazy("Country"), country_choices)
    began = year_field(
        gettext_lazy("Began in"), hint=gettext_lazy("The year, in four digits. May stay empty.")
    )
    sector = choice(
        gettext_lazy("Sector"), lambda: [("", gettext_lazy("Choose a sector")), *labelled(SECTOR_LABELS)]
    )
    same_case = forms.BooleanField(
        label=gettext_lazy("I looked: none of the cases named here is this one."), required=False
    )


class EvidenceForm(PlacementForm):
    """2. What the case does to the claim, or the text of a part."""

    part = choice(
        gettext_lazy("Part of the case"),
        lambda: [("", gettext_lazy("No part")), *labelled(PART_LABELS)],
        hint=gettext_lazy("If you also write a part of its text, say which."),
    )
    part_text = area(
        gettext_lazy("Text of the part"),
        hint=gettext_lazy("Markdown. Put [@key] after a sentence that a source carries."),
        rows=8,
        **MARKDOWN,
    )
    use_sources = forms.MultipleChoiceField(
        label=gettext_lazy("Sources that the case has already"),
        help_text=gettext_lazy("Tick those that carry the placement. In a text, cite them by their key."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class StandingForm(PathForm):
    """4. Where a new case stands: its first phase."""

    stage = ExplainedChoiceField(label=gettext_lazy("Stage of engagement"), required=False)
    no_stage_reason = area(gettext_lazy("If the hierarchy does not apply: why"), rows=2)
    model = ExplainedChoiceField(label=gettext_lazy("Value model"), required=False)
    since = year_field(gettext_lazy("Since"), hint=gettext_lazy("The year this began."))
    until = year_field(gettext_lazy("Until"), hint=PHASE_END_HINT)
    phase_reason = area(gettext_lazy("Why this stage and model"), rows=2)


class ContributeSheet(Sheet):
    """The short way from a gap to a change that can be reviewed.

    `twins` are published cases that a new one may be the same as; the page asks about them once.
    """

    tables = ("sources",)
    twins: Sequence[object] = ()
    allowed: ClassVar["re.Pattern[str]"] = re.compile(
        rf"which|case|title|summary|place|country|began|sector|same_case|claim|stance|note|quote"
        rf"|part|part_text|use_sources|stage|no_stage_reason|model|since|until|phase_reason"
        rf"|{SOURCE_NAMES}|{STATEMENT_NAMES}",
        re.ASCII,
    )

    def __init__(self, fields: Fields, *, taxonomy: Taxonomy, base: CaseContent | None) -> None:
        super().__init__(fields, taxonomy=taxonomy, base=base)
        self.which = WhichCaseForm(self.data)
        self.evidence = EvidenceForm(self.data)
        self.standing = StandingForm(self.data)
        choices = self.evidence.fields
        choices["claim"].choices = claim_choices(taxonomy, chosen=self.chosen_claim)  # type: ignore[attr-defined]
        choices["use_sources"].choices = [(s.key, f"{s.title} [@{s.key}]") for s in self.known_sources()]  # type: ignore[attr-defined]
        stages = [*((str(s.number), s.name) for s in taxonomy.stages), stage_choices(taxonomy)[-1]]
        formulas = {str(stage.number): stage.formula for stage in taxonomy.stages}
        summaries = {str(model.number): model.summary for model in taxonomy.models}
        self.standing.fields["stage"].offer(stages, formulas)  # type: ignore[attr-defined]
        self.standing.fields["model"].offer(model_choices(taxonomy)[1:], summaries)  # type: ignore[attr-defined]

    @staticmethod
    def opening_fields(subject: dict[str, str], base: CaseContent | None) -> Fields:
        """The fields of an untouched sheet, opened at a gap, a case or a name.

        Of a decade the first three digits are filled in: which year it was, only the author knows.
        """
        stage, _dash, model = subject.get("cell", "").partition("-")
        is_new = any(subject.get(name) for name in ("title", "country", "decade"))
        fields = {
            "which": EXISTING if subject.get("case") else (NEW if is_new else ""),
            "case": base.title if base else subject.get("case", ""),
            "title": subject.get("title", ""),
            "country": subject.get("country", ""),
            "began": subject.get("decade", "")[:3],
            "claim": subject.get("claim", ""),
            "part": subject.get("part", ""),
            "stage": stage,
            "model": model,
            "until": NOW,
            "sources.0.title": "",
            "sources.0.url": "",
            "sources.0.kind": "web",
            "sources.0.speaker": "",
        }
        return {name: [value] for name, value in fields.items()}

    @property
    def is_new_case(self) -> bool:
        """Whether the person adds a case."""
        return first(self.fields, "which") != EXISTING

    @property
    def chosen_claim(self) -> str:
        """The code of the claim, "" when none is chosen."""
        return first(self.fields, "claim")

    @property
    def leads_with_part(self) -> bool:
        """Whether the text of a part comes first: the form was opened at a part, and not at a claim."""
        return bool(first(self.fields, "part")) and not self.chosen_claim

    @property
    def placed_claims(self) -> list[str]:
        """The codes of the claims on which the chosen case is today."""
        return sorted({row.claim for row in self.base.illustrations}) if self.base else []

    def drawn_which(self) -> DrawnField:
        """The choice between the two kinds of case, whose fields stand between its options."""
        return drawn_field(self.which["which"])

    def known_sources(self) -> tuple[Source, ...]:
        """The sources that the chosen case has already."""
        return self.base.sources if self.base and not self.is_new_case else ()

    def title(self) -> str:
        """The case, and the claim."""
        name = first(self.fields, "title") if self.is_new_case else first(self.fields, "case")
        claim = self.chosen_claim
        if claim and name:
            return _("%(case)s on claim %(claim)s") % {"case": name, "claim": claim}
        return name or (_("A case on claim %(claim)s") % {"claim": claim} if claim else "")

    def forms(self) -> list[forms.Form]:
        """Every form of the sheet."""
        return [self.which, self.evidence, *self.rows["sources"], self.pasting, self.standing, self.statement]

    def look_first(self, reading: Reading) -> bool:
        """Without a case there is nothing to read yet; without anything to add there is nothing to send."""
        which = first(self.fields, "which")
        if not which:
            self.point(reading, "which", _("Say which case: one that is here, or a new one."))
        elif not self.is_new_case and self.base is None:
            self.point(
                reading,
                "case",
                _("There is no case of this title. Choose one of the list, or add a new one."),
            )
        if not self.has_placement and not first(self.fields, "part_text"):
            self.point(reading, "claim", _("Choose a claim and say what the case shows, or write a part."))
        elif self.has_placement and not first(self.fields, "stance"):
            self.point(reading, "stance", _("Say what the case does to the claim. Choose one of the four."))
        if first(self.fields, "part_text") and not first(self.fields, "part"):
            self.point(reading, "part", _("Say which part of the case your text is. Choose one of the list."))
        return bool(which) and (self.is_new_case or self.base is not None)

    def plain_data(self) -> dict[str, object]:
        """The case as it is, with what was added here."""
        is_new = self.is_new_case or self.base is None
        data = self._new_case() if is_new else to_data(self.base or CaseContent())
        added = [source_data(row(self.fields, "sources", n)) for n in self.filled_rows("sources")]
        data["sources"] = [*data["sources"], *added]  # type: ignore[misc]
        if self.has_placement:
            placement = (self.chosen_claim, first(self.fields, "stance"))
            illustrations: list[dict[str, object]] = data["illustrations"]  # type: ignore[assignment]
            kept = [old for old in illustrations if (old["claim"], old["stance"]) != placement]
            data["illustrations"] = [*kept, self._placement(added)]
        key = first(self.fields, "part")
        if key and first(self.fields, "part_text"):
            others = [old for old in data["parts"] if old["key"] != key]  # type: ignore[attr-defined]
            data["parts"] = [*others, {"key": key, "text": first(self.fields, "part_text")}]
        data["stake"] = self.stake_data()
        return data

    def input_name(self, path: str) -> str:
        """The few inputs of this sheet, for the many paths of the content."""
        table, _dot, rest = path.partition(".")
        short = rest.rpartition(".")[2]
        if table == "sources":
            return self._source_input(rest, short)
        if table == "illustrations":
            return short if short in PlacementForm.base_fields else self._sources_input()
        if table == "phases":
            return {"start": "since", "end": "until", "reason": "phase_reason"}.get(short, short or "since")
        if table == "parts":
            return "part_text"
        if table == "places":
            return "country" if short == "country" else "place"
        return {"stake": "stake", "stake.which": "stake_which"}.get(path, table)

    def part_input(self, key: str) -> str:
        """The one text of this sheet."""
        del key
        return "part_text"

    def _source_input(self, rest: str, short: str) -> str:
        index = int(rest.partition(".")[0] or 0) - len(self.known_sources())
        numbers = self.filled_rows("sources")
        number = numbers[index] if 0 <= index < len(numbers) else 0
        return f"sources.{number}.{short if short and not short.isdigit() else 'title'}"

    def _sources_input(self) -> str:
        return "use_sources" if self.known_sources() else "sources.0.title"

    @property
    def has_placement(self) -> bool:
        """Whether anything was said about a claim."""
        return any(first(self.fields, name) for name in ("claim", "note", "quote"))

    def _placement(self, added: list[dict[str, object]]) -> dict[str, object]:
        keys = [*self.fields.get("use_sources", []), *(str(source["key"]) for source in added)]
        return {
            "claim": self.chosen_claim,
            "version": self.taxonomy.claim_versions.get(self.chosen_claim, 1),
            "stance": first(self.fields, "stance"),
            "note": first(self.fields, "note"),
            "quote": first(self.fields, "quote"),
            "sources": [key for key in keys if key],
        }

    def _new_case(self) -> dict[str, object]:
        data = to_data(CaseContent())
        typed_place = {"name": self.fields.get("place", [""]), "country": self.fields.get("country", [""])}
        place = place_data(typed_place)
        if place["country"] and not place["name"]:
            place["name"] = str(dict(country_choices()).get(str(place["country"]), place["country"]))
        phase = phase_data(
            {
                "start": self.fields.get("since", [""]),
                "end": self.fields.get("until", [""]),
                "stage": self.fields.get("stage", [""]),
                "no_stage_reason": self.fields.get("no_stage_reason", [""]),
                "model": self.fields.get("model", [""]),
                "reason": self.fields.get("phase_reason", [""]),
            }
        )
        return data | {
            "title": first(self.fields, "title"),
            "summary": first(self.fields, "summary"),
            "sector": first(self.fields, "sector"),
            "places": [place] if place["name"] else [],
            "began": year_data(first(self.fields, "began"), ""),
            "phases": [phase],
        }
