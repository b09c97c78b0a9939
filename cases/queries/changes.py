"""Changes between two contents as people read them: by field, with the form's labels."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django_countries import countries

from cases.domain.changes import FieldChange, changed_fields
from cases.domain.content import CaseContent, Illustration, Part, Phase, Place, Source, Stake
from cases.domain.diff import TextDiff, diff_text, visible_controls
from cases.domain.vocabulary import (
    ABSENCE_LABELS,
    LANGUAGE_LABELS,
    NOW,
    PART_LABELS,
    SECTOR_LABELS,
    SOURCE_KIND_LABELS,
    SPEAKER_LABELS,
    WORLDWIDE,
    Absence,
)
from cases.queries.taxonomy import Taxonomy
from models_taxonomy.models import Stage, ValueModel


@dataclass(frozen=True, slots=True)
class Value:
    """One side of a change: lines of text, and the marks that go with them."""

    lines: tuple[str, ...] = ()
    phases: tuple["ShownPhase", ...] = ()
    stance: str = ""


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A phase with its stage and model as objects of the taxonomy."""

    start: int
    end: int | None
    stage: Stage | None
    model: ValueModel | None
    text: str


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One changed field: its label, both sides in words, and a word diff where it is text."""

    path: str
    label: str
    kind: str
    group: str
    was: Value
    would_be: Value
    text: TextDiff | None = None
    notes: tuple[str, ...] = field(default=())


def shown_changes(
    before: CaseContent | None, after: CaseContent, taxonomy: Taxonomy
) -> tuple[ShownChange, ...]:
    """Return every changed field for a page."""
    return tuple(_shown(change, taxonomy) for change in changed_fields(before, after))


def label_of(path: str) -> str:
    """The label that the form gives to this field."""
    table, _dot, key = path.partition(".")
    if table == "parts":
        return _(PART_LABELS[key])
    if table == "illustrations":
        return _("Claim %(code)s") % {"code": key.partition(".")[0]}
    if table == "sources":
        return _("Source %(key)s") % {"key": key}
    return LABELS[table]()


def shown_side(value: object, taxonomy: Taxonomy) -> Value:
    """One side of a change in words, with the whole text of a part."""
    return _value(value, taxonomy)


def _shown(change: FieldChange, taxonomy: Taxonomy) -> ShownChange:
    old_text, new_text = _long_text(change.old), _long_text(change.new)
    text = None
    if old_text is not None or new_text is not None:
        text = diff_text(visible_controls(old_text or ""), visible_controls(new_text or ""))
    return ShownChange(
        path=change.path,
        label=label_of(change.path),
        kind=str(change.kind),
        group=str(change.group),
        was=_value(change.old, taxonomy),
        would_be=_value(change.new, taxonomy),
        text=text,
    )


def _long_text(value: object) -> str | None:
    """The text of a value that is best read as a word diff, or None."""
    if isinstance(value, Part):
        return value.text or None
    if isinstance(value, Illustration):
        return value.note
    return value if isinstance(value, str) and len(value) > 60 else None


def _value(value: object, taxonomy: Taxonomy) -> Value:
    if value is None or value in ((), ""):
        return Value()
    if isinstance(value, Illustration):
        return Value(lines=_illustration(value, taxonomy), stance=value.stance.value)
    if isinstance(value, tuple) and isinstance(value[0], Phase):
        return Value(phases=tuple(_phase(phase, taxonomy) for phase in value))
    if isinstance(value, tuple):
        return Value(lines=tuple(visible_controls(_line(item)) for item in value))
    return Value(lines=(visible_controls(_line(value)),))


def _line(value: object) -> str:
    for kind, words in WORDS.items():
        if isinstance(value, kind):
            return words(value)
    return _word(str(value))


def _word(value: str) -> str:
    for labels in (LANGUAGE_LABELS, SECTOR_LABELS):
        if value in labels:
            return _(labels[value])
    return _("It goes on to this day") if value == NOW else value


def _phase(phase: Phase, taxonomy: Taxonomy) -> ShownPhase:
    return ShownPhase(
        phase.start,
        phase.end,
        taxonomy.stage(phase.stage),
        taxonomy.model(phase.model),
        visible_controls(phase.no_stage_reason or phase.reason),
    )


def _illustration(row: Illustration, taxonomy: Taxonomy) -> tuple[str, ...]:
    claim = taxonomy.claim(row.claim)
    lines = [claim.statement if claim else row.claim]
    if claim and claim.version != row.version:
        lines.append(_("Placed on wording %(version)s.") % {"version": row.version})
    if row.quote:
        lines.append(_("Quote: “%(quote)s”") % {"quote": visible_controls(row.quote)})
    if row.sources:
        lines.append(_("Sources: %(keys)s") % {"keys": ", ".join(row.sources)})
    return tuple(lines)


def _place(place: Place) -> str:
    country = _("Worldwide") if place.country == WORLDWIDE else str(countries.name(place.country))
    found = [place.name, country]
    if place.latitude is not None and place.longitude is not None:
        found.append(f"{place.latitude:g}, {place.longitude:g}")
    return ", ".join(word for word in dict.fromkeys(found) if word)


def _source(source: Source) -> str:
    year = "" if isinstance(source.year, Absence) else str(source.year)
    facts = (
        source.authors,
        source.title,
        source.publisher,
        year,
        source.url,
        source.doi,
        source.accessed,
        _(SOURCE_KIND_LABELS[source.kind]),
        _(SPEAKER_LABELS[source.speaker]),
    )
    return " · ".join(fact for fact in facts if fact)


def _part(part: Part) -> str:
    if part.absence is None:
        return part.text
    words = _(ABSENCE_LABELS[part.absence])
    return f"{words}: {part.note}" if part.note else words


def _stake(stake: Stake) -> str:
    return _("None") if stake.none else stake.which


WORDS: dict[type, Callable[..., str]] = {
    Absence: lambda absence: _(ABSENCE_LABELS[absence]),
    Place: _place,
    Source: _source,
    Part: _part,
    Stake: _stake,
}

LABELS: dict[str, Callable[[], str]] = {
    "title": lambda: _("Title"),
    "summary": lambda: _("Summary"),
    "language": lambda: _("Language of the text"),
    "organisations": lambda: _("Organisations"),
    "places": lambda: _("Places"),
    "sector": lambda: _("Sector"),
    "tags": lambda: _("Tags"),
    "began": lambda: _("Began"),
    "ended": lambda: _("Ended"),
    "stake": lambda: _("Stake of the author"),
    "phases": lambda: _("Phases"),
    "open_questions": lambda: _("Open questions"),
}
