"""The harvesting protocol OAI-PMH 2.0: what a request may ask, and the words of its answers.

The names of the errors and the arguments of each verb are those of the `oaipmh` package. The rest of it is
not used: it lets a client choose the size of a page, leaves out the empty token at the end of a list, and
writes `until` back otherwise than it was asked (docs/decisions/0053).
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from oaipmh.error import (
    BadArgumentError,
    BadResumptionTokenError,
    BadVerbError,
    CannotDisseminateFormatError,
)
from oaipmh.validation import ResumptionValidationSpec

from cases.exchange.dublin_core import Fields
from cases.exchange.xml_text import storable

PREFIX = "oai_dc"
"""The one format: Dublin Core."""

TOKEN = "resumptionToken"  # noqa: S105 (the protocol's name of an argument)
DAY, SECOND = re.compile(r"\d{4}-\d{2}-\d{2}"), re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")
SET = re.compile(r"[A-Za-z0-9\-_.!~*'()]+(:[A-Za-z0-9\-_.!~*'()]+)*")
TOKEN_AT_MOST = 300
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Verb(StrEnum):
    """What can be asked."""

    IDENTIFY = "Identify"
    LIST_METADATA_FORMATS = "ListMetadataFormats"
    LIST_SETS = "ListSets"
    LIST_IDENTIFIERS = "ListIdentifiers"
    LIST_RECORDS = "ListRecords"
    GET_RECORD = "GetRecord"


@dataclass(frozen=True, slots=True)
class Key:
    """A place in the list: after the record of this number, which last changed at this moment."""

    at: datetime
    record: int


@dataclass(frozen=True, slots=True)
class Selection:
    """The records of a list: changed at `since` or later, before `until`, in the set, after the key."""

    since: datetime | None = None
    until: datetime | None = None
    set: str = ""
    after: Key | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that keeps to the protocol, with its arguments as they were sent, without the verb."""

    verb: Verb
    arguments: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its name, when it last changed, its sets, whether it is gone, and its elements."""

    name: str
    at: datetime
    sets: tuple[str, ...]
    is_gone: bool
    fields: Fields = ()


def set_of_model(number: int) -> str:
    """The set of the cases that stand or stood in a value model."""
    return f"model-{number}"


def set_of_stage(number: int) -> str:
    """The set of the cases that stand or stood at a stage."""
    return f"stage-{number}"


def datestamp(moment: datetime) -> str:
    """A moment as the protocol writes it, in UTC and whole seconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


# --- reading requests -----------------------------------------------------------------------------


def read_request(pairs: Sequence[tuple[str, str]]) -> Asked:
    """Read names and values as they were sent. Raises the error of the protocol that fits, an ErrorBase."""
    verbs = [value for name, value in pairs if name == "verb"]
    if len(verbs) != 1 or verbs[0] not in set(Verb):
        raise BadVerbError(f"Name one verb, one time. It can be: {', '.join(Verb)}.")
    verb = Verb(verbs[0])
    sent = sorted((name, value) for name, value in pairs if name != "verb")
    for (name, _value), (following, _other) in pairwise(sent):
        if name == following:
            raise BadArgumentError(f"The argument “{_shown(name)}” stands twice. Send it once.")
    arguments = dict(sent)
    _check_names(verb, arguments)
    for name, value in arguments.items():
        if not value or storable(value) != value:
            raise BadArgumentError(f"The argument “{name}” is empty or holds a control character.")
    return Asked(verb, arguments)


def _check_names(verb: Verb, arguments: Mapping[str, str]) -> None:
    rules = getattr(ResumptionValidationSpec, verb)
    known = {"from" if name == "from_" else name: rule for name, rule in rules.items()}
    for name in arguments:
        if name not in known:
            raise BadArgumentError(f"{verb} takes no argument “{_shown(name)}”. Leave it out.")
    if TOKEN in arguments:
        if len(arguments) > 1:
            raise BadArgumentError(f"{TOKEN} stands alone. Leave the other arguments out.")
        return
    for name, rule in known.items():
        if rule == "required" and name not in arguments:
            raise BadArgumentError(f"{verb} needs the argument “{name}”. Add it.")


def _shown(name: str) -> str:
    return storable(name)[:50]


def check_format(arguments: Mapping[str, str]) -> None:
    """Raise CannotDisseminateFormatError for a format that is not given here."""
    if arguments["metadataPrefix"] != PREFIX:
        raise CannotDisseminateFormatError(f"Records are given as {PREFIX} only.")


def selection_of(arguments: Mapping[str, str]) -> Selection:
    """The records that a list asks for, or that its token goes on with. Raises an ErrorBase."""
    if TOKEN in arguments:
        return read_token(arguments[TOKEN])
    check_format(arguments)
    return _selection(arguments)


def _selection(arguments: Mapping[str, str]) -> Selection:
    begin, end, chosen = (arguments.get(name, "") for name in ("from", "until", "set"))
    if begin and end and len(begin) != len(end):
        raise BadArgumentError("“from” and “until” are not equally exact. Write both as days, or as seconds.")
    since, until = _moment("from", begin), _moment("until", end)
    if since and until and since > until:
        raise BadArgumentError("“from” is later than “until”. Change the two.")
    if chosen and not SET.fullmatch(chosen):
        raise BadArgumentError("The argument “set” is not written as a set is. ListSets names all of them.")
    if until is not None:
        until += timedelta(days=1) if DAY.fullmatch(end) else timedelta(seconds=1)
    return Selection(since, until, chosen)


def _moment(name: str, text: str) -> datetime | None:
    if not text:
        return None
    try:
        if not (text.isascii() and (DAY.fullmatch(text) or SECOND.fullmatch(text))):
            raise ValueError(text)
        moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
        return min(moment, datetime(9000, 1, 1, tzinfo=UTC))
    except ValueError:
        raise BadArgumentError(
            f"The argument “{name}” is no moment. Write it as 2026-11-26 or as 2026-11-26T12:00:00Z."
        ) from None


# --- tokens ---------------------------------------------------------------------------------------


def write_token(selection: Selection, after: Key) -> str:
    """Where to go on with a list. A token holds what was asked and the last key, and nothing else.

    It is not signed: whoever changes it asks another question that they may ask anyway.
    """
    asked = (_ticks(selection.since), _ticks(selection.until), selection.set)
    text = "|".join((PREFIX, *asked, _ticks(after.at), str(after.record)))
    return urlsafe_b64encode(text.encode("ascii")).decode("ascii").rstrip("=")


def read_token(token: str) -> Selection:
    """The selection to go on with. Raises BadResumptionTokenError for what no answer gave."""
    try:
        if len(token) > TOKEN_AT_MOST:
            raise ValueError(token)
        text = urlsafe_b64decode(f"{token}{'=' * (-len(token) % 4)}".encode("ascii")).decode("ascii")
        prefix, since, until, chosen, at, record = text.split("|")
        last = _from_ticks(at)
        if prefix != PREFIX or (chosen and not SET.fullmatch(chosen)) or last is None:
            raise ValueError(token)
        return Selection(_from_ticks(since), _from_ticks(until), chosen, Key(last, _number(record)))
    except (ValueError, NotBase64, OverflowError):
        raise BadResumptionTokenError(
            "This token is none that was given here. Begin the list anew."
        ) from None


def _ticks(moment: datetime | None) -> str:
    """A moment as microseconds since 1970; "" for none."""
    return "" if moment is None else str((moment - BEGINNING) // MICROSECOND)


def _from_ticks(text: str) -> datetime | None:
    return BEGINNING + timedelta(microseconds=_number(text)) if text else None


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)
