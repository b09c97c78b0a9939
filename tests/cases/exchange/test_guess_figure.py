"""The picture of the tested guess, whatever it is made of."""

import re
from xml.etree import ElementTree as ET

import pytest

from cases.domain.states import ClaimState
from cases.exchange.figure import Caption, write_figure
from cases.exchange.guess_figure import ClaimDrawn, GuessWords, ModelDrawn, draw_guess

SVG = "{http://www.w3.org/2000/svg}"
STATES = (ClaimState.HELD, ClaimState.CONTESTED, ClaimState.THIN, ClaimState.GAP)


def model(number: int, name: str, *claims: ClaimDrawn) -> ModelDrawn:
    counts = tuple((state, sum(claim.state is state for claim in claims)) for state in STATES)
    return ModelDrawn(number, name, counts, claims)


def drawn(*models: ModelDrawn, words: str = "Words") -> ET.Element:
    meant = tuple((state, f"{state} {words}") for state in STATES)
    picture = draw_guess(models, GuessWords(words, words, words, words, meant))
    caption = Caption(words, words, words, (), words, "https://example.org/", "en")
    return ET.fromstring(write_figure(caption, picture))  # noqa: S314 (we wrote it)


def texts(root: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


ONE_OF_EACH = (
    ClaimDrawn("1a", ClaimState.HELD, 12, 30),
    ClaimDrawn("1b", ClaimState.CONTESTED, 3, 0),
    ClaimDrawn("1c", ClaimState.THIN, 1, 1),
    ClaimDrawn("1d", ClaimState.GAP, 0, 0),
)


def test_every_number_is_written() -> None:
    found = texts(drawn(model(1, "One", *ONE_OF_EACH)))
    for claim in ONE_OF_EACH:
        place = found.index(claim.code)
        assert found[place + 1 : place + 3] == [str(claim.cases), str(claim.sources)]
    assert found.count("1") == 4 + 2


def test_every_state_is_explained_and_differs_without_colour() -> None:
    root = drawn(model(1, "One", *ONE_OF_EACH))
    assert [word for word in texts(root) if word.endswith(" Words")] == [f"{state} Words" for state in STATES]
    fills = {node.get("fill") for node in root.iter(f"{SVG}rect")}
    assert "url(#weave-1)" in fills
    assert [node for node in root.iter(f"{SVG}rect") if node.get("stroke-dasharray")]


@pytest.mark.parametrize("models", [(), (model(1, "One"),), tuple(model(n, "None") for n in (1, 2, 3))])
def test_a_site_without_claims_has_a_picture(models: tuple[ModelDrawn, ...]) -> None:
    assert drawn(*models).tag == f"{SVG}svg"


def test_no_bar_and_no_thread_leaves_the_picture() -> None:
    many = tuple(ClaimDrawn(f"3{n}", ClaimState.CONTESTED, n * 999, n * 1999) for n in range(40))
    root = drawn(model(3, "x" * 300, *many))
    width = float(root.get("width", ""))
    assert all(float(node.get("width", "0")) <= width for node in root.iter(f"{SVG}rect"))
    courses = " ".join(node.get("d", "") for node in root.iter(f"{SVG}path"))
    ends = [float(x) for x in re.findall(r"[ML](-?[\d.]+) -?[\d.]+(?=[ML]|$)", courses)]
    assert min(ends) >= 0
    assert max(ends) <= width


@pytest.mark.parametrize("words", ["<script>x()</script>", "a\x00b", "\u202eevil", "&x;", "شبكة"])
def test_hostile_names_are_words(words: str) -> None:
    root = drawn(model(2, words, ClaimDrawn(words, ClaimState.HELD, 1, 1)), words=words)
    assert not list(root.iter(f"{SVG}script"))
