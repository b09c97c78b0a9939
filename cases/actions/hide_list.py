"""Keeping the hide-list beside the database, for the day on which the database is lost."""

from cases.exchange.hide_list import keep
from cases.models import CaseRecord
from cases.queries.hide_list import hide_list, path_of_hide_list


def keep_hide_list() -> bool:
    """Bring the file up to date; return whether it changed. A site without cases leaves the file alone."""
    return CaseRecord.objects.exists() and keep(path_of_hide_list(), hide_list())
