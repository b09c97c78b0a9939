"""The pages of imports: choosing a file, mapping columns, the report, sending, drafts, taking back."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import User
from cases.models import Draft, Import, Revision
from tests.imports import brought, json_lines, sent, states
from tests.world import content

Browser = Callable[[User], Client]
TABLE = b"Name of it;Founded\nGuifi.net;2004\nLinux;soon\n"


@pytest.fixture
def browser(amina: User, signed_in: Browser) -> Client:
    return signed_in(amina)


def choose(client: Client, data: bytes, name: str = "cases.jsonl", **said: str) -> str:
    """Send the form with a file; where it leads, or the page when it is refused."""
    answer = client.post("/import/", {"file": SimpleUploadedFile(name, data), **said})
    return answer.headers.get("Location") or answer.content.decode()


def test_a_file_is_read_and_leads_to_its_report(browser: Client) -> None:
    place = choose(browser, json_lines(content(), replace(content("Linux"), phases=())))
    page = browser.get(place).content.decode()
    assert "Send 1 case for review" in page
    assert "There is no phase." in page
    assert not Revision.objects.exists()


def test_nothing_is_sent_without_a_yes_to_the_licences(browser: Client, amina: User) -> None:
    found = brought(json_lines(content()), by=amina)
    address = f"/me/imports/{found.pk}/sending/"
    assert browser.post(address).status_code == 422
    assert browser.post(address, {"licence": "on"}).status_code == 302
    assert states(found) == ["sent"]


@pytest.mark.parametrize(
    ("data", "said", "expected"),
    [
        (b"", {}, "The file is empty"),
        (b"<mediawiki></mediawiki>", {"form": "mediawiki"}, "Choose the licence under which the wiki"),
        (b"x", {"form": "word"}, "There is no such format"),
        (b"x", {"stake": "some"}, "Say which stake you have"),
    ],
)
def test_a_form_at_fault_comes_back_and_says_why(
    browser: Client, data: bytes, said: dict[str, str], expected: str
) -> None:
    assert expected in choose(browser, data, **said)
    assert not Import.objects.exists()


def test_no_file_is_said_and_a_field_of_no_form_is_refused(browser: Client) -> None:
    assert "No file is chosen" in browser.post("/import/", {}).content.decode()
    assert browser.post("/import/", {"role": "steward"}).status_code == 400


def test_a_table_is_mapped_and_its_faults_name_row_and_column(browser: Client) -> None:
    place = choose(browser, TABLE, "table.csv")
    assert place.endswith("/columns/")
    page = browser.get(place).content.decode()
    assert 'value="began" selected' in page
    assert "Guifi.net" in page
    assert "No column holds the title" in browser.post(place, {"column1": "began"}).content.decode()
    report = browser.post(place, {"column0": "title", "column1": "began"}).headers["Location"]
    page = browser.get(report).content.decode()
    assert "row 3" in page
    assert "column “Founded”:" in page
    assert "This is not a whole number. Write digits." in page


def test_what_lacks_something_is_opened_as_a_draft_and_sent_from_there(browser: Client, amina: User) -> None:
    found = brought(json_lines(replace(content(), phases=())), by=amina)
    place = browser.post(f"/me/imports/{found.pk}/draft/1/").headers["Location"]
    draft = Draft.objects.get(author=amina)
    assert place == f"/drafts/{draft.pk}/"
    page = browser.get(place).content.decode()
    assert "Guifi.net" in page
    assert "From the file" in page
    assert f"/drafts/{draft.pk}/" in browser.get(f"/me/imports/{found.pk}/").content.decode()
    phase = {"start": "2004", "end": "now", "stage": "6", "model": "3"}
    fields = {name: values[0] for name, values in draft.fields.items() if not name.endswith(".sources")}
    fields |= {f"phases.0.{name}": value for name, value in phase.items()}
    sending = fields | {"illustrations.0.sources": "baig2015", "licence": "on", "act": "send"}
    browser.post(place, sending | {"form_key": str(draft.submission_key), "asked_sources": "on"})
    revision = Revision.objects.get()
    assert revision.submission_key == found.items.get().submission_key
    assert revision.queue_marks.filter(mark=f"import:{found.pk}").exists()
    assert states(brought(json_lines(revision.read()), by=amina)) == ["same"]


def test_everything_is_taken_back_in_one_act(browser: Client, amina: User) -> None:
    found = sent(json_lines(content(), content("Linux")), by=amina)
    address = f"/me/imports/{found.pk}/withdrawal/"
    assert "2 changes that came with" in browser.get(address).content.decode()
    assert "You took 2 changes back" in browser.post(address, follow=True).content.decode()
    assert not Revision.objects.waiting().exists()


def test_moderators_see_what_belongs_together(amina: User, chiara: User, signed_in: Browser) -> None:
    sent(json_lines(content("Alone")), by=amina)
    found = sent(json_lines(content(), content("Linux")), by=amina)
    moderator = signed_in(chiara)
    queue = moderator.get("/review/").content.decode()
    assert f"from import {found.pk}" in queue
    assert "cases.jsonl, of Amina: 2 wait" in queue
    narrowed = moderator.get(f"/review/?import={found.pk}").content.decode()
    assert "Linux" in narrowed
    assert "Alone" not in narrowed


def test_an_item_is_shown_with_its_marks_and_not_as_html(browser: Client, amina: User) -> None:
    odd = replace(content("<b>Guifi</b> \u202enet"), phases=())
    found = brought(json_lines(odd), by=amina, name="<i>file</i>.jsonl")
    page = browser.get(f"/me/imports/{found.pk}/").content.decode()
    assert "&lt;b&gt;Guifi&lt;/b&gt; ⟦U+202E⟧net" in page
    assert "<i>file" not in page


def test_the_report_is_narrowed_and_paged_and_refuses_what_it_does_not_know(
    browser: Client, amina: User
) -> None:
    found = brought(json_lines(content(), replace(content("Linux"), phases=())), by=amina)
    narrowed = browser.get(f"/me/imports/{found.pk}/?show=ready").content.decode()
    assert "Guifi.net" in narrowed
    assert "Linux" not in narrowed
    assert browser.get(f"/me/imports/{found.pk}/?show=all").status_code == 400
    assert browser.get(f"/me/imports/{found.pk}/?after=x").status_code == 400


def test_a_markdown_file_alone_is_called_by_its_name(browser: Client) -> None:
    page = browser.get(choose(browser, b"---\nno title: x\n---\n", "guifi.md")).content.decode()
    assert "<bdi>guifi.md</bdi>" in page
