"""The answers of OAI-PMH as XML. Every text is written without the characters that XML cannot hold."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from oaipmh.error import ErrorBase
from oaipmh.server import NS_DC, NS_OAIDC, NS_OAIPMH, NS_XSI

from cases.exchange.oai import PREFIX, TOKEN, Asked, Record, datestamp
from cases.exchange.xml_text import storable

SCHEMA = "http://www.openarchives.org/OAI/2.0/OAI-PMH.xsd"
SCHEMA_OF_FORMAT = "http://www.openarchives.org/OAI/2.0/oai_dc.xsd"
GRANULARITY = "YYYY-MM-DDThh:mm:ssZ"
DELETED = "transient"
"""Records that went are told of, and not for ever: of a case that is hidden nothing is said any more."""

Fill = Callable[["Branch"], None]
"""Fills the element of a verb."""


@dataclass(frozen=True, slots=True)
class Branch:
    """An element that grows; `namespace` is that of its children."""

    element: etree._Element
    namespace: str = NS_OAIPMH

    def add(self, name: str, text: str = "", attributes: Mapping[str, str] | None = None) -> "Branch":
        """Add a child and return it."""
        child = etree.SubElement(self.element, f"{{{self.namespace}}}{name}", dict(attributes or {}))
        if text:
            child.text = storable(text)
        return Branch(child, self.namespace)


def answer(base: str, asked: Asked, now: datetime, fill: Fill) -> bytes:
    """The answer to a request that could be met."""
    root = _envelope(base, asked, now)
    fill(root.add(asked.verb))
    return _bytes(root)


def error_answer(base: str, fault: ErrorBase, now: datetime, asked: Asked | None) -> bytes:
    """The answer that names a fault; `asked` is None when the request itself was at fault."""
    root = _envelope(base, asked, now)
    root.add("error", str(fault), {"code": fault.oainame()})
    return _bytes(root)


def _envelope(base: str, asked: Asked | None, now: datetime) -> Branch:
    root = Branch(etree.Element(f"{{{NS_OAIPMH}}}OAI-PMH", nsmap={None: NS_OAIPMH, "xsi": NS_XSI}))
    root.element.set(f"{{{NS_XSI}}}schemaLocation", f"{NS_OAIPMH} {SCHEMA}")
    root.add("responseDate", datestamp(now))
    root.add("request", base, {"verb": asked.verb.value, **asked.arguments} if asked else {})
    return root


def _bytes(root: Branch) -> bytes:
    written: bytes = etree.tostring(root.element, encoding="UTF-8", xml_declaration=True)
    return written


# --- what fills the answers -----------------------------------------------------------------------


def identify(*, base: str, mail: str, earliest: datetime) -> Fill:
    """Who gives the records."""

    def fill(branch: Branch) -> None:
        branch.add("repositoryName", "Patchwork")
        branch.add("baseURL", base)
        branch.add("protocolVersion", "2.0")
        branch.add("adminEmail", mail)
        branch.add("earliestDatestamp", datestamp(earliest))
        branch.add("deletedRecord", DELETED)
        branch.add("granularity", GRANULARITY)

    return fill


def list_formats(branch: Branch) -> None:
    """The one format."""
    found = branch.add("metadataFormat")
    found.add("metadataPrefix", PREFIX)
    found.add("schema", SCHEMA_OF_FORMAT)
    found.add("metadataNamespace", NS_OAIDC)


def list_sets(sets: Iterable[tuple[str, str]]) -> Fill:
    """The sets, each with its name in words."""

    def fill(branch: Branch) -> None:
        for spec, name in sets:
            found = branch.add("set")
            found.add("setSpec", spec)
            found.add("setName", name)

    return fill


def list_identifiers(records: Iterable[Record], token: str | None) -> Fill:
    """The headers of records. `token` goes on; "" says that this is the last page, None the only one."""

    def fill(branch: Branch) -> None:
        for record in records:
            _add_header(branch, record)
        _add_token(branch, token)

    return fill


def list_records(records: Iterable[Record], token: str | None) -> Fill:
    """The same with what the records say."""

    def fill(branch: Branch) -> None:
        for record in records:
            _add_record(branch, record)
        _add_token(branch, token)

    return fill


def get_record(record: Record) -> Fill:
    """One record."""
    return lambda branch: _add_record(branch, record)


def _add_token(branch: Branch, token: str | None) -> None:
    if token is not None:
        branch.add(TOKEN, token)


def _add_header(branch: Branch, record: Record) -> None:
    header = branch.add("header", attributes={"status": "deleted"} if record.is_gone else {})
    header.add("identifier", record.name)
    header.add("datestamp", datestamp(record.at))
    for name in record.sets:
        header.add("setSpec", name)


def _add_record(branch: Branch, record: Record) -> None:
    found = branch.add("record")
    _add_header(found, record)
    if record.is_gone:
        return
    spaces = {"oai_dc": NS_OAIDC, "dc": NS_DC}
    root = etree.SubElement(found.add("metadata").element, f"{{{NS_OAIDC}}}dc", nsmap=spaces)
    root.set(f"{{{NS_XSI}}}schemaLocation", f"{NS_OAIDC} {SCHEMA_OF_FORMAT}")
    for name, value in record.fields:
        Branch(root, NS_DC).add(name, value)
