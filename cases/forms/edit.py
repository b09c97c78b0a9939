"""The sheets for editing a whole case, or one of its parts."""

import re
from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _

from cases.domain.content import CaseContent, to_data
from cases.domain.vocabulary import PARTS
from cases.forms.plain import (
    basics_data,
    fields_of,
    illustration_data,
    image_data,
    part_data,
    part_fields,
    phase_data,
    place_data,
    source_data,
    source_fields,
)
from cases.forms.raw import Fields, first, row
from cases.forms.rows import BasicsForm, PartForm, PictureForm, QuestionsForm
from cases.forms.sheet import Sheet
from cases.queries.taxonomy import Taxonomy

ROW_DATA = {
    "places": place_data,
    "phases": phase_data,
    "illustrations": illustration_data,
    "sources": source_data,
    "images": image_data,
}
PART_NAMES = "|".join(PARTS)
STATEMENT_NAMES = "stake|stake_which|licence|review_note|paste|asked_sources"
SOURCE_NAMES = r"sources\.\d{1,3}\.(key|title|url|doi|kind|speaker|authors|year|publisher|accessed)"


class EditSheet(Sheet):
    """Everything a case says, on one page."""

    tables = ("places", "phases", "illustrations", "sources", "images")
    allowed: ClassVar["re.Pattern[str]"] = re.compile(
        rf"title|summary|language|sector|organisations|tags|(began|ended)(_absence)?|open_questions"
        rf"|places\.\d{{1,3}}\.(name|country|latitude|longitude)"
        rf"|phases\.\d{{1,3}}\.(start|end|stage|no_stage_reason|model|reason)"
        rf"|illustrations\.\d{{1,3}}\.(claim|version|version_of|on_newest|stance|note|quote|sources)"
        rf"|images\.\d{{1,3}}\.(key|alt|caption|author|licence)"
        rf"|{SOURCE_NAMES}|parts\.({PART_NAMES})\.(text|absence|note)|{STATEMENT_NAMES}",
        re.ASCII,
    )

    def __init__(self, fields: Fields, *, taxonomy: Taxonomy, base: CaseContent | None) -> None:
        super().__init__(fields, taxonomy=taxonomy, base=base)
        self.basics = BasicsForm(self.data)
        self.questions = QuestionsForm(self.data)
        self.picture = PictureForm(self.data)
        self.parts = [PartForm(self.data, prefix=f"parts.{key}", key=key) for key in PARTS]

    @staticmethod
    def opening_fields(content: CaseContent | None) -> Fields:
        """The fields of an untouched sheet: what the case says, without a stake or an agreement."""
        if content is None:
            return fields_of(CaseContent())
        return fields_of(content)

    def forms(self) -> list[forms.Form]:
        """Every form of the sheet."""
        return [self.basics, self.questions, self.picture, *self.parts, *super().forms()]

    def plain_data(self) -> dict[str, object]:
        """Everything typed, as plain data."""
        rows = {
            table: [ROW_DATA[table](row(self.fields, table, n)) for n in self.filled_rows(table)]
            for table in self.tables
        }
        for placement in rows["illustrations"]:
            placement["sources"] = self._in_their_order(placement)
            if placement["version"] is None:
                placement["version"] = self.taxonomy.claim_versions.get(str(placement["claim"]))
        typed = [part_data(key, row(self.fields, "parts", key)) for key in PARTS]
        return {
            **basics_data(self.fields),
            **rows,
            "parts": [part for part in typed if part],
            "stake": self.stake_data(),
        }

    def _in_their_order(self, placement: dict[str, object]) -> list[str]:
        """The ticked sources in the order that the placement had: tick boxes come in that of the page."""
        ticked: list[str] = placement["sources"]  # type: ignore[assignment]
        about = (placement["claim"], placement["stance"])
        known = self.base.illustrations if self.base else ()
        before = next((old.sources for old in known if (old.claim, old.stance) == about), ())
        return [*(key for key in before if key in ticked), *(key for key in ticked if key not in before)]

    def input_name(self, path: str) -> str:
        """Parts are named by their key, not by their index; of an image, nobody sees the key."""
        table, _dot, rest = path.partition(".")
        if table == "images" and rest.endswith(".key"):
            return super().input_name(f"{path.removesuffix('key')}alt")
        if table != "parts":
            return super().input_name(path)
        index, _dot, short = rest.partition(".")
        written = [key for key in PARTS if part_data(key, row(self.fields, "parts", key))]
        key = written[int(index)] if index.isdigit() and int(index) < len(written) else PARTS[0]
        return f"parts.{key}.{short or 'text'}"


class PartSheet(Sheet):
    """One part of a case and the sources it cites; everything else stays as it is."""

    tables = ("sources",)
    part_key = PARTS[0]
    allowed: ClassVar["re.Pattern[str]"] = re.compile(
        rf"parts\.({PART_NAMES})\.(text|absence|note)|{SOURCE_NAMES}|{STATEMENT_NAMES}", re.ASCII
    )

    def __init__(self, fields: Fields, *, taxonomy: Taxonomy, base: CaseContent | None) -> None:
        super().__init__(fields, taxonomy=taxonomy, base=base)
        typed = [name.split(".")[1] for name in fields if name.startswith("parts.")]
        self.part_key = typed[0] if typed else PARTS[0]
        self.part = PartForm(self.data, prefix=f"parts.{self.part_key}", key=self.part_key)

    @staticmethod
    def opening_fields(content: CaseContent, part: str) -> Fields:
        """The fields of an untouched sheet for one part."""
        fields = part_fields(part, content.part(part))
        for number, source in enumerate(content.sources):
            fields |= source_fields(number, source)
        return fields

    def title(self) -> str:
        """The case and the part."""
        case = self.base.title if self.base else ""
        return _("%(case)s: %(part)s") % {"case": case, "part": self.part.heading}

    def forms(self) -> list[forms.Form]:
        """Every form of the sheet."""
        return [self.part, *super().forms()]

    def plain_data(self) -> dict[str, object]:
        """What the case says already, with this part and these sources."""
        data = to_data(self.base or CaseContent())
        others = [old for old in data["parts"] if old["key"] != self.part_key]  # type: ignore[attr-defined]
        typed = part_data(self.part_key, row(self.fields, "parts", self.part_key))
        return data | {
            "parts": [*others, *([typed] if typed else [])],
            "sources": [source_data(row(self.fields, "sources", n)) for n in self.filled_rows("sources")],
            "stake": self.stake_data(),
        }

    def input_name(self, path: str) -> str:
        """Every problem of a part points to the one part on the page."""
        if path.startswith("parts"):
            short = path.rsplit(".", 1)[-1]
            return f"parts.{self.part_key}.{short if short in {'absence', 'note'} else 'text'}"
        return super().input_name(path)


def with_source_keys(fields: Fields, also_taken: frozenset[str] = frozenset()) -> Fields:
    """Give a key to each row of sources that has a title or a link but no key yet."""
    taken = set(also_taken) | {
        first(fields, name) for name in fields if name.startswith("sources.") and name.endswith(".key")
    }
    filled = dict(fields)
    for name in list(fields):
        prefix = name.removesuffix(".title")
        if not name.startswith("sources.") or prefix == name or first(fields, f"{prefix}.key"):
            continue
        if not any(first(fields, f"{prefix}.{short}") for short in ("title", "url", "doi")):
            continue
        number = next(n for n in range(1, 1000) if f"s{n}" not in taken)
        taken.add(f"s{number}")
        filled[f"{prefix}.key"] = [f"s{number}"]
    return filled
