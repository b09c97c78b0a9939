"""Rows of typed fields as plain data for the reader, and content back as typed fields."""

from collections.abc import Mapping

from cases.domain.content import CaseContent, Illustration, Image, Part, Phase, Place, Source
from cases.domain.vocabulary import NOW, PARTS, Absence
from cases.forms.raw import Fields, decimal_or_typed, first, lines, whole_or_typed

Typed = Mapping[str, list[str]]
NO_DATE = "n.d."
NO_STAGE = "none"
IMAGE_FIELDS = ("key", "alt", "caption", "author", "licence")


def place_data(typed: Typed) -> dict[str, object]:
    """A row of places."""
    return {
        "name": first(typed, "name"),
        "country": first(typed, "country"),
        "latitude": decimal_or_typed(first(typed, "latitude")),
        "longitude": decimal_or_typed(first(typed, "longitude")),
    }


def phase_data(typed: Typed) -> dict[str, object]:
    """A row of phases."""
    stage = first(typed, "stage")
    return {
        "start": whole_or_typed(first(typed, "start")),
        "end": _phase_end(first(typed, "end")),
        "stage": None if stage == NO_STAGE else whole_or_typed(stage),
        "model": whole_or_typed(first(typed, "model")),
        "reason": first(typed, "reason"),
        "no_stage_reason": first(typed, "no_stage_reason"),
    }


def _phase_end(typed: str) -> object:
    """The last year; None, which is now, only for the word *now*, so that the reader refuses an empty end."""
    if typed.casefold() == NOW:
        return None
    return whole_or_typed(typed) if typed else ""


def source_data(typed: Typed) -> dict[str, object]:
    """A row of sources."""
    names = ("key", "title", "url", "doi", "kind", "speaker", "authors", "publisher", "accessed")
    return {name: first(typed, name) for name in names} | {"year": _source_year(first(typed, "year"))}


def illustration_data(typed: Typed) -> dict[str, object]:
    """A row of placements; its wording is None when it stands on the newest one."""
    is_moved_on = first(typed, "on_newest")
    return {
        "claim": first(typed, "claim"),
        "version": None if is_moved_on else whole_or_typed(kept_wording(typed)),
        "stance": first(typed, "stance"),
        "note": first(typed, "note"),
        "quote": first(typed, "quote"),
        "sources": [key for key in typed.get("sources", []) if key],
    }


def kept_wording(typed: Typed) -> str:
    """The wording on which a row of placements stood before; "" for a new row or one on another claim now."""
    is_same = first(typed, "version_of") in {"", first(typed, "claim")}
    return first(typed, "version") if is_same else ""


def image_data(typed: Typed) -> dict[str, object]:
    """A row of images."""
    return {name: first(typed, name) for name in IMAGE_FIELDS}


def part_data(key: str, typed: Typed) -> dict[str, object] | None:
    """A part, or None when nothing was typed."""
    text, absence, note = (first(typed, name) for name in ("text", "absence", "note"))
    if not (text or absence or note):
        return None
    return {"key": key, "text": text, "absence": absence, "note": note}


def year_data(year: str, absence: str) -> object:
    """A year, *now*, or why there is none."""
    if year and absence:
        return {"absent": f"{year} and {absence}"}
    if absence:
        return {"absent": absence}
    return NOW if year.casefold() == NOW else whole_or_typed(year)


def basics_data(fields: Fields) -> dict[str, object]:
    """Title, summary and the other single fields of a case."""
    names = ("title", "summary", "language", "sector")
    return {name: first(fields, name) for name in names} | {
        "organisations": lines(first(fields, "organisations")),
        "tags": [tag.strip() for tag in first(fields, "tags").split(",") if tag.strip()],
        "began": year_data(first(fields, "began"), first(fields, "began_absence")),
        "ended": year_data(first(fields, "ended"), first(fields, "ended_absence")),
        "open_questions": lines(first(fields, "open_questions")),
    }


