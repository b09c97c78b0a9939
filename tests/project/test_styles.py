"""Rules that hold for every style sheet and every template, so that one look serves all readers."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
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


def test_every_sheet_is_part_of_the_one_that_pages_name() -> None:
    site = ROOT / "static/css/site.css"
    named = {
        (site.parent / path).resolve() for path in re.findall(r'url\("([^"]+)"\)', site.read_text("utf-8"))
    }
    assert named == {sheet for sheet in SHEETS if sheet != site}


@every_template
def test_no_template_holds_style_script_or_handlers(template: Path) -> None:
    text = template.read_text("utf-8")
    assert re.findall(r"<style|\sstyle=|\son\w+=|javascript:|<script(?![^>]*\ssrc=)[^>]*>", text) == []


def test_every_icon_that_is_drawn_is_in_the_sprite() -> None:
    sprite = (ROOT / "static/img/sprite.svg").read_text("utf-8")
    drawn = {name for t in TEMPLATES for name in re.findall(r'{% icon "(\w+)" %}', t.read_text("utf-8"))}
    assert drawn
    assert drawn <= set(re.findall(r'id="i-(\w+)"', sprite))
