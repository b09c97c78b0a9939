"""Bringing files: the dry run, sending within limits, knowing again what was brought, taking back."""

import io
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.actions import delete_account
from accounts.models import User
from cases.actions import import_reading, imports, off_page, reviews
from cases.actions.outbox import deliver_due
from cases.actions.refusals import ImportMovedOn, ImportTooLarge, NotAllowed, TooManyImports
from cases.actions.reviews import seen_now
from cases.domain import imports as words
from cases.domain.workflow import State
from cases.exchange.markdown import from_markdown
from cases.models import AuditEvent, Case, Import, ImportItem, ImportPiece, QueueMark, Revision
from cases.queries.imports import import_page
from cases.queries.verification import find_faults
from tests.cases.exchange.imports.test_wiki import DUMP
from tests.imports import brought, bundle, json_lines, said, sent, states
from tests.world import content, published, suspended

TWO = (content(), content("Linux"))


@pytest.fixture
def known(bruno: User, chiara: User) -> User:
    """A contributor of whom something was accepted."""
    published(content("First work"), by=bruno, reviewer=chiara)
    return bruno


def accept(found: Import, by: User) -> None:
    """Accept everything of an import."""
    keys = found.items.values("submission_key")
    for revision in Revision.objects.with_people().waiting().filter(submission_key__in=keys):
        reviews.approve(revision=revision, by=by, seen=seen_now(revision))


def test_a_dry_run_sends_nothing(amina: User) -> None:
    found = brought(json_lines(*TWO), by=amina)
    assert (found.state, states(found)) == ("read", ["ready", "ready"])
    assert not Revision.objects.exists()


def test_what_is_sent_waits_together_and_is_marked(amina: User) -> None:
    found = sent(json_lines(*TWO), by=amina)
    assert (found.state, states(found)) == ("sent", ["sent", "sent"])
    waiting = Revision.objects.waiting().by(amina)
    assert [revision.read() for revision in waiting] == list(TWO)
    assert QueueMark.objects.filter(mark=f"import:{found.pk}").count() == 2
    assert not ImportPiece.objects.exists()
    assert list(find_faults()) == []


def test_what_lacks_something_is_kept_and_says_what(amina: User) -> None:
    found = brought(
        json_lines(replace(content(), phases=(), stake=None)), by=amina, options={"stake": "none"}
    )
    assert states(found) == ["incomplete"]
    assert said(found) == ["There is no phase. Say since when, at which stage and model."]
    with pytest.raises(ImportMovedOn):
        imports.send(found=found, by=amina)


@pytest.mark.parametrize("happens", ["waits", "accepted", "went on", "declined"])
def test_the_same_file_again_changes_nothing(known: User, amina: User, chiara: User, happens: str) -> None:
    first = sent(json_lines(content()), by=known)
    if happens in {"accepted", "went on"}:
        accept(first, chiara)
    if happens == "went on":
        case = Case.objects.get(title="Guifi.net")
        published(content(summary="Newer."), by=amina, reviewer=chiara, on=case)
    if happens == "declined":
        revision = Revision.objects.waiting().by(known).get()
        reviews.decline(revision=revision, by=chiara, seen=seen_now(revision), reason="other", note="No.")
    before = Revision.objects.count()
    again = brought(json_lines(content()), by=known)
    assert states(again) == ["same"]
    assert said(again) == [
        {
            "waits": words.ALREADY_WAITS,
            "accepted": words.ALREADY_PUBLIC,
            "went on": words.ALREADY_ACCEPTED,
            "declined": words.ALREADY_ANSWERED,
        }[happens]
    ]
    assert Revision.objects.count() == before


def test_what_was_taken_back_may_be_sent_again(amina: User) -> None:
    first = sent(json_lines(*TWO), by=amina)
    assert imports.withdraw_all(found=first, by=amina) == 2
    assert set(Revision.objects.values_list("standing__state", flat=True)) == {State.WITHDRAWN}
    assert states(brought(json_lines(*TWO), by=amina)) == ["ready", "ready"]