def _source_year(typed: str) -> object:
    if typed.casefold() in {NO_DATE, "nd"}:
        return {"absent": Absence.NOT_KNOWN.value}
    if typed in set(Absence):
        return {"absent": typed}
    return whole_or_typed(typed)


# --- content as typed fields --------------------------------------------------------------------


def fields_of(content: CaseContent) -> Fields:
    """Return the content as the fields of the edit sheet, such that reading them gives it back."""
    fields: dict[str, str] = {
        "title": content.title,
        "summary": content.summary,
        "language": content.language,
        "sector": content.sector,
        "organisations": "\n".join(content.organisations),
        "tags": ", ".join(content.tags),
        "open_questions": "\n".join(content.open_questions),
        **_year_fields("began", content.began),
        **_year_fields("ended", content.ended),
    }
    typed: Fields = {name: [value] for name, value in fields.items()}
    for number, place in enumerate(content.places):
        typed |= _row("places", number, _place_fields(place))
    for number, phase in enumerate(content.phases):
        typed |= _row("phases", number, _phase_fields(phase))
    for number, source in enumerate(content.sources):
        typed |= source_fields(number, source)
    for number, illustration in enumerate(content.illustrations):
        typed |= illustration_fields(number, illustration)
    for number, image in enumerate(content.images):
        typed |= _row("images", number, _image_fields(image))
    for key in PARTS:
        typed |= part_fields(key, content.part(key))
    return typed


def source_fields(number: int, source: Source) -> Fields:
    """A source as a row."""
    year = source.year
    if isinstance(year, Absence):
        shown = {Absence.MISSING: "", Absence.NOT_KNOWN: NO_DATE}.get(year, year.value)
    else:
        shown = str(year)
    names = ("key", "title", "url", "doi", "kind", "speaker", "authors", "publisher", "accessed")
    return _row("sources", number, {name: str(getattr(source, name)) for name in names} | {"year": shown})


def illustration_fields(number: int, row: Illustration) -> Fields:
    """A placement as a row."""
    typed = _row(
        "illustrations",
        number,
        {
            "claim": row.claim,
            "version": str(row.version),
            "version_of": row.claim,
            "stance": row.stance.value,
            "note": row.note,
            "quote": row.quote,
        },
    )
    return typed | {f"illustrations.{number}.sources": list(row.sources)}


def part_fields(key: str, part: Part | None) -> Fields:
    """A part as its three inputs."""
    found = part or Part(key=key)
    absence = found.absence.value if found.absence else ""
    return {
        f"parts.{key}.text": [found.text],
        f"parts.{key}.absence": [absence],
        f"parts.{key}.note": [found.note],
    }


def _row(table: str, number: int, values: Mapping[str, str]) -> Fields:
    return {f"{table}.{number}.{name}": [value] for name, value in values.items()}


def _year_fields(name: str, value: int | str) -> dict[str, str]:
    if isinstance(value, Absence):
        absence = "" if value is Absence.MISSING else value.value
        return {name: "", f"{name}_absence": absence}
    return {name: str(value), f"{name}_absence": ""}


def _place_fields(place: Place) -> dict[str, str]:
    return {
        "name": place.name,
        "country": place.country,
        "latitude": "" if place.latitude is None else repr(place.latitude),
        "longitude": "" if place.longitude is None else repr(place.longitude),
    }


def _phase_fields(phase: Phase) -> dict[str, str]:
    return {
        "start": str(phase.start),
        "end": NOW if phase.end is None else str(phase.end),
        "stage": NO_STAGE if phase.stage is None else str(phase.stage),
        "model": str(phase.model),
        "reason": phase.reason,
        "no_stage_reason": phase.no_stage_reason,
    }


def _image_fields(image: Image) -> dict[str, str]:
    licence = image.licence.value if image.licence else ""
    return {
        "key": image.key,
        "alt": image.alt,
        "caption": image.caption,
        "author": image.author,
        "licence": licence,
    }
