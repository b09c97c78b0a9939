"""Names are those of the version of the site, and are read once for each."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import transaction
from taggit.models import Tag

from accounts.models import User
from cases.actions import tags
from cases.queries import names
from cases.queries.facts import facts_now
from cases.queries.names import names_of
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]


def everything(slug: str) -> tuple[object, ...]:
    known = names_of(facts_now())
    return known.models, known.stages, known.claims, known.tags([slug])


@pytest.fixture
def case(amina: User, chiara: User) -> None:
    world.published(world.content(tags=("radio",)), by=amina, reviewer=chiara)


def test_they_are_read_once_for_each_version(
    case: None, amina: User, chiara: User, django_assert_num_queries: Counting
) -> None:
    before = everything("radio")
    with django_assert_num_queries(1):  # for the version
        assert everything("radio") == before
    world.published(world.content("Another", tags=("mesh",)), by=amina, reviewer=chiara)
    assert names_of(facts_now()).tags(["mesh"])["mesh"] == "mesh"


def test_a_tag_that_is_not_common_costs_a_query(case: None, django_assert_num_queries: Counting) -> None:
    Tag.objects.create(name="Once used", slug="once-used")
    everything("radio")
    with django_assert_num_queries(2):
        known = names_of(facts_now()).tags(["radio", "once-used", "unknown"])
    assert (known["radio"], known["once-used"]) == ("radio", "Once used")
    assert "unknown" not in known


def test_a_new_wording_and_a_new_name_are_known_at_once(case: None, deniz: User) -> None:
    everything("radio")
    world.reworded("3f", by=deniz)
    assert names_of(facts_now()).claims["3f"] == ("newly", "worded")
    tags.rename(tag=Tag.objects.get(slug="radio"), name="radio waves", by=deniz)
    assert names_of(facts_now()).tags(["radio-waves"])["radio-waves"] == "radio waves"


def test_a_wording_that_was_rolled_back_is_forgotten(case: None, deniz: User) -> None:
    before = everything("radio")
    with transaction.atomic():
        world.reworded("3f", by=deniz, kind="withdrawn")
        assert "3f" not in names_of(facts_now()).claims
        transaction.set_rollback(True)
    assert everything("radio") == before


def test_what_a_replica_says_is_not_kept(
    case: None, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Counting
) -> None:
    facts = facts_now()
    monkeypatch.setattr(names, "reading_place", lambda: "replica-1")
    assert names_of(facts) is not names_of(facts)
    with django_assert_num_queries(2):
        assert names_of(facts).stages == names_of(facts).stages
