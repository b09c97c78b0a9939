"""Second opinions: who may give one, which count, and that the public figures follow."""

from collections.abc import Mapping

import pytest

from accounts.models import User
from cases.actions import off_page, opinions
from cases.actions.publication import rebuild_public
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.models import AuditEvent, Case, Opinion, OpinionSummary, OpinionTally, Revision, SiteVersion
from cases.queries.counted_opinions import opinions_count
from cases.queries.opinions import opinions_on, own_opinion
from cases.queries.verification import find_faults
from tests.kept import kept
from tests.world import content, person, published, submitted

Figures = set[tuple[str, str, int]]


@kept
def case(bruno: User, deniz: User) -> Case:
    """A case of Bruno: stage 7, model 3, supports 3c."""
    return published(content(), by=bruno, reviewer=deniz)


@pytest.fixture
def judge(amina: User, deniz: User) -> User:
    """Amina, some of whose work was accepted."""
    published(content("Linux"), by=amina, reviewer=deniz)
    return amina


def give(case: Case, by: User, choices: Mapping[str, str], *, had_read: bool = False) -> Opinion:
    case.record.refresh_from_db()
    seen = case.record.published_id or 0
    return opinions.give(record=case.record, by=by, choices=choices, had_read=had_read, seen=seen)


def figures(case: Case) -> Figures:
    return set(OpinionTally.objects.filter(case=case).values_list("about", "value", "people"))


def test_an_opinion_is_counted_without_a_name(case: Case, judge: User) -> None:
    give(case, judge, {"stage": "6", "3c": "partly"}, had_read=True)
    assert figures(case) == {("stage", "6", 1), ("3c", "partly", 1)}
    summary = OpinionSummary.objects.get(case=case)
    assert (summary.people, summary.had_read, summary.on_older) == (1, 1, 0)


def test_it_agrees_with_what_is_published_or_not(case: Case, judge: User, chiara: User, deniz: User) -> None:
    published(content("Sensorica"), by=chiara, reviewer=deniz)
    give(case, judge, {"stage": "7", "model": "3", "3c": "partly"})
    give(case, chiara, {"stage": "6", "model": "3", "3c": "supports"})
    found = opinions_on(Case.objects.get(pk=case.pk))
    assert (found.on_stage.agree, found.on_stage.disagree) == (1, 1)
    assert (found.on_model.agree, found.on_model.disagree) == (2, 0)
    assert found.on_placement("3c", "supports").agree == 1


def test_the_newest_counts_and_the_old_one_is_kept(case: Case, judge: User) -> None:
    give(case, judge, {"stage": "6"})
    give(case, judge, {"stage": "5"})
    assert figures(case) == {("stage", "5", 1)}
    assert Opinion.objects.count() == 2


def test_said_twice_it_is_said_once(case: Case, judge: User) -> None:
    assert give(case, judge, {"stage": "6"}) == give(case, judge, {"stage": "6"})
    assert AuditEvent.objects.filter(verb="opinion_given").count() == 1


def test_taken_back_it_counts_no_more(case: Case, judge: User) -> None:
    give(case, judge, {"stage": "6"})
    for _again in range(2):
        opinions.withdraw(record=case.record, by=judge)
    assert (figures(case), own_opinion(judge, case.record)) == (set(), None)
    assert Opinion.objects.count() == 2


def test_the_opinion_of_somebody_without_accepted_work_waits_for_it(
    case: Case, amina: User, deniz: User
) -> None:
    give(case, amina, {"stage": "6"})
    assert figures(case) == set()
    published(content("Linux"), by=amina, reviewer=deniz)
    assert figures(case) == {("stage", "6", 1)}


def test_the_opinion_waits_again_while_the_work_is_taken_away(case: Case, amina: User, deniz: User) -> None:
    linux = published(content("Linux"), by=amina, reviewer=deniz)
    give(case, amina, {"stage": "6"})
    for taken_away in (off_page.hide_case, off_page.withdraw_case):
        reason = "abuse" if taken_away is off_page.hide_case else "wrong"
        taken_away(record=linux.record, by=deniz, reason=reason)
        assert (figures(case), opinions_count(amina), list(find_faults())) == (set(), False, [])
        off_page.put_back_case(record=linux.record, by=deniz)
        assert (figures(case), opinions_count(amina)) == ({("stage", "6", 1)}, True)
    assert list(find_faults()) == []


