"""Forms of accounts."""

from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class SignupForm(AllauthSignupForm):
    """Sign-up: a public name, an address, a password twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = gettext_lazy("Name")
        self.fields["username"].help_text = gettext_lazy("Public, on everything you write. 2 to 40 characters.")


class DeleteAccountForm(forms.Form):
    """The password once more, and a yes."""

    use_required_attribute = False

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("The password is missing. Write it to go on.")},
    )
    sure = forms.BooleanField(
        label=gettext_lazy("Yes, delete my account."),
        error_messages={"required": gettext_lazy("Tick the box to say that you are sure.")},
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.user = user

    def clean_password(self) -> str:
        """Check the password."""
        password = str(self.cleaned_data["password"])
        if not self.user.check_password(password):
            raise ValidationError(_("This is not your password. Write it again."))
        return password
