"""A validator of OAI-PMH 2.0 answers: the rules of the specification, each under its section.

Written from "The Open Archives Initiative Protocol for Metadata Retrieval", version 2.0, and the schemas that
it names. `faults_of` lists every rule that an answer breaks.
"""

import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

OAI = "{http://www.openarchives.org/OAI/2.0/}"
DC_ROOT = "{http://www.openarchives.org/OAI/2.0/oai_dc/}dc"
DC = "{http://purl.org/dc/elements/1.1/}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
SECONDS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
SET_SPEC = re.compile(r"([A-Za-z0-9\-_.!~*'()])+(:[A-Za-z0-9\-_.!~*'()]+)*")
MAIL = re.compile(r"\S+@(\S+\.)+\S+")
ELEMENTS = {
    "title", "creator", "subject", "description", "publisher", "contributor", "date", "type", "format",
    "identifier", "source", "language", "relation", "coverage", "rights",
}  # fmt: skip
VERBS_KNOWN = {
    "Identify", "ListMetadataFormats", "ListSets", "ListIdentifiers", "ListRecords", "GetRecord",
}  # fmt: skip
CODES = {
    "badArgument": {
        "Identify",
        "ListMetadataFormats",
        "ListSets",
        "ListIdentifiers",
        "ListRecords",
        "GetRecord",
    },
    "badResumptionToken": {"ListSets", "ListIdentifiers", "ListRecords"},
    "badVerb": set(),
    "cannotDisseminateFormat": {"GetRecord", "ListIdentifiers", "ListRecords"},
    "idDoesNotExist": {"GetRecord", "ListMetadataFormats"},
    "noRecordsMatch": {"ListIdentifiers", "ListRecords"},
    "noMetadataFormats": {"ListMetadataFormats"},
    "noSetHierarchy": {"ListSets", "ListIdentifiers", "ListRecords"},
}
IDENTIFY = (
    "repositoryName", "baseURL", "protocolVersion", "adminEmail", "earliestDatestamp", "deletedRecord",
    "granularity",
)  # fmt: skip


def faults_of(body: bytes, asked: Mapping[str, str]) -> list[str]:
    """The rules that an answer breaks. `asked` are the arguments of its request, each sent once."""
    root = ET.fromstring(body)  # noqa: S314 (we wrote it)
    faults = [*_envelope(root, asked), *_errors(root, asked)]
    if root.find(f"{OAI}error") is None:
        verb = asked["verb"]
        content = root.find(f"{OAI}{verb}")
        if content is None:
            return [*faults, f"3.2: the element {verb} is missing"]
        faults += VERBS[verb](content)
    return faults


def error_of(body: bytes) -> str:
    """The code of the error that an answer names, "" for none."""
    error = ET.fromstring(body).find(f"{OAI}error")  # noqa: S314 (we wrote it)
    return "" if error is None else error.get("code", "")


def _envelope(root: ET.Element, asked: Mapping[str, str]) -> Iterator[str]:
    names = [child.tag.removeprefix(OAI) for child in root]
    if root.tag != f"{OAI}OAI-PMH":
        yield "3.2: the root is OAI-PMH in its namespace"
    if "OAI-PMH.xsd" not in root.get(f"{XSI}schemaLocation", ""):
        yield "3.2: the root names the schema"
    if names[:2] != ["responseDate", "request"] or len(names) < 3:
        yield f"3.2: responseDate, request and a third element come in this order, not {names}"
    if not SECONDS.fullmatch(root.findtext(f"{OAI}responseDate", "")):
        yield "3.2: responseDate is a moment in UTC"
    request = root.find(f"{OAI}request")
    if request is None or not (request.text or "").startswith("http"):
        yield "3.2: request holds the base URL"
    elif error_code(root) in {"badVerb", "badArgument"}:
        if request.attrib:
            yield "3.2: after badVerb and badArgument the request has no attributes"
    elif dict(request.attrib) != dict(asked):
        yield f"3.2: the attributes of the request are its arguments, not {request.attrib}"


def error_code(root: ET.Element) -> str:
    error = root.find(f"{OAI}error")
    return "" if error is None else error.get("code", "")


def _errors(root: ET.Element, asked: Mapping[str, str]) -> Iterator[str]:
    for error in root.findall(f"{OAI}error"):
        code = error.get("code", "")
        if code not in CODES:
            yield f"3.6: there is no error {code}"
        elif code != "badVerb" and asked.get("verb") not in CODES[code]:
            yield f"3.6: {asked.get('verb')} has no error {code}"
        if not (error.text or "").strip():
            yield "3.6: an error should say what is wrong"


