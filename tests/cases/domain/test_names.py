"""Short names of cases."""

import pytest

from cases.domain.names import short_name


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
