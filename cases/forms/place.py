"""The smallest contribution: one claim, one published case, one source."""

import re
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.content import CaseContent, Illustration, Source, to_data
from cases.domain.vocabulary import Stance
from cases.forms.plain import source_data
from cases.forms.raw import Fields, first, row
from cases.forms.rows import PlacementForm, choice, line
from cases.forms.sheet import Reading, Sheet, claim_choices
from cases.queries.taxonomy import Taxonomy


class PlaceForm(PlacementForm):
    """The case, the claim, and what the one does to the other."""

    field_order = ("case",)

    case = line(gettext_lazy("Case"), hint=gettext_lazy("Begin to write its title."), list="known-cases")
    use_source = choice(gettext_lazy("Where a reader can check it"), [])

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name in ("note", "quote"):  # they stand beside each other
            self.fields[name].widget.attrs["rows"] = 3


class PlaceSheet(Sheet):
    """A placement on a case that is here; everything else of the case stays as it is."""

    tables = ("sources",)
    allowed: ClassVar["re.Pattern[str]"] = re.compile(
        r"case|claim|stance|note|quote|use_source|stake|stake_which|licence|review_note"
        r"|sources\.0\.(key|title|url|kind|speaker)",
        re.ASCII,
    )

    def __init__(self, fields: Fields, *, taxonomy: Taxonomy, base: CaseContent | None) -> None:
        super().__init__(fields, taxonomy=taxonomy, base=base)
        self.short = PlaceForm(self.data)
        offered = self.short.fields
        offered["claim"].choices = claim_choices(taxonomy, chosen=self.chosen_claim)  # type: ignore[attr-defined]
        offered["use_source"].choices = [  # type: ignore[attr-defined]
            ("", _("In a new source, written below")),
            *((source.key, source.title) for source in self.known_sources()),
        ]

    @staticmethod
    def opening_fields(subject: dict[str, str], base: CaseContent | None) -> Fields:
        """The fields of an untouched sheet, opened at a claim, a case, or both."""
        fields = {
            "case": base.title if base else subject.get("case", ""),
            "claim": subject.get("claim", ""),
            "sources.0.title": "",
            "sources.0.url": "",
            "sources.0.kind": "web",
            "sources.0.speaker": "",
        }
        return {name: [value] for name, value in fields.items()}

    @property
    def chosen_claim(self) -> str:
        """The code of the claim, "" when none is chosen."""
        return first(self.fields, "claim")

    def known_sources(self) -> tuple[Source, ...]:
        """The sources of the chosen case."""
        return self.base.sources if self.base else ()

    @property
    def placed_already(self) -> tuple[Illustration, ...]:
        """What the chosen case says of the chosen claim today."""
        rows = self.base.illustrations if self.base else ()
        return tuple(row for row in rows if row.claim == self.chosen_claim)

    @property
    def is_placed_so(self) -> bool:
        """Whether the case stands on the claim with this very stance."""
        return any(row.stance == first(self.fields, "stance") for row in self.placed_already)

    def title(self) -> str:
        """The case, and the claim."""
        name, claim = first(self.fields, "case"), self.chosen_claim
        if claim and name:
            return _("%(case)s on claim %(claim)s") % {"case": name, "claim": claim}
        return name or (_("A case on claim %(claim)s") % {"claim": claim} if claim else "")

    def forms(self) -> list[forms.Form]:
        """Every form of the sheet."""
        return [self.short, *super().forms()]

    def look_first(self, reading: Reading) -> bool:
        """Without a case and a claim there is nothing to read; nothing is placed in the same way twice."""
        if self.base is None:
            self.point(reading, "case", _("There is no case of this title. Choose one of the list."))
        if not self.chosen_claim:
            self.point(reading, "claim", _("The claim is missing. Choose one of the list."))
        stance = first(self.fields, "stance")
        if stance not in set(Stance):
            self.point(reading, "stance", _("Say what the case does to the claim. Choose one of the four."))
        elif self.is_placed_so:
            self.point(
                reading,
                "stance",
                _("The case is placed so already. Choose another stance, or edit that placement."),
            )
        source = first(self.fields, "use_source")
        if source and source not in {known.key for known in self.known_sources()}:
            self.point(reading, "use_source", _("This case has no such source. Choose one of the list."))
        return not reading.problems

    def plain_data(self) -> dict[str, object]:
        """The case as it is, with the placement, its source, and the stake of whom places it."""
        data = to_data(self.base or CaseContent())
        added = [source_data(row(self.fields, "sources", n)) for n in self.filled_rows("sources")]
        keys = [first(self.fields, "use_source"), *(str(source["key"]) for source in added)]
        placement = {name: first(self.fields, name) for name in PlacementForm.base_fields} | {
            "version": self.taxonomy.claim_versions.get(self.chosen_claim, 1),
            "sources": [key for key in keys if key],
        }
        data["sources"] = [*data["sources"], *added]  # type: ignore[misc]
        data["illustrations"] = [*data["illustrations"], placement]  # type: ignore[misc]
        return data | {"stake": self.stake_data()}

    def input_name(self, path: str) -> str:
        """The few inputs of this sheet; what is wrong with the rest of the case is said of the case."""
        table, _dot, rest = path.partition(".")
        index, _dot, short = rest.partition(".")
        if table == "sources" and index == str(len(self.known_sources())):
            return f"sources.0.{short or 'title'}"
        if table == "illustrations" and self.base and index == str(len(self.base.illustrations)):
            return short if short in PlacementForm.base_fields else "use_source"
        return super().input_name(path) if table == "stake" else "case"
