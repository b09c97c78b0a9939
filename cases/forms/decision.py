"""The decision form of a reviewer, and what of it was typed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.workflow import State
from cases.queries.reasons import Catalogue

SEEN = ("content_hash", "published", "first_yes")
FIELDS = frozenset(
    {"csrfmiddlewaretoken", "decision", "reason", "note", "content_hash", "published", "first_yes"}
)


class DecisionForm(forms.Form):
    """Accept, ask for changes, or decline; with what the reviewer had in view."""

    use_required_attribute = False

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (State.APPROVED.value, _("Accept and publish")),
            (State.CHANGES_REQUESTED.value, _("Ask for changes")),
            (State.REJECTED.value, _("Decline")),
        ],
        error_messages={
            "required": _("The decision is missing. Choose one of the three."),
            "invalid_choice": _("There is no such decision. Choose one of the three."),
        },
    )
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("Needed unless you accept. The author reads its guidance."),
        required=False,
        error_messages={"invalid_choice": _("There is no such reason. Choose one of the list.")},
    )
    note = forms.CharField(
        label=_("Note to the author"),
        help_text=_("Needed unless you accept. Say what to do next."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": _("The note has %(show_value)s characters. Shorten it to %(limit_value)s.")
        },
    )
    # What the reviewer had in view. A form without it cannot be decided on, however it is filled in.
    content_hash = forms.CharField(widget=forms.HiddenInput, max_length=64)
    published = forms.IntegerField(widget=forms.HiddenInput, required=False)
    first_yes = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        catalogue: Catalogue,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        reasons = [(reason.code, reason.name) for reason in catalogue.open]
        self.fields["reason"].choices = [("", _("Choose a reason")), *reasons]  # type: ignore[attr-defined]