def test_the_opinion_waits_again_while_the_text_is_hidden(
    case: Case, amina: User, bruno: User, deniz: User
) -> None:
    linux = published(content("Linux"), by=amina, reviewer=deniz)
    published(content("Linux", summary="Newer."), by=bruno, reviewer=deniz, on=linux)
    give(case, amina, {"stage": "6"})
    work = Revision.objects.by(amina).get()
    off_page.hide_revision(revision=work, by=deniz, reason="abuse")
    assert (figures(case), list(find_faults())) == (set(), [])
    off_page.unhide_revision(revision=work, by=deniz)
    assert figures(case) == {("stage", "6", 1)}
    off_page.hide_revision(revision=work, by=deniz, reason="abuse")
    published(content("Sensorica"), by=amina, reviewer=deniz)
    assert (figures(case), list(find_faults())) == ({("stage", "6", 1)}, [])


def test_who_becomes_an_author_of_the_case_counts_no_more(case: Case, judge: User, deniz: User) -> None:
    give(case, judge, {"stage": "6"})
    published(content(summary="Amina wrote this."), by=judge, reviewer=deniz, on=case)
    assert figures(case) == set()


def test_an_opinion_on_an_earlier_version_says_so(case: Case, judge: User, bruno: User, deniz: User) -> None:
    give(case, judge, {"stage": "6"})
    published(content(summary="Newer."), by=bruno, reviewer=deniz, on=case)
    assert OpinionSummary.objects.get(case=case).on_older == 1


def test_authors_of_a_case_give_none_on_it(case: Case, bruno: User) -> None:
    with pytest.raises(NotAllowed):
        give(case, bruno, {"stage": "6"})


def test_who_is_suspended_gives_none(case: Case, amina: User) -> None:
    amina.is_active = False
    with pytest.raises(NotAllowed):
        give(case, amina, {"stage": "6"})


def test_nobody_judges_what_is_not_public(amina: User, bruno: User) -> None:
    waiting = submitted(content(), by=bruno)
    with pytest.raises(NotAllowed):
        opinions.give(
            record=waiting.record, by=amina, choices={"stage": "6"}, had_read=False, seen=waiting.pk
        )


@pytest.mark.parametrize(
    "choices", [{}, {"stage": "8"}, {"model": "0"}, {"3c": "maybe"}, {"9z": "supports"}, {"x": "1"}]
)
def test_what_cannot_be_chosen_is_refused(case: Case, amina: User, choices: dict[str, str]) -> None:
    with pytest.raises(Incomplete):
        give(case, amina, choices)


def test_a_version_that_is_no_longer_public_is_refused(
    case: Case, amina: User, bruno: User, deniz: User
) -> None:
    seen = case.record.published_id or 0
    published(content(summary="Newer."), by=bruno, reviewer=deniz, on=case)
    with pytest.raises(ChangedSinceSeen):
        opinions.give(record=case.record, by=amina, choices={"stage": "6"}, had_read=False, seen=seen)


def test_every_opinion_is_a_new_version_of_the_site(case: Case, judge: User) -> None:
    before = SiteVersion.objects.get().number
    give(case, judge, {"stage": "6"})
    opinions.withdraw(record=case.record, by=judge)
    assert SiteVersion.objects.get().number == before + 2


def test_rebuilding_keeps_the_opinions_and_their_figures(case: Case, judge: User) -> None:
    give(case, judge, {"stage": "6", "3c": "supports"})
    newcomer = person("Newcomer")
    give(case, newcomer, {"stage": "1"})
    before = figures(case)
    rebuild_public()
    assert figures(case) == before
    assert list(find_faults()) == []


def test_wrong_figures_are_found(case: Case, judge: User) -> None:
    give(case, judge, {"stage": "6"})
    OpinionTally.objects.update(people=9)
    assert len(list(find_faults())) == 1
