"""Where the site keeps what is not in its database: pictures, and what its processes share."""

from django.conf import settings
from django.core.cache import cache as shared
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.utils.translation import gettext as _

from cases.models.upload import IMAGES
from config.seeing.outcome import Outcome, bad, good

TRIED = f"{IMAGES}/tried"
"""What is written beside the pictures and taken away; one that is left behind is swept with the strays."""

A_MINUTE = 60


def media() -> Outcome:
    """The folder of pictures takes a file, or their bucket says what lies in it."""
    try:
        if isinstance(default_storage, FileSystemStorage):
            default_storage.delete(default_storage.save(TRIED, ContentFile(b"x")))
        else:
            default_storage.listdir(TRIED)
    except OSError as fault:
        return bad(
            _("Pictures cannot be kept: %(kind)s.") % {"kind": _kind_of(fault)},
            _("See whether their folder is there and may be written to, or whether their bucket answers."),
        )
    return good(_("Pictures can be kept."))


def cache() -> Outcome | None:
    """The store that processes share gives back what it is given."""
    if not settings.SHARED_PAGES_URL:
        return None
    try:
        shared.set("readiness", "tried", A_MINUTE)
        is_given_back = shared.get("readiness") is not None
    except Exception as fault:
        # Each kind of cache raises faults of its own when it is away.
        return bad(
            _("It does not answer: %(kind)s.") % {"kind": _kind_of(fault)},
            _("See whether it runs. Until it is back nobody can sign in or write, and pages go on."),
        )
    if not is_given_back:
        return bad(_("It forgets at once what it is given."), _("See whether it has memory left."))
    return good(_("It answers."))


def _kind_of(fault: Exception) -> str:
    return type(fault.__cause__ or fault).__name__
