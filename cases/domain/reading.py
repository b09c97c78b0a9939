"""Reading plain data as content, strictly.

Unknown fields, wrong types, unknown words and text that no database can hold are each a problem with
a path. All problems are collected before anything is raised, so that a person hears of them at once.
Text is normalised on the way in (see `reader.clean_text`), which makes reading what `to_data` wrote an
identity.
"""

import re
import unicodedata
from datetime import date

from cases.domain import vocabulary as words
from cases.domain.content import (
    CaseContent,
    Illustration,
    Image,
    Now,
    Part,
    Phase,
    Place,
    Source,
    Stake,
)
from cases.domain.countries import COUNTRY_CODES
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import Reader, quoted
from cases.domain.vocabulary import Absence, ImageLicence, SourceKind, Speaker, Stance

UPLOADED = re.compile(r"[0-9a-f]{32}", re.ASCII)
"""The name that an uploaded image gets."""
LICENCES = {licence.value: label for licence, label in words.IMAGE_LICENCE_LABELS.items()}
KEY = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


def read_content(data: object) -> CaseContent:
    """Return the content that this plain data says.

    Raises ContentProblems with every fault found. Older schema versions are upgraded first.
    """
    reader = Reader("", upgrade(data), [])
    content = CaseContent(
        title=reader.line("title", words.TITLE_LIMIT),
        summary=reader.line("summary", words.SUMMARY_LIMIT),
        language=reader.choice("language", words.LANGUAGE_LABELS, default="en"),
        organisations=reader.lines("organisations", words.NAME_LIMIT),
        places=reader.rows("places", _read_place),
        sector=reader.choice("sector", words.SECTOR_LABELS, default=""),
        tags=_read_tags(reader),
        began=reader.year("began"),
        ended=_read_ended(reader),
        stake=_read_stake(reader),
        phases=reader.rows("phases", _read_phase),
        parts=_read_parts(reader),
        illustrations=_read_illustrations(reader),
        sources=_read_sources(reader),
        open_questions=reader.lines("open_questions", words.QUESTION_LIMIT),
        images=_read_images(reader),
    )
    reader.refuse_unknown("schema")
    if reader.problems:
        raise ContentProblems(tuple(reader.problems))
    return content


def upgrade(data: object) -> object:
    """Return data of an older schema version as data of the current one.

    Version 2 brought images. Data of a later version is refused.
    """
    if not isinstance(data, dict):
        return data
    version = data.get("schema", words.SCHEMA_VERSION)
    if type(version) is not int or not 1 <= version <= words.SCHEMA_VERSION:
        problem = Problem(
            "schema",
            _("Schema version %(found)s is not known here. Write version %(known)s."),
            {"found": quoted(str(version)), "known": words.SCHEMA_VERSION},
        )
        raise ContentProblems((problem,))
    return data


def _read_place(reader: Reader) -> Place:
    country = reader.line("country", 20)
    if country and country != words.WORLDWIDE and country not in COUNTRY_CODES:
        reader.fault(
            "country",
            _("“%(value)s” is not a country code. Write two capital letters of ISO 3166, or worldwide."),
            value=country,
        )
    latitude = reader.number("latitude", -90, 90)
    longitude = reader.number("longitude", -180, 180)
    if (reader.data.get("latitude") is None) != (reader.data.get("longitude") is None):
        reader.fault("latitude", _("Give latitude and longitude, or leave both empty."))
    return Place(
        name=reader.line("name", words.NAME_LIMIT),
        country=country,
        latitude=latitude,
        longitude=longitude,
    )


def _read_phase(reader: Reader) -> Phase:
    start = reader.whole("start", words.EARLIEST_YEAR, words.LATEST_YEAR)
    if start is None and reader.data.get("start") is None:
        reader.fault("start", _("The first year of the phase is missing. Write it in four digits."))
    model = reader.whole("model", words.MODELS[0], words.MODELS[-1])
    if model is None and reader.data.get("model") is None:
        reader.fault("model", _("The value model of the phase is missing. Choose one of the three."))
    return Phase(
        start=start or words.EARLIEST_YEAR,
        end=_read_end(reader),
        stage=reader.whole("stage", words.STAGES[0], words.STAGES[-1]),
        model=model or words.MODELS[0],
        reason=reader.text("reason", words.REASON_LIMIT),
        no_stage_reason=reader.text("no_stage_reason", words.REASON_LIMIT),
    )


