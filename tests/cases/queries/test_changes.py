"""Changes in words: labels, lists, absences, invisible characters, and texts that fold."""

from dataclasses import replace

import pytest

from cases.domain.content import CaseContent, Illustration, Image, Part, Phase, Place, Source, Stake
from cases.domain.vocabulary import Absence, SourceKind, Speaker, Stance
from cases.queries import changes
from cases.queries.changes import ShownChange, shown_changes, unchanged_fields
from cases.queries.taxonomy import load_all

OLD = CaseContent(title="Old", parts=(Part(key="market", text="It sells."),))


def change(before: CaseContent | None, after: CaseContent, path: str) -> ShownChange:
    (found,) = [row for row in shown_changes(before, after, load_all()) if row.path == path]
    return found


@pytest.mark.parametrize(
    ("path", "value", "label", "words"),
    [
        ("language", "fr", "Language of the text", ["Français"]),
        ("sector", "software", "Sector", ["Software"]),
        # The same word is a code in one field and plain text in another.
        ("tags", ("software", "en"), "Tags", ["software", "en"]),
        ("organisations", ("now", "other"), "Organisations", ["now", "other"]),
        ("title", "work", "Title", ["work"]),
        ("ended", "now", "Ended", ["It goes on to this day"]),
        ("began", 1999, "Began", ["1999"]),
        ("began", Absence.NOT_KNOWN, "Began", ["Not known"]),
        ("began", Absence.DOES_NOT_APPLY, "Began", ["Does not apply"]),
        ("began", Absence.NOT_FOUND, "Began", ["Looked for, not found"]),
        ("places", (Place(name="Osona", country="ES"),), "Places", ["Osona, Spain"]),
        ("places", (Place(name="", country="worldwide"),), "Places", ["Worldwide"]),
        ("places", (Place(name="X", latitude=1.5, longitude=-2.0),), "Places", ["X, 1.5, -2"]),
        ("stake", Stake(none=True), "Stake of the author", ["None"]),
        ("stake", Stake(none=False, which="I work there"), "Stake of the author", ["I work there"]),
        ("open_questions", ("Who pays?", "Since when?"), "Open questions", ["Who pays?", "Since when?"]),
    ],
)
@pytest.mark.django_db
def test_single_fields_in_words(path: str, value: object, label: str, words: list[str]) -> None:
    found = change(CaseContent(title="Old"), replace(CaseContent(title="Old"), **{path: value}), path)  # type: ignore[arg-type]
    assert (found.label, list(found.would_be.lines)) == (label, words)


@pytest.mark.django_db
def test_the_fourth_absence_is_that_nobody_has_filled_it_in() -> None:
    found = change(CaseContent(began=1999), CaseContent(), "began")
    assert (found.kind, list(found.would_be.lines)) == ("removed", ["Nobody has filled this in yet"])


@pytest.mark.parametrize(
    ("absence", "words"),
    [
        (Absence.NOT_KNOWN, "Not known: Asked."),
        (Absence.DOES_NOT_APPLY, "Does not apply: Asked."),
        (Absence.NOT_FOUND, "Looked for, not found: Asked."),
    ],
)
@pytest.mark.django_db
def test_a_part_that_becomes_an_absence_shows_both(absence: Absence, words: str) -> None:
    after = replace(OLD, parts=(Part(key="market", absence=absence, note="Asked."),))
    found = change(OLD, after, "parts.market")
    assert found.has_sides
    assert found.label == "Market and ownership"
    assert (found.was.lines, found.would_be.lines) == (("It sells.",), (words,))


@pytest.mark.django_db
def test_an_edited_part_is_a_word_diff_alone() -> None:
    found = change(OLD, replace(OLD, parts=(Part(key="market", text="It rents."),)), "parts.market")
    assert found.text is not None
    assert not found.has_sides
    assert (found.text.words_added, found.text.words_removed) == (1, 1)


@pytest.mark.usefixtures("taxonomy")
def test_phases_carry_their_stage_model_years_and_both_reasons() -> None:
    phases = (Phase(start=2004, end=None, stage=None, model=3, reason="Why.", no_stage_reason="No frame."),)
    (shown,) = change(CaseContent(), CaseContent(phases=phases), "phases").would_be.phases
    assert shown.model is not None
    assert (shown.start, shown.end, shown.stage, shown.model.number) == (2004, None, None, 3)
    assert shown.reasons == ("No frame.", "Why.")


