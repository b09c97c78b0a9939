"""How sign-up and mail of accounts follow the rules of the site."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.names import normalise_name, problems_of_name, skeleton


class AccountAdapter(DefaultAccountAdapter):
    """Names by the rules of `accounts.names`, addresses in lower case, links to the site's own host."""

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 (allauth's signature)
        """Return the normalised name, or say what must be mended."""
        name = normalise_name(username)
        problems = problems_of_name(name)
        if problems:
            raise ValidationError(problems)
        if not shallow and User.objects.filter(name_skeleton=skeleton(name)).exists():
            raise ValidationError(_("This name is taken, or looks like one that is. Choose another."))
        return name

    def clean_email(self, email: str) -> str:
        """Return the address in lower case: one mailbox, one account."""
        return str(super().clean_email(email)).lower()

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: object) -> str:
        """Return a link on the site's own address, whatever host the request named."""
        path = str(super().get_email_confirmation_url(None, emailconfirmation))
        return path if path.startswith("http") else f"{settings.SITE_URL}{path}"

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return a link on the site's own address, whatever host the request named."""
        from django.urls import reverse  # noqa: PLC0415 (urls import this module)

        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)
