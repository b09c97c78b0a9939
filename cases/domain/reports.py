"""Reports from readers: about what, and of which kind."""

from collections.abc import Mapping
from enum import StrEnum

from cases.domain.messages import noop as _

TEXT_LIMIT = 2_000
NOTE_LIMIT = 2_000


class Reported(StrEnum):
    """What can be reported."""

    CASE = "case"
    PERSON = "person"
    COMMENT = "comment"


class ReportKind(StrEnum):
    """What is wrong with it."""

    WRONG = "wrong"
    COPIED = "copied"
    PRIVATE = "private"
    ABUSE = "abuse"
    SPAM = "spam"
    OTHER = "other"


REPORT_KIND_LABELS: Mapping[ReportKind, str] = {
    ReportKind.WRONG: _("It is wrong"),
    ReportKind.COPIED: _("It is copied from somewhere"),
    ReportKind.PRIVATE: _("It tells something private of a person"),
    ReportKind.ABUSE: _("It attacks people"),
    ReportKind.SPAM: _("It advertises"),
    ReportKind.OTHER: _("Something else"),
}
