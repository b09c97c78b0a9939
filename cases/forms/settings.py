"""The form of a person's settings."""

from typing import Self

from django import forms
from django.utils.translation import gettext_lazy

from cases.domain.notices import RHYTHM_LABELS, Rhythm
from cases.models import MailChoice


class SettingsForm(forms.Form):
    """How often mail comes, and whether one watches what one wrote."""

    use_required_attribute = False

    rhythm = forms.ChoiceField(
        label=gettext_lazy("Mail"),
        help_text=gettext_lazy(
            "Decisions on your changes and proposals come at once, unless you choose “Never”."
        ),
        choices=[(rhythm.value, gettext_lazy(RHYTHM_LABELS[rhythm])) for rhythm in Rhythm],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("How often is missing. Choose one."),
            "invalid_choice": gettext_lazy("There is no such choice. Choose one of the four."),
        },
    )
    watches_own = forms.BooleanField(
        label=gettext_lazy("Watch the cases that I wrote"),
        help_text=gettext_lazy("From your first accepted change of a case on."),
        required=False,
    )

    @classmethod
    def opened_on(cls, choice: MailChoice) -> Self:
        """The form as the person's choice stands."""
        return cls(initial={"rhythm": choice.rhythm, "watches_own": choice.watches_own})
