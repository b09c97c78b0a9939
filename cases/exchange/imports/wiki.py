"""Pages of a wiki as cases: their text, their sources, who wrote them, and what could not come along."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import quote

from mwparserfromhell.nodes import Template

from cases.domain.content import CaseContent, Data, Source, to_data
from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reading import folded_tag, is_web_address, read_content
from cases.domain.rendering import plain_text
from cases.domain.vocabulary import (
    IN_SHORT,
    LANGUAGE_LABELS,
    NAME_LIMIT,
    NOW,
    PART_LABELS,
    SECTOR_LABELS,
    SUMMARY_LIMIT,
    TAG_LIMIT,
    TAGS_AT_MOST,
    TITLE_LIMIT,
    URL_LIMIT,
    Absence,
    SourceKind,
)
from cases.exchange.citations import joined
from cases.exchange.imports.columns import sector_of, target_of, year_in
from cases.exchange.imports.found import Found, NotAnImport, Options
from cases.exchange.imports.table_row import data_of
from cases.exchange.imports.wiki_dump import Dump, Page, Version, Wiki
from cases.exchange.imports.wiki_parse import parsed
from cases.exchange.imports.wiki_sections import Sections, parts_of
from cases.exchange.imports.wiki_sources import line_of, name_of
from cases.exchange.imports.wikitext import LeftOut, WikiText

BOXES, OWN_BOXES = ("infobox", "ficha de"), frozenset({"case", "patchwork case"})
NO_WORDS = ("- ", "1. ", "| ", "> ", "#", "    ", "`")
"""What a block begins with that holds no sentence about the case."""
NAMED_AT_MOST = 30
YEARS = frozenset({"began", "ended", "phase_start", "phase_end"})
AUTHORS_IN_A_NOTE = 100
AUTHORS_IN_A_SOURCE = 3
SENTENCE_ENDS = (". ", "? ", "! ", "。", "؟ ")

NO_LICENCE = _("Say under which licence the wiki gives its pages. Without one they cannot be published here.")
NAMESPACE = _("The page is in namespace %(number)s (a template, a talk page or the like). It is left aside.")
REDIRECT = _("The page leads on to “%(title)s”. It is left aside.")
HIDDEN = _("The wiki hides the text of this page, or it is longer than a case can be. It is left aside.")
MODEL = _("The page holds %(model)s and no text of a wiki. It is left aside.")
TEMPLATES = _("Templates left out: %(names)s.")
HTML = _("HTML taken away, its words kept: %(names)s.")
FILES = _("Files left out; upload them by hand: %(names)s.")
LINKS = _("Links to pages that are not in this file stand as words: %(count)s.")
OTHERS = _("Other marks left out: %(names)s.")
NO_ROOM = _("References beyond the 100 that a case holds, or that say nothing, are left out: %(count)s.")
UNPLACED = _("Sections that no part of a case is known for stand under “In short”: %(names)s.")
PLACED = _("Sections that became parts: %(names)s.")
CUT = _("“%(part)s” was too long for a part: %(count)s characters at its end are left out.")
TAGS = _("Categories beyond the 8 tags that a case has are left out: %(names)s.")
BOX = _("Of the box, left out because a case has no such field, or has it already: %(names)s.")
BOX_VALUE = _("Of the box, “%(name)s” says “%(value)s”, which is not in the list here. It is left out.")
NO_PHASE = _("The box names a stage or a model, and not from when until when. Write the years of the phase.")
SUMMARY = _("The summary is the first sentence of the text. Look whether it says what the case is.")


@dataclass(slots=True)
class _Box:
    """What the boxes of a page say, by the words of our columns, and what of it is not known."""

    data: Data
    unknown: list[str]
    odd: list[tuple[str, str]]
    is_phase_open: bool = False


def read_wiki(file: BinaryIO, options: Options) -> Iterator[Found]:
    """Yield an item for each page of the dump. Raises NotAnImport.

    The file is read twice: first for the titles of its pages, so that links among them can be told apart.
    """
    if not options.licence:
        raise NotAnImport(0, NO_LICENCE)
    titles = _titles(file)
    file.seek(0)
    dump = Dump(file)
    for page in dump.pages():
        yield _item(page, dump.wiki, titles, options)


def _titles(file: BinaryIO) -> dict[str, str]:
    """Each title of an article, with that of the page to which it leads. What is broken is told later."""
    found: dict[str, str] = {}
    try:
        for page in Dump(file, texts=False).pages():
            if page.namespace == "0":
                found[page.title] = page.redirect or page.title
    except NotAnImport:
        pass
    return {title: goal for title, goal in found.items() if goal in found}


def _item(page: Page, wiki: Wiki, titles: Mapping[str, str], options: Options) -> Found:
    where, last = line_of(page.title, 200), page.last
    if page.namespace != "0":
        return _aside(where, NAMESPACE, number=page.namespace)
    if page.redirect:
        return _aside(where, REDIRECT, title=line_of(page.redirect, 200))
    if last is None or last.text is None:
        return _aside(where, HIDDEN)
    if last.model != "wikitext":
        return _aside(where, MODEL, model=line_of(last.model, 40))
    title = where[:TITLE_LIMIT]
    origin = f"{wiki.base or wiki.name}#{page.number or page.title}"[:500]
    try:
        content, remarks = _case(page, last, wiki, titles, options)
    except ContentProblems as refusal:
        return Found(where=where, origin=origin, title=title, problems=refusal.problems)
    return Found(
        where=where,
        origin=origin,
        title=title,
        content=content,
        first=_first(page, wiki, titles, options),
        note=_note(page, last, wiki, options),
        remarks=remarks,
    )


def _aside(where: str, message: str, **params: object) -> Found:
    return Found(where=where, title=where, skipped=True, problems=(Problem("", message, params),))


def _first(page: Page, wiki: Wiki, titles: Mapping[str, str], options: Options) -> CaseContent | None:
    """What the first version of the page said, if it was asked for and is another one than the last."""
    first, last = page.first, page.last
    if not options.history or first is None or last is None or first.number == last.number or not first.text:
        return None
    try:
        return _case(page, first, wiki, titles, options)[0]
    except ContentProblems:
        return None


def _case(
    page: Page, version: Version, wiki: Wiki, titles: Mapping[str, str], options: Options
) -> tuple[CaseContent, tuple[Problem, ...]]:
    """The case that a version of a page is, and what is to be said of it. Raises ContentProblems."""
    code = parsed(version.text or "")
    text = WikiText(wiki, titles)
    box = _box(code.filter_templates(recursive=False), text)
    for template in [each for each in code.filter_templates(recursive=False) if _is_box(each)]:
        code.remove(template)
    sections = parts_of(text.lines(code), text.aside)
    sources = [*text.sources.values(), _own_source(page, version, wiki, options)]
    lead = next((part.text for part in sections.parts if part.key == IN_SHORT), "")
    tags = list(
        dict.fromkeys(folded_tag(name.replace(",", " "))[:TAG_LIMIT].strip() for name in text.categories)
    )
    data = box.data | {
        "title": line_of(page.title, TITLE_LIMIT),
        "summary": box.data.get("summary") or first_sentence(lead),
        "language": box.data.get("language") or (wiki.language if wiki.language in LANGUAGE_LABELS else "en"),
        "tags": [tag for tag in tags if tag][:TAGS_AT_MOST],
    }
    shell = to_data(CaseContent(sources=tuple(sources), parts=sections.parts))
    content = read_content(data | {"sources": shell["sources"], "parts": shell["parts"]})
    is_own_summary = bool(box.data.get("summary"))
    return content, tuple(_remarks(text.left_out, sections, tags, box, is_own_summary=is_own_summary))


def _is_box(template: Template) -> bool:
    name = name_of(template).casefold()
    return name.startswith(BOXES) or name in OWN_BOXES


def _is_foreign(template: Template) -> bool:
    """Whether a box was not made for cases; what was made for them is read first."""
    return name_of(template).casefold() not in OWN_BOXES


def _box(templates: Sequence[Template], text: WikiText) -> _Box:
    """What the boxes say, read as the row of a table whose heads are the names of their fields."""
    named: dict[str, str] = {}
    box = _Box({}, [], [])
    for template in sorted(filter(_is_box, templates), key=_is_foreign):
        for parameter in template.params:
            name, value = line_of(str(parameter.name), 60), text.plain(parameter.value)
            text.cite_all(parameter.value)
            target = target_of(name)
            if target in YEARS and value.casefold() != NOW:
                # The words of a date often stand in a template, of which no words are left.
                value = str(year_in(value) or year_in(str(parameter.value)) or "")
            if not value or name.casefold() in {"name", "title"}:
                continue
            if not target or target in named or target.startswith(("source", "claim", "stance", "slug")):
                box.unknown.append(name)
            elif target == "sector" and sector_of(value) not in SECTOR_LABELS:
                box.odd.append((name, line_of(value, 60)))
            else:
                named[target] = _bare(target, value)
    box.data = data_of(tuple(named), tuple(named.values())).data
    phases = box.data.get("phases")
    if isinstance(phases, list) and any(each.get("end") == "" or not each.get("start") for each in phases):
        del box.data["phases"]
        box.is_phase_open = True
    return box


def _bare(target: str, value: str) -> str:
    """The value of a field of a box, on one line where a line is asked for."""
    limits = {"summary": SUMMARY_LIMIT, "place": NAME_LIMIT}
    return line_of(value, limits[target]) if target in limits else value


def first_sentence(text: str) -> str:
    """The first sentence of a Markdown text, at most as long as a summary."""
    block = next((block for block in text.split("\n\n") if not block.startswith(NO_WORDS)), "")
    words = " ".join(plain_text(block).split())
    ends = [words.find(end) + len(end.strip()) for end in SENTENCE_ENDS if end in words]
    sentence = words[: min(ends)] if ends else words
    if len(sentence) <= SUMMARY_LIMIT:
        return sentence
    return f"{sentence[: SUMMARY_LIMIT - 1].rsplit(' ', 1)[0]}…"


def page_address(wiki: Wiki, title: str) -> str:
    """The address of a page, made of that of the main page; "" when it would be none."""
    folder = wiki.base.rpartition("/")[0]
    address = f"{folder}/{quote(title.replace(' ', '_'), safe=':/')}"
    return address if is_web_address(address) and len(address) <= URL_LIMIT else ""


def _own_source(page: Page, version: Version, wiki: Wiki, options: Options) -> Source:
    """The page itself, as a source: who wrote it, where, and under which licence."""
    name = wiki.name or "wiki"
    year = year_in(version.at)
    return Source(
        key="wiki",
        kind=SourceKind.WEB,
        title=line_of(f"{page.title}, page of {name}", 500),
        authors=line_of(_authors(page, AUTHORS_IN_A_SOURCE), 500),
        year=year or Absence.MISSING,
        publisher=line_of(f"{name} ({options.licence})", NAME_LIMIT),
        url=page_address(wiki, page.title),
        accessed=version.at if year else "",
    )


def _authors(page: Page, at_most: int) -> str:
    names = list(page.authors)
    more = len(names) - at_most
    shown = names[:at_most] + ([f"{more} others"] if more > 0 else [])
    return joined([*shown, *(["people without an account"] if page.has_nameless else [])])


def _note(page: Page, last: Version, wiki: Wiki, options: Options) -> str:
    """What is kept with the revision: where the text is from, whose it is, and under which licence."""
    address = page_address(wiki, page.title)
    return (
        f"From “{line_of(page.title, 200)}” in {wiki.name or 'a wiki'}{f', {address}' if address else ''}: "
        f"version {last.number} of {last.at}, of {page.versions}, "
        f"by {_authors(page, AUTHORS_IN_A_NOTE) or 'nobody named'}. Licence: {options.licence}."
    )


def _remarks(
    left: LeftOut, sections: Sections, tags: Sequence[str], box: _Box, *, is_own_summary: bool
) -> Iterator[Problem]:
    """What is to be said of a page, one sentence for each kind of thing."""
    counted = ((TEMPLATES, left.templates), (HTML, left.html), (FILES, left.files), (OTHERS, left.others))
    for message, counter in counted:
        if counter:
            yield Problem("", message, {"names": _counts(counter), "count": counter.total()})
    if left.links:
        yield Problem("", LINKS, {"count": left.links})
    if left.sources:
        yield Problem("", NO_ROOM, {"count": left.sources})
    named = {
        PLACED: [f"{heading} → {PART_LABELS[part]}" for heading, part in sections.placed.items()],
        UNPLACED: sections.unplaced,
        TAGS: tags[TAGS_AT_MOST:],
        BOX: box.unknown,
    }
    for message, names in named.items():
        if names:
            yield Problem("", message, {"names": _shortened(names)})
    for name, value in box.odd:
        yield Problem("", BOX_VALUE, {"name": name, "value": value})
    if box.is_phase_open:
        yield Problem("phases", NO_PHASE)
    for part, count in sections.cut.items():
        yield Problem("", CUT, {"part": PART_LABELS[part], "count": count})
    if not is_own_summary:
        yield Problem("", SUMMARY)


def _counts(counter: Counter[str]) -> str:
    return _shortened([f"{name} ({count})" for name, count in counter.most_common()])


def _shortened(names: Sequence[str]) -> str:
    more = len(names) - NAMED_AT_MOST
    return ", ".join([*names[:NAMED_AT_MOST], *([f"… {more} more"] if more > 0 else [])])
