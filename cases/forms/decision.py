"""The decision form of a reviewer, and what of it was typed."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from cases.domain.messages import Problem
from cases.domain.workflow import State
from cases.forms.proposal import PlacedForm
from cases.queries.reasons import Catalogue

PATH = re.compile(r"[a-z0-9._-]{1,90}", re.ASCII)
SEEN = ("content_hash", "published", "first_yes")
FIELDS = frozenset(
    {"csrfmiddlewaretoken", "decision", "reason", "note", "ticked", "content_hash", "published", "first_yes"}
)
SOME = "accept_some"
COMMENT = "comment."


def is_field(name: str) -> bool:
    """Whether the form has this field: one of the decision, or a comment on the part of a path."""
    path = name.removeprefix(COMMENT)
    return name in FIELDS or (path != name and PATH.fullmatch(path) is not None)


def typed_comments(post: QueryDict) -> dict[str, str]:
    """The comments that were typed beside the decision, by the path of their part."""
    typed = {name.removeprefix(COMMENT): text for name, text in post.items() if name.startswith(COMMENT)}
    return {path: str(text) for path, text in typed.items() if str(text).strip()}


class TickedField(forms.MultipleChoiceField):
    """The paths of the changes that are ticked, beside each change; which ones exist the revision says."""

    widget = forms.MultipleHiddenInput

    def valid_value(self, value: str) -> bool:
        """Whether it could be the path of a change."""
        return PATH.fullmatch(value) is not None


class DecisionForm(PlacedForm):
    """Accept, accept some, ask for changes, or decline; with what the reviewer had in view."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (State.APPROVED.value, _("Accept and publish")),
            (SOME, _("Accept only those ticked")),
            (State.CHANGES_REQUESTED.value, _("Ask for changes")),
            (State.REJECTED.value, _("Decline")),
        ],
        error_messages={
            "required": _("The decision is missing. Choose one of the list."),
            "invalid_choice": _("There is no such decision. Choose one of the list."),
        },
    )
    ticked = TickedField(required=False, error_messages={"invalid_choice": _("No change is called that.")})
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("Needed when you ask for changes or decline. The author reads its guidance."),
        required=False,
        error_messages={"invalid_choice": _("There is no such reason. Choose one of the list.")},
    )
    note = forms.CharField(
        label=_("Note to the author"),
        help_text=_("Needed unless you accept everything. Say what to do next."),
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
        paths: Collection[str] = (),
        initial: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.paths = frozenset(paths)
        reasons = [(reason.code, reason.name) for reason in catalogue.open]
        self.fields["reason"].choices = [("", _("Choose a reason")), *reasons]  # type: ignore[attr-defined]

    def leave_out(self, *decisions: str) -> None:
        """Offer all decisions but these."""
        field = self.fields["decision"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 (declared above)
        kept = [choice for choice in self.base_fields["decision"].choices if choice[0] not in decisions]  # type: ignore[attr-defined]
        field.choices = kept

    def place(self, problems: Iterable[Problem]) -> None:
        """Put each beside its field; what names none of the form is about the changes that are ticked."""
        super().place(
            problem if problem.path in self.fields else replace(problem, path="ticked")
            for problem in problems
        )

    def clean(self) -> dict[str, Any]:
        """Refuse to accept everything while some changes are ticked and others are not."""
        data = self.cleaned_data
        ticked = set(data.get("ticked") or ())
        if data.get("decision") == State.APPROVED and ticked and not self.paths <= ticked:
            self.add_error(
                "ticked",
                _("Some changes are ticked, and some are not. Accept only those ticked, or untick them all."),
            )
        return data


class SpamForm(forms.Form):
    """Decline as spam: what the moderator had in view, and whether that was the queue."""

    content_hash = forms.CharField(max_length=64)
    published = forms.IntegerField(required=False)
    place = forms.ChoiceField(choices=[("review", "review"), ("queue", "queue")])