def _read_end(reader: Reader) -> int | None:
    if reader.data.get("end") == "":
        reader.seen.add("end")
        reader.fault(
            "end",
            _("The last year of the phase is missing. Write it in four digits, or “now” if it goes on."),
        )
        return None
    return reader.whole("end", words.EARLIEST_YEAR, words.LATEST_YEAR)


def _read_tags(reader: Reader) -> tuple[str, ...]:
    tags = tuple(dict.fromkeys(folded_tag(tag) for tag in reader.lines("tags", words.TAG_LIMIT)))
    if len(tags) > words.TAGS_AT_MOST:
        reader.fault(
            "tags",
            _("There are %(count)s tags. Keep the %(limit)s that say most."),
            count=len(tags),
            limit=words.TAGS_AT_MOST,
        )
    if any("," in tag for tag in tags):
        reader.fault("tags", _("A tag holds a comma. Write one tag for each idea."))
    # Folding can make a tag longer (ß becomes ss), and what was stored must be readable again.
    if any(len(tag) > words.TAG_LIMIT for tag in tags):
        reader.fault(
            "tags", _("A tag is longer than %(limit)s characters. Shorten it."), limit=words.TAG_LIMIT
        )
    return tags


def folded_tag(tag: str) -> str:
    """Return the one spelling of a tag: small letters, one space between words."""
    return unicodedata.normalize("NFC", " ".join(tag.casefold().split()))


def _read_ended(reader: Reader) -> int | Now | Absence:
    if reader.data.get("ended") == words.NOW:
        reader.seen.add("ended")
        return "now"
    return reader.year("ended")


def _read_stake(reader: Reader) -> Stake | None:
    value = reader.take("stake")
    if value is None:
        return None
    below = Reader("stake", value, reader.problems)
    stake = Stake(none=below.flag("none"), which=below.text("which", words.STAKE_LIMIT))
    below.refuse_unknown()
    return stake


def _read_part(reader: Reader) -> Part:
    absence = reader.line("absence", 20)
    known = set(Absence) - {Absence.MISSING}
    if absence and absence not in known:
        reader.fault("absence", _("Write not_known, does_not_apply or not_found."))
        absence = ""
    if not reader.data.get("key"):
        reader.fault("key", _("The part has no key. Write which part it is, such as in-short."))
    part = Part(
        key=reader.choice("key", words.PART_LABELS, default=words.IN_SHORT),
        text=reader.text("text", words.PART_LIMIT),
        absence=Absence(absence) if absence else None,
        note=reader.text("note", words.NOTE_LIMIT),
    )
    if part.text and part.absence:
        reader.fault("text", _("The part has a text and says that there is none. Keep one of the two."))
    if part.note and not part.text and not part.absence:
        reader.fault(
            "absence",
            _("There is a note on why there is no text, but not why. Say why, or empty the note."),
        )
    elif not part.text and not part.absence:
        reader.fault("text", _("The part is empty. Write its text, or leave the part out."))
    elif part.note and not part.absence:
        reader.fault("note", _("Only a part without text has a note. Write it into the text."))
    return part


def _read_parts(reader: Reader) -> tuple[Part, ...]:
    parts = reader.rows("parts", _read_part)
    _refuse_repeats(reader, "parts", [part.key for part in parts])
    return tuple(sorted(parts, key=lambda part: words.PARTS.index(part.key)))


