"""The form by which a steward publishes a snapshot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.proposal import PlacedForm
from cases.models.snapshot import NOTE_LIMIT, TITLE_LIMIT

FIELDS = frozenset({"csrfmiddlewaretoken", "title", "note", "seen", "sure"})


class SnapshotForm(PlacedForm):
    """A title, a note, and a yes; with the number of the newest snapshot that was in view."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("It stands in citations, such as Autumn 2026. At most 150 characters."),
        error_messages={"required": _("The title is missing. Give it a name, such as Autumn 2026.")},
        widget=forms.TextInput(attrs={"maxlength": str(TITLE_LIMIT)}),
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What is special about it, for those who use it. May stay empty."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": str(NOTE_LIMIT)}),
    )
    sure = forms.BooleanField(
        label=_("I know that a snapshot can be neither changed nor taken back."),
        error_messages={"required": _("Tick the box: a snapshot stays for ever.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=999_999)
