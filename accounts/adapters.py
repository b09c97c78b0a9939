"""How sign-up, sign-in and the mail of accounts follow the rules of the site."""

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import limits, mails
from accounts.addresses import normalise_address
from accounts.models import User
from accounts.names import normalise_name, problems_of_name, shape, skeleton


@dataclass(frozen=True, slots=True)
class ThisSite:
    """What mails call the site; never taken from the request, whose host a stranger can choose."""

    name: str
    domain: str


class AccountAdapter(DefaultAccountAdapter):
    """Names by the rules of `accounts.names`, one account for a mailbox, links to the site's own address."""

    error_messages: ClassVar[dict[str, object]] = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": gettext_lazy("This account has ended. Make a new one to come back."),
        "cannot_remove_primary_email": gettext_lazy(
            "This is your main address. Make another one the main address first."
        ),
        "duplicate_email": gettext_lazy("This address is on your account already. Write another one."),
        "email_password_mismatch": gettext_lazy(
            "The e-mail address and the password do not belong together. Check both."
        ),
        "email_taken": gettext_lazy("This address belongs to an account. Write another one."),
        "enter_current_password": gettext_lazy("This is not your password. Write it again."),
        "incorrect_code": gettext_lazy("This code does not match. Check it, and write it again."),
        "incorrect_password": gettext_lazy("This is not your password. Write it again."),
        "invalid_or_expired_key": gettext_lazy("This link has been used or is too old. Ask for a new one."),
        "invalid_login": gettext_lazy("The name and the password do not belong together. Check both."),
        "invalid_password_reset": gettext_lazy("This link has been used or is too old. Ask for a new one."),
        "max_email_addresses": gettext_lazy("An account has at most %d addresses. Remove one first."),
        "rate_limited": gettext_lazy(
            "That was too often in a short time. Wait a few minutes, and try again."
        ),
        "same_as_current": gettext_lazy("This is what it was before. Write something else."),
        "select_only_one": gettext_lazy("More than one is chosen. Choose one."),
        "too_many_login_attempts": gettext_lazy(
            "There were too many tries. Wait five minutes, or set a new password."
        ),
        "unverified_primary_email": gettext_lazy("Your main address is not confirmed yet. Confirm it first."),
        "username_password_mismatch": gettext_lazy(
            "The name and the password do not belong together. Check both."
        ),
    }

    def clean_username(self, username: str, shallow: bool = False) -> str:  # noqa: FBT001, FBT002 (allauth's signature)
        """Return the normalised name, or say what must be mended."""
        name = normalise_name(username)
        problems = problems_of_name(name)
        if problems:
            raise ValidationError(problems)
        if not shallow and User.objects.filter(username=name).exists():
            raise ValidationError(_("This name is taken. Choose another."))
        if not shallow and _looks_like_another(name):
            raise ValidationError(_("This name looks like one that is taken. Choose another."))
        return name

    def clean_email(self, email: str) -> str:
        """Return the address as it is kept."""
        return normalise_address(str(super().clean_email(email)))

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link by which a new password is set."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return _on_this_site(path.replace("UID-KEY", quote(key)))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Let a mail be sent whose links and whose name of the site are the site's own.

        It waits for the worker: nobody waits for the mail server, and nothing fails with it. No mailbox gets
        more than its rate allows, whoever asks for it: what is over goes unsent, as telling would say whose
        mailbox it is.
        """
        if self.request is not None and not limits.is_within(self.request, "mail", key=email):
            return
        links = {
            key: _on_this_site(str(value)) for key, value in context.items() if key.endswith("_url") and value
        }
        site = ThisSite(name="Patchwork", domain=urlsplit(settings.SITE_URL).netloc)
        message = self.render_mail(
            template_prefix,
            email,
            {"request": self.request, "email": email, **context, **links, "current_site": site},
        )
        mails.write(address=email, subject=str(message.subject), text=str(message.body))


def _looks_like_another(name: str) -> bool:
    return User.objects.filter(Q(name_skeleton=skeleton(name)) | Q(name_shape=shape(name))).exists()


def _on_this_site(url: str) -> str:
    """Return the address with the site's own scheme and host, whatever host the request named."""
    parts = urlsplit(url)
    query = f"?{parts.query}" if parts.query else ""
    return f"{settings.SITE_URL}{parts.path}{query}"
