"""What the frame tells somebody who is signed in: theirs alone, and as of now."""

from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from cases.actions import watching
from cases.actions.notices import mark_read
from cases.actions.outbox import deliver_due
from cases.models import Case
from cases.queries.frame import notices_new, watched
from tests.kept import kept
from tests.world import content, published


@kept
def case(amina: User, chiara: User) -> Case:
    """A case of Amina, who watches it and was told of all that happened."""
    case = published(content(), by=amina, reviewer=chiara)
    deliver_due()
    return case


def test_a_new_notice_counts_at_once_until_it_is_read(
    case: Case, amina: User, bruno: User, chiara: User
) -> None:
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    assert (notices_new(bruno), notices_new(chiara)) == (0, 0)
    published(content(summary="Told anew."), by=amina, reviewer=chiara, on=case)
    deliver_due()
    assert (notices_new(bruno), notices_new(chiara)) == (1, 0)
    mark_read(by=bruno)
    assert notices_new(bruno) == 0


def test_a_notice_of_a_case_that_is_gone_does_not_count(
    case: Case, amina: User, bruno: User, chiara: User
) -> None:
    watching.watch(thing=f"case-{case.pk}", by=bruno)
    published(content(summary="Told anew."), by=amina, reviewer=chiara, on=case)
    deliver_due()
    assert notices_new(bruno) == 1
    Case.objects.filter(pk=case.pk).delete()
    assert notices_new(bruno) == 0


def test_who_asks_again_costs_as_many_queries(
    bruno: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _time in range(2):
        with django_assert_num_queries(2):
            notices_new(bruno)
            watched(bruno)


def test_each_person_watches_their_own(case: Case, bruno: User, chiara: User) -> None:
    thing = f"case-{case.pk}"
    assert thing not in watched(bruno) | watched(chiara)
    watching.watch(thing=thing, by=bruno)
    assert thing in watched(bruno)
    assert thing not in watched(chiara)
    watching.unwatch(thing=thing, by=bruno)
    assert thing not in watched(bruno)
