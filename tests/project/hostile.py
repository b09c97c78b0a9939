"""Hostile text in every field of a site, and what a page may be made of.

Every piece of hostile text holds MARK where a parser would find a tag, an attribute, a script or an
address, so that text that gets out of its place shows up by name. What pages may be made of is written
out here on purpose: whoever adds an element or an attribute to a template adds it here, too.
"""

import json
import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

from accounts.models import User
from cases.actions import drafts, reviews, submissions
from cases.actions.reviews import seen_now
from cases.domain.content import CaseContent, Image, Part, Phase, Place, Stake, to_data
from cases.domain.reading import read_content
from cases.domain.vocabulary import PARTS, Absence, Stance
from cases.models import Case, Draft, Revision, Upload
from cases.models.draft import DraftForm
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests.world import content, illustration, image, source

if TYPE_CHECKING:
    from django.test.client import _MonkeyPatchedWSGIResponse as Answer

MARK = "zq9x"
SUM = "735196421"
# What each one tries to end or to start. Two stand in one text where both fit into a title.
PAYLOADS = {
    "tags, double quotes": (
        "<script>zq9x()</script><zq9x zq9x=1><img src=zq9x onerror=zq9x()><svg onload=zq9x()>"
        ' " zq9x="1" onmouseover="zq9x()" style="zq9x" x="'
    ),
    "ends, single quotes": (
        "</script></style></title></textarea></select>--><!--zq9x <![CDATA[ zq9x ]]> <?zq9x ?>"
        " ' zq9x='1' autofocus onfocus='zq9x()' x='"
    ),
    "entities, directions": (
        "&lt;zq9x&gt; &quot; zq9x=&quot;1 &#60;zq9x&#62; %3Czq9x%3E \\u003czq9x\\u003e"
        " \u202ezq9x\u202c \u2066zq9x\u2069 \u200bzq9x\ufeff"
    ),
    "templates, formats": (
        "{{ 735196420|add:1 }} {% zq9x %} {# zq9x #} ${735196420+1} #{735196420+1}"
        " %s %d %(zq9x)s %% {0} {zq9x} {0.__class__} \\1 \\g<zq9x>"
    ),
    "links, a long word": (
        "[zq9x](javascript:zq9x) ![zq9x](//zq9x.test/x) <javascript:zq9x> [[zq9x]] [@zq9x] " + MARK * 12
    ),
}
# U+2028 is a line end to JavaScript. A field of one line refuses it; it becomes a line end elsewhere.
PARAGRAPHS = "one\u2028zq9x\u2029\n\n# zq9x\n\n```\n<zq9x>\n```\n\n> zq9x\n"

TAGS = {
    "html", "head", "title", "meta", "link", "script", "body", "header", "footer", "main", "nav",
    "section", "article", "aside", "div", "p", "span", "a", "b", "i", "strong", "em", "small", "sup",
    "bdi", "br", "hr", "wbr", "code", "pre", "cite", "q", "blockquote", "ins", "del", "time", "h1",
    "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "colgroup",
    "col", "thead", "tbody", "tr", "th", "td", "details", "summary", "form", "fieldset", "legend",
    "label", "input", "textarea", "select", "option", "datalist", "button", "svg", "use", "path",
    "g", "rect", "circle", "text", "tspan", "defs", "pattern", "figure", "figcaption", "tfoot",
    "template", "img",
}  # fmt: skip
PICTURE_TAGS = {
    "svg", "title", "desc", "defs", "pattern", "symbol", "g", "rect", "circle", "line", "path", "text",
    "tspan", "a",
}  # fmt: skip
ATTRIBUTES = {
    "id", "class", "lang", "dir", "role", "hidden", "tabindex", "title", "href", "rel", "target",
    "type", "name", "property", "value", "content", "charset", "src", "defer", "action", "method",
    "formaction",
    "novalidate", "for", "form", "checked", "selected", "required", "disabled", "readonly", "open",
    "placeholder", "autocomplete", "inputmode", "list", "maxlength", "max", "min", "rows", "cols", "scope",
    "colspan", "rowspan", "align", "start", "reversed", "datetime", "viewbox", "d", "fill", "stroke",
    "width", "height", "x", "y", "r", "overflow", "patternunits", "dx", "dy", "transform",
    "preserveaspectratio", "vector-effect", "hx-get",
    "hx-post", "hx-history", "hx-include", "hx-push-url", "hx-swap", "hx-swap-oob", "hx-target",
    "hx-select", "hx-sync", "hx-trigger", "hx-vals", "hx-params", "alt", "loading", "accept", "enctype",
}  # fmt: skip
OWN_ATTRIBUTES = re.compile(r"(aria|data)-(?!hx-)[a-z-]+")
# The places that hold words of people, or addresses and names made of them.
OF_PEOPLE = {
    ("a", "data-case"), ("a", "href"), ("button", "hx-post"), ("div", "hx-vals"), ("form", "action"),
    ("form", "data-autosave-url"), ("img", "alt"), ("input", "value"), ("link", "href"), ("meta", "content"),
    ("option", "id"), ("option", "value"), ("span", "id"), ("textarea", "name"),
}  # fmt: skip
# How a reviewer is shown a character that draws nothing or turns the text round.
INVISIBLE = re.compile(r"⟦U\+([0-9A-F]+)⟧")
DATA = "application/ld+json"
"""The type of the one script that holds something: data, which no browser runs."""

