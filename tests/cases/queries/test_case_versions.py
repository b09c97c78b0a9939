"""The versions that the page of a case lists: the newest three, also where one between them is hidden."""

from accounts.models import User
from cases.models import Version
from cases.queries.case import load_case_page
from cases.queries.history import published_case
from tests.world import content, published


def listed(slug: str) -> list[int]:
    """The numbers of the versions on the page of a case."""
    case = published_case(slug)
    assert case is not None
    return [version.number for version in load_case_page(case).versions]


def test_the_newest_three_are_listed_and_a_gap_is_stepped_over(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    assert listed(case.slug) == [1]
    for number in range(2, 6):
        case = published(content(summary=f"Told {number}."), by=amina, reviewer=chiara, on=case)
    assert listed(case.slug) == [5, 4, 3]
    Version.objects.filter(case=case.pk, number=4).delete()
    assert listed(case.slug) == [5, 3, 2]
