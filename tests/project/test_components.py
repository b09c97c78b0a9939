"""The components: what each prints, and that nothing a person typed becomes markup or is hidden."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.utils import translation

from cases.domain.states import ClaimState
from cases.domain.vocabulary import Stance
from cases.queries.facet_options import Option


@dataclass(frozen=True)
class AModel:
    number: int = 2
    short: str = "Captured commons"


@dataclass(frozen=True)
class AStage:
    number: int = 6
    name: str = "Peer production"


class Elements(HTMLParser):
    """The elements of a piece of HTML, with their attributes, and its text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.text += data

    def all(self, *tags: str) -> list[dict[str, str]]:
        return [attrs for tag, attrs in self.found if tag in tags]

    def by_id(self, wanted: str) -> dict[str, str]:
        (found,) = [attrs for _tag, attrs in self.found if attrs.get("id") == wanted]
        return found


def drawn(source: str, **context: object) -> str:
    return engines["django"].from_string("{% load components %}" + source).render(context).strip()


def elements(source: str, **context: object) -> Elements:
    return Elements(drawn(source, **context))


def spoken(source: str, **context: object) -> str:
    """The text that is there for somebody who listens: without what is hidden from them."""
    text, silent = "", 0

    class Listener(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            nonlocal silent
            if tag != "wbr" and (silent or ("aria-hidden", "true") in attrs):
                silent += 1

        def handle_endtag(self, tag: str) -> None:
            nonlocal silent
            silent -= 1 if silent else 0

        def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            return

        def handle_data(self, data: str) -> None:
            nonlocal text
            text += "" if silent else data

    Listener().feed(drawn(source, **context))
    return " ".join(text.split())


# --- marks ---


def test_an_icon_is_silent_and_points_into_the_sprite() -> None:
    found = elements('{% icon "plus" %}')
    assert found.all("svg")[0]["aria-hidden"] == "true"
    assert found.all("use")[0]["href"].endswith("img/sprite.svg#i-plus")


def test_a_model_is_cloth_number_and_name() -> None:
    found = elements("{% model m %}", m=AModel())
    assert found.text == "2. Captured commons"
    assert found.all("span")[1] == {"class": "sw", "data-m": "2", "aria-hidden": "true"}


def test_a_stage_is_digit_notches_and_name() -> None:
    found = elements("{% stage s %}", s=AStage())
    assert found.text == "6Peer production"
    assert {"class": "notch", "data-s": "6", "aria-hidden": "true"} in found.all("span")


@pytest.mark.parametrize("tag", ["{% model nobody %}", "{% stage nobody %}"])
def test_what_is_not_there_is_not_drawn(tag: str) -> None:
    assert drawn(tag, nobody=None) == ""


@pytest.mark.parametrize(
    ("stance", "word"),
    [
        ("supports", "Supports"),
        ("partly", "Partly"),
        ("contradicts", "Contradicts"),
        ("not_found", "Looked for, not found"),
    ],
)
def test_a_stance_has_its_word_and_its_mark(stance: str, word: str) -> None:
    found = elements("{% stance s %}", s=stance)
    assert found.text == word
    assert found.all("use")[0]["href"].endswith(f"#i-{stance}")


@pytest.mark.parametrize("state", list(ClaimState))
def test_a_state_has_its_word_and_its_mark(state: ClaimState) -> None:
    found = elements("{% state_mark s %}", s=state)
    assert found.text == state.value
    assert found.all("span")[0]["class"] == f"state state-{state.value}"


# --- patches and gaps ---

PATCH = "{% patch title=title url=url stance=stance stage_number=6 model_number=2 case='osm' %}"


def test_a_patch_is_one_link_that_says_stance_case_and_stage() -> None:
    assert spoken(PATCH, title="OpenStreetMap", url="/cases/osm/", stance="supports") == (
        "Supports: OpenStreetMap, stage 6"
    )


def test_a_patch_names_its_model_and_its_case_for_style_and_script() -> None:
    (link,) = elements(PATCH, title="OSM", url="/cases/osm/", stance=Stance.PARTLY).all("a")
    assert link == {"class": "patch partly", "href": "/cases/osm/", "data-m": "2", "data-case": "osm"}


def test_joined_words_may_break_at_their_joints() -> None:
    assert "Open<wbr>Street<wbr>Map" in drawn(PATCH, title="OpenStreetMap", url="/x/", stance="supports")


def test_a_title_is_text_and_never_markup() -> None:
    found = elements(PATCH, title='<b onclick="x()">aB', url='/x/"><i>', stance="supports")
    assert not found.all("b", "i")
    assert found.text.startswith('Supports: <b onclick="x()">aB')


def test_a_patch_without_an_address_is_no_link() -> None:
    assert not elements(PATCH, title="Linux", url="", stance="supports").all("a")


def test_a_patch_on_an_older_wording_says_so() -> None:
    assert "placed on wording 1" in spoken("{% patch title='Linux' url='/x/' stance='partly' wording=1 %}")


def test_an_empty_slot_says_for_which_claim() -> None:
    assert spoken("{% patch_add url='/contribute/' claim='3f' %}") == "Add a case to claim 3f"


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 more case on claim 2c"), (115, "115 more cases on claim 2c")]
)
def test_the_last_slot_says_how_many_more(count: int, text: str) -> None:
    assert spoken("{% patch_more url='/claims/2c/' count=count claim='2c' %}", count=count) == text