def _identify(content: ET.Element) -> Iterator[str]:
    values = {name: content.findtext(f"{OAI}{name}", "") for name in IDENTIFY}
    names = [child.tag.removeprefix(OAI) for child in content]
    if names[: len(IDENTIFY)] != list(IDENTIFY):
        yield f"4.2: {IDENTIFY} come in this order, not {names}"
    if values["protocolVersion"] != "2.0":
        yield "4.2: protocolVersion is 2.0"
    if not MAIL.fullmatch(values["adminEmail"]):
        yield "4.2: adminEmail is an address"
    if values["deletedRecord"] not in {"no", "transient", "persistent"}:
        yield "4.2: deletedRecord is no, transient or persistent"
    if values["granularity"] != "YYYY-MM-DDThh:mm:ssZ" or not SECONDS.fullmatch(values["earliestDatestamp"]):
        yield "4.2: earliestDatestamp is as exact as the granularity"


def _formats(content: ET.Element) -> Iterator[str]:
    rows = content.findall(f"{OAI}metadataFormat")
    if "oai_dc" not in [row.findtext(f"{OAI}metadataPrefix") for row in rows]:
        yield "3.4: every repository gives oai_dc"
    for row in rows:
        if [child.tag.removeprefix(OAI) for child in row] != [
            "metadataPrefix",
            "schema",
            "metadataNamespace",
        ]:
            yield "4.4: a format has a prefix, a schema and a namespace"


def _sets(content: ET.Element) -> Iterator[str]:
    specs = [row.findtext(f"{OAI}setSpec", "") for row in content.findall(f"{OAI}set")]
    if len(specs) != len(set(specs)) or not all(SET_SPEC.fullmatch(spec) for spec in specs):
        yield "2.6: every set has a setSpec of its own"
    for spec in specs:
        if ":" in spec and spec.rpartition(":")[0] not in specs:
            yield f"2.6: the set above {spec} is missing"
    if any(not row.findtext(f"{OAI}setName") for row in content.findall(f"{OAI}set")):
        yield "4.6: every set has a name"


def _identifiers(content: ET.Element) -> Iterator[str]:
    headers = content.findall(f"{OAI}header")
    for header in headers:
        yield from _header(header)
    yield from _list(content, headers)


def _records(content: ET.Element) -> Iterator[str]:
    records = content.findall(f"{OAI}record")
    for record in records:
        yield from _record(record)
    yield from _list(content, records)


def _get_record(content: ET.Element) -> Iterator[str]:
    if len(content) != 1:
        yield "4.1: one record is answered"
    for record in content:
        yield from _record(record)


def _list(content: ET.Element, rows: list[ET.Element]) -> Iterator[str]:
    tokens = content.findall(f"{OAI}resumptionToken")
    if len(tokens) > 1 or (tokens and content[-1] is not tokens[0]):
        yield "3.5: one resumptionToken stands at the end"
    if not rows:
        yield "4.3, 4.5: a list is not empty"


def _header(header: ET.Element) -> Iterator[str]:
    names = [child.tag.removeprefix(OAI) for child in header]
    if names[:2] != ["identifier", "datestamp"] or set(names[2:]) - {"setSpec"}:
        yield f"2.5: a header is identifier, datestamp, setSpecs, not {names}"
    if not URI.fullmatch(header.findtext(f"{OAI}identifier", "")):
        yield "2.4: an identifier is a URI"
    if not SECONDS.fullmatch(header.findtext(f"{OAI}datestamp", "")):
        yield "2.5: a datestamp is as exact as the granularity"
    if header.get("status") not in {None, "deleted"}:
        yield "2.5: a status is deleted"


def _record(record: ET.Element) -> Iterator[str]:
    header, metadata = record.find(f"{OAI}header"), record.find(f"{OAI}metadata")
    if header is None:
        yield "2.5: a record has a header"
        return
    yield from _header(header)
    if header.get("status") == "deleted":
        if len(record) != 1:
            yield "2.5.1: a deleted record has a header only"
        return
    if metadata is None or len(metadata) != 1 or metadata[0].tag != DC_ROOT:
        yield "2.5: metadata has one child, of the format that was asked for"
        return
    if "oai_dc.xsd" not in metadata[0].get(f"{XSI}schemaLocation", ""):
        yield "2.5: the metadata names its namespace and its schema"
    for element in metadata[0]:
        if element.tag.removeprefix(DC) not in ELEMENTS or not (element.text or "").strip():
            yield f"oai_dc: {element.tag} is no element of Dublin Core, or is empty"


VERBS = {
    "Identify": _identify,
    "ListMetadataFormats": _formats,
    "ListSets": _sets,
    "ListIdentifiers": _identifiers,
    "ListRecords": _records,
    "GetRecord": _get_record,
}
