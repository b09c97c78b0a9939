"""Whether the disk of the site has room for what people write."""

import os

from django.conf import settings

ROOM_FOR_AN_EDIT = 1_000_000
"""Bytes that the publication of a long text may need at once, in the database and its journal."""


def is_full() -> bool:
    """Whether so little is left on the disk of this server that an edit may not fit; asks no database."""
    try:
        disk = os.statvfs(settings.VAR_DIR)
    except OSError:
        return False
    return disk.f_bavail * disk.f_frsize < ROOM_FOR_AN_EDIT
