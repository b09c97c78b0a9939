"""Help for people who write: pasted sources, one question about sources, previews and names."""

import json
import uuid
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import drafts, lookups, outbox
from cases.exchange import outbound
from cases.exchange.outbound import Answer, Refused, Unreachable
from cases.models import Draft, Lookup, OutboxMessage, Revision
from tests.cases.forms.test_contribute import GOOD
from tests.world import content, published, submitted

Browser = Callable[[User], Client]
BIBTEX = (
    "@article{Ostrom:1990, title={Governing <the> commons}, author={Ostrom, Elinor}, year={1990}, volume={3}}"
)
UNCITED = "The farms plan their volumes together each spring."


@pytest.fixture
def amina_writes(amina: User, signed_in: Browser) -> Client:
    return signed_in(amina)


def typed(**changes: str) -> dict[str, str]:
    return GOOD | {"form_key": str(uuid.uuid4()), "act": "send"} | changes


def pasted(client: Client, text: str) -> tuple[dict[str, list[str]], str]:
    """Paste into the short form; the fields of the draft afterwards, and the page."""
    page = client.post("/contribute/?claim=3f", typed(act="paste", paste=text), follow=True).content.decode()
    return Draft.objects.get().fields, page


# --- pasting ---


def test_what_is_pasted_becomes_a_source_and_nothing_else_is_lost(amina_writes: Client) -> None:
    fields, page = pasted(amina_writes, BIBTEX)
    assert fields["sources.1.key"] == ["ostrom1990"]
    assert fields["sources.1.authors"] == ["Elinor Ostrom"]
    assert fields["note"] == [GOOD["note"]]
    assert "paste" not in fields
    assert "a source has no field for: volume" in page
    assert "Governing &lt;the&gt; commons" in page


def test_who_speaks_is_left_to_the_person(amina_writes: Client) -> None:
    fields, _page = pasted(amina_writes, BIBTEX)
    assert fields["sources.1.speaker"] == [""]


def test_an_untouched_row_gives_way(amina_writes: Client) -> None:
    empty = {name: "" for name in GOOD if name.startswith("sources.0.")}
    amina_writes.post("/contribute/", typed(**empty, act="paste", paste="10.1000/182"))
    fields = Draft.objects.get().fields
    assert [fields[name] for name in fields if name.endswith(".doi")] == [["10.1000/182"]]


def test_a_key_of_the_case_is_not_made_again(amina_writes: Client, bruno: User, chiara: User) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    text = json.dumps({"id": "baig2015", "type": "book", "title": "X"})
    form = typed(act="paste", paste=text, which="existing", case=case.title)
    amina_writes.post("/contribute/", form)
    assert Draft.objects.get().fields["sources.1.key"] == ["baig2015b"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Ostrom 1990", "neither a DOI nor an address"),
        ("@book{a, title={x", "Look at its braces"),
        ("", "no entry"),
    ],
)
def test_what_cannot_be_read_stays_in_the_field(amina_writes: Client, text: str, said: str) -> None:
    answer = amina_writes.post("/contribute/", typed(act="paste", paste=text))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#id_paste"' in page
    assert said in page
    assert GOOD["note"] in page
    assert Draft.objects.get().fields["paste"] == [text]


def test_what_was_pasted_and_forgotten_is_not_sent_past(amina_writes: Client) -> None:
    answer = amina_writes.post("/contribute/", typed(paste=BIBTEX))
    assert "is no source yet" in answer.content.decode()
    assert not Revision.objects.exists()


# --- one question about sources ---


def with_part(**changes: str) -> dict[str, str]:
    return typed(part="state", part_text=UNCITED, **changes)


