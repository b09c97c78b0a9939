"""The small forms of careful review: a dispute, a comment, and a reason of the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.domain.vocabulary import Stance
from cases.forms.proposal import PlacedForm
from cases.queries.reasons import ShownReason


class DisputeForm(PlacedForm):
    """Why a case is under dispute."""

    reason = forms.CharField(
        label=_("What is disputed"),
        help_text=_("For moderators: who disagrees with whom on what, and where they said so."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class CommentForm(PlacedForm):
    """A comment on one changed field, with the path of that field."""

    path = forms.CharField(widget=forms.HiddenInput, max_length=120)
    text = forms.CharField(
        label=_("Your comment"),
        help_text=_("The author and the moderators read it, nobody else. At most 2,000 characters."),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReasonForm(PlacedForm):
    """A reason of the catalogue, with the version that the moderator had in view."""

    name = forms.CharField(
        label=_("Name"), help_text=_("The fault in a few words, at most 80 characters."), required=False
    )
    guidance = forms.CharField(
        label=_("Guidance"),
        help_text=_("What the author does about it, in one or two sentences: at most 300 characters."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    link = forms.CharField(
        label=_("A page that explains more"),
        help_text=_("A page of this site, such as /about/method/#claims. May stay empty."),
        required=False,
    )
    example = forms.CharField(
        label=_("A good example"),
        help_text=_(
            "A public case, one of its parts or versions, such as /cases/guifi-net/#market. May stay empty."
        ),
        required=False,
    )
    order = forms.IntegerField(
        label=_("Place in the list"),
        help_text=_("A small number stands before a large one."),
        min_value=1,
        error_messages={
            "required": _("The place is missing. Write a number, such as 50."),
            "invalid": _("The place is not a number. Write one, such as 50."),
        },
    )
    seen_number = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


def opening(reason: ShownReason) -> dict[str, object]:
    """What the form of this reason says when it opens."""
    return {
        "name": reason.name,
        "guidance": reason.guidance,
        "link": reason.link,
        "example": reason.example_address,
        "order": reason.order,
        "seen_number": reason.number,
    }


class StillFitsForm(forms.Form):
    """Which placement still fits, and the wording that was in view."""

    case = forms.CharField(max_length=100)
    claim = forms.CharField(max_length=10)
    stance = forms.ChoiceField(choices=[(stance.value, stance.value) for stance in Stance])
    version = forms.IntegerField(min_value=1, max_value=10_000)


class AcceptForm(forms.Form):
    """What a moderator had in view who accepts in one step."""

    content_hash = forms.CharField(max_length=64)
    published = forms.IntegerField()
    first_yes = forms.IntegerField(required=False)
