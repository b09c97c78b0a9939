"""Rules that hold for every style sheet and every template, so that one look serves all readers."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
SITE, WORK = (ROOT / "static/css" / name for name in ("site.css", "work.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
PAGES = [
    each for each in TEMPLATES if not each.name.startswith("_") and "{% extends" in each.read_text("utf-8")
]
PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:margin|padding|border|inset)-(?:left|right|top|bottom)[\w-]*"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height))\s*:"
)
FOUR_SIDES = re.compile(r"(?<![\w-])(?:margin|padding|inset|border-width)\s*:([^;}]+)")
QUERY = re.compile(r"@(?:media|container)[^{]+")


def rules(sheet: Path) -> str:
    """The text of a sheet without comments and without the conditions of its queries."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text("utf-8"), flags=re.DOTALL)
    return QUERY.sub("", text)


def sides(value: str) -> list[str]:
    """The parts of a value, a function counting as one."""
    while "(" in value:
        value = re.sub(r"[\w-]*\([^()]*\)", "f", value)
    return value.split()


every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
every_template = pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: str(t.relative_to(ROOT)))


@every_sheet
def test_sizes_and_sides_follow_the_direction_of_the_text(sheet: Path) -> None:
    assert PHYSICAL.findall(rules(sheet)) == []


@every_sheet
def test_the_two_sides_of_a_line_are_alike_or_named(sheet: Path) -> None:
    uneven = [
        found.group(0)
        for found in FOUR_SIDES.finditer(rules(sheet))
        if len(parts := sides(found.group(1))) == 4 and parts[1] != parts[3]
    ]
    assert uneven == []


@every_sheet
def test_nothing_is_fetched_from_elsewhere_or_written_into_the_sheet(sheet: Path) -> None:
    assert re.findall(r"data:|https?:|//", rules(sheet)) == []


@every_sheet
def test_layers_decide_and_not_insistence(sheet: Path) -> None:
    assert "!important" not in sheet.read_text("utf-8")


@every_sheet
def test_colours_are_tokens(sheet: Path) -> None:
    # Print knows only ink and paper; a mask only cares whether there is anything; a QR code needs white.
    allowed = {"#000", "#333", "#fff"}
    found = set(re.findall(r"#[0-9a-f]{3,8}\b|rgb\(", rules(sheet)))
    assert sheet.name == "tokens.css" or found <= allowed


@every_sheet
def test_every_token_that_is_used_is_set(sheet: Path) -> None:
    everything = "".join(rules(each) for each in SHEETS)
    set_somewhere = set(re.findall(r"(--[\w-]+)\s*:", everything))
    assert set(re.findall(r"var\((--[\w-]+)", rules(sheet))) <= set_somewhere


def pieces(sheet: Path) -> list[Path]:
    """The sheets of which this one is made."""
    return [sheet.parent / path for path in re.findall(r'url\("([^"]+)"\)', sheet.read_text("utf-8"))]


def test_every_sheet_is_part_of_one_that_pages_name() -> None:
    assert sorted({SITE, WORK, *pieces(SITE), *pieces(WORK)}) == SHEETS


@pytest.mark.parametrize("sheet", [SITE, WORK], ids=["site", "work"])
def test_a_sheet_orders_the_layers_before_it_fills_any(sheet: Path) -> None:
    first = rules(sheet).split(";", maxsplit=1)[0].strip()
    assert first == "@layer reset, tokens, base, layout, components, pages, utilities, print"


def test_the_sheet_of_work_keeps_the_order_of_the_site() -> None:
    """Within a layer the later rule wins."""
    shared = [piece for piece in pieces(WORK) if piece in pieces(SITE)]
    assert shared == [piece for piece in pieces(SITE) if piece in shared]


def named_classes(sheets: list[Path]) -> set[str]:
    """The classes that these sheets name."""
    return {name for sheet in sheets for name in re.findall(r"\.(-?[a-zA-Z][\w-]*)", rules(sheet))}


def with_its_parts(template: Path) -> set[Path]:
    """The template, what it extends and what it includes by name."""
    found: set[Path] = set()
    waiting = [template]
    while waiting:
        found.add(now := waiting.pop())
        names = re.findall(r'{% (?:include|extends) "([^"]+)"', now.read_text("utf-8"))
        waiting += [each for each in (ROOT / "templates" / name for name in names) if each.exists()]
        waiting = [each for each in waiting if each not in found]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_loads_the_sheet_that_dresses_it(page: Path) -> None:
    parts = with_its_parts(page)
    said = " ".join(found for part in parts for found in re.findall(r'class="([^"]*)"', part.read_text()))
    loaded, other = (WORK, SITE) if ROOT / "templates/work.html" in parts else (SITE, WORK)
    missed = named_classes(pieces(other)) - named_classes(pieces(loaded))
    assert missed & set(re.findall(r"[\w-]+", said)) == set()


@every_template
def test_no_template_holds_style_script_or_handlers(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)[^>]*>", text) == []


def test_every_icon_that_is_drawn_is_in_the_sprite() -> None:
    sprite = (ROOT / "static/img/sprite.svg").read_text("utf-8")
    drawn = {name for t in TEMPLATES for name in re.findall(r'{% icon "(\w+)" %}', t.read_text("utf-8"))}
    assert drawn
    assert drawn <= set(re.findall(r'id="i-(\w+)"', sprite))
