"""Looking up what a draft cites: asked with the draft, answered by the worker, taken over by the author."""

from collections.abc import Iterable
from urllib.parse import quote

from django.conf import settings
from django.db import transaction

from accounts.models import User
from cases import permissions
from cases.actions.refusals import NotAllowed
from cases.domain.content import Source
from cases.domain.messages import noop as _
from cases.exchange import outbound
from cases.exchange.citations import NotCitations
from cases.exchange.csl import read_csl
from cases.exchange.pasted import bare_doi
from cases.exchange.web_page import read_web_page
from cases.models import Draft, Lookup, OutboxMessage

LOOKUPS_AT_MOST = 40
UNREADABLE = _("The other site answered, and not with what can be read as a source.")
CSL = "application/vnd.citationstyles.csl+json"
HTML = "text/html, application/xhtml+xml;q=0.9"
FIELDS = ("title", "authors", "publisher", "url", "doi")


def ask(*, draft: Draft, by: User, documents: Iterable[str]) -> None:
    """Queue a look-up of each DOI or address in the draft; nothing where the operator allows none.

    A document is asked about once in a draft, and nothing for a draft that is gone. Raises NotAllowed.
    """
    if not settings.OUTBOUND:
        return
    if not permissions.may_open_draft(by, draft):
        raise NotAllowed
    with transaction.atomic():
        # One after the other, or two tabs would ask about the same, and both take the last places.
        if not Draft.objects.select_for_update().filter(pk=draft.pk).exists():
            return
        free = max(0, LOOKUPS_AT_MOST - draft.lookups.count())
        known = set(draft.lookups.values_list("document", flat=True))
        for document in [each for each in dict.fromkeys(documents) if each not in known][:free]:
            lookup = Lookup.objects.create(draft=draft, document=document)
            OutboxMessage.objects.create(
                key=f"lookup-{lookup.pk}", kind="lookup", recipient=by, subject_id=lookup.pk
            )


def look_up(message: OutboxMessage) -> bool:
    """Ask the other site and keep its answer with the draft; False when nobody waits for it any more.

    Raises Unreachable, so that the worker tries again later. A refusal is an answer too.
    """
    lookup = Lookup.objects.select_related("draft").filter(pk=message.subject_id).first()
    person = message.recipient
    if (
        lookup is None
        or person is None
        or not settings.OUTBOUND
        or not permissions.may_open_draft(person, lookup.draft)
    ):
        return False
    try:
        found, refusal = _fields(_asked(lookup.document)), ""
    except outbound.Refused as why:
        found, refusal = {}, str(why)
    except NotCitations:
        found, refusal = {}, UNREADABLE
    Lookup.objects.filter(pk=lookup.pk).update(found=found, refusal=refusal)
    return True


def _asked(document: str) -> Source:
    doi = bare_doi(document)
    if doi:
        answer = outbound.fetch(f"https://doi.org/{quote(doi)}", accept=CSL)
        return read_csl(answer.body.decode("utf-8", "replace")).sources[0]
    answer = outbound.fetch(document, accept=HTML)
    return read_web_page(answer.body, answer.content_type, document)


def _fields(source: Source) -> dict[str, str]:
    """What the answer says, by the names of the fields of a form."""
    said = {name: str(getattr(source, name)) for name in FIELDS}
    year = str(source.year) if type(source.year) is int else ""
    return {name: value for name, value in {**said, "year": year, "kind": source.kind.value}.items() if value}