def test_a_changed_item_becomes_a_change_of_its_case_and_keeps_what_others_wrote(
    known: User, amina: User, chiara: User
) -> None:
    accept(sent(json_lines(content()), by=known), chiara)
    case = Case.objects.get(title="Guifi.net")
    published(content(tags=("commons", "radio")), by=amina, reviewer=chiara, on=case)
    sent(json_lines(content(summary="Said better.")), by=known)
    revision = Revision.objects.with_people().waiting().by(known).get()
    assert revision.record_id == case.pk
    assert revision.is_outdated
    reviews.accept(revision=revision, by=chiara, seen=seen_now(revision))
    merged = Case.objects.get(pk=case.pk).record.published
    assert merged is not None
    assert (merged.read().summary, merged.read().tags) == ("Said better.", ("commons", "radio"))


def test_an_address_in_the_file_names_a_public_case(known: User, amina: User) -> None:
    found = sent(bundle([("first-work", content("First work", summary="Changed."))]), by=amina)
    revision = Revision.objects.waiting().by(amina).get()
    assert revision.record.slug == "first-work"
    assert words.CHANGES in said(found)


@pytest.mark.parametrize("act", ["hide", "withdraw", "never was"])
def test_what_is_off_the_page_is_not_revived_and_looks_as_if_it_never_was(
    known: User, amina: User, chiara: User, act: str
) -> None:
    case = Case.objects.select_related("record").get(title="First work")
    if act == "hide":
        off_page.hide_case(record=case.record, by=chiara, reason="privacy")
    elif act == "withdraw":
        off_page.withdraw_case(record=case.record, by=chiara, reason="wrong")
    slug = "first-work" if act != "never was" else "never-was"
    found = sent(bundle([(slug, content("Another name"))]), by=amina)
    assert states(found) == ["sent"]
    assert said(found) == []
    revision = Revision.objects.waiting().by(amina).get()
    assert revision.record_id != case.pk
    accept(found, chiara)
    assert Case.objects.filter(pk=case.pk).exists() == (act == "never was")
    address = Case.objects.get(title="Another name").slug
    assert address == ("first-work-2" if act != "never was" else "never-was")


def test_an_own_case_that_is_off_the_page_takes_nothing(known: User, chiara: User) -> None:
    accept(sent(json_lines(content()), by=known), chiara)
    case = Case.objects.select_related("record").get(title="Guifi.net")
    off_page.hide_case(record=case.record, by=chiara, reason="privacy")
    found = brought(json_lines(content(summary="Again.")), by=known)
    assert (states(found), said(found)) == (["refused"], [words.OFF_PAGE])


def test_newcomers_send_no_more_than_by_the_form(amina: User, settings: Settings) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 1
    found = sent(json_lines(*TWO), by=amina)
    assert (found.state, found.stopped, states(found)) == ("read", "waiting", ["sent", "ready"])
    imports.withdraw_all(found=found, by=amina)
    imports.send(found=found, by=amina)
    imports.send_on(found=found)
    assert (found.state, states(found)) == ("sent", ["sent", "sent"])


def test_of_what_goes_together_only_the_faulty_is_put_aside(known: User) -> None:
    found = brought(json_lines(*TWO, content("Third")), by=known)
    middle = found.items.get(number=2)
    middle.content["phases"] = []
    middle.save()
    imports.send(found=found, by=known)
    imports.send_on(found=found)
    assert states(found) == ["sent", "incomplete", "sent"]
    waiting = Revision.objects.waiting().by(known)
    assert [revision.title for revision in waiting] == ["Guifi.net", "Third"]
    assert [revision.submission_key for revision in waiting] == [
        item.submission_key for item in found.items.filter(state="sent")
    ]
    assert list(find_faults()) == []


