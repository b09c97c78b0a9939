"""The form that names the case which is the same as another one."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.proposal import PlacedForm


class OtherCaseForm(PlacedForm):
    """The other case, by its title or its address."""

    other = forms.CharField(
        label=_("The other case"),
        help_text=_("Its title or its address. It leaves the page when the change is accepted."),
        max_length=150,
        widget=forms.TextInput(attrs={"list": "known-cases"}),
        error_messages={
            "required": _("The other case is missing. Write its title or its address."),
            "max_length": _("This has %(show_value)s characters, more than any title. Write a title."),
        },
    )
