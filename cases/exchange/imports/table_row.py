"""One row of a table as plain data of a case."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from cases.domain.citation_keys import key_for
from cases.domain.content import Data, Source
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.vocabulary import NOW, PARTS, Absence, SourceKind
from cases.exchange.imports.columns import ROWS, country_name, country_of, language_of, sector_of

BETWEEN_TAGS, BETWEEN_NAMES = re.compile(r"[,;|\n]"), re.compile(r"[;|\n]")
BETWEEN_KEYS = re.compile(r"[,;|\s]")
WHOLE = re.compile(r"-?\d{1,9}", re.ASCII)
DECIMAL = re.compile(r"-?\d{1,3}(\.\d{1,40})?(e-\d{1,3})?", re.ASCII)
NO_STAKE = frozenset({"none", "no", "-"})
FIELDS = {
    "place": "name", "phase_start": "start", "phase_end": "end", "phase_reason": "reason",
    "claim_note": "note", "claim_quote": "quote", "claim_sources": "sources",
}  # fmt: skip
NOT_A_SLUG = _("“%(value)s” is no address. Write small letters and digits, with - between words.")
SLUG = re.compile(r"[^\W_]+(-[^\W_]+)*")


@dataclass(slots=True)
class Row:
    """A row that is read: its plain data, and by the path of each field the index of its column."""

    data: Data = field(default_factory=dict)
    single: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def data_of(targets: Sequence[str], cells: Sequence[str]) -> Row:
    """The plain data of a row; `targets` say what each cell holds."""
    row = Row()
    lists: dict[str, dict[int, dict[str, tuple[str, int]]]] = {}
    seen: dict[str, int] = {}
    for index, (target, cell) in enumerate(zip(targets, cells, strict=True)):
        if not target:
            continue
        turn = seen[target] = seen.get(target, -1) + 1
        if target in ROWS:
            if cell.strip():
                lists.setdefault(ROWS[target], {}).setdefault(turn, {})[target] = (cell.strip(), index)
        else:
            row.single[target] = cell.strip()
            row.places[target] = index
    _read_single(row)
    for table, rows in lists.items():
        row.data[table] = [_listed(table, rows[turn], f"{table}.{number}", row)
                           for number, turn in enumerate(sorted(rows))]  # fmt: skip
    _name_sources(row)
    return row


def _read_single(row: Row) -> None:
    said = {name: value for name, value in row.single.items() if value}
    row.data["title"] = said.get("title", "")
    row.data["summary"] = said.get("summary", "")
    row.data["language"] = language_of(said["language"]) if "language" in said else None
    row.data["sector"] = sector_of(said["sector"]) if "sector" in said else None
    row.data["organisations"] = _listed_names(said.get("organisations", ""), BETWEEN_NAMES)
    row.data["tags"] = _listed_names(said.get("tags", ""), BETWEEN_TAGS)
    row.data["open_questions"] = _listed_names(said.get("open_questions", ""), BETWEEN_NAMES)
    row.data["began"] = year_data(said.get("began", ""))
    row.data["ended"] = year_data(said.get("ended", ""))
    row.data["stake"] = _stake(said["stake"]) if "stake" in said else None
    row.data["parts"] = [{"key": key, "text": said[key]} for key in PARTS if key in said]
    for number, key in enumerate(key for key in PARTS if key in said):
        row.places[f"parts.{number}"] = row.places[key]
    slug = row.single.get("slug", "")
    if slug and not (SLUG.fullmatch(slug) and slug == slug.casefold() and len(slug) <= 100):
        row.problems.append(Problem("slug", NOT_A_SLUG, {"value": slug[:40]}))


def _listed_names(text: str, between: "re.Pattern[str]") -> list[str]:
    return [name.strip() for name in between.split(text) if name.strip()]


def _stake(text: str) -> Data:
    is_none = text.casefold() in NO_STAKE
    return {"none": is_none, "which": "" if is_none else text}


def year_data(text: str) -> object:
    """A year, *now*, or why there is none; what is none of them stays text, for the reader to refuse."""
    word = text.casefold().replace(" ", "_")
    if not text or word == NOW:
        return NOW if text else None
    if word in set(Absence):
        return {"absent": word}
    return int(text) if WHOLE.fullmatch(text) else text


def _listed(table: str, cells: dict[str, tuple[str, int]], path: str, row: Row) -> Data:
    """One row of a list, of the cells that name its fields."""
    found: Data = {}
    for target, (text, index) in cells.items():
        name = FIELDS.get(target, target.removeprefix("source_"))
        found[name] = _value(target, text)
        row.places[f"{path}.{name}"] = index
        row.places.setdefault(path, index)
    if table == "phases":
        _complete_phase(found, path, row)
    if table == "places" and "name" not in found:
        # A place of which only the country is known is the country.
        found["name"] = country_name(str(found.get("country", "")))
    if table == "illustrations":
        found.setdefault("version", 1)
    return found


def _value(target: str, text: str) -> object:
    read = READERS.get(target)
    return read(text) if read else text


def _whole(text: str) -> object:
    return None if text.casefold() in {"none", NOW} else int(text) if WHOLE.fullmatch(text) else text


def _decimal(text: str) -> object:
    return float(text) if DECIMAL.fullmatch(text) else text


def _word(text: str) -> str:
    return text.casefold().replace(" ", "_")


READERS: dict[str, Callable[[str], object]] = {
    **dict.fromkeys(("stage", "model", "phase_start", "phase_end"), _whole),
    **dict.fromkeys(("latitude", "longitude"), _decimal),
    **dict.fromkeys(("source_kind", "source_speaker", "stance"), _word),
    "source_year": year_data,
    "country": country_of,
    "claim_sources": lambda text: _listed_names(text, BETWEEN_KEYS),
}


def _complete_phase(found: Data, path: str, row: Row) -> None:
    """A phase without years of its own lasts as long as the case."""
    for name, of_case in (("start", "began"), ("end", "ended")):
        if name not in found and of_case in row.places:
            row.places[f"{path}.{name}"] = row.places[of_case]
    if "start" not in found and isinstance(row.data["began"], int):
        found["start"] = row.data["began"]
    if "end" not in found:
        # Nothing said is not *now*: the reader asks for it.
        ended = row.data["ended"]
        found["end"] = None if ended == NOW else ended if isinstance(ended, int) else ""


def _name_sources(row: Row) -> None:
    """Give sources keys; a placement that names none stands on the sources of its row, if there is one."""
    taken: set[str] = set()
    sources = row.data.get("sources")
    for source in sources if isinstance(sources, list) else []:
        year = source.get("year")
        key = source.get("key") or key_for(
            Source(
                key="",
                kind=SourceKind.OTHER,
                title=source.get("title", ""),
                authors=source.get("authors", ""),
                year=year if type(year) is int else Absence.MISSING,
            ),
            taken,
        )
        source["key"] = key
        taken.add(key)
    placements = row.data.get("illustrations")
    for placement in placements if isinstance(placements, list) else []:
        if "sources" not in placement and placement.get("stance") != "not_found":
            placement["sources"] = sorted(taken)