def test_nine_new_cases_are_read_and_sent_in_as_many_statements_as_three(known: User) -> None:
    def statements(*titles: str) -> tuple[int, int]:
        with CaptureQueriesContext(connection) as reading:
            found = brought(json_lines(*map(content, titles)), by=known)
        imports.send(found=found, by=known)
        with CaptureQueriesContext(connection) as sending:
            imports.send_on(found=found)
        assert states(found) == ["sent"] * len(titles)
        return len(reading), len(sending)

    assert statements("A", "B", "C") == statements(*(f"Case {letter}" for letter in "abcdefghi"))


def test_imports_of_others_wait_in_bounded_number(known: User, chiara: User, settings: Settings) -> None:
    settings.IMPORTED_WAITING_AT_MOST = 1
    found = sent(json_lines(*TWO), by=known)
    assert (found.state, found.stopped, states(found)) == ("read", "imported", ["sent", "ready"])
    assert sent(json_lines(*TWO, content("Third")), by=chiara).state == "sent"


def test_the_first_version_of_a_page_goes_before_its_last(known: User, chiara: User) -> None:
    options: dict[str, object] = {"licence": "CC BY-SA 4.0", "history": True, "stake": "none"}
    data = DUMP.read_bytes().replace(
        b"Un atelier. Il est", b"{{Case|stage=6|model=3|began=2004|ended=now}}Il est"
    )
    first = sent(data, by=known, options=options)
    assert states(first)[0] == "sent"
    assert Revision.objects.waiting().get().read().sources[-1].accessed == "2019-05-01"
    assert states(brought(data, by=known, options=options))[0] == "ready"
    accept(first, chiara)
    sent(data, by=known, options=options)
    last = Revision.objects.with_people().waiting().get()
    assert last.base_id is not None
    assert "CC BY-SA 4.0" in last.note
    assert "Čapek" in last.note


def test_the_worker_reads_and_sends_what_takes_long(known: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "AT_ONCE_ITEMS", 1)
    monkeypatch.setattr(imports, "PORTION_SECONDS", 0.0)
    found = brought(json_lines(*TWO), by=known)
    assert (found.state, states(found)) == ("reading", [])
    deliver_due()
    found.refresh_from_db()
    assert (found.state, states(found)) == ("read", ["ready", "ready"])
    imports.send(found=found, by=known)
    known.outbox.update(due_at=timezone.now())
    assert deliver_due(at_most=1) == 1
    assert states(found) == ["ready", "ready"]
    monkeypatch.setattr(imports, "PORTION_SECONDS", 60.0)
    deliver_due()
    found.refresh_from_db()
    assert (found.state, states(found)) == ("sent", ["sent", "sent"])


def test_a_file_that_another_reader_holds_is_left_to_it(amina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "AT_ONCE_BYTES", 0)
    found = brought(json_lines(content()), by=amina)
    import_reading.hold(found)
    amina.outbox.update(due_at=timezone.now())
    assert deliver_due() == 0
    Import.objects.update(held_at=timezone.now() - timedelta(hours=1))
    amina.outbox.update(due_at=timezone.now())
    assert deliver_due() == 1
    assert states(found) == ["ready"]


def test_a_file_that_breaks_off_keeps_what_came_before(amina: User) -> None:
    found = brought(json_lines(content()) + b"\xff\n", by=amina)
    assert (found.state, states(found)) == ("failed", ["ready"])
    assert found.fault["params"] == {"line": 2}


def test_a_case_that_stands_twice_in_a_file_is_taken_once(amina: User) -> None:
    found = brought(json_lines(content(), content(summary="Again.")), by=amina)
    assert states(found) == ["ready", "refused"]


def test_what_was_sent_a_moment_before_is_not_sent_again(amina: User) -> None:
    found = brought(json_lines(*TWO), by=amina)
    first, second = found.items.all()
    found.items.filter(pk=second.pk).update(content=first.content)
    imports.send(found=found, by=amina)
    imports.send_on(found=found)
    assert states(found) == ["sent", "same"]


