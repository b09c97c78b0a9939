"""Words about imports: where one stands, what becomes of each of its items, and what is said of both."""

from enum import StrEnum

from cases.domain.messages import noop as _


class ImportState(StrEnum):
    """Where an import stands.

    A table first asks what its columns hold. *Read* is the dry run: nothing was sent. An import of which
    something could not be sent yet is *read* again, and says why.
    """

    COLUMNS = "columns"
    READING = "reading"
    READ = "read"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


class ItemState(StrEnum):
    """What becomes, or became, of one item."""

    READY = "ready"
    INCOMPLETE = "incomplete"
    FAULTY = "faulty"
    SKIPPED = "skipped"
    SAME = "same"
    REFUSED = "refused"
    SENT = "sent"


ITEM_LABELS: dict[ItemState, str] = {
    ItemState.READY: _("Can be sent"),
    ItemState.INCOMPLETE: _("Lacks something"),
    ItemState.FAULTY: _("Cannot be read"),
    ItemState.SKIPPED: _("Left aside"),
    ItemState.SAME: _("Already here or waiting"),
    ItemState.REFUSED: _("Cannot be sent"),
    ItemState.SENT: _("Sent"),
}


class Stopped(StrEnum):
    """Why not everything could be sent at once."""

    WAITING = "waiting"
    TODAY = "today"
    IMPORTED = "imported"
    NOT_ALLOWED = "not_allowed"


ALREADY_PUBLIC = _("The case already says exactly this. Nothing is to be sent.")
ALREADY_WAITS = _("Exactly this already waits for a reviewer. Nothing is to be sent.")
ALREADY_ACCEPTED = _("Exactly this was accepted before, and the case went on since. Nothing is to be sent.")
ALREADY_ANSWERED = _("A reviewer already answered to exactly this. See the answer on your page.")
OFF_PAGE = _("The case is off the page for now. Nothing can be sent to it.")
TWICE = _("The same case stands in the file before: %(where)s. Only that one is taken.")
TWIN = _("There is a case of this title already. Is it the same one? Then give it its address: %(address)s.")
FIRST_VERSION = _(
    "This is the first version of the page. Import the same file again once it is accepted, and the last "
    "version is sent as a change of it."
)
CHANGES = _("This changes a case that is here: %(address)s.")
TOO_MANY_ITEMS = _("The file holds more than %(limit)s items. Make several smaller ones; nothing was kept.")
TOO_SLOW = _("Reading the file takes longer than it may. Make several smaller ones; nothing was kept.")
