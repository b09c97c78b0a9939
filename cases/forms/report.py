"""The forms of reports: what a reader says, and how a moderator closes it."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.reports import REPORT_KIND_LABELS
from cases.forms.proposal import PlacedForm


class ReportForm(PlacedForm):
    """What is wrong, in one word and in a text."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is wrong?"),
        widget=forms.RadioSelect,
        required=False,
        choices=lambda: [(kind.value, _(label)) for kind, label in REPORT_KIND_LABELS.items()],
        error_messages={"invalid_choice": gettext_lazy("There is no such choice. Choose one of the list.")},
    )
    text = forms.CharField(
        label=gettext_lazy("Say what, and where"),
        help_text=gettext_lazy("Only moderators read it. At most 2,000 characters."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)


class ReportClosingForm(PlacedForm):
    """What was done."""

    note = forms.CharField(
        label=gettext_lazy("Note to who reported"),
        help_text=gettext_lazy("Say what was done, or why nothing. At most 2,000 characters."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
    )
