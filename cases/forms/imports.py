"""The forms of imports: the file and what is said of it, what its columns hold, and the yes to sending it."""

from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.vocabulary import STAKE_LIMIT
from cases.exchange.imports.columns import LABELS, ROWS
from cases.exchange.imports.found import Format, WikiLicence
from cases.forms.proposal import PlacedForm

BY_CONTENT = ""
FORMATS = (
    (BY_CONTENT, gettext_lazy("Tell by what is in it")),
    (Format.MARKDOWN.value, gettext_lazy("Markdown: one file, or a zip of files")),
    (Format.JSON_LINES.value, gettext_lazy("JSON Lines: one case a line")),
    (Format.CSV.value, gettext_lazy("CSV: one case a row")),
    (Format.MEDIAWIKI.value, gettext_lazy("MediaWiki: an XML export of pages")),
)
STAKES = (
    ("", gettext_lazy("As each case in the file says")),
    ("none", gettext_lazy("I have no stake in these cases")),
    ("some", gettext_lazy("I have a stake in them, which is:")),
)


class ImportForm(PlacedForm):
    """A file, and what is said of everything in it."""

    file = forms.FileField(
        label=gettext_lazy("The file"),
        help_text=gettext_lazy("It is read first; nothing is sent before you have seen what is in it."),
        allow_empty_file=True,
        error_messages={
            "required": gettext_lazy("No file is chosen. Choose one."),
            "invalid": gettext_lazy("No file arrived. Choose it again."),
        },
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Format"),
        required=False,
        choices=FORMATS,
        error_messages={"invalid_choice": gettext_lazy("There is no such format. Choose one of the list.")},
    )
    stake = forms.ChoiceField(
        label=gettext_lazy("Your stake in the cases"),
        help_text=gettext_lazy("Said of each case for which the file says nothing."),
        required=False,
        widget=forms.RadioSelect,
        choices=STAKES,
        error_messages={"invalid_choice": gettext_lazy("There is no such choice. Choose one of the list.")},
    )
    stake_which = forms.CharField(
        label=gettext_lazy("Which stake"),
        required=False,
        max_length=STAKE_LIMIT,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence of the wiki"),
        help_text=gettext_lazy("For exports of MediaWiki: under which terms the wiki gives its pages."),
        required=False,
        choices=[("", gettext_lazy("Not a wiki")), *((each.value, each.value) for each in WikiLicence)],
        error_messages={"invalid_choice": gettext_lazy("There is no such licence. Choose one of the list.")},
    )
    history = forms.BooleanField(
        label=gettext_lazy("Of pages of a wiki, send the first version before the last"), required=False
    )

    def clean(self) -> dict[str, object]:
        """A stake that is said to be there is said which."""
        cleaned = super().clean() or {}
        if cleaned.get("stake") == "some" and not cleaned.get("stake_which"):
            self.add_error("stake_which", _("Say which stake you have, or choose that you have none."))
        if cleaned.get("form") == Format.MEDIAWIKI and not cleaned.get("licence"):
            self.add_error("licence", _("Choose the licence under which the wiki gives its pages."))
        return cleaned

    @property
    def options(self) -> dict[str, object]:
        """What is said of the file, for the import."""
        return {name: self.cleaned_data[name] for name in ("stake", "stake_which", "licence", "history")}


class ColumnsForm(PlacedForm):
    """What each column of a table holds; its fields are numbered as the columns are."""

    def __init__(self, data: object = None, *, head: Sequence[str], chosen: Sequence[str]) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.width = len(head)
        choices = [("", _("Leave this column out")), *((name, _(label)) for name, label in LABELS.items())]
        for number, (name, target) in enumerate(zip(head, chosen, strict=True)):
            self.fields[f"column{number}"] = forms.ChoiceField(
                label=name or _("Column %(number)s") % {"number": number + 1},
                required=False,
                choices=choices,
                initial=target,
                error_messages={"invalid_choice": _("There is no such choice. Choose one of the list.")},
            )

    @property
    def columns(self) -> tuple[str, ...]:
        """What each column holds."""
        return tuple(self.cleaned_data[f"column{number}"] for number in range(self.width))

    def clean(self) -> dict[str, object]:
        """A case has one title, and one of all else that is no list."""
        cleaned = super().clean() or {}
        seen: dict[object, str] = {}
        for name, target in cleaned.items():
            if target and target not in ROWS and target in seen:
                words = {"other": self.fields[seen[target]].label}
                self.add_error(name, _("The column “%(other)s” holds this already. Choose one.") % words)
            seen.setdefault(target, name)
        if "title" not in seen:
            self.add_error(None, _("No column holds the title. Choose the one that does."))
        return cleaned


class SendForm(PlacedForm):
    """The yes to the licences, for everything in the file."""

    licence = forms.BooleanField(
        label=gettext_lazy(
            "What I send may be published here: texts under CC BY-SA 4.0 with their authors named, data "
            "under CC0."
        ),
        error_messages={
            "required": gettext_lazy("Tick the box to agree to the licences. Without it nothing can be sent.")
        },
    )
