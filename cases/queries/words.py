"""Values of the content in words, as people read them: labels of lists, years, and the four absences."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django_countries import countries

from cases.domain.changes import ImageOrder
from cases.domain.content import Illustration, Image, Part, Phase, Place, Source, Stake
from cases.domain.diff import visible_controls
from cases.domain.messages import Problem
from cases.domain.vocabulary import (
    ABSENCE_LABELS,
    IMAGE_LICENCE_LABELS,
    LANGUAGE_LABELS,
    NOW,
    PART_LABELS,
    SECTOR_LABELS,
    SOURCE_KIND_LABELS,
    SPEAKER_LABELS,
    STANCE_LABELS,
    WORLDWIDE,
    Absence,
    Stance,
)
from cases.queries.taxonomy import Taxonomy
from models_taxonomy.models import Stage, ValueModel

HOURS_SHOWN = 48


@dataclass(frozen=True, slots=True)
class ShownPhase:
    """A phase with its stage and model as objects of the taxonomy, and its reasons."""

    start: int
    end: int | None
    stage: Stage | None
    model: ValueModel | None
    reasons: tuple[str, ...]

    @property
    def plain(self) -> tuple[str, ...]:
        """The phase as lines of text alone."""
        end = _("now") if self.end is None else self.end
        stage = f"{self.stage.number}. {self.stage.name}" if self.stage else _("The hierarchy does not apply")
        model = f"{self.model.number}. {self.model.name}" if self.model else ""
        return (f"{self.start}–{end}: {stage}; {model}", *self.reasons)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of the content: lines of text, and the marks that go with them. Empty: nothing is there.

    `image` names an uploaded file to be shown beside its lines.
    """

    lines: tuple[str, ...] = ()
    phases: tuple[ShownPhase, ...] = ()
    stance: str = ""
    image: str = ""

    @property
    def plain(self) -> tuple[str, ...]:
        """The value as lines of text alone."""
        stance = (str(_(STANCE_LABELS[Stance(self.stance)])),) if self.stance else ()
        picture = (_("A picture, which text alone does not show."),) if self.image else ()
        return (*stance, *picture, *(line for phase in self.phases for line in phase.plain), *self.lines)

    @property
    def is_empty(self) -> bool:
        """Whether there is no value."""
        return not (self.lines or self.phases or self.stance)


def problem_in_words(problem: Problem) -> str:
    """What is wrong and how to mend it, in the language of the reader."""
    return _(problem.message) % dict(problem.params)


def label_of(path: str) -> str:
    """The label that the form gives to this field."""
    table, _dot, key = path.partition(".")
    if table == "parts":
        return _(PART_LABELS[key])
    if table == "illustrations":
        return _("Claim %(code)s") % {"code": key.partition(".")[0]}
    if table == "sources":
        return _("Source %(key)s") % {"key": key}
    if table == "images":
        return _("Image")
    return LABELS[table]()


def in_words(path: str, value: object, taxonomy: Taxonomy) -> Value:
    """The value of the field at this path, every invisible character in it shown as a mark."""
    if value is None or value in ((), ""):
        return Value()
    if isinstance(value, Illustration):
        return Value(lines=_seen(_illustration(value, taxonomy)), stance=value.stance.value)
    if path == "phases" and isinstance(value, tuple):
        return Value(phases=tuple(shown_phase(phase, taxonomy) for phase in value))
    if isinstance(value, Source):
        return Value(lines=_seen(_source(value)))
    if isinstance(value, Image):
        return Value(lines=_seen(_image(value)), image=value.key)
    return Value(lines=_seen(tuple(_line(path, row) for row in _rows(value))))


def _rows(value: object) -> tuple[object, ...]:
    if isinstance(value, ImageOrder):
        return tuple(f"{place}. {name}" for place, name in enumerate(value.names, start=1))
    return value if isinstance(value, tuple) else (value,)


