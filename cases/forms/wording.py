"""The form by which a steward publishes a new wording of a claim."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from models_taxonomy.models import Claim, KindOfChange

STATEMENT_LIMIT = 500
NOTE_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class Wording:
    """A wording to publish; `seen_version` is the number of the one that the steward had in view."""

    statement: str
    kind: str
    note: str
    seen_version: int


class WordingForm(forms.Form):
    """The new statement, what it does to the old one, and why; with the version that was in view."""

    use_required_attribute = False

    statement = forms.CharField(
        label=_("Statement"),
        help_text=_("One sentence in our own words. It restates a point of the text; it never quotes it."),
        max_length=STATEMENT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("The statement is missing. Write the claim as one sentence."),
            "max_length": _("The statement has %(show_value)s characters. Shorten it to %(limit_value)s."),
        },
    )
    kind = forms.ChoiceField(
        label=_("What the change does"),
        widget=forms.RadioSelect,
        choices=[choice for choice in KindOfChange.choices if choice[0] != KindOfChange.FIRST],
        error_messages={
            "required": _("What the change does is missing. Choose one of the four."),
            "invalid_choice": _("There is no such kind of change. Choose one of the four."),
        },
    )
    note = forms.CharField(
        label=_("Why"),
        help_text=_("Everybody can read this beside the wording."),
        max_length=NOTE_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("The reason is missing. Say why the wording changes."),
            "max_length": _("The reason has %(show_value)s characters. Shorten it to %(limit_value)s."),
        },
    )
    seen_version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(
        self,
        claim: Claim,
        data: Mapping[str, Any] | None = None,
        *,
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.claim = claim

    @classmethod
    def opened_on(cls, claim: Claim) -> Self:
        """The form as it opens: the statement of now, to be changed."""
        return cls(claim, initial={"statement": claim.statement, "seen_version": claim.version})

    def kept_on(self, newest: Claim) -> Self:
        """The same form with all that was typed, to be sent again over the newest wording."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        return type(self)(newest, typed | {"seen_version": str(newest.version)})

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each error with the id of its field, for the summary above the form."""
        return [(str(self[name].auto_id), str(error)) for name in self.errors for error in self.errors[name]]

    def clean(self) -> dict[str, object]:
        """Refuse a new wording that is the same as the old one, unless the claim is withdrawn."""
        cleaned = super().clean() or {}
        statement, kind = cleaned.get("statement"), cleaned.get("kind")
        is_withdrawal = kind == KindOfChange.WITHDRAWN
        if statement and kind and not is_withdrawal and statement == self.claim.statement:
            self.add_error(
                "statement",
                gettext("The statement is the same as it stands now. Change it, or withdraw the claim."),
            )
        if is_withdrawal and self.claim.is_withdrawn:
            self.add_error("kind", gettext("The claim is withdrawn already. Choose another kind of change."))
        return cleaned

    def wording(self) -> Wording:
        """What was typed. A withdrawal keeps the statement that it withdraws."""
        cleaned = self.cleaned_data
        is_withdrawal = cleaned["kind"] == KindOfChange.WITHDRAWN
        return Wording(
            statement=self.claim.statement if is_withdrawal else cleaned["statement"],
            kind=cleaned["kind"],
            note=cleaned["note"],
            seen_version=cleaned["seen_version"],
        )