def test_a_gap_is_a_link_to_its_form() -> None:
    found = elements(
        "{% gap url='/contribute/?claim=3f' title='No case yet' wanted=w action='Sew' %}", w="<i>x"
    )
    assert found.all("a")[0]["href"] == "/contribute/?claim=3f"
    assert found.text == "No case yet <i>x Sew"


def test_a_gap_without_an_address_is_no_link() -> None:
    assert not elements("{% gap title='No case yet' %}").all("a")


# --- forms ---


class AForm(forms.Form):
    use_required_attribute = False

    title = forms.CharField(label="Title", help_text="The name of the case.", max_length=5)
    text = forms.CharField(label="Text", widget=forms.Textarea, required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("web", "Web page"), ("G", [("book", "Book")])])
    stance = forms.ChoiceField(
        label="Stance", choices=[(s.value, s.name) for s in Stance], widget=forms.RadioSelect
    )
    sources = forms.MultipleChoiceField(
        label="Sources", choices=[("a", "A"), ("b", "B")], widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="I agree", error_messages={"required": "Tick the box to agree."})
    hidden = forms.CharField(widget=forms.HiddenInput, required=False)


def field(form: forms.Form, name: str) -> Elements:
    return elements("{% field bound %}", bound=form[name])


def test_a_label_names_its_input() -> None:
    found = field(AForm(), "title")
    assert found.all("label")[0]["for"] == "id_title"
    assert found.by_id("id_title")["name"] == "title"


def test_a_hint_describes_its_input() -> None:
    found = field(AForm(), "title")
    assert found.by_id("id_title")["aria-describedby"] == "id_title-hint"
    assert found.by_id("id_title-hint")["class"] == "hint"


def test_an_input_without_a_fault_is_not_called_wrong() -> None:
    assert "aria-invalid" not in field(AForm(), "title").by_id("id_title")


@pytest.mark.parametrize(("name", "tag"), [("title", "input"), ("kind", "select"), ("agreed", "input")])
def test_a_fault_is_joined_to_its_input(name: str, tag: str) -> None:
    found = field(AForm({"title": "too long"}), name)
    control = found.by_id(f"id_{name}")
    assert control["aria-invalid"] == "true"
    assert f"id_{name}-error" in control["aria-describedby"].split()
    assert "Error:" in found.text
    assert found.by_id(f"id_{name}-error")["class"] == "err"
    assert control in found.all(tag)


@pytest.mark.parametrize("name", ["stance", "sources"])
def test_a_group_is_a_fieldset_that_an_error_can_lead_to(name: str) -> None:
    (group,) = field(AForm({}), name).all("fieldset")
    assert group["id"] == f"id_{name}"
    assert group["tabindex"] == "-1"
    assert group["aria-describedby"] == f"id_{name}-error"


@pytest.mark.parametrize(("name", "chosen"), [("stance", {"partly"}), ("sources", {"a", "b"})])
def test_what_was_chosen_stays_chosen(name: str, chosen: set[str]) -> None:
    found = field(AForm({"stance": "partly", "sources": ["a", "b"]}), name)
    assert {box["value"] for box in found.all("input") if "checked" in box} == chosen


