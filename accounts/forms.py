"""Forms of accounts."""

from typing import cast

from allauth.account.adapter import get_adapter
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.account.forms import SignupForm as AllauthSignupForm
from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.addresses import normalise_address
from accounts.models import ABOUT_LIMIT, TOKEN_NAME_LIMIT, Role, Scope, User
from accounts.names import LONGEST, normalise_name


class LoginForm(AllauthLoginForm):
    """Sign-in by name or by address."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(
            label=gettext_lazy("Name or e-mail address"),
            widget=forms.TextInput(attrs={"autocomplete": "username"}),
            error_messages={
                "required": gettext_lazy("The name is missing. Write it, or your e-mail address.")
            },
        )
        self.fields["password"].error_messages["required"] = gettext_lazy(
            "The password is missing. Write it."
        )
        self.fields["remember"].label = gettext_lazy("Stay signed in on this device")
        self.order_fields(["login", "password", "remember"])
        _drop_placeholders(self)

    def clean_login(self) -> str:
        """Return the name or the address as it is kept, however it was typed."""
        login = str(self.cleaned_data["login"])
        return normalise_address(login) if "@" in login else normalise_name(login)


class SignupForm(AllauthSignupForm):
    """Sign-up: a public name, an address, a password twice."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Length and characters are judged by the adapter, which says how to mend them.
        self.fields["username"] = forms.CharField(
            label=gettext_lazy("Name"),
            help_text=gettext_lazy("Public, on everything you write. 2 to 40 characters."),
            widget=forms.TextInput(attrs={"autocomplete": "username", "maxlength": LONGEST}),
            error_messages={
                "required": gettext_lazy("The name is missing. Write the one you want to be known by.")
            },
        )
        email = self.fields["email"]
        email.label = gettext_lazy("E-mail address")
        email.help_text = gettext_lazy("Never shown. We send a code to it.")
        email.error_messages["required"] = gettext_lazy("The e-mail address is missing. Write it.")
        self.fields["password1"].error_messages["required"] = gettext_lazy(
            "The password is missing. Write one."
        )
        self.fields["password2"].label = gettext_lazy("Password again")
        self.fields["password2"].error_messages["required"] = gettext_lazy(
            "The second password is missing. Write the same one again."
        )
        self.order_fields(["username", "email", "password1", "password2"])
        _drop_placeholders(self)

    def save(self, request: HttpRequest) -> User:
        """Make the person and their address, both or neither. Raises IntegrityError for what is taken."""
        with transaction.atomic():
            return cast("User", super().save(request))


class AboutForm(forms.Form):
    """What a person says about themselves."""

    use_required_attribute = False

    about = forms.CharField(
        label=gettext_lazy("About you"),
        help_text=gettext_lazy("Public, on your page. At most 500 characters, without formatting."),
        required=False,
        max_length=ABOUT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        error_messages={"max_length": gettext_lazy("The text is too long. Shorten it to 500 characters.")},
    )


class RoleForm(forms.Form):
    """Whose role becomes what."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As the page of the person shows it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": gettext_lazy("The name is missing. Write whose role changes.")},
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        choices=Role.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("The role is missing. Choose one."),
            "invalid_choice": gettext_lazy("There is no such role. Choose one of the three."),
        },
    )

    def clean_name(self) -> User:
        """Return the person; somebody who has left has no role."""
        name = normalise_name(self.cleaned_data["name"])
        person = User.objects.filter(username=name, is_active=True, left_at=None).first()
        if person is None:
            raise ValidationError(_("Nobody here has this name. Write it as their page shows it."))
        return person


class DeleteAccountForm(forms.Form):
    """The password once more, and a yes."""

    use_required_attribute = False

    password = forms.CharField(
        label=gettext_lazy("Your password"),
        strip=False,
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
        """Check the password; tries are counted as those of signing in are."""
        password = str(self.cleaned_data["password"])
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError(_("This is not your password. Write it again."))
        return password


def _drop_placeholders(form: forms.Form) -> None:
    """Labels say what a field is; a placeholder would only say it twice, too pale, and vanish."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)


class TokenForm(forms.Form):
    """A new personal token: what for, what it may do, for how long."""

    use_required_attribute = False

    name = forms.CharField(
        label=gettext_lazy("What it is for"),
        help_text=gettext_lazy("Only you see this. For instance: notebook of my thesis."),
        max_length=TOKEN_NAME_LIMIT,
        error_messages={
            "required": gettext_lazy("The name is missing. Say what the token is for."),
            "max_length": gettext_lazy(
                "The name has %(show_value)s characters. Shorten it to %(limit_value)s."
            ),
        },
    )
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        help_text=gettext_lazy("Public data needs no token. Never more than your role allows at that time."),
        widget=forms.CheckboxSelectMultiple,
        choices=Scope.choices,
        initial=[Scope.READ, Scope.WRITE],
        error_messages={
            "required": gettext_lazy("Nothing is ticked. Tick at least one thing that it may do."),
            "invalid_choice": gettext_lazy("There is no such permission. Tick one of the list."),
        },
    )
    days = forms.TypedChoiceField(
        label=gettext_lazy("How long it works"),
        coerce=int,
        initial=90,
        choices=[
            (30, gettext_lazy("30 days")),
            (90, gettext_lazy("90 days")),
            (365, gettext_lazy("A year")),
        ],
        error_messages={
            "required": gettext_lazy("The time is missing. Choose one of the list."),
            "invalid_choice": gettext_lazy("There is no such time. Choose one of the list."),
        },
    )
