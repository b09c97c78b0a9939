"""The forms by which moderators take something off the page: a reason and a note."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.off_page import HIDING_REASONS, NOTE_LIMIT, WITHDRAWAL_REASONS
from cases.forms.proposal import PlacedForm

FIELDS = frozenset({"csrfmiddlewaretoken", "reason", "note"})


class WithdrawalForm(PlacedForm):
    """Why a case is withdrawn; everybody reads it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        widget=forms.RadioSelect,
        required=False,
        choices=lambda: [(code, _(words)) for code, words in WITHDRAWAL_REASONS.items()],
        error_messages={"invalid_choice": gettext_lazy("There is no such reason. Choose one of the list.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note, in public"),
        help_text=gettext_lazy("Repeat nothing that should not be read. At most 500 characters."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": str(NOTE_LIMIT)}),
    )


class HidingForm(PlacedForm):
    """Why a case or a text is hidden; moderators read it."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        widget=forms.RadioSelect,
        required=False,
        choices=lambda: [(code, _(words)) for code, words in HIDING_REASONS.items()],
        error_messages={"invalid_choice": gettext_lazy("There is no such reason. Choose one of the list.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note, for moderators"),
        help_text=gettext_lazy("May stay empty. At most 500 characters."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": str(NOTE_LIMIT)}),
    )