def shown_phase(phase: Phase, taxonomy: Taxonomy) -> ShownPhase:
    """A phase as a page draws it."""
    reasons = (phase.no_stage_reason, phase.reason)
    return ShownPhase(
        phase.start,
        phase.end,
        taxonomy.stage(phase.stage),
        taxonomy.model(phase.model),
        _seen(tuple(reason for reason in reasons if reason)),
    )


def day_in_words(day: date) -> str:
    """A day written out, such as 20 November 2026."""
    return date_format(day, pgettext("a date written out", "j F Y"))


def wait_in_words(wait: timedelta) -> str:
    """A length of time in whole hours, or days when it is longer than two of them; an hour at least."""
    hours = max(1, round(wait / timedelta(hours=1)))
    if hours <= HOURS_SHOWN:
        return ngettext("%(number)s hour", "%(number)s hours", hours) % {"number": hours}
    days = round(hours / 24)
    return ngettext("%(number)s day", "%(number)s days", days) % {"number": days}


def absence_in_words(absence: Absence, note: str = "") -> str:
    """One of the four absences, with what is known about it."""
    words = _(ABSENCE_LABELS[absence])
    return f"{words}: {note}" if note else words


def _seen(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(visible_controls(line) for line in lines)


def _line(path: str, value: object) -> str:
    if isinstance(value, Absence):
        return absence_in_words(value)
    if isinstance(value, Place):
        return _place(value)
    if isinstance(value, Part):
        return value.text if value.absence is None else absence_in_words(value.absence, value.note)
    if isinstance(value, Stake):
        return _("None") if value.none else value.which
    # The same text is a code in one field and a word in another: a tag may well be “software”.
    return CODES[path](str(value)) if path in CODES else str(value)


def _illustration(row: Illustration, taxonomy: Taxonomy) -> tuple[str, ...]:
    claim = taxonomy.claim(row.claim)
    lines = [claim.statement if claim else row.claim]
    if claim and claim.version != row.version:
        lines.append(_("Placed on wording %(version)s.") % {"version": row.version})
    if row.quote:
        lines.append(_("Quote: “%(quote)s”") % {"quote": row.quote})
    if row.sources:
        lines.append(_("Sources: %(keys)s") % {"keys": ", ".join(row.sources)})
    return tuple(lines)


def _place(place: Place) -> str:
    country = _("Worldwide") if place.country == WORLDWIDE else str(countries.name(place.country))
    found = [place.name, country]
    if place.latitude is not None and place.longitude is not None:
        found.append(f"{place.latitude:g}, {place.longitude:g}")
    return ", ".join(word for word in dict.fromkeys(found) if word)


def _source(source: Source) -> tuple[str, ...]:
    year = absence_in_words(source.year) if isinstance(source.year, Absence) else str(source.year)
    kind, speaker = _(SOURCE_KIND_LABELS[source.kind]), _(SPEAKER_LABELS[source.speaker])
    lines = [
        source.title,
        ", ".join(word for word in (source.authors, source.publisher) if word),
        _("Year: %(year)s") % {"year": year},
        source.url,
        _("DOI: %(doi)s") % {"doi": source.doi} if source.doi else "",
        _("Read on: %(day)s") % {"day": source.accessed} if source.accessed else "",
        _("%(kind)s. Who speaks: %(speaker)s") % {"kind": kind, "speaker": speaker},
    ]
    return tuple(line for line in lines if line)


def _image(image: Image) -> tuple[str, ...]:
    licence = _(IMAGE_LICENCE_LABELS[image.licence]) if image.licence else _("not said")
    lines = [
        _("What is to be seen: %(alt)s") % {"alt": image.alt},
        image.caption,
        _("By %(author)s. Licence: %(licence)s") % {"author": image.author, "licence": licence},
    ]
    return tuple(line for line in lines if line)


CODES: dict[str, Callable[[str], str]] = {
    "language": lambda code: _(LANGUAGE_LABELS.get(code, code)),
    "sector": lambda code: _(SECTOR_LABELS.get(code, code)),
    "ended": lambda year: _("It goes on to this day") if year == NOW else year,
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
    "image_order": lambda: _("Order of the images"),
}
