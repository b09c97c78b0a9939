"""What collecting static files makes of the style sheet."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from config.staticfiles import joined_script, joined_sheet


def sheets(**texts: str) -> dict[str, str]:
    return {name.replace("__", "/") + ".css": text for name, text in texts.items()}


def joined(**texts: str) -> str:
    return joined_sheet("css/site.css", sheets(**texts).__getitem__)


def test_a_piece_stands_in_its_layer_where_its_import_stood() -> None:
    text = joined(
        css__site='@layer a, b;\n@import url("one.css") layer(a);\n@import url("two.css") layer(b);\n',
        css__one="p { color: red; }\n",
        css__two="q { color: blue; }\n",
    )
    assert text == "@layer a, b;\n@layer a {\np { color: red; }\n}\n@layer b {\nq { color: blue; }\n}\n"


def test_the_address_of_a_picture_follows_the_move() -> None:
    text = joined(
        css__site='@import url("parts/gap.css") layer(a);',
        css__parts__gap='.gap { mask: url("../../img/fringe.svg"); }',
    )
    assert 'url("../img/fringe.svg")' in text


@pytest.mark.parametrize("address", ["/static/x.svg", "#fringe", "https://example.org/x.svg"])
def test_other_addresses_stay(address: str) -> None:
    text = joined(
        css__site='@import url("parts/gap.css") layer(a);',
        css__parts__gap=f'.gap {{ mask: url("{address}"); }}',
    )
    assert f'url("{address}")' in text


def test_comments_are_left_out() -> None:
    text = joined(css__site='/* why */\n@import url("one.css") layer(a);', css__one="/* what */\np { }\n")
    assert "/*" not in text


def test_a_commented_import_is_not_followed() -> None:
    assert "missing" not in joined(css__site='/* @import url("missing.css") layer(a); */')


def test_a_piece_may_not_import_another() -> None:
    with pytest.raises(ValueError, match=r"one\.css imports another sheet"):
        joined(css__site='@import url("one.css") layer(a);', css__one='@import url("two.css") layer(a);')


@pytest.mark.parametrize(("sheet", "most"), [("site", 14 * 1024), ("work", 14 * 1024)])
def test_a_served_sheet_is_one_small_file(collected: Path, sheet: str, most: int) -> None:
    (served,) = collected.glob(f"css/{sheet}.????????????.css")
    text = served.read_text("utf-8")
    assert "@import" not in text
    assert len(gzip.compress(text.encode(), 9)) <= most


def test_a_joined_script_holds_its_pieces_in_their_order() -> None:
    texts = {
        "js/all.js": 'for (const piece of [\n  "./one.js",\n  "../other/two.js",\n]) {}',
        "js/one.js": "first()",
        "other/two.js": "(second)()",
    }
    assert joined_script("js/all.js", texts.__getitem__) == "first();\n(second)()"


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("account", ("localStorage", "webauthnJSON", "allauth.webauthn", "noPasskey", "allauthOnload")),
        ("comparing", ("localStorage", "htmx", "mouseover", "datalist")),
    ],
)
def test_the_scripts_of_a_kind_of_page_are_served_as_one(
    collected: Path, script: str, words: tuple[str, ...]
) -> None:
    (served,) = collected.glob(f"js/{script}.????????????.js")
    text = served.read_text("utf-8")
    assert "document.write" not in text
    assert all(word in text for word in words)
    assert len(gzip.compress(text.encode(), 9)) <= 20 * 1024


WRITING = ["django_htmx/htmx-2.min", "js/theme", "js/autosave", "js/writing", "js/focus-errors"]


def test_the_scripts_of_a_page_to_write_on_are_small(collected: Path) -> None:
    """All that the heaviest page loads, as it is sent."""
    sizes = [
        len(gzip.compress(served.read_bytes(), 9))
        for name in WRITING
        for served in collected.glob(f"{name}.????????????.js")
    ]
    assert len(sizes) == len(WRITING)
    assert sum(sizes) <= 20 * 1024


@pytest.mark.parametrize("sheet", ["site", "work"])
def test_every_address_in_a_served_sheet_is_a_hashed_file_that_exists(collected: Path, sheet: str) -> None:
    (served,) = collected.glob(f"css/{sheet}.????????????.css")
    for address in re.findall(r'url\("([^"]+)"\)', served.read_text("utf-8")):
        assert re.search(r"\.[0-9a-f]{12}\.", address)
        assert (served.parent / address).resolve().is_file()


def test_only_what_pages_name_is_collected(collected: Path) -> None:
    """Each file stands there as it is, hashed, and compressed; 256 flags of countries would be 500 more."""
    assert not (collected / "flags").exists()
    assert len([path for path in collected.rglob("*") if path.is_file()]) < 400


def test_a_file_of_an_application_is_found() -> None:
    assert finders.find("django_htmx/htmx-2.min.js") is not None
    assert finders.find("flags/fr.gif") is None
