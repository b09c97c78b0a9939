"""The form by which a moderator gives a case another address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.proposal import PlacedForm

ADDRESS_LIMIT = 80


class AddressForm(PlacedForm):
    """The new address, with the one that was in view."""

    slug = forms.CharField(
        label=_("New address"),
        help_text=_("Small letters and digits, joined with hyphens, such as wikihouse-and-openstructures."),
        max_length=ADDRESS_LIMIT,
        required=False,
        error_messages={
            "max_length": _("The address has %(show_value)s characters. Shorten it to %(limit_value)s.")
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, max_length=100)
