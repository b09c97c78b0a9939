"""The short form: what was typed becomes content, or a message beside the field it is about."""

import pytest

from cases.domain.content import CaseContent
from cases.domain.vocabulary import Stance
from cases.forms.contribute import ContributeSheet
from cases.forms.edit import with_source_keys
from cases.queries.taxonomy import Taxonomy, load_all
from tests.world import content

GOOD = {
    "which": "new",
    "title": "Open Food Network",
    "summary": "Shops and growers share one platform.",
    "place": "Melbourne",
    "country": "AU",
    "began": "2012",
    "claim": "3f",
    "stance": "supports",
    "note": "They plan volumes together.",
    "sources.0.title": "How it works",
    "sources.0.url": "https://example.org/ofn",
    "sources.0.kind": "web",
    "sources.0.speaker": "organisation",
    "stage": "7",
    "model": "3",
    "since": "2012",
    "until": "now",
    "stake": "none",
    "licence": "on",
}


@pytest.fixture
def texts(taxonomy: None) -> Taxonomy:
    return load_all()


def sheet(texts: Taxonomy, base: CaseContent | None = None, **changes: str) -> ContributeSheet:
    typed = GOOD | {name.replace("__", "."): value for name, value in changes.items()}
    fields = {name: [value] for name, value in typed.items()}
    return ContributeSheet(with_source_keys(fields), taxonomy=texts, base=base)


def test_a_new_case_is_read(texts: Taxonomy) -> None:
    reading = sheet(texts).read()
    assert reading.problems == []
    assert reading.content is not None
    assert [(row.claim, row.stance, row.sources) for row in reading.content.illustrations] == [
        ("3f", Stance.SUPPORTS, ("s1",))
    ]
    assert (reading.content.phases[0].stage, reading.content.phases[0].end) == (7, None)


@pytest.mark.parametrize(
    ("field", "typed", "named", "said"),
    [
        ("which", "", "which", "Say which case"),
        ("title", "", "title", "title is missing"),
        ("sources__0__speaker", "", "sources.0.speaker", "Who speaks in this source is not said"),
        ("summary", "", "summary", "summary is missing"),
        ("note", "", "note", "nothing is written yet"),
        ("stance", "", "stance", "Choose one of the four"),
        ("sources__0__url", "openfood", "sources.0.url", "not a web address"),
        ("sources__0__title", "", "sources.0.title", "no title"),
        ("since", "last year", "since", "not a whole number"),
        ("since", "", "since", "first year"),
        ("until", "", "until", "last year of the phase is missing"),
        ("stage", "", "stage", "stage is missing"),
        ("model", "", "model", "value model"),
        ("stake", "", "stake", "stake"),
        ("licence", "", "licence", "agree to the licences"),
        ("began", "12", "began", "out of range"),
        ("part_text", "Some text.", "part", "which part"),
    ],
)
def test_each_fault_is_named_beside_its_field(
    texts: Taxonomy, field: str, typed: str, named: str, said: str
) -> None:
    found = sheet(texts, None, **{field: typed})
    problems = found.read().problems
    assert named in [name for name, _message in problems]
    assert any(said in message for name, message in problems if name == named)
    assert any(form.errors for form in found.forms())


def test_an_existing_case_keeps_what_it_says(texts: Taxonomy) -> None:
    base = content()
    reading = sheet(texts, base, which="existing", case="Guifi.net").read()
    assert reading.problems == []
    assert reading.content is not None
    assert reading.content.phases == base.phases
    assert [row.claim for row in reading.content.illustrations] == ["3c", "3f"]
    assert [source.key for source in reading.content.sources] == ["baig2015", "s1"]


def test_a_case_that_is_not_there_is_said(texts: Taxonomy) -> None:
    problems = sheet(texts, None, which="existing", case="Nowhere").read().problems
    assert ("case", "There is no case of this title. Choose one of the list, or add a new one.") in problems


def test_looked_for_and_not_found_needs_no_source(texts: Taxonomy) -> None:
    reading = sheet(texts, stance="not_found", sources__0__title="", sources__0__url="").read()
    names = [name for name, _message in reading.problems]
    assert "sources.0.title" not in names
    assert names == ["part_text"]