def test_nobody_handles_the_import_of_another(amina: User, bruno: User, chiara: User) -> None:
    found = brought(json_lines(content()), by=amina)
    for by in (bruno, chiara):
        for act in (imports.send, imports.withdraw_all, imports.discard):
            with pytest.raises(NotAllowed):
                act(found=found, by=by)


def test_who_is_suspended_brings_and_sends_nothing(amina: User, chiara: User) -> None:
    found = brought(json_lines(content()), by=amina)
    suspended(amina, by=chiara)
    amina.refresh_from_db()
    with pytest.raises(NotAllowed):
        brought(json_lines(content()), by=amina)
    with pytest.raises(NotAllowed):
        imports.send(found=found, by=amina)


def test_files_and_imports_are_bounded(amina: User, settings: Settings) -> None:
    settings.IMPORT_BYTES_AT_MOST = 100
    with pytest.raises(ImportTooLarge):
        brought(json_lines(content()), by=amina)
    settings.IMPORT_BYTES_AT_MOST = 100_000
    for _turn in range(imports.UNSENT_AT_MOST):
        brought(json_lines(content()), by=amina)
    with pytest.raises(TooManyImports):
        brought(json_lines(content()), by=amina)


def test_an_import_of_which_nothing_was_sent_is_thrown_away_whole(amina: User) -> None:
    imports.discard(found=brought(json_lines(content()), by=amina), by=amina)
    assert not Import.objects.exists()
    assert not ImportItem.objects.exists()
    with pytest.raises(ImportMovedOn):
        imports.discard(found=sent(json_lines(content()), by=amina), by=amina)


def test_old_imports_are_forgotten_and_what_was_sent_is_known_again(amina: User) -> None:
    sent(json_lines(content()), by=amina)
    brought(json_lines(content("Linux")), by=amina)
    Import.objects.update(created_at=timezone.now() - timedelta(days=31))
    assert imports.forget_old() == 1
    assert states(brought(json_lines(content()), by=amina)) == ["same"]


def test_imports_of_who_leaves_go_too(amina: User) -> None:
    brought(json_lines(content()), by=amina)
    sent(json_lines(content("Linux")), by=amina)
    delete_account(user=amina, by=amina)
    assert list(find_faults()) == []
    assert not Import.objects.exists()


def test_every_act_is_on_record(amina: User) -> None:
    found = sent(json_lines(content()), by=amina)
    imports.withdraw_all(found=found, by=amina)
    verbs = AuditEvent.objects.filter(subject_kind="import").values_list("verb", flat=True)
    assert list(verbs) == ["import_begun", "import_sent", "import_withdrawn"]


def test_a_bundle_into_an_empty_site_and_out_again_is_the_same_bytes(known: User, chiara: User) -> None:
    casebook = Path(import_reading.__file__).parents[1] / "casebook"
    documents = [from_markdown(path.read_text("utf-8")) for path in sorted(casebook.glob("a*.md"))]
    data = bundle((document.slug, document.content) for document in documents)
    accept(sent(data, by=known), chiara)
    cases = Case.objects.exclude(title="First work").select_related("record__published").order_by("slug")
    again = bundle((case.slug, case.record.published.read()) for case in cases if case.record.published)
    assert again == data
    assert states(brought(again, by=known)) == ["same"] * len(cases)


def test_the_report_is_read_in_a_fixed_number_of_queries(
    amina: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    found = brought(json_lines(*TWO), by=amina)
    with django_assert_num_queries(5):
        assert import_page(found).ready == 2


def test_a_table_asks_for_its_columns_first(amina: User) -> None:
    data = b"Name of it,What\nGuifi.net,A network.\n"
    found = imports.begin(
        file=io.BytesIO(data), name="t.csv", size=len(data), by=amina, form=None, options={}
    )
    assert found.state == "columns"
    imports.choose_columns(found=found, columns=("title", "summary"), by=amina)
    imports.read_at_once(found=found)
    assert states(found) == ["incomplete"]
    assert found.options["columns"] == ["title", "summary"]
