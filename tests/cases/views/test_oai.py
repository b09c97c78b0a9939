"""OAI-PMH: answers keep to the specification, a harvester takes everything, nothing hidden is told."""

import base64
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree as ET

import pytest
import requests
from django.test import Client, override_settings
from sickle import Sickle

from accounts.models import User
from cases.actions import addresses, off_page
from cases.actions.publication import rebuild_public
from cases.domain.content import Phase
from cases.models import Case, LastChange
from cases.queries import harvest
from tests.cases.views.oai_rules import DC, OAI, error_of, faults_of
from tests.kept import kept
from tests.world import content, published, source, submitted

Counting = Callable[[int], AbstractContextManager[object]]
FORM = "application/x-www-form-urlencoded"
BASE = "http://127.0.0.1:8000/oai"
HOSTILE = "\x01\x08\x1b\ufffe ]]> <b>&amp; done"


@kept
def three(amina: User, chiara: User) -> list[Case]:
    """Guifi.net, Linux, and a case off the matrix in the first model."""
    off = Phase(start=1972, end=None, stage=None, model=1, no_stage_reason="A union.")
    rows = (content(), content("Linux"), content("SEWA", phases=(off,)))
    return [published(row, by=amina, reviewer=chiara) for row in rows]


def ask(client: Client, **arguments: str) -> bytes:
    """The body of an answer, which keeps to the specification whatever was asked."""
    sent = {name.rstrip("_"): value for name, value in arguments.items()}
    with override_settings(DEFAULT_FROM_EMAIL="Patchwork <mail@example.org>"):
        answer = client.get("/oai", sent)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/xml; charset=utf-8")
    body = answer.getvalue()
    assert faults_of(body, sent) == []
    return body


def listed(client: Client, verb: str = "ListIdentifiers", **arguments: str) -> list[str]:
    """The numbers of the records of a list, from all its pages; *-7* is one that is gone."""
    found, token = [], ""
    while True:
        asked = {"resumptionToken": token} if token else {"metadataPrefix": "oai_dc", **arguments}
        root = ET.fromstring(ask(client, verb=verb, **asked))  # noqa: S314 (we wrote it)
        for header in root.iter(f"{OAI}header"):
            number = header.findtext(f"{OAI}identifier", "").rpartition("/")[2]
            found.append(f"-{number}" if header.get("status") else number)
        ends = root.find(f".//{OAI}resumptionToken")
        if ends is None or not ends.text:
            assert (ends is None) != bool(token), "3.5: the last page of several says so by an empty token"
            return found
        token = ends.text


def names(cases: list[Case]) -> list[str]:
    return [str(case.pk) for case in cases]


def name_of(case: Case) -> str:
    return f"tag:127.0.0.1,2026:case/{case.pk}"


VERBS = ({"verb": "Identify"}, {"verb": "ListSets"}, {"verb": "ListMetadataFormats"})


def test_every_verb_keeps_to_the_specification(three: list[Case], stranger: Client) -> None:
    for asked in VERBS:
        assert error_of(ask(stranger, **asked)) == ""
    for verb in ("ListIdentifiers", "ListRecords"):
        assert listed(stranger, verb) == names(three)
    ask(stranger, verb="GetRecord", metadataPrefix="oai_dc", identifier=name_of(three[0]))
    ask(stranger, verb="ListMetadataFormats", identifier=name_of(three[0]))


def test_the_rules_notice_what_breaks_them(three: list[Case], stranger: Client) -> None:
    asked = {"verb": "ListRecords", "metadataPrefix": "oai_dc"}
    body = ask(stranger, **asked).decode()
    for right, wrong in (
        ("dc:title", "dc:heading"), ("<datestamp>2", "<datestamp>"), ("tag:127", "127"),
        ('verb="ListRecords"', 'verb="Identify"'),
        ("<setSpec>model-3", "<setName>model-3"), ("oai_dc.xsd", "dc.xsd"),
    ):  # fmt: skip
        broken = body.replace(right, wrong).replace("<setName>model-3</setSpec>", "<setName>x</setName>")
        assert faults_of(broken.encode(), asked), right


