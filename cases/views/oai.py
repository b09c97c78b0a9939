"""The provider of OAI-PMH 2.0: where harvesters of libraries and archives take the records of cases."""

from collections.abc import Callable
from email.utils import parseaddr

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from oaipmh.error import BadResumptionTokenError, ErrorBase, IdDoesNotExistError, NoRecordsMatchError

from cases.exchange import oai_xml
from cases.exchange.oai import (
    TOKEN,
    Asked,
    Record,
    Selection,
    Verb,
    check_format,
    read_request,
    selection_of,
    write_token,
)
from cases.exchange.oai_xml import Fill
from cases.queries.harvest import (
    HarvestPage,
    earliest_change,
    harvest_headers,
    harvest_records,
    harvested,
    sets_in_words,
)
from cases.views.marks import harvested_page

IN_REQUEST = ("badVerb", "badArgument")
"""Faults of the request itself: their answers say nothing of it back."""


@harvested_page
def oai(request: HttpRequest) -> HttpResponse:
    """Answer a request of the protocol. A fault is an answer, too: its status is 200."""
    base, now, asked = _base(), timezone.now(), None
    try:
        asked = read_request(_pairs(request))
        written = oai_xml.answer(base, asked, now, ANSWERS[asked.verb](asked))
    except ErrorBase as fault:
        is_readable = fault.oainame() not in IN_REQUEST
        written = oai_xml.error_answer(base, fault, now, asked if is_readable else None)
    return HttpResponse(written, content_type="text/xml; charset=utf-8")


def _base() -> str:
    return settings.SITE_URL + reverse("cases:oai")


def _pairs(request: HttpRequest) -> list[tuple[str, str]]:
    """Every argument as it was sent, in the address and in the body."""
    sent = [*request.GET.lists(), *request.POST.lists()]
    return [(name, str(value)) for name, values in sent for value in values]


def _identify(_asked: Asked) -> Fill:
    mail = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    return oai_xml.identify(base=_base(), mail=mail, earliest=earliest_change())


def _list_formats(asked: Asked) -> Fill:
    if "identifier" in asked.arguments:
        _found(asked)
    return oai_xml.list_formats


def _list_sets(asked: Asked) -> Fill:
    if TOKEN in asked.arguments:
        raise BadResumptionTokenError("All sets stand in one answer. Leave the token out.")
    return oai_xml.list_sets(sets_in_words())


def _list_identifiers(asked: Asked) -> Fill:
    page, token = _page(asked, harvest_headers)
    return oai_xml.list_identifiers(page.records, token)


def _list_records(asked: Asked) -> Fill:
    page, token = _page(asked, harvest_records)
    return oai_xml.list_records(page.records, token)


def _get_record(asked: Asked) -> Fill:
    check_format(asked.arguments)
    return oai_xml.get_record(_found(asked))


def _found(asked: Asked) -> Record:
    record = harvested(asked.arguments["identifier"])
    if record is None:
        raise IdDoesNotExistError("No record has this name.")
    return record


def _page(asked: Asked, read: Callable[[Selection], HarvestPage]) -> tuple[HarvestPage, str | None]:
    """A page of records, and the token that goes on after it; "" ends a list that went on."""
    selection = selection_of(asked.arguments)
    page = read(selection)
    goes_on = TOKEN in asked.arguments
    if not page.records and not goes_on:
        raise NoRecordsMatchError("No record was changed then, in this set.")
    if page.last is not None:
        return page, write_token(selection, page.last)
    return page, "" if goes_on else None


ANSWERS: dict[Verb, Callable[[Asked], Fill]] = {
    Verb.IDENTIFY: _identify,
    Verb.LIST_METADATA_FORMATS: _list_formats,
    Verb.LIST_SETS: _list_sets,
    Verb.LIST_IDENTIFIERS: _list_identifiers,
    Verb.LIST_RECORDS: _list_records,
    Verb.GET_RECORD: _get_record,
}
