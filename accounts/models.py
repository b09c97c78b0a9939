"""People of the site."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.addresses import normalise_address
from accounts.names import LONGEST, LONGEST_LIKENESS, normalise_name, shape, skeleton
from accounts.tokens import digest_of

ABOUT_LIMIT = 500
TOKEN_NAME_LIMIT = 60


class Role(models.TextChoices):
    """What a person may do, from less to more; each role holds those before it."""

    CONTRIBUTOR = "contributor", _("Contributor")
    MODERATOR = "moderator", _("Moderator")
    STEWARD = "steward", _("Steward")


class UserManager(BaseUserManager["User"]):
    """Makes people with a normalised name and address."""

    def create_user(
        self, username: str, email: str, password: str | None = None, *, role: str = Role.CONTRIBUTOR
    ) -> "User":
        """Make a person; without a password nobody can sign in as them."""
        user = self.model(username=normalise_name(username), email=normalise_address(email), role=role)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. `username` is the public name.

    When an account is deleted the row stays, emptied, so that approved work can name *a former
    contributor*; `left_at` says since when. Somebody suspended may read and not write, until
    `suspended_until`, or without end while only `suspended_at` is set.
    """

    username = models.CharField(_("name"), max_length=LONGEST, unique=True)
    name_skeleton = models.CharField(max_length=LONGEST_LIKENESS, unique=True, editable=False)
    name_shape = models.CharField(max_length=LONGEST_LIKENESS, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.CONTRIBUTOR)
    about = models.CharField(_("about you"), max_length=ABOUT_LIMIT, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)
    left_at = models.DateTimeField(null=True, blank=True)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_until = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="accounts_user_one_mailbox", condition=~models.Q(email="")
            ),
            models.CheckConstraint(
                name="accounts_user_role_is_known", condition=models.Q(role__in=Role.values)
            ),
            models.CheckConstraint(
                name="accounts_user_suspension_has_begun",
                condition=models.Q(suspended_until=None) | models.Q(suspended_at__isnull=False),
            ),
        ]

    def save(self, *args: object, **kwargs: object) -> None:
        """Keep beside the name what it reads and looks like, so that look-alikes collide."""
        self.name_skeleton = skeleton(self.username)
        self.name_shape = shape(self.username)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def shown_name(self) -> str:
        """The name as pages print it."""
        return str(_("a former contributor")) if self.left_at else self.username

    @property
    def is_moderator(self) -> bool:
        """Whether the role is moderator or above."""
        return self.role in {Role.MODERATOR, Role.STEWARD}

    @property
    def is_steward(self) -> bool:
        """Whether the role is steward."""
        return self.role == Role.STEWARD

    @property
    def is_suspended(self) -> bool:
        """Whether the person may read but not write, at this moment."""
        return self.suspended_at is not None and (
            self.suspended_until is None or timezone.now() < self.suspended_until
        )


class Scope(models.TextChoices):
    """What a program may do with a token, as far as the role of its person still allows it."""

    READ = "read", _("Read what is your own: your changes, where they stand, what reviewers answered")
    WRITE = "write", _("Send cases and changes for review, answer reviewers, take changes back")
    REVIEW = "review", _("Read what waits and decide on it, while you are a moderator")


class PersonalToken(models.Model):
    """A key by which a program acts for a person. Only its SHA-256 is kept; it is shown once, when made.

    `scopes` are values of Scope. `password_digest` is that of the person's stored password when the token
    was made: with another password it is void. `used_on` is the last day on which it was used.
    """

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=TOKEN_NAME_LIMIT)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField()
    password_digest = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.CheckConstraint(
                name="accounts_token_ends_later", condition=models.Q(expires_at__gt=models.F("made_at"))
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_valid(self) -> bool:
        """Whether it opens anything at this moment; asks the person's row as it was read."""
        person = self.person
        is_here = person.is_active and person.left_at is None
        same_password = digest_of(person.password) == self.password_digest
        return is_here and same_password and timezone.now() < self.expires_at

    @property
    def scopes_in_words(self) -> list[str]:
        """What it may do, in words."""
        return [str(Scope(scope).label) for scope in self.scopes]


class AccountMail(models.Model):
    """A mail about an account that waits to be sent: a code, a link to a new password, what was changed.

    It may hold a key to the account, so it goes when it is sent, and after a week in any case.
    """

    address = models.EmailField()
    subject = models.CharField(max_length=200)
    text = models.TextField()
    written_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.subject
