"""The YAML of front matter: a small part of YAML 1.2, read strictly and written in one way.

Values are text, whole and decimal numbers as JSON writes them, `true` and `false`, nothing (`null`, `~`
or left empty), lists, and objects whose names are text. So `NO` is text and stays Norway, a date is
text, and `007` is text. Anchors, aliases, tags, doubled names and deep nesting are refused: they have
no use here, and a few lines of them can stand for gigabytes.

Both ways go through the event stream of PyYAML, below the level on which it would make objects.
"""

import json
import re
from collections.abc import Iterator
from typing import NoReturn, cast

import yaml

from cases.domain.messages import noop as _
from cases.domain.reader import quoted
from cases.exchange.documents import NotADocument

DEPTH_AT_MOST = 8
# A case with every row the schema allows has about 16,000 values; reading more would only cost time.
VALUES_AT_MOST = 20_000
WIDEST_LINE = 1_000_000_000  # lines are never folded, so that a changed word changes one line

ROW_DEPTH = 3  # the case is 1, its lists are 2, their rows are 3
NOT_YAML = _("Line %(line)s: this is not YAML. Write name: value, and put text with odd signs in quotes.")
OLD_RULES = yaml.resolver.Resolver()
TEXT = "tag:yaml.org,2002:str"

NOTHING = {"", "~", "null"}
FLAGS = {"true": True, "false": False}
WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,30})?([eE][-+]?[0-9]{1,3})?", re.ASCII)


def read_yaml(text: str, *, line: int) -> object:
    """Return the one value of this YAML, or None when there is none.

    `line` is the line of the file on which the text begins. Raises NotADocument.
    """
    try:
        return _Reader(text, line).document()
    except NotADocument:
        raise
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise NotADocument(line + (mark.line if mark else 0), NOT_YAML) from error
    except (yaml.YAMLError, ValueError, OverflowError) as error:
        # The parser lets through what chr() and int() raise on "\UFFFFFFFF" and its like.
        raise NotADocument(line, NOT_YAML) from error


def write_yaml(value: object) -> str:
    """Return the one YAML text of a value made of dicts, lists, text, numbers, flags and None.

    Lists and objects inside a row stand on one line; text of several lines is a literal block.
    """
    events = [
        yaml.StreamStartEvent(),
        yaml.DocumentStartEvent(explicit=False),
        *_events(value, depth=1),
        yaml.DocumentEndEvent(explicit=False),
        yaml.StreamEndEvent(),
    ]
    return cast("str", yaml.emit(events, allow_unicode=True, width=WIDEST_LINE))


class _Reader:
    """Builds plain data from the events of a text, and stops at the first one that is refused."""

    def __init__(self, text: str, line: int) -> None:
        self.events: Iterator[yaml.Event] = iter(yaml.parse(text, Loader=yaml.SafeLoader))
        self.line = line
        self.values = 0

    def document(self) -> object:
        """Read the whole stream: nothing, or one document."""
        next(self.events)  # the start of the stream
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        value = self.value(next(self.events), depth=1)
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            self.refuse(after, _("Line %(line)s: a second document begins here. Write one."))
        return value

    def value(self, event: yaml.Event, *, depth: int) -> object:
        """Read the value that begins with this event."""
        self.check(event, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.items(depth)
        if isinstance(event, yaml.MappingStartEvent):
            return self.fields(depth)
        scalar = cast("yaml.ScalarEvent", event)
        return _plain_value(scalar.value) if scalar.implicit[0] else str(scalar.value)

    def items(self, depth: int) -> list[object]:
        """Read the items of a list."""
        found = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            found.append(self.value(event, depth=depth + 1))
        return found

    def fields(self, depth: int) -> dict[str, object]:
        """Read the names and values of an object."""
        found: dict[str, object] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            self.check(event, depth)
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(event, _("Line %(line)s: a name must be text. Write name: value."))
            name = str(event.value)
            if name in found:
                self.refuse(
                    event,
                    _("Line %(line)s: “%(name)s” is there twice. Keep one of the two."),
                    name=quoted(name),
                )
            found[name] = self.value(next(self.events), depth=depth + 1)
        return found

    def check(self, event: yaml.Event, depth: int) -> None:
        """Refuse what has no use in front matter."""
        self.values += 1
        if getattr(event, "anchor", None) is not None:
            self.refuse(event, _("Line %(line)s: anchors and aliases are not read. Write the value itself."))
        if getattr(event, "tag", None) is not None:
            self.refuse(event, _("Line %(line)s: tags are not read. Put text that begins with ! in quotes."))
        if depth > DEPTH_AT_MOST or self.values > VALUES_AT_MOST:
            self.refuse(event, _("Line %(line)s: the front matter is deeper or longer than any case."))

    def refuse(self, event: yaml.Event, message: str, **params: object) -> NoReturn:
        """Stop at this event."""
        mark = event.start_mark
        raise NotADocument(self.line + (mark.line if mark else 0), message, **params)


def _plain_value(text: str) -> object:
    if text in NOTHING:
        return None
    if text in FLAGS:
        return FLAGS[text]
    if WHOLE.fullmatch(text):
        return int(text)
    return float(text) if DECIMAL.fullmatch(text) else text


def _events(value: object, *, depth: int) -> Iterator[yaml.Event]:
    on_one_line = depth > ROW_DEPTH
    if isinstance(value, dict):
        yield yaml.MappingStartEvent(None, None, implicit=True, flow_style=on_one_line)
        for name, item in value.items():
            yield _scalar(name)
            yield from _events(item, depth=depth + 1)
        yield yaml.MappingEndEvent()
    elif isinstance(value, list):
        yield yaml.SequenceStartEvent(None, None, implicit=True, flow_style=on_one_line)
        for item in value:
            yield from _events(item, depth=depth + 1)
        yield yaml.SequenceEndEvent()
    else:
        yield _scalar(value)


def _scalar(value: object) -> yaml.ScalarEvent:
    if not isinstance(value, str):
        return yaml.ScalarEvent(None, None, (True, True), json.dumps(value))
    style = "|" if "\n" in value else "'" if _looks_like_another_type(value) else None
    return yaml.ScalarEvent(None, None, (True, True), value, style=style)


def _looks_like_another_type(text: str) -> bool:
    """Whether some reader of YAML 1.1 or 1.2 would not read this as text if it stood without quotes."""
    old: object = OLD_RULES.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return old != TEXT or _plain_value(text) != text
