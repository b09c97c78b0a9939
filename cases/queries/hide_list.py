"""What is hidden on this site now, for the hide-list."""

from pathlib import Path

from django.conf import settings

from cases.domain.off_page import OffPage
from cases.exchange.hide_list import HiddenCase, HiddenText, HiddenWords, HideList
from cases.models import HiddenComment, HiddenRevision, TakenDown

FILE = "hide-list.json"


def path_of_hide_list() -> Path:
    """Where the worker keeps the list."""
    return Path(settings.VAR_DIR) / FILE


def hide_list() -> HideList:
    """Everything hidden or withdrawn; three queries. What was merged is not hidden: it is read elsewhere."""
    taken = TakenDown.objects.filter(kind__in=[OffPage.HIDDEN, OffPage.WITHDRAWN]).select_related("record")
    revisions = HiddenRevision.objects.order_by("pk").select_related("revision")
    return HideList(
        cases=tuple(
            HiddenCase(row.pk, row.record.slug or "", row.kind, row.reason, row.note, row.by_id)
            for row in taken.order_by("pk")
        ),
        revisions=tuple(
            HiddenText(row.pk, row.revision.content_hash, row.reason, row.note, row.by_id)
            for row in revisions
        ),
        comments=tuple(
            HiddenWords(row.pk, str(row.submission_key), row.reason, row.hidden_by_id)
            for row in HiddenComment.objects.order_by("pk")
        ),
    )