@pytest.mark.usefixtures("taxonomy")
def test_a_stance_that_changed_is_one_change_with_both_stances() -> None:
    row = Illustration(claim="3c", version=1, stance=Stance.PARTLY, note="n", sources=("s1",), quote="q")
    before = CaseContent(illustrations=(row,))
    (found,) = shown_changes(
        before, replace(before, illustrations=(replace(row, stance=Stance.SUPPORTS),)), load_all()
    )
    assert (found.label, found.was.stance, found.would_be.stance) == ("Claim 3c", "partly", "supports")
    assert found.would_be.lines[1:] == ("Quote: “q”", "Sources: s1")


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (2015, "Year: 2015"),
        (Absence.NOT_KNOWN, "Year: Not known"),
        (Absence.MISSING, "Year: Nobody has filled this in yet"),
    ],
)
@pytest.mark.django_db
def test_a_source_in_words(year: int | Absence, words: str) -> None:
    source = Source(key="s1", kind=SourceKind.PAPER, title="T", year=year, speaker=Speaker.PRESS)
    found = change(CaseContent(), CaseContent(sources=(source,)), "sources.s1")
    assert found.label == "Source s1"
    assert found.would_be.lines == ("T", words, "Scholarly paper. Who speaks: The press")


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u200b"])
@pytest.mark.django_db
def test_characters_that_are_not_seen_are_shown_as_marks(sign: str) -> None:
    mark = f"⟦U+{ord(sign):04X}⟧"
    after = replace(OLD, tags=(f"a{sign}b",), parts=(Part(key="market", text=f"It {sign}sells."),))
    assert change(OLD, after, "tags").would_be.lines == (f"a{mark}b",)
    text = change(OLD, after, "parts.market").text
    assert text is not None
    assert mark in "".join(piece.text for run in text.runs for row in run.paragraphs for piece in row.pieces)


@pytest.mark.django_db
def test_unchanged_paragraphs_fold_once_for_each_run() -> None:
    same = [f"Paragraph number {number} stays as it is." for number in range(5)]
    before = replace(
        OLD, parts=(Part(key="market", text="\n\n".join([*same[:3], "Old words here.", *same[3:]])),)
    )
    after = replace(
        OLD, parts=(Part(key="market", text="\n\n".join([*same[:3], "New words here.", *same[3:]])),)
    )
    text = change(before, after, "parts.market").text
    assert text is not None
    assert [(run.is_same, len(run.paragraphs)) for run in text.runs] == [(True, 3), (False, 1), (True, 2)]
    assert not any(row.pieces[-1].text.endswith("\n") for run in text.runs for row in run.paragraphs)


@pytest.mark.django_db
def test_a_new_case_is_all_added_and_nothing_is_unchanged() -> None:
    assert {row.kind for row in shown_changes(None, OLD, load_all())} == {"added"}
    assert unchanged_fields(None, OLD) == 0


def test_unchanged_counts_what_says_something_and_says_the_same() -> None:
    # Title and part stay; the language, which is the same in every new case, is not counted.
    assert unchanged_fields(OLD, replace(OLD, summary="New.")) == 2
    assert unchanged_fields(OLD, replace(OLD, title="New")) == 1


@pytest.mark.django_db
def test_a_list_says_item_by_item_what_came_and_went() -> None:
    found = change(CaseContent(tags=("a", "b")), CaseContent(tags=("a", "c")), "tags")
    assert [(piece.kind, piece.text) for piece in found.items] == [
        ("same", "a"),
        ("removed", "b"),
        ("added", "c"),
    ]
    assert not found.has_sides


@pytest.mark.django_db
def test_more_text_than_a_page_compares_is_put_off_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(changes, "CHARACTERS_ON_A_PAGE", 20)
    after = replace(OLD, parts=(Part(key="market", text="It gives."), Part(key="state", text="It taxes.")))
    first, second = (change(OLD, after, f"parts.{key}") for key in ("market", "state"))
    assert (first.is_put_off, second.is_put_off) == (False, True)
    assert second.text is None
    (alone,) = shown_changes(OLD, after, load_all(), only="parts.state")
    assert alone.text is not None


@pytest.mark.django_db
def test_another_order_of_images_is_told_by_what_is_to_be_seen() -> None:
    mast, meeting = Image(key="a" * 32, alt="A mast"), Image(key="b" * 32, alt="A meeting")
    before, after = CaseContent(images=(mast, meeting)), CaseContent(images=(meeting, mast))
    (shown,) = shown_changes(before, after, load_all())
    assert shown.label == "Order of the images"
    assert shown.was.lines == ("1. A mast", "2. A meeting")
    assert shown.would_be.lines == ("1. A meeting", "2. A mast")
