"""Telling a program from a person by a form: how fast it was filled in, and a field that nobody sees.

Neither is proof, so neither loses anything: the form comes back as typed, and sending it again works.
"""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _

OPENED = "form_opened"
UNSEEN = "homepage"
FIELDS = frozenset({OPENED, UNSEEN})
SALT = "accounts.hurry"


def opened(sent: Mapping[str, str]) -> str:
    """The signed moment at which a form was opened, which it carries on when it is shown again."""
    mark = str(sent.get(OPENED, ""))
    return mark if seconds_since(mark) is not None else signing.dumps(_now(), salt=SALT)


def seconds_since(mark: str) -> float | None:
    """How long ago the mark was made; None for one that we did not make."""
    try:
        return _now() - float(signing.loads(mark, salt=SALT))
    except signing.BadSignature:
        return None


def complaint(sent: Mapping[str, str], *, begun: datetime | None = None) -> str:
    """What speaks for a program in a form that was sent; "" when nothing does.

    `begun` is when a draft of the text was first kept, if one was: a text may be older than its form.
    """
    if str(sent.get(UNSEEN, "")).strip():
        return _("A field that nobody sees was filled in, as programs do. It is empty again. Send it again.")
    fastest = settings.FASTEST_FORM_SECONDS
    if not fastest:
        return ""
    took = seconds_since(str(sent.get(OPENED, ""))) or 0
    if begun is not None:
        took = max(took, _now() - begun.timestamp())
    if took < fastest:
        return _("This was sent faster than a person types. Send it again.")
    return ""


def _now() -> float:
    return timezone.now().timestamp()
