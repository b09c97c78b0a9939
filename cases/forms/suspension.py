"""The forms of suspensions and appeals."""

from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.suspensions import SUSPENSION_REASONS, AppealDecision
from cases.forms.proposal import NO_DAY, PlacedForm


class SuspensionForm(PlacedForm):
    """Why a person may not write, and until when."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("The person reads it. The public log says it, without the name."),
        required=False,
        choices=lambda: [("", _("Choose a reason")), *((r.code, _(r.name)) for r in SUSPENSION_REASONS)],
        error_messages={"invalid_choice": gettext_lazy("There is no such reason. Choose one of the list.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the person"),
        help_text=gettext_lazy("Say what happened, and where. At most 2,000 characters."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day, such as 2027-05-31. Empty: without end."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NO_DAY},
    )

    def end(self) -> datetime | None:
        """The moment at which the last day is over, or None."""
        day = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day, time.max)) if day else None


class LiftForm(PlacedForm):
    """A note for who may write again."""

    note = forms.CharField(
        label=gettext_lazy("Note to the person"),
        help_text=gettext_lazy("May stay empty. At most 2,000 characters."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={
            "max_length": gettext_lazy(
                "The note has %(show_value)s characters. Shorten it to %(limit_value)s."
            )
        },
    )


class AppealForm(PlacedForm):
    """What a suspended person says."""

    text = forms.CharField(
        label=gettext_lazy("Your appeal"),
        help_text=gettext_lazy(
            "Say what happened from your side, and what you want to do here. At most 2,000 characters."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
    )


class AppealAnswerForm(PlacedForm):
    """Keep or lift, with a note."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        widget=forms.RadioSelect,
        choices=[
            (AppealDecision.LIFT.value, gettext_lazy("Lift the suspension")),
            (AppealDecision.KEEP.value, gettext_lazy("Keep the suspension")),
        ],
        error_messages={
            "required": gettext_lazy("The answer is missing. Choose one of the two."),
            "invalid_choice": gettext_lazy("There is no such answer. Choose one of the two."),
        },
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the person"),
        help_text=gettext_lazy("Say why. At most 2,000 characters."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
    )
