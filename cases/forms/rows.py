"""The small forms of which the pages are made. They only draw and carry; the rules are in the domain."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeAlias

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from cases.domain.reading import UPLOADED
from cases.domain.vocabulary import (
    ABSENCE_LABELS,
    IMAGE_LICENCE_LABELS,
    LANGUAGE_LABELS,
    PART_LABELS,
    SECTOR_LABELS,
    SOURCE_KIND_LABELS,
    SPEAKER_LABELS,
    STANCE_LABELS,
    WORLDWIDE,
    Absence,
)

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    # Words that are translated when they are drawn.
    Text: TypeAlias = str | _StrPromise

Choices = list[tuple[str, Any]]


def labelled(labels: Mapping[Any, str]) -> Choices:
    """The choices of a controlled list, translated when they are drawn."""
    return [(str(value), _(label)) for value, label in labels.items()]


def absences() -> Choices:
    """The three findings of *no value*, beside an empty choice."""
    found = {key.value: label for key, label in ABSENCE_LABELS.items() if key is not Absence.MISSING}
    return [("", _("A year, or not filled in")), *labelled(found)]


def country_choices() -> Choices:
    """ISO 3166 by name, with *worldwide* first."""
    return [
        ("", _("Choose a country")),
        (WORLDWIDE, _("Worldwide")),
        *((code, name) for code, name in countries),
    ]


MARKDOWN = {"data-markdown": ""}
"""Marks a text for the tools of `writing.js`."""

PHASE_END_HINT = _("The last year, or the word “now” if it goes on. It may not stay empty.")


class PathForm(forms.Form):
    """A form whose input names are paths: the prefix and the field, joined with a dot."""

    use_required_attribute = False

    def add_prefix(self, field_name: str) -> str:
        """Return the input's name."""
        return f"{self.prefix}.{field_name}" if self.prefix else field_name


class ExplainedChoiceField(forms.ChoiceField):
    """One of a few things, each with a sentence that says what it means (`meanings`, by value)."""

    widget = forms.RadioSelect
    meanings: Mapping[str, str] = MappingProxyType({})

    def offer(self, choices: Choices, meanings: Mapping[str, str]) -> None:
        """Set what can be chosen."""
        self.choices = choices
        self.meanings = meanings


def line(label: "Text", *, hint: "Text" = "", **attrs: str) -> forms.CharField:
    """A field of one line."""
    return forms.CharField(
        label=label, help_text=hint, required=False, widget=forms.TextInput(attrs=attrs or None)
    )


def area(label: "Text", *, hint: "Text" = "", rows: int = 4, **attrs: str) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": rows, **attrs}),
    )


def choice(
    label: "Text", choices: Choices | Callable[[], Choices], *, hint: "Text" = ""
) -> forms.ChoiceField:
    """A field with a list to choose from."""
    return forms.ChoiceField(label=label, help_text=hint, required=False, choices=choices)


def year_field(label: "Text", *, hint: "Text" = "") -> forms.CharField:
    """A field for a year."""
    return line(label, hint=hint, inputmode="numeric", autocomplete="off")


class BasicsForm(PathForm):
    """Title, summary and the other single fields of a case."""

    title = line(_("Title"), hint=_("The name of the case, at most 150 characters."))
    summary = area(_("Summary"), hint=_("One sentence: what is this case?"), rows=2)
    language = choice(_("Language of the text"), list(LANGUAGE_LABELS.items()))
    sector = choice(_("Sector"), lambda: [("", _("Choose a sector")), *labelled(SECTOR_LABELS)])
    organisations = area(_("Organisations"), hint=_("One a line."), rows=3)
    tags = line(_("Tags"), hint=_("At most 8, with commas between them."), list="known-tags")
    began = year_field(_("Began"), hint=_("The year, in four digits."))
    began_absence = choice(_("If there is no year of beginning"), absences)
    ended = year_field(_("Ended"), hint=_("The year, or “now” if it goes on."))
    ended_absence = choice(_("If there is no year of ending"), absences)


class QuestionsForm(PathForm):
    """What remains open."""

    open_questions = area(_("Open questions"), hint=_("One a line. Others may find the answers."), rows=4)


class PlaceForm(PathForm):
    """A row of places."""

    name = line(_("Place"))
    country = choice(_("Country"), country_choices)
    latitude = line(_("Latitude"), hint=_("Degrees, such as 41.93. May stay empty."), inputmode="decimal")
    longitude = line(_("Longitude"), hint=_("Degrees, such as 2.25. May stay empty."), inputmode="decimal")