def test_every_option_has_its_own_label() -> None:
    found = field(AForm(), "stance")
    assert [label["for"] for label in found.all("label")] == [box["id"] for box in found.all("input")]


def test_each_stance_says_what_it_means() -> None:
    assert "The opposite happens. This is as useful." in field(AForm(), "stance").text


@pytest.mark.parametrize(
    ("name", "typed"), [("kind", "<tape>"), ("stance", "maybe"), ("sources", ["a", "zz"]), ("title", "<b>")]
)
def test_nothing_typed_is_hidden(name: str, typed: str | list[str]) -> None:
    found = field(AForm({name: typed}), name)
    shown = {e["value"] for e in found.all("input") if "checked" in e or e.get("type") == "text"}
    shown |= {e["value"] for e in found.all("option") if "selected" in e}
    assert shown == set([typed] if isinstance(typed, str) else typed)


def test_a_text_is_kept_as_it_was_typed() -> None:
    found = field(AForm({"text": "</textarea><script>x()</script>"}), "text")
    assert not found.all("script")
    assert "</textarea><script>x()</script>" in found.text


def test_a_hidden_input_has_no_label() -> None:
    assert not field(AForm(), "hidden").all("label")


def test_the_summary_of_a_form_leads_to_each_field() -> None:
    form = AForm({"title": "too long", "kind": "web", "stance": "partly", "sources": ["a"]})
    found = elements("{% error_summary form %}", form=form)
    assert [link["href"] for link in found.all("a")] == ["#id_title", "#id_agreed"]
    assert found.all("div")[0]["tabindex"] == "-1"
    assert found.all("div")[1]["role"] == "alert"


def test_the_summary_takes_pairs_and_escapes_them() -> None:
    found = elements("{% error_summary problems %}", problems=[("id_url", "Check <this>."), ("", "All.")])
    assert [link["href"] for link in found.all("a")] == ["#id_url"]
    assert "Check <this>." in found.text


# --- pages and time ---


def test_a_pager_without_pages_is_nothing() -> None:
    assert drawn('{% pager "" "" %}') == ""


def test_a_pager_names_its_links() -> None:
    found = elements('{% pager "?before=a" "?after=b" %}')
    assert [(link["rel"], link["href"]) for link in found.all("a")] == [
        ("prev", "?before=a"),
        ("next", "?after=b"),
    ]


@pytest.mark.parametrize(
    "value", [date(2026, 11, 20), datetime(2026, 11, 20, 23, 30, tzinfo=UTC), "2026-11-20"]
)
def test_a_date_is_written_out(value: object) -> None:
    assert drawn("{% date d %}", d=value) == '<time datetime="2026-11-20">20 November 2026</time>'


def test_a_date_is_written_in_the_language_of_the_reader() -> None:
    with translation.override("fr"):
        assert "20 novembre 2026" in drawn("{% date d %}", d=date(2026, 11, 20))


def test_a_date_that_is_none_is_shown_as_it_was_typed() -> None:
    assert drawn("{% date d %}", d="<soon>") == "&lt;soon&gt;"


@pytest.mark.parametrize(
    ("start", "end", "text"), [(2004, 2008, "2004–2008"), (2008, None, "2008 to now"), (2008, 2008, "2008")]
)
def test_years(start: int, end: int | None, text: str) -> None:
    assert drawn("{% years start end %}", start=start, end=end) == text


def test_a_value_of_a_facet_is_ticked_and_counted_and_its_name_escaped() -> None:
    for count, is_chosen in ((0, True), (1200, False)):
        options = (Option("a<b", "A & <b>", count, is_chosen), Option("c", "C", 3, is_chosen=False))
        html = drawn("{% facet_options 'tag' options %}", options=options)
        found = elements("{% facet_options 'tag' options %}", options=options)
        assert found.text.split() == ["A", "&", "<b>", str(count), "C", "3"]
        assert [box["value"] for box in found.all("input")] == ["a<b", "c"]
        assert ["checked" in box for box in found.all("input")] == [is_chosen, False]
        assert found.all("label")[0]["class"] == ("check" if count else "check zero")
        assert "<b>" not in html
        numbers = elements("{% facet_counts 'tag' options %}", options=options)
        assert numbers.by_id("count-tag-a<b")["hx-swap-oob"] == "true"
        assert numbers.text.split() == [str(count), "3"]