LEADING = {"href", "src", "action", "formaction", "hx-get", "hx-post", "data-autosave-url"}
LINKED = ("/gaps/", "/feeds/", "/cases/", "/claims/", "/tags/", "/opensearch.xml", "/api/")
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
HOSTS = {"blog.p2pfoundation.net", "creativecommons.org", "doi.org", "example.org", "opensource.org"}


def hostile_content(words: str, **changes: object) -> CaseContent:
    """A case that says these words in every field that takes free text."""
    cites = "[@baig2015]"
    what = content(
        f"{words} title",
        summary=f"{words} summary",
        organisations=(f"{words} organisation",),
        places=(Place(name=f"{words} place", country="ES", latitude=41.9, longitude=2.2),),
        tags=tuple(dict.fromkeys(piece.casefold() for piece in tags_of(words))),
        stake=Stake(none=False, which=f"{words} stake"),
        phases=(
            Phase(start=2004, end=2008, stage=None, model=3, no_stage_reason=f"{words} no stage"),
            Phase(start=2008, end=None, stage=7, model=3, reason=f"{words} reason"),
        ),
        parts=(
            Part(key=PARTS[0], text=f"{words} in short {cites}"),
            Part(key=PARTS[1], text=f"{PARAGRAPHS}{words} {cites}"),
            Part(key=PARTS[2], absence=Absence.NOT_FOUND, note=f"{words} absence"),
        ),
        illustrations=(
            illustration("3f", note=f"{words} note", quote=f"{words} quote"),
            illustration("3f", Stance.CONTRADICTS, note=f"{words} against"),
            illustration("1a", Stance.NOT_FOUND, note=f"{words} not found", sources=()),
        ),
        sources=(
            source(
                title=f"{words} source",
                authors=f"{words} authors",
                publisher=f"{words} publisher",
                url="https://example.org/?zq9x=<zq9x>&x=\"'",
            ),
        ),
        open_questions=(f"{words} question",),
    )
    return read_content(to_data(replace(what, **changes)))  # type: ignore[arg-type]


def hostile_image(words: str, upload: Upload) -> Image:
    """An image with these words in every field of it."""
    return image(upload, alt=f"{words} alt", caption=f"{words} caption", author=f"{words} author")


def tags_of(words: str) -> list[str]:
    """Tags made of these words: short, and without commas."""
    return [words.replace(",", "")[start : start + 45].strip() for start in range(0, len(words), 45)][:8]


def sent(what: CaseContent, words: str, *, by: User, on: Case | None = None) -> Revision:
    """Send content with a note for the history."""
    return submissions.submit(
        content=what,
        by=by,
        submission_key=uuid.uuid4(),
        record=on.record if on else None,
        base=on.record.published if on else None,
        note=f"{words} history",
    )


def accepted(what: CaseContent, words: str, *, by: User, reviewer: User, on: Case | None = None) -> Case:
    """Send content and have it accepted with a note."""
    revision = sent(what, words, by=by, on=on)
    reviews.approve(revision=revision, by=reviewer, seen=seen_now(revision), note=f"{words} accepted")
    return Case.objects.select_related("record__published").get(pk=revision.record_id)


def refused_and_returned(words: str, *, by: User, reviewer: User) -> list[Revision]:
    """A change that was declined and one that was sent back, with hostile notes."""
    declined, returned = (
        sent(hostile_content(words, title=f"{words} {name}"), words, by=by)
        for name in ("declined", "returned")
    )
    note = f"{words} review\n\n{PARAGRAPHS}"
    reviews.decline(revision=declined, by=reviewer, seen=seen_now(declined), reason="other", note=note)
    reviews.ask_for_changes(
        revision=returned, by=reviewer, seen=seen_now(returned), reason="other", note=note
    )
    return [declined, returned]


def accepted_in_part(words: str, *, by: User, reviewer: User, on: Case) -> list[Revision]:
    """A change of which all but the part on skills was left out, with a hostile note; and what it became."""
    some = sent(hostile_content(words, title=f"{words} some"), words, by=by, on=on)
    note = f"{words} left out\n\n{PARAGRAPHS}"
    paths = {f"parts.{PARTS[2]}"}
    review = reviews.accept_some(revision=some, paths=paths, by=reviewer, seen=seen_now(some), note=note)
    return [some, review.revision]