class PhaseForm(PathForm):
    """A row of phases. `stages` and `models` are choices made from the taxonomy."""

    start = year_field(_("From"), hint=_("The first year."))
    end = year_field(_("Until"), hint=PHASE_END_HINT)
    stage = choice(_("Stage of engagement"), [])
    no_stage_reason = area(_("If the hierarchy does not apply: why"), rows=2)
    model = choice(_("Value model"), [])
    reason = area(
        _("Why this stage and model"), hint=_("Who sets the frame, who realises the value?"), rows=3
    )

    def __init__(self, *args: object, stages: Choices, models: Choices, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["stage"].choices = stages  # type: ignore[attr-defined]
        self.fields["model"].choices = models  # type: ignore[attr-defined]


class PartForm(PathForm):
    """The text of one part, or why there is none."""

    text = area(
        _("Text"),
        hint=_("Markdown. Put [@key] after a sentence that a source carries."),
        rows=8,
        **MARKDOWN,
    )
    absence = choice(
        _("If there is no text"),
        lambda: [
            ("", _("Not written yet")),
            *labelled({k.value: v for k, v in ABSENCE_LABELS.items() if k is not Absence.MISSING}),
        ],
    )
    note = line(_("What is known about that"), hint=_("For example where you looked."))

    def __init__(self, *args: object, key: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.key = key
        self.heading = _(PART_LABELS[key])
        self.fields["text"].label = self.heading

    @property
    def is_filled(self) -> bool:
        """Whether anything was typed into it."""
        return any(str(self[name].value() or "").strip() for name in self.fields)


class SourceForm(PathForm):
    """A row of sources."""

    key = line(_("Key"), hint=_("Used in the text as [@key]. Made for you when it stays empty."))
    title = line(_("Title"))
    url = line(_("Link"), inputmode="url")
    doi = line(_("DOI"))
    kind = choice(_("Kind"), lambda: labelled(SOURCE_KIND_LABELS))
    speaker = choice(_("Who speaks"), lambda: [("", _("Choose who speaks")), *labelled(SPEAKER_LABELS)])
    authors = line(_("Authors"))
    year = year_field(_("Year"), hint=_("Write n.d. when it is not known."))
    publisher = line(_("Publisher"))
    accessed = line(_("Read on"), hint=_("As 2026-11-23. May stay empty."))


class PlacementForm(PathForm):
    """One placement on a claim, as the short sheets ask for it."""

    claim = choice(_("Claim"), [])
    stance = forms.ChoiceField(
        label=_("What the case does to it"),
        required=False,
        widget=forms.RadioSelect,
        choices=lambda: labelled(STANCE_LABELS),
    )
    note = area(
        _("What in the case shows this?"),
        hint=_("A few plain sentences, at most 1,000 characters. Say who does what."),
        rows=6,
    )
    quote = area(_("A quote"), hint=_("Word for word, at most 300 characters. May stay empty."), rows=2)


class IllustrationForm(PathForm):
    """A row of placements on claims.

    `version` numbers the wording of the claim `version_of` on which the row stands. `older` is that number
    when there is a newer wording, whose number is `newest`; else it is 0.
    """

    claim = choice(_("Claim"), [])
    version = forms.CharField(required=False, widget=forms.HiddenInput)
    version_of = forms.CharField(required=False, widget=forms.HiddenInput)
    on_newest = forms.BooleanField(label=_("The placement holds for the newest wording too"), required=False)
    stance = choice(_("What the case does to it"), lambda: labelled(STANCE_LABELS))
    note = area(
        _("What in the case shows this"), hint=_("At most 1,000 characters. Say who does what."), rows=4
    )
    quote = area(_("A quote"), hint=_("At most 300 characters, word for word. May stay empty."), rows=2)
    sources = forms.MultipleChoiceField(
        label=_("Sources of this placement"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: object,
        claims: Choices,
        sources: Iterable[tuple[str, str]],
        older: int,
        newest: int,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.older, self.newest = older, newest
        self.fields["claim"].choices = claims  # type: ignore[attr-defined]
        self.fields["sources"].choices = list(sources)  # type: ignore[attr-defined]


class ImageForm(PathForm):
    """A row of images. `key` names the uploaded file."""

    key = forms.CharField(required=False, widget=forms.HiddenInput)
    alt = line(
        _("What is to be seen"),
        hint=_("One sentence for whom cannot see it, at most 300 characters."),
    )
    caption = line(_("Caption"), hint=_("Stands below the image. May stay empty."))
    author = line(_("Who made it"), hint=_("The name of its author."))
    licence = choice(
        _("Licence"),
        lambda: [("", _("Choose a licence")), *labelled(IMAGE_LICENCE_LABELS)],
        hint=_("The author's terms for everybody."),
    )

    @property
    def uploaded(self) -> str:
        """The name of the uploaded file; "" when the row names none."""
        key = str(self["key"].value() or "")
        return key if UPLOADED.fullmatch(key) else ""


class PictureForm(PathForm):
    """The field for the file of a further image."""

    picture = forms.FileField(
        label=_("A picture from your device"),
        help_text=_(
            "JPEG, PNG or WebP, at most 8 megabytes. What else the file says, such as where it was taken, "
            "is not kept. Until it stands on the page, only you and the reviewers see it."
        ),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )


class StatementForm(PathForm):
    """What the author says about themselves and the licence, and a note for the reviewer."""

    stake = forms.ChoiceField(
        label=_("You and this case"),
        required=False,
        widget=forms.RadioSelect,
        choices=[("none", _("I have no stake in it")), ("some", _("I have a stake in it"))],
    )
    stake_which = area(
        _("Which stake"), hint=_("You work there, own a part, are paid by it, fought it."), rows=2
    )
    licence = forms.BooleanField(
        label=_("My text may be used under CC BY-SA 4.0, and my data (placements, years, places) under CC0."),
        required=False,
    )
    review_note = area(_("Note to the reviewer"), hint=_("Optional. What did you change, and why?"), rows=3)