def test_a_paragraph_without_a_source_is_asked_about_once(amina_writes: Client) -> None:
    form = with_part()
    answer = amina_writes.post("/contribute/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "These paragraphs name no source." in page
    assert '<a href="#id_part_text">What the state did</a>' in page
    assert "Error:" not in page
    amina_writes.post("/contribute/", form | {"asked_sources": "on"})
    assert Revision.objects.count() == 1


def test_the_draft_remembers_that_it_was_asked(amina_writes: Client) -> None:
    amina_writes.post("/contribute/", with_part())
    draft = Draft.objects.get()
    assert 'name="asked_sources" value="on"' in amina_writes.get(f"/drafts/{draft.pk}/").content.decode()


@pytest.mark.parametrize("act", ["save", "autosave", "preview"])
def test_nothing_is_asked_before_it_is_sent(amina_writes: Client, act: str) -> None:
    answer = amina_writes.post("/contribute/", with_part(act=act), follow=True)
    assert "name no source" not in answer.content.decode()


def test_faults_come_before_the_question(amina_writes: Client) -> None:
    page = amina_writes.post("/contribute/", with_part(stance="")).content.decode()
    assert "There is a problem" in page
    assert "name no source" not in page


# --- looking up ---


def test_without_leave_nothing_is_looked_up(amina_writes: Client) -> None:
    _fields, page = pasted(amina_writes, "10.1000/182")
    assert "this site asks no other one" in page
    assert not OutboxMessage.objects.exists()


@pytest.fixture
def asked(settings: object, amina_writes: Client, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the worker asked; a DOI was pasted where the operator allows to look it up."""
    settings.OUTBOUND = True  # type: ignore[attr-defined]
    addresses: list[str] = []

    def fetch(url: str, *, accept: str) -> Answer:
        addresses.append(url)
        item = {"type": "book", "title": "Found <b>", "issued": {"date-parts": [[1990]]}, "publisher": "CUP"}
        return Answer(url, accept, json.dumps(item).encode())

    monkeypatch.setattr(outbound, "fetch", fetch)
    pasted(amina_writes, "10.1000/182")
    return addresses


def test_what_was_found_waits_until_the_author_takes_it(asked: list[str], amina_writes: Client) -> None:
    assert asked == []  # nothing leaves the site while somebody waits for a page
    assert outbox.deliver_due() == 1
    assert asked == ["https://doi.org/10.1000/182"]
    draft, lookup = Draft.objects.get(), Lookup.objects.get()
    page = amina_writes.get(f"/drafts/{draft.pk}/").content.decode()
    assert "Found &lt;b&gt;" in page
    assert "sources.1.title" not in draft.fields or draft.fields["sources.1.title"] == [""]
    form = {name: values[0] for name, values in draft.fields.items()}
    form |= {"form_key": str(draft.submission_key), "act": f"take-{lookup.pk}", "sources.1.publisher": "Mine"}
    amina_writes.post(f"/drafts/{draft.pk}/", form)
    draft.refresh_from_db()
    assert draft.fields["sources.1.title"] == ["Found <b>"]
    assert draft.fields["sources.1.publisher"] == ["Mine"]


def test_a_document_is_asked_about_once_in_a_draft(asked: list[str], amina_writes: Client) -> None:
    draft = Draft.objects.get()
    form = {name: values[0] for name, values in draft.fields.items()}
    amina_writes.post(
        f"/drafts/{draft.pk}/",
        form | {"form_key": str(draft.submission_key), "act": "paste", "paste": "10.1000/x"},
    )
    assert sorted(Lookup.objects.values_list("document", flat=True)) == ["10.1000/182", "10.1000/x"]


def test_what_is_more_than_may_be_asked_is_not_asked(
    asked: list[str], amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "LOOKUPS_AT_MOST", 0)
    lookups.ask(draft=Draft.objects.get(), by=amina, documents=["10.1000/1", "10.1000/2"])
    assert Lookup.objects.count() == 1


def test_nothing_is_asked_for_a_draft_that_is_gone(asked: list[str], amina: User) -> None:
    draft = Draft.objects.get()
    drafts.discard(draft=Draft.objects.get(), by=amina)
    lookups.ask(draft=draft, by=amina, documents=["10.1000/1"])
    assert not Lookup.objects.exists()


def test_a_refusal_is_told_to_the_author(
    asked: list[str], amina_writes: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fetch(url: str, *, accept: str) -> Answer:
        raise Refused(outbound.NOT_PUBLIC)

    monkeypatch.setattr(outbound, "fetch", fetch)
    assert outbox.deliver_due() == 1
    page = amina_writes.get(f"/drafts/{Draft.objects.get().pk}/").content.decode()
    assert "The address does not lead to a public site. Fill the source in by hand." in page


def test_a_site_that_is_away_is_asked_again_later(asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fetch(url: str, *, accept: str) -> Answer:
        raise Unreachable("away")

    monkeypatch.setattr(outbound, "fetch", fetch)
    assert outbox.deliver_due() == 0
    message = OutboxMessage.objects.get()
    assert (message.dropped_at, message.attempts) == (None, 1)


def test_a_draft_that_is_gone_is_not_looked_up(asked: list[str]) -> None:
    Draft.objects.get().delete()
    outbox.deliver_due()
    assert asked == []


# --- preview, names and tags ---


def test_a_text_is_shown_as_it_will_look(amina_writes: Client) -> None:
    form = typed(preview="part_text", part_text="*Held* <b>in</b> common [@s1] [@none].")
    page = amina_writes.post("/contribute/preview/", form).content.decode()
    assert "<em>Held</em> &lt;b&gt;in&lt;/b&gt;" in page
    assert 'href="#source-s1"' in page
    assert "no source with the key none" in page
    assert not Draft.objects.exists()


def test_a_preview_knows_the_sources_of_the_chosen_case(
    amina_writes: Client, bruno: User, chiara: User
) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    form = typed(preview="part_text", part_text="So [@baig2015].", which="existing", case=case.title)
    assert 'href="#source-baig2015"' in amina_writes.post("/contribute/preview/", form).content.decode()


@pytest.mark.parametrize("form", [{"preview": "note"}, {"preview": "part_text", "author": "1"}, {}])
def test_only_texts_of_the_form_are_shown(amina_writes: Client, form: dict[str, str]) -> None:
    assert amina_writes.post("/contribute/preview/", form).status_code == 400


@pytest.mark.parametrize(
    ("begin", "names"),
    [("gui", ["Guifi.net"]), ("net", ["Guifi.net", "Open Food Network"]), ("wai", []), ("", [])],
)
def test_names_of_public_cases_are_offered(
    amina: User, chiara: User, stranger: Client, begin: str, names: list[str]
) -> None:
    for title in ("Guifi.net", "Open Food Network"):
        published(content(title), by=amina, reviewer=chiara)
    submitted(content("Waiting"), by=amina)
    assert stranger.get(f"/cases/names/?q={begin}").json() == {"names": [[name, ""] for name in names]}


def test_a_case_that_was_renamed_is_linked_by_its_address(
    amina: User, chiara: User, stranger: Client
) -> None:
    case = published(content("Debian"), by=amina, reviewer=chiara)
    published(content("Debian: a constitution"), by=amina, reviewer=chiara, on=case)
    found = stranger.get("/cases/names/?q=deb").json()
    assert found == {"names": [["debian", "Debian: a constitution"]]}


def test_tags_in_use_are_offered(amina_writes: Client, bruno: User, chiara: User) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    page = amina_writes.get(f"/cases/{case.slug}/edit/").content.decode()
    assert 'list="known-tags"' in page
    assert '<option value="community network">' in page


@pytest.mark.parametrize(
    ("ending", "begin"), [("bib", "@article{baig2015,"), ("ris", "TY  - JOUR"), ("csl.json", "[")]
)
def test_the_sources_of_a_case_can_be_taken_away(
    amina: User, chiara: User, stranger: Client, ending: str, begin: str
) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    answer = stranger.get(f"/cases/{case.slug}/sources.{ending}")
    assert answer.content.decode().startswith(begin)
    assert stranger.get(f"/cases/never/sources.{ending}").status_code == 404
