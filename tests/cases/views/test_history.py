"""History in public: versions for ever at their address, and nothing that was not accepted."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import drafts
from cases.domain.content import Part, Phase
from cases.domain.vocabulary import Stance
from cases.models import Case, Draft
from tests.kept import kept
from tests.world import content, illustration, published, source, submitted

HOSTILE = "<script>alert(1)</script>\"'"


@kept
def case(amina: User, chiara: User) -> Case:
    """Three versions."""
    case = published(content(), by=amina, reviewer=chiara)
    case = published(content(summary="Second."), by=amina, reviewer=chiara, on=case)
    return published(content(summary="Third.", tags=("x",)), by=amina, reviewer=chiara, on=case)


def test_the_history_links_every_version_and_what_changed(case: Case, stranger: Client) -> None:
    page = stranger.get("/cases/guifi-net/history/").content.decode()
    assert "3 published versions" in page
    assert all(f'href="/cases/guifi-net/history/{number}/"' in page for number in (1, 2, 3))
    assert 'href="/cases/guifi-net/diff/2..3/"' in page
    assert page.index("Version 3") < page.index("Version 2") < page.index("Version 1")


def test_pages_go_by_key(case: Case, stranger: Client) -> None:
    page = stranger.get("/cases/guifi-net/history/?before=2").content.decode()
    assert "/history/1/" in page
    assert "/history/3/" not in page


def test_any_two_versions_can_be_compared(case: Case, stranger: Client) -> None:
    answer = stranger.get("/cases/guifi-net/history/?old=1&new=3")
    assert answer.headers["Location"] == "/cases/guifi-net/diff/1..3/"


@pytest.mark.parametrize(
    "query", ["before=x", "before=²", "old=1&new=-1", "old=1&old=2&new=3", "new=" + "9" * 10]
)
def test_a_number_that_is_none_is_a_clear_400(case: Case, stranger: Client, query: str) -> None:
    assert stranger.get(f"/cases/guifi-net/history/?{query}").status_code == 400


@pytest.mark.parametrize(
    ("old", "new", "label", "removed", "added"),
    [
        (2, 3, "From version 2 to version 3", "Second", "Third"),
        (3, 2, "From version 3 to version 2", "Third", "Second"),
    ],
)
def test_a_difference_reads_in_both_orders(
    case: Case, stranger: Client, old: int, new: int, label: str, removed: str, added: str
) -> None:
    page = stranger.get(f"/cases/guifi-net/diff/{old}..{new}/").content.decode()
    assert label in page
    assert "2 fields changed, 13 unchanged" in page
    assert "Would be" not in page
    assert f'<del><span class="vh">[removed: </span>{removed}<span class="vh">]</span></del>' in page
    assert f'<ins><span class="vh">[added: </span>{added}<span class="vh">]</span></ins>' in page


def test_a_version_does_not_differ_from_itself(case: Case, stranger: Client) -> None:
    assert "Nothing differs." in stranger.get("/cases/guifi-net/diff/2..2/").content.decode()


def test_an_old_version_says_so_and_says_how_to_cite_it(case: Case, stranger: Client) -> None:
    page = stranger.get("/cases/guifi-net/history/2/").content.decode()
    assert "This is version 2 of 3." in page
    assert "Read the newest version" in page
    assert '<meta name="robots" content="noindex">' in page
    assert 'rel="canonical" href="http://127.0.0.1:8000/cases/guifi-net/"' in page
    assert "Guifi.net, version 2. Patchwork. http://127.0.0.1:8000/cases/guifi-net/history/2/" in page


def test_a_version_shows_its_phases_claims_text_and_sources(case: Case, stranger: Client) -> None:
    page = stranger.get("/cases/guifi-net/history/1/").content.decode()
    assert all(words in page for words in ("2004–2008", "2008 to now", "A foundation holds the commons."))
    assert 'id="source-baig2015"' in page
    assert page.count('href="#source-baig2015"') == 3
    assert "Operators live from the network" in page


def test_a_version_without_a_stage_says_that_the_hierarchy_does_not_apply(
    amina: User, chiara: User, stranger: Client
) -> None:
    phases = (Phase(start=1946, end=None, stage=None, model=1, no_stage_reason="A state."),)
    published(content(phases=phases), by=amina, reviewer=chiara)
    assert "The hierarchy does not apply" in stranger.get("/cases/guifi-net/history/1/").content.decode()


@pytest.mark.parametrize(
    "address", ["history/0/", "history/4/", f"history/{10**30}/", "diff/1..9/", "diff/0..1/", "history/x/"]
)
def test_there_is_no_such_version(case: Case, stranger: Client, address: str) -> None:
    assert stranger.get(f"/cases/guifi-net/{address}").status_code == 404


@pytest.mark.parametrize("address", ["", "history/", "history/1/", "diff/1..1/"])
def test_what_was_not_accepted_has_no_history(amina: User, stranger: Client, address: str) -> None:
    submitted(content("Secret title"), by=amina)
    assert stranger.get(f"/cases/secret-title/{address}").status_code == 404


def test_a_waiting_change_is_on_no_page_of_the_history(case: Case, amina: User, stranger: Client) -> None:
    submitted(content(summary="Unreviewed words."), by=amina, on=case)
    for address in ("history/", "history/3/", "diff/1..3/"):
        assert "Unreviewed words" not in stranger.get(f"/cases/guifi-net/{address}").content.decode()
    assert stranger.get("/cases/guifi-net/history/4/").status_code == 404


def test_hostile_text_is_text(amina: User, chiara: User, stranger: Client) -> None:
    hostile = content(
        "Guifi.net",
        summary=HOSTILE,
        tags=(HOSTILE,),
        organisations=(HOSTILE,),
        parts=(Part(key="in-short", text=f"Text {HOSTILE} [x](javascript:alert(1))"),),
        sources=(source(title=HOSTILE, authors=HOSTILE, publisher=HOSTILE),),
        illustrations=(illustration("3c", Stance.PARTLY, note=HOSTILE, quote=HOSTILE),),
        open_questions=(HOSTILE,),
    )
    case = published(content(), by=amina, reviewer=chiara)
    published(hostile, by=amina, reviewer=chiara, on=case)
    for address in ("history/", "history/2/", "diff/1..2/", "diff/2..1/"):
        page = stranger.get(f"/cases/guifi-net/{address}").content.decode()
        assert "<script>alert" not in page
        assert 'href="javascript' not in page


@pytest.mark.parametrize("address", ["history/", "history/2/", "diff/1..3/"])
def test_a_stranger_gets_the_same_bytes_as_everybody(case: Case, stranger: Client, address: str) -> None:
    first, second = (client.get(f"/cases/guifi-net/{address}") for client in (stranger, Client()))
    assert first.content == second.content
    assert first.headers["Cache-Control"].startswith("public")
    assert not first.cookies


def test_an_old_version_is_restored_as_a_change_that_is_reviewed(
    case: Case, bruno: User, signed_in: Callable[[User], Client]
) -> None:
    client = signed_in(bruno)
    page = client.get("/cases/guifi-net/history/1/restore/").content.decode()
    assert "2 of 2" in page
    client.post("/cases/guifi-net/history/1/restore/")
    draft = Draft.objects.get(author=bruno)
    form = client.get(f"/drafts/{draft.pk}/").content.decode()
    assert "Guifi.net is a network that its users build and own." in form
    assert "Restores version 1." in form
    assert Case.objects.get().summary == "Third."


@pytest.mark.parametrize(
    ("address", "status"), [("guifi-net/history/3", 302), ("guifi-net/history/9", 404), ("x/history/1", 404)]
)
def test_the_newest_version_and_one_that_is_not_there_are_not_restored(
    case: Case, bruno: User, signed_in: Callable[[User], Client], address: str, status: int
) -> None:
    assert signed_in(bruno).post(f"/cases/{address}/restore/").status_code == status


def test_who_has_too_many_drafts_is_told_where_they_are(
    case: Case, bruno: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "DRAFTS_AT_MOST", 0)
    page = signed_in(bruno).post("/cases/guifi-net/history/1/restore/", follow=True).content.decode()
    assert "Send or throw away one of them here" in page
