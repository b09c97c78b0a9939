"""A rule for passwords that Django does not bring."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

LONGEST = 128


class MaximumLengthValidator:
    """Refuses what is too long to be hashed at no great cost; nothing is ever cut off in silence."""

    def validate(self, password: str, user: object = None) -> None:
        """Raise ValidationError for more than 128 bytes."""
        del user
        if len(password.encode()) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Your password can hold at most 128 characters.")
