"""The forms of discussions: a new thread, a comment, and why one is hidden or declined."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.domain.talk import COMMENT_LIMIT, COMMENT_REASONS, SUBJECT_LIMIT
from cases.forms.proposal import PlacedForm


class CommentForm(PlacedForm):
    """A comment, or new words for one."""

    text = forms.CharField(
        label=gettext_lazy("Your comment"),
        help_text=gettext_lazy(
            "Markdown: *emphasis*, lists, [links](https://…). @name calls a person, who is told. "
            "At most 5,000 characters."
        ),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": str(COMMENT_LIMIT), "dir": "auto"}),
    )

    def said(self) -> str:
        """What was typed, with one kind of line end."""
        return "\n".join(self.cleaned_data["text"].splitlines()).strip()


class AnswerForm(CommentForm):
    """A comment that is sent once, however often the button is pressed."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)


class ThreadForm(AnswerForm):
    """The first comment of a thread, with its subject."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"),
        help_text=gettext_lazy("What this is about, in one line. At most 150 characters."),
        required=False,
        widget=forms.TextInput(attrs={"maxlength": str(SUBJECT_LIMIT), "dir": "auto"}),
    )
    field_order = ("subject", "text", "form_key")


class CommentReasonForm(PlacedForm):
    """Why a comment is hidden or declined."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        required=False,
        choices=lambda: [("", _("Choose a reason")), *((r.code, _(r.name)) for r in COMMENT_REASONS)],
        error_messages={"invalid_choice": gettext_lazy("There is no such reason. Choose one of the list.")},
    )
