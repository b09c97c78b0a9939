"""What there is besides the one database: backups, and replicas that are read."""

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from cases.queries import replicas
from config.backups import last_failed_backup, last_good_backup
from config.seeing.outcome import Outcome, bad, good

OLD_BACKUP = timedelta(hours=30)
"""A backup is made every night; after so long one night went by without."""

LATE_REPLICA = 60.0
"""Seconds by which a replica may follow. It shows nobody anything old; it only is of no use meanwhile."""


def backup() -> Outcome | None:
    """There is a backup of the last night that was restored and found right. A demo needs none."""
    last, failure = last_good_backup(), last_failed_backup()
    if last is None and failure is None and settings.DEMO:
        return None
    if failure is not None:
        return bad(
            _("The last try failed: %(why)s") % {"why": failure.why},
            _("Mend that, then run: manage.py backup"),
        )
    if last is None:
        return bad(_("There was none yet."), _("Run manage.py backup, and every night from now on."))
    hours = int(last.age.total_seconds() // 3600)
    if last.age > OLD_BACKUP:
        return bad(
            _("The last good one was made %(number)s hours ago.") % {"number": hours},
            _("See why it was not made last night: systemctl status patchwork-backup"),
        )
    return good(_("The last good one was made %(number)s hours ago.") % {"number": hours})


def replica() -> Outcome | None:
    """Every replica answers and follows closely."""
    if not settings.REPLICAS:
        return None
    behind = replicas.seconds_behind()
    away = [alias for alias, seconds in behind.items() if seconds is None]
    if away:
        return bad(
            _("It does not answer: %(names)s.") % {"names": ", ".join(away)},
            _("Pages are read from the primary meanwhile. See whether it runs."),
        )
    most = max(seconds for seconds in behind.values() if seconds is not None)
    if most > LATE_REPLICA:
        return bad(
            _("It is %(number)s seconds behind.") % {"number": int(most)},
            _("Pages are read from the primary meanwhile. See whether it is paused, or its line is slow."),
        )
    return good(_("It is %(number)s seconds behind.") % {"number": int(most)})