def _read_source(reader: Reader) -> Source:
    key = reader.line("key", 40)
    if not KEY.fullmatch(key):
        reader.fault("key", _("Write a key of small letters, digits, - and _, such as smith2012."))
    accessed = reader.line("accessed", 10)
    if accessed and not _is_date(accessed):
        reader.fault("accessed", _("“%(value)s” is not a date. Write it as 2026-11-23."), value=accessed)
    return Source(
        key=key,
        kind=reader.member("kind", SourceKind, SourceKind.OTHER),
        title=reader.line("title", 500),
        authors=reader.line("authors", 500),
        year=reader.year("year"),
        publisher=reader.line("publisher", words.NAME_LIMIT),
        url=_read_url(reader),
        doi=_read_doi(reader),
        accessed=accessed,
        speaker=reader.member("speaker", Speaker, Speaker.OTHER),
    )


def _read_sources(reader: Reader) -> tuple[Source, ...]:
    sources = reader.rows("sources", _read_source)
    _refuse_repeats(reader, "sources", [source.key for source in sources])
    return sources


def _read_illustration(reader: Reader) -> Illustration:
    version = reader.whole("version", 1, 10_000)
    if not reader.data.get("stance"):
        reader.fault("stance", _("Say what the case does to the claim. Choose one of the four."))
    return Illustration(
        claim=reader.line("claim", 10),
        version=version or 1,
        stance=reader.member("stance", Stance, Stance.SUPPORTS),
        note=reader.text("note", words.NOTE_LIMIT),
        sources=tuple(dict.fromkeys(reader.lines("sources", 40))),
        quote=reader.text("quote", words.QUOTE_LIMIT),
    )


def _read_illustrations(reader: Reader) -> tuple[Illustration, ...]:
    rows = reader.rows("illustrations", _read_illustration)
    for index, row in enumerate(rows):
        if any(row.claim == other.claim and row.stance is other.stance for other in rows[:index]):
            reader.fault(
                f"illustrations.{index}",
                _("Claim %(claim)s is placed twice with one stance. Join the two notes."),
                claim=row.claim,
            )
    return rows


def _read_image(reader: Reader) -> Image:
    key = reader.line("key", 40)
    if not UPLOADED.fullmatch(key):
        reader.fault("key", _("This is no image of the site. Upload the file first."))
    licence = reader.choice("licence", LICENCES, default="")
    return Image(
        key=key,
        alt=reader.line("alt", words.ALT_LIMIT),
        caption=reader.line("caption", words.SUMMARY_LIMIT),
        author=reader.line("author", words.NAME_LIMIT),
        licence=ImageLicence(licence) if licence else None,
    )


def _read_images(reader: Reader) -> tuple[Image, ...]:
    images = reader.rows("images", _read_image)
    _refuse_repeats(reader, "images", [image.key for image in images])
    if len(images) > words.IMAGES_AT_MOST:
        reader.fault(
            "images",
            _("There are %(count)s images. A case shows at most %(limit)s. Take some out."),
            count=len(images),
            limit=words.IMAGES_AT_MOST,
        )
    return images


def _refuse_repeats(reader: Reader, field: str, keys: list[str]) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            reader.fault(f"{field}.{index}", _("“%(key)s” is there twice. Join the two rows."), key=key)


def _read_url(reader: Reader) -> str:
    url = reader.line("url", words.URL_LIMIT)
    if url and not is_web_address(url):
        reader.fault(
            "url",
            _("“%(value)s” is not a web address. Begin it with https:// or http://."),
            value=url,
        )
    return url


def is_web_address(url: str) -> bool:
    """Whether this is an http(s) address with a dotted host, no spaces and no user name in it."""
    return bool(re.fullmatch(r"https?://[^\s/@?#\\]+\.[^\s/@?#\\]+([/?#][^\s\\]*)?", url))


def _read_doi(reader: Reader) -> str:
    doi = reader.line("doi", words.NAME_LIMIT)
    if doi and not re.fullmatch(r"10\.\d{4,9}/\S+", doi):
        reader.fault("doi", _("“%(value)s” is not a DOI. It begins with 10. and has a slash."), value=doi)
    return doi


def _is_date(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False
