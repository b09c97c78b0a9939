"""Short names of cases."""

import pytest

from cases.domain.names import best_named, names_apart, short_name


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Guifi.net", "Guifi.net"),
        ("Linux: who pays, who sits at the table", "Linux"),
        ("Counter-Strike: a mod: and a firm", "Counter-Strike"),
        ("12:30 at the clinic", "12:30 at the clinic"),
    ],
)
def test_a_short_name_ends_at_the_first_colon(title: str, name: str) -> None:
    assert short_name(title) == name


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["Linux: who pays", "Guifi.net: held in common"], ("Linux", "Guifi.net")),
        (["Linux: who pays", "Linux: who decides"], ("Linux: who pays", "Linux: who decides")),
        (["Linux", "Linux: who pays", "SEWA"], ("Linux", "Linux: who pays", "SEWA")),
    ],
)
def test_cases_that_would_be_called_alike_keep_their_titles(
    titles: list[str], names: tuple[str, ...]
) -> None:
    assert names_apart(titles) == names


TITLES = ["Linux: who pays", "OpenSSL", "OpenStreetMap", "The Linux kernel"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("linux", ("Linux: who pays",)),  # its short name
        ("linux: WHO pays", ("Linux: who pays",)),
        ("open", ("OpenSSL", "OpenStreetMap")),  # titles that begin with it
        ("kernel", tuple(TITLES)),  # none is nearer than the others
    ],
)
def test_a_typed_name_means_the_nearest_titles(text: str, meant: tuple[str, ...]) -> None:
    assert best_named(text, TITLES) == meant