def newly_worded(words: str, *, by: User) -> None:
    """Claim 3f in a hostile wording."""
    claim = Claim.objects.get(code="3f")
    publish_wording(claim=claim, statement=words, kind="reworded", note=words, by=by, seen_version=1)


def draft_of(by: User, words: str) -> Draft:
    """A draft in which every field holds these words."""
    names = [
        "which", "case", "title", "summary", "place", "country", "began", "sector", "claim", "stance",
        "note", "quote", "part", "part_text", "use_sources", "stage", "no_stage_reason", "model", "since",
        "until", "phase_reason", "stake", "stake_which", "review_note", "sources.0.title", "sources.0.url",
        "sources.0.authors", "sources.0.publisher", "sources.0.year", "sources.0.kind",
    ]  # fmt: skip
    fields = {name: [f"{words} {name}\n{PARAGRAPHS}"] for name in names}
    return drafts.start(by=by, form=DraftForm.CONTRIBUTE, key=uuid.uuid4(), fields=fields, title=words)


class Page(HTMLParser):
    """What a page is made of, and everything in it that no template makes."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.texts: list[str] = []
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.inside = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.inside = "data" if ("type", DATA) in attrs else tag
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in TAGS:
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            self.faults += [
                f"{tag} {name}={value!r}: {why}" for why in attribute_faults(tag, name, value or "")
            ]
        if len(attrs) != len(dict(attrs)):
            self.faults.append(f"<{tag}> says an attribute twice")

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
        if self.inside in {"script", "style"} and data.strip():
            self.faults.append(f"inline {self.inside}: {data!r}")
        if self.inside == "data" and not is_closed_data(data):
            self.faults.append(f"a block that text can end: {data!r}")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"comment: {data!r}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"instruction: {data!r}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"declaration: {data!r}")

    @property
    def text(self) -> str:
        return "".join(self.texts)


def is_closed_data(data: str) -> bool:
    """Whether a block of data is JSON in which nothing can end it or begin markup."""
    return isinstance(json.loads(data), dict) and not re.search("[<>&\u2028\u2029]", data)


def attribute_faults(tag: str, name: str, value: str) -> Iterator[str]:
    """What is wrong with one attribute."""
    if MARK in name or (name not in ATTRIBUTES and not OWN_ATTRIBUTES.fullmatch(name)):
        yield "no template says this"
    if MARK in value.lower() and (tag, name) not in OF_PEOPLE:
        yield "holds words of people"
    if name in LEADING and not leads_home(tag, value):
        yield "leads where no template leads"


def leads_home(tag: str, address: str) -> bool:
    """Whether an address stays here, or is a link to a host that a template or a source names."""
    if tag in {"script", "img", "use", "link"}:
        feeds = LINKED if tag == "link" else ()
        return address.startswith(
            ("/static/", "/map/outlines.svg", "/images/", "http://127.0.0.1:8000/", DUBLIN_CORE, *feeds)
        )
    if address.startswith(("/", "#", "?")) or not address:
        return not address.startswith(("//", "/\\"))
    split = urlsplit(address)
    return tag == "a" and split.scheme in {"http", "https"} and split.hostname in HOSTS


def faults_of(answer: "Answer") -> list[str]:
    """Everything in an answer that no template makes, and every template that was evaluated."""
    page = answer.getvalue().decode(errors="replace")  # an uploaded picture is no text
    evaluated = [f"evaluated: {SUM}"] if SUM in page else []
    if "svg" in answer.headers.get("Content-Type", ""):
        return [*picture_faults(page), *evaluated]
    if "html" not in answer.headers.get("Content-Type", ""):
        return evaluated
    return [*Page(page).faults, *evaluated]


def picture_faults(document: str) -> list[str]:
    """Everything in a picture that no figure is made of; one that is not well formed raises."""
    nodes = list(ET.fromstring(document).iter())  # noqa: S314 (we wrote it)
    tags = {node.tag.removeprefix("{http://www.w3.org/2000/svg}") for node in nodes}
    attributes = {name for node in nodes for name in node.attrib if name == "style" or name.startswith("on")}
    addresses = {node.get("href", "") for node in nodes} - {""}
    leading = {found for found in addresses if not found.startswith("http://127.0.0.1:8000/")}
    return [*sorted(tags - PICTURE_TAGS), *sorted(attributes), *sorted(leading)]


def squeezed(text: str) -> str:
    """The text with single spaces, as it is read."""
    return " ".join(text.split())


def read_text(answer: "Answer") -> str:
    """The words of a page."""
    return squeezed(Page(answer.content.decode()).text)
