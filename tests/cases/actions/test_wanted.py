"""The *Wanted* line: moderators write it, every version is in the log, and nobody writes over another."""

import pytest
from django.db import connection

from accounts.models import User
from cases.actions import wanted
from cases.actions.refusals import ChangedSinceSeen, GapNotOpen, Incomplete, NotAllowed
from cases.domain.gaps import Gap
from cases.models import AuditEvent, WantedLine
from cases.queries.verification import find_faults

GAP = Gap.read("claim-3f")


def test_each_version_is_in_the_log(chiara: User, deniz: User) -> None:
    wanted.write(gap=GAP, text="an open  supply\nchain", by=chiara, seen_number=0)
    wanted.write(gap=GAP, text="", by=deniz, seen_number=1)
    events = AuditEvent.objects.filter(subject_kind="wantedline", subject_id="claim-3f")
    assert list(events.values_list("actor_id", "data")) == [
        (chiara.pk, {"number": 1, "text": "an open supply chain"}),
        (deniz.pk, {"number": 2, "text": ""}),
    ]
    assert WantedLine.objects.get().text == ""
    assert list(find_faults()) == []


def test_a_contributor_writes_none(amina: User) -> None:
    with pytest.raises(NotAllowed):
        wanted.write(gap=GAP, text="x", by=amina, seen_number=0)


def test_what_changed_since_is_not_written_over(chiara: User, deniz: User) -> None:
    wanted.write(gap=GAP, text="first", by=chiara, seen_number=0)
    with pytest.raises(ChangedSinceSeen):
        wanted.write(gap=GAP, text="second", by=deniz, seen_number=0)
    assert WantedLine.objects.get().text == "first"


@pytest.mark.parametrize(
    ("gap", "text", "refusal"), [("claim-3f", "x" * 201, Incomplete), ("claim-9z", "x", GapNotOpen)]
)
def test_what_cannot_be_written(chiara: User, gap: str, text: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        wanted.write(gap=Gap.read(gap), text=text, by=chiara, seen_number=0)
    assert not WantedLine.objects.exists()


def test_a_line_that_is_not_in_the_log_is_found(chiara: User) -> None:
    wanted.write(gap=GAP, text="first", by=chiara, seen_number=0)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_wantedline SET text = 'other'")
    assert list(find_faults()) == ["Gap claim-3f: its wanted line is not the last that was written."]
