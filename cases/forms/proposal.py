"""The forms of gaps: an open call, a search note, a *Wanted* line, and the decision on a proposal."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.messages import Problem
from cases.domain.proposals import (
    PROPOSAL_REASONS,
    WANTED_LIMIT,
    ProposalKind,
    ProposalState,
    ProposalText,
)
from cases.queries.words import problem_in_words

NO_DAY = gettext_lazy("This is no day. Write it as 2027-05-31.")


class PlacedForm(forms.Form):
    """A form whose rules live in the domain: problems are put beside the fields that they name."""

    use_required_attribute = False

    def place(self, problems: Iterable[Problem]) -> None:
        """Translate each problem and put it beside its field."""
        for problem in problems:
            self.add_error(problem.path or None, problem_in_words(problem))

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each error with the id of its field, "" for the form as a whole: the summary above the form."""
        return [
            (str(self[name].auto_id) if name in self.fields else "", str(error))
            for name, errors in self.errors.items()
            for error in errors
        ]


class CallForm(PlacedForm):
    """An open call: a text and, if wanted, a last day."""

    kind = ProposalKind.CALL

    text = forms.CharField(
        label=gettext_lazy("Your call"),
        help_text=gettext_lazy("Say what you want to know, and who may know it. At most 1,000 characters."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("The last day of the call, such as 2027-05-31. May stay empty."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": NO_DAY},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def said(self) -> ProposalText:
        """What was typed."""
        data = self.cleaned_data
        return ProposalText(kind=self.kind, text=_lines(data["text"]), until=data["until"])


class SearchForm(PlacedForm):
    """A note that somebody looked and found nothing."""

    kind = ProposalKind.SEARCH

    sources = forms.CharField(
        label=gettext_lazy("Where you looked"),
        help_text=gettext_lazy("One source a line: title, year, and where it can be found."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    text = forms.CharField(
        label=gettext_lazy("What you looked for"),
        help_text=gettext_lazy("A sentence or two: what you expected to find, and how you searched."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def said(self) -> ProposalText:
        """What was typed."""
        data = self.cleaned_data
        return ProposalText(kind=self.kind, text=_lines(data["text"]), sources=_lines(data["sources"]))


FORMS: dict[ProposalKind, type[CallForm] | type[SearchForm]] = {
    ProposalKind.CALL: CallForm,
    ProposalKind.SEARCH: SearchForm,
}


class WantedForm(PlacedForm):
    """The *Wanted* line of a gap, with the number of the one that the moderator had in view."""

    text = forms.CharField(
        label=gettext_lazy("Wanted"),
        help_text=gettext_lazy(
            "One sentence that goes on after “Wanted:”, such as: a market whose buyers and sellers set terms "
            "together. Leave it empty to take the line away."
        ),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "maxlength": str(WANTED_LIMIT)}),
    )
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ProposalDecisionForm(PlacedForm):
    """Accept or decline a proposal."""

    decision = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        widget=forms.RadioSelect,
        choices=[
            (ProposalState.APPROVED.value, gettext_lazy("Accept and publish")),
            (ProposalState.REJECTED.value, gettext_lazy("Decline")),
        ],
        error_messages={
            "required": gettext_lazy("The decision is missing. Choose one of the two."),
            "invalid_choice": gettext_lazy("There is no such decision. Choose one of the two."),
        },
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Needed when you decline. The author reads its guidance."),
        required=False,
        choices=lambda: [("", _("Choose a reason")), *((r.code, _(r.name)) for r in PROPOSAL_REASONS)],
        error_messages={"invalid_choice": gettext_lazy("There is no such reason. Choose one of the list.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note to the author"),
        help_text=gettext_lazy("Needed when you decline. Say what to do next."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "max_length": gettext_lazy(
                "The note has %(show_value)s characters. Shorten it to %(limit_value)s."
            )
        },
    )


def _lines(text: str) -> str:
    """The text with one kind of line end, and without empty lines around it."""
    return "\n".join(line.rstrip() for line in text.splitlines()).strip()
