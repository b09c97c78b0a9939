"""The form by which moderators change a tag. Each button reads one of its fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.proposal import PlacedForm


class TagForm(PlacedForm):
    """Another name, a tag to merge into, or a name that stands for it."""

    new_name = forms.CharField(
        label=_("A new name"), help_text=_("The old name stands for it from then on."), required=False
    )
    into = forms.CharField(
        label=_("Merge into"), help_text=_("The name of another tag that some case has."), required=False
    )
    synonym = forms.CharField(
        label=_("A name that stands for this tag"),
        help_text=_("Another spelling or language. If cases have it as a tag, they get this one."),
        required=False,
    )