def test_a_record_says_what_its_case_says(three: list[Case], stranger: Client) -> None:
    body = ask(stranger, verb="GetRecord", metadataPrefix="oai_dc", identifier=name_of(three[0]))
    root = ET.fromstring(body)  # noqa: S314 (we wrote it)
    said = [(node.tag.removeprefix(DC), node.text) for node in root.iter() if node.tag.startswith(DC)]
    assert said == [
        ("title", "Guifi.net"),
        ("creator", "Amina"),
        ("subject", "commons"),
        ("subject", "community network"),
        ("subject", "Telecommunications"),
        ("description", "Guifi.net is a network that its users build and own."),
        ("publisher", "Patchwork"),
        ("date", f"{three[0].published_at:%Y-%m-%d}"),
        ("type", "Text"),
        ("format", "text/html"),
        ("identifier", "http://127.0.0.1:8000/cases/guifi-net/"),
        ("identifier", name_of(three[0])),
        (
            "source",
            "Roger Baig and others (2015). Guifi.net, a crowdsourced network infrastructure held in common."
            " Computer Networks. https://example.org/guifi",
        ),
        ("language", "en"),
        ("coverage", "Osona, Spain"),
        ("coverage", "2004/.."),
        ("rights", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ]


WRONG = (
    # 3.6: an error for each thing that can be wrong, with status 200.
    ("verb=Nothing", "badVerb"),
    ("", "badVerb"),
    ("verb=Identify&verb=Identify", "badVerb"),
    ("verb=identify", "badVerb"),
    ("verb=GetMetadata&identifier=x&metadataPrefix=oai_dc", "badVerb"),
    ("verb=Identify&extra=1", "badArgument"),
    ("verb=Identify&%00=1", "badArgument"),
    ("verb=ListRecords", "badArgument"),
    ("verb=ListRecords&metadataPrefix=", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&metadataPrefix=oai_dc", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=%00", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=a%20b", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&resumptionToken=x", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-1-1", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-30", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03T10:00:00", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03T10:00:00.5Z", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-03&until=2026-02-04T00:00:00Z", "badArgument"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=2026-02-04&until=2026-02-03", "badArgument"),
    ("verb=GetRecord&identifier=x", "badArgument"),
    ("verb=GetRecord&identifier=x&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=tag:127.0.0.1,2026:case/0&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=GetRecord&identifier=tag:127.0.0.1,2026:case/%D9%A3&metadataPrefix=oai_dc", "idDoesNotExist"),
    (f"verb=GetRecord&identifier=tag:127.0.0.1,2026:case/{'9' * 30}&metadataPrefix=oai_dc", "idDoesNotExist"),
    ("verb=ListMetadataFormats&identifier=x", "idDoesNotExist"),
    ("verb=GetRecord&identifier=x&metadataPrefix=marc", "cannotDisseminateFormat"),
    ("verb=ListIdentifiers&metadataPrefix=marc", "cannotDisseminateFormat"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=model-9", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&set=no:such", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&until=2012-01-01", "noRecordsMatch"),
    ("verb=ListRecords&metadataPrefix=oai_dc&from=9999-12-31", "noRecordsMatch"),
    ("verb=ListRecords&resumptionToken=x", "badResumptionToken"),
    ("verb=ListRecords&resumptionToken=%C3%A9", "badResumptionToken"),
    (f"verb=ListRecords&resumptionToken={'A' * 400}", "badResumptionToken"),
    ("verb=ListSets&resumptionToken=x", "badResumptionToken"),
)  # fmt: skip


def test_what_is_wrong_is_named_with_status_200(three: list[Case], stranger: Client) -> None:
    for query, code in WRONG:
        answer = stranger.get(f"/oai?{query}")
        assert (answer.status_code, error_of(answer.content)) == (200, code), query
        pairs = [piece.partition("=")[::2] for piece in query.split("&")]
        if code not in {"badVerb", "badArgument"} and "%" not in query:
            assert faults_of(answer.content, dict(pairs)) == [], query


@pytest.mark.parametrize(
    "text",
    [
        "oai_dc||||x|1",
        "oai_dc||||1|x",
        "marc||||1|1",
        "oai_dc|1|2|a b|1|1",
        "oai_dc||||1",
        f"oai_dc||||{'9' * 18}|1",
    ],
)
def test_a_token_that_somebody_changed_is_refused_or_asks_what_may_be_asked(
    three: list[Case], stranger: Client, text: str
) -> None:
    token = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    assert error_of(ask(stranger, verb="ListRecords", resumptionToken=token)) == "badResumptionToken"


def test_days_and_seconds_bound_a_list_on_both_sides(three: list[Case], stranger: Client) -> None:
    at = three[0].published_at.replace(microsecond=999_999)
    for days, case in enumerate(three):
        LastChange.objects.filter(pk=case.pk).update(at=at + timedelta(days=days))
    moments = [f"{at + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}" for days in range(3)]
    first, second, third = names(three)
    for arguments, expected in (
        ({"from_": moments[1]}, [second, third]),
        ({"until": moments[1]}, [first, second]),
        ({"from_": moments[1], "until": moments[1]}, [second]),
        ({"from_": moments[1][:10]}, [second, third]),
        ({"until": moments[1][:10]}, [first, second]),
        ({"from_": moments[0][:10], "until": moments[0][:10]}, [first]),
    ):
        assert listed(stranger, **arguments) == expected, arguments


def test_pages_go_by_key_and_lose_nothing(
    three: list[Case], stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = three[0].published_at
    LastChange.objects.update(at=at)  # all at one moment: only their numbers tell them apart
    monkeypatch.setattr(harvest, "PAGE", 1)
    for verb in ("ListIdentifiers", "ListRecords"):
        assert listed(stranger, verb, until=f"{at:%Y-%m-%d}") == names(three)


def test_sets_are_those_of_every_model_and_stage_in_which_a_case_stood(
    three: list[Case], stranger: Client
) -> None:
    assert listed(stranger, set="model-1") == names(three[2:])
    assert listed(stranger, set="model-3") == listed(stranger, set="stage-6") == names(three[:2])
    root = ET.fromstring(ask(stranger, verb="ListSets"))  # noqa: S314 (we wrote it)
    assert len(list(root.iter(f"{OAI}setSpec"))) == 10


def test_what_waits_is_not_there(three: list[Case], amina: User, stranger: Client) -> None:
    submitted(content("Waiting"), by=amina)
    assert b"Waiting" not in ask(stranger, verb="ListRecords", metadataPrefix="oai_dc")
    assert listed(stranger) == names(three)


def test_a_withdrawn_case_is_told_of_and_comes_back(
    three: list[Case], chiara: User, deniz: User, stranger: Client
) -> None:
    first, *others = three
    off_page.withdraw_case(record=first.record, by=chiara, reason="wrong")
    assert listed(stranger) == [*names(others), f"-{first.pk}"]
    gone = ask(stranger, verb="GetRecord", metadataPrefix="oai_dc", identifier=name_of(first))
    assert b"Guifi" not in gone
    before = LastChange.objects.get(pk=first.pk).at
    off_page.put_back_case(record=first.record, by=deniz)
    assert listed(stranger) == names([*others, first])
    assert LastChange.objects.get(pk=first.pk).at > before


def test_a_hidden_case_was_never_there(three: list[Case], chiara: User, stranger: Client) -> None:
    first, second, third = three
    off_page.hide_case(record=first.record, by=chiara, reason="privacy")
    off_page.withdraw_case(record=second.record, by=chiara, reason="wrong")
    off_page.hide_case(record=second.record, by=chiara, reason="privacy")
    assert listed(stranger) == names([third])
    for case in (first, second):
        answer = ask(stranger, verb="GetRecord", metadataPrefix="oai_dc", identifier=name_of(case))
        assert error_of(answer) == "idDoesNotExist"


def test_a_case_that_moves_is_taken_anew_under_its_name(
    three: list[Case], chiara: User, stranger: Client
) -> None:
    first = three[0]
    addresses.rename(record=first.record, slug="guifi", seen="guifi-net", by=chiara)
    assert listed(stranger) == names([*three[1:], first])
    body = ask(stranger, verb="GetRecord", metadataPrefix="oai_dc", identifier=name_of(first))
    assert b"/cases/guifi/<" in body


def test_who_left_is_taken_out_of_what_harvesters_have(
    three: list[Case], amina: User, stranger: Client
) -> None:
    from accounts.actions import delete_account  # noqa: PLC0415 (used here only)

    moments = dict(LastChange.objects.values_list("pk", "at"))
    delete_account(user=amina, by=amina)
    assert all(row.at > moments[row.pk] for row in LastChange.objects.all())
    assert b"Amina" not in ask(stranger, verb="ListRecords", metadataPrefix="oai_dc")


def test_to_make_the_tables_again_changes_nothing_here(
    three: list[Case], chiara: User, stranger: Client
) -> None:
    off_page.withdraw_case(record=three[0].record, by=chiara, reason="wrong")
    before = list(LastChange.objects.in_order().values())
    rebuild_public()
    assert list(LastChange.objects.in_order().values()) == before
    LastChange.objects.all().delete()
    rebuild_public()
    assert sorted(listed(stranger)) == sorted([f"-{three[0].pk}", *names(three[1:])])


def test_every_text_that_can_be_published_is_well_formed(amina: User, chiara: User, stranger: Client) -> None:
    case = published(content(sources=(source(title=f"{HOSTILE[4:]}"),)), by=amina, reviewer=chiara)
    Case.objects.update(title=HOSTILE, summary=HOSTILE)
    body = ask(stranger, verb="GetRecord", metadataPrefix="oai_dc", identifier=name_of(case))
    assert body.decode().count("]]&gt; &lt;b&gt;&amp;amp; done") == 3


def test_post_is_answered_as_get_and_writes_nothing(three: list[Case]) -> None:
    asked = {"verb": "ListIdentifiers", "metadataPrefix": "oai_dc"}
    client = Client(enforce_csrf_checks=True)
    posted = client.post("/oai", urlencode(asked), content_type="application/x-www-form-urlencoded")
    assert faults_of(posted.content, asked) == []
    assert (
        posted.content.partition(b"<request")[2]
        == client.get("/oai", asked).content.partition(b"<request")[2]
    )
    assert client.put("/oai").status_code == 405
    both = client.post(
        "/oai?verb=Identify", urlencode(asked), content_type="application/x-www-form-urlencoded"
    )
    assert error_of(both.content) == "badVerb"


def test_a_page_costs_the_same_queries_at_any_size(
    three: list[Case], amina: User, chiara: User, stranger: Client, django_assert_num_queries: Counting
) -> None:
    for _again in range(2):
        with django_assert_num_queries(8):
            stranger.get("/oai?verb=ListRecords&metadataPrefix=oai_dc&set=model-3")
        with django_assert_num_queries(2):
            stranger.get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc")
        published(content("Another"), by=amina, reviewer=chiara)


class _Session:
    """What sickle asks, answered by the site in this process."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def get(self, url: str, params: dict[str, str], **_more: object) -> requests.Response:
        answered = self.client.get(urlsplit(url).path, params)
        response = requests.Response()
        response.status_code, response._content = answered.status_code, answered.getvalue()
        response.encoding = "utf-8"
        return response


def test_sickle_harvests_everything(
    three: list[Case], chiara: User, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(harvest, "PAGE", 2)
    monkeypatch.setattr("sickle.app.requests", _Session(stranger))
    harvester = Sickle(BASE)
    assert harvester.Identify().deletedRecord == "transient"
    records = list(harvester.ListRecords(metadataPrefix="oai_dc"))
    assert [record.metadata["title"] for record in records] == [["Guifi.net"], ["Linux"], ["SEWA"]]
    off_page.withdraw_case(record=three[1].record, by=chiara, reason="wrong")
    headers = list(harvester.ListIdentifiers(metadataPrefix="oai_dc", ignore_deleted=True))
    assert [header.identifier for header in headers] == [name_of(three[0]), name_of(three[2])]
    assert [each.setSpec for each in harvester.ListSets()][:3] == ["model-1", "model-2", "model-3"]
