"""Changing the links of a page: the addresses, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.exchange.copy_html import Guide, Lead, Words, next_page, pieces_of, rewritten

SPRITE = b'<svg xmlns="http://www.w3.org/2000/svg"><symbol id="i-find"><path d="M0 0"/></symbol></svg>'
WORDS = Words(note="<p>copy</p>", mark="<i>↗</i>")


def link(address: str, rel: str) -> Lead:
    """Pages of cases are in the copy, everything else is on the living site."""
    if rel != "living" and address.startswith("/cases/"):
        return Lead(f"..{address}index.html")
    return Lead(f"https://site{address}", is_living=True)


GUIDE = Guide(
    link, lambda address: f"..{address}", "search.html", lambda address: pieces_of(SPRITE)[address[-6:]]
)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="/cases/a/">A</a>', '<a href="../cases/a/index.html">A</a>'),
        ('<a class="x" href="/me/">Me</a>', '<a class="x" href="https://site/me/">Me<i>↗</i></a>'),
        ('<a href="#part">Part</a>', '<a href="#part">Part</a>'),
        ('<img alt="x" src="/images/a.webp">', '<img alt="x" src="../images/a.webp">'),
        ('<link rel="icon" href="/i.svg">', '<link rel="icon" href="../i.svg">'),
        ('<link rel="canonical" href="/x/">', '<link rel="canonical" href="/x/">'),
        ('<link rel="preload" href="/x/">', ""),
        (
            '<script src="/static/js/theme.0a1.js"></script>',
            '<script src="../static/js/theme.0a1.js"></script>',
        ),
        ('<script src="/static/htmx.js" defer></script>', ""),
        (
            '<script type="application/ld+json">{"a":"<a href=1>"}</script>',
            '<script type="application/ld+json">{"a":"<a href=1>"}</script>',
        ),
        ('<form role="search" action="/cases/">', '<form role="search" action="search.html">'),
        ('<form action="/matrix/">', '<form action="https://site/matrix/">'),
        ("<form>", '<form action="https://site">'),
        ("<main>", "<main><p>copy</p>"),
        # In a picture no mark can stand: it would end the picture.
        ('<svg><a href="/me/"><path/></a></svg>', '<svg><a href="https://site/me/"><path/></a></svg>'),
    ],
)
def test_an_address_becomes_another(before: str, after: str) -> None:
    assert rewritten(before, GUIDE, WORDS) == after


@pytest.mark.parametrize(
    "attribute",
    [
        "title=\"x href='/evil/' y\"",
        "title='x href=\"/evil/\" y'",
        'title="&quot; href=&quot;/evil/"',
        "data-href=/evil/",
    ],
)
def test_what_looks_like_an_address_inside_of_another_attribute_is_none(attribute: str) -> None:
    page = f'<a {attribute} href="/cases/a/">A</a>'
    assert rewritten(page, GUIDE, WORDS) == page.replace('"/cases/a/"', '"../cases/a/index.html"')


def test_an_address_that_was_escaped_stays_escaped() -> None:
    page = '<a href="/me/?a=1&amp;b=&quot;&gt;">A</a>'
    assert rewritten(page, GUIDE, WORDS) == '<a href="https://site/me/?a=1&amp;b=&quot;&gt;">A<i>↗</i></a>'


@given(st.text(st.characters(exclude_characters="<", exclude_categories=["Cs", "Cc"])))
def test_every_other_byte_stays(text: str) -> None:
    page = f"<!DOCTYPE html>\n<body>\r\n\t<p title='é'>{text}</p>\n<!-- {'-' in text} --></body>"
    assert rewritten(page, GUIDE, WORDS) == page


def test_an_icon_is_put_into_the_page_once() -> None:
    page = '<body><svg><use href="/s.svg#i-find"/></svg><svg><use href="/s.svg#i-find"/></svg></body>'
    changed = rewritten(page, GUIDE, WORDS)
    assert changed.count('<symbol id="copy-i-find"><path d="M0 0"/></symbol>') == 1
    assert changed.count('<use href="#copy-i-find"/>') == 2
    assert changed.startswith('<body><svg class="vh" aria-hidden="true" width="0" height="0"><defs><symbol')


def test_the_next_page_is_found() -> None:
    assert (
        next_page('<a rel="prev" href="?b=1">x</a><a class="b" rel="next" href="?a=1&amp;b=2">') == "?a=1&b=2"
    )
    assert next_page('<a href="?a=1">') == ""
