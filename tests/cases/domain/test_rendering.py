"""What each piece of markup becomes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.rendering import Labels, first_words, plain_text, render, slug_for
from tests.cases.domain.parts import KNOWN, SOURCES, Page, html_of, part

LEFT, RIGHT = 'align="left"', 'align="right"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*one* **two** `three`", "<p><em>one</em> <strong>two</strong> <code>three</code></p>"),
        ("a\n\nb", "<p>a</p>\n<p>b</p>"),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        ("3. c\n4. d", '<ol start="3">\n<li>c</li>\n<li>d</li>\n</ol>'),
        ("---", "<hr>"),
        ("```js\na < b\n```", "<pre><code>a &lt; b\n</code></pre>"),
        ("snake_case_name", "<p>snake_case_name</p>"),
        # headings go below the title of the part
        ("# One", "<h3>One</h3>"),
        ("One\n===", "<h3>One</h3>"),
        ("## Two", "<h3>Two</h3>"),
        ("#### Four", "<h3>Four</h3>"),
        ("###### Six", "<h3>Six</h3>"),
        # what is switched off stays as it was typed
        ("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>"),
        ("![map](/map.png)", "<p>![map](/map.png)</p>"),
        ("word {: #id .class }", "<p>word {: #id .class }</p>"),
    ],
)  # fmt: skip
def test_markdown_becomes_plain_html(text: str, html: str) -> None:
    assert html_of(text) == html


def test_tables_are_aligned_without_styles() -> None:
    html = html_of("a|b\n:-|-:\n1|2")
    assert f"<th {LEFT}>a</th>\n<th {RIGHT}>b</th>" in html
    assert f"<td {LEFT}>1</td>\n<td {RIGHT}>2</td>" in html


# --- citations ------------------------------------------------------------------------------------

ONE = '<a aria-label="Source 1" class="citation" href="#source-baig2015">1</a>'
TWO = '<a aria-label="Source 2" class="citation" href="#source-ostrom">2</a>'
UNKNOWN = '<span class="unknown-source">Unknown source: nobody</span>'


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("[@baig2015]", ONE),
        ("[@baig2015; @ostrom]", f"{ONE}, {TWO}"),
        ("[@ostrom;@baig2015]", f"{TWO}, {ONE}"),
        ("[@nobody]", UNKNOWN),
        ("[@baig2015; @nobody]", f"{ONE}, {UNKNOWN}"),
    ],
)
def test_a_citation_is_a_numbered_link_to_its_source(text: str, marks: str) -> None:
    assert html_of(f"So it is{text}.") == f'<p>So it is<sup class="citations">{marks}</sup>.</p>'


@pytest.mark.parametrize(
    "text",
    ["`[@ostrom]`", "\\[@ostrom]", "```\n[@ostrom]\n```", "[@]", "[@Baig 2015]", "[@a, @b]", "[@ostrom"],
)
def test_what_only_looks_like_a_citation_is_text(text: str) -> None:
    found = part(text)
    assert found.citations == ()
    assert "citation" not in found.html


def test_the_keys_cited_are_told_once_each_in_order_also_from_notes() -> None:
    text = "a[@ostrom] b[@ostrom; @nobody] c[^n]\n\n[^n]: d[@baig2015]"
    assert part(text).citations == ("ostrom", "nobody", "baig2015")


def test_a_key_with_underscores_is_not_read_as_emphasis() -> None:
    assert "Unknown source: a-_b_-c" in html_of("[@a-_b_-c]")


# --- links between cases ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("[[Guifi.net]]", '<a class="case-link" href="/cases/guifi-net/">Guifi *net*</a>'),
        ("[[guifi-net]]", '<a class="case-link" href="/cases/guifi-net/">Guifi *net*</a>'),
        ("[[guifi-net|the *net*]]", '<a class="case-link" href="/cases/guifi-net/">the *net*</a>'),
        ("[[Wikipedia]]", '<a class="case-link red" href="/contribute/?title=Wikipedia">Wikipedia</a>'),
        ("[[wikipedia|a wiki]]", '<a class="case-link red" href="/contribute/?title=wikipedia">a wiki</a>'),
        ("[[A & B?]]", '<a class="case-link red" href="/contribute/?title=A%20%26%20B%3F">A &amp; B?</a>'),
        ("[[A \\* `b`]]", '<a class="case-link red" href="/contribute/?title=A%20%2A%20b">A * b</a>'),
    ],
)  # fmt: skip
def test_a_link_to_a_case_is_red_until_the_case_exists(text: str, link: str) -> None:
    assert html_of(f"See {text}.") == f"<p>See {link}.</p>"


@pytest.mark.parametrize("text", ["[[]]", "[[ ]]", "[[|x]]", "[[!!!]]", "`[[Guifi.net]]`", "[[a\nb]]"])
def test_what_only_looks_like_a_case_link_is_text(text: str) -> None:
    found = part(text)
    assert found.links == ()
    assert "case-link" not in found.html


def test_the_slugs_linked_are_told_once_each_in_order() -> None:
    assert part("[[Wikipedia]] [[Guifi.net]] [[wikipedia|again]]").links == ("wikipedia", "guifi-net")


def test_a_case_link_works_in_a_table_with_its_bar_escaped() -> None:
    assert "the net</a>" in html_of("a|b\n-|-\n[[guifi-net\\|the net]]|x")


# --- ordinary links -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "address", "rel"),
    [
        (
            "[x](https://example.org/a?b=1&copy=2)",
            "https://example.org/a?b=1&copy=2",
            "nofollow noopener ugc",
        ),
        ("<http://example.org>", "http://example.org", "nofollow noopener ugc"),
        ("<amina@example.org>", "mailto:amina@example.org", "nofollow noopener ugc"),
        ("[x](mailto:amina@example.org)", "mailto:amina@example.org", "nofollow noopener ugc"),
        ("[x][r]\n\n[r]: https://example.org/r", "https://example.org/r", "nofollow noopener ugc"),
        ("[x](/cases/)", "/cases/", None),
        ("[x](#source-ostrom)", "#source-ostrom", None),
    ],
)
def test_a_link_goes_where_it_says_and_outside_links_carry_no_weight(
    text: str, address: str, rel: str | None
) -> None:
    [link] = [attributes for tag, attributes in Page(html_of(text)).elements if tag == "a"]
    assert (link["href"], link.get("rel")) == (address, rel)


# --- footnotes ------------------------------------------------------------------------------------


def anchors(html: str) -> tuple[list[str], set[str]]:
    """The ids of the HTML, and the ids that its footnote links point to."""
    page = Page(html)
    links = [attributes for tag, attributes in page.elements if tag == "a"]
    pointed = {link["href"].removeprefix("#") for link in links if "footnote" in link.get("class", "")}
    return page.values("id"), pointed


@pytest.mark.parametrize(
    "text",
    [
        "a[^1]\n\n[^1]: x",
        "a[^1] b[^1] c[^1]\n\n[^1]: x",  # one note, named three times
        "a\n\n[^1]: nobody names this",
        "a[^2]\n\n[^1]: nobody names this\n[^2]: x",
        "a[^no such note]",
        "a[^x y&\"'<]\n\n[^x y&\"'<]: odd name",
        "a[^n:1] b[^n-1]\n\n[^n:1]: x\n[^n-1]: y",  # names that would be one id if only cleaned
        "a[^a] b[^b]\n\n[^a]: x\n\n    [^b]: a note inside a note",
        "a[^a]\n\n[^a]: see [^a]",
        "[x[^1]](https://example.org)\n\n[^1]: y",
        '[x](https://example.org "[^1]")\n\n[^1]: y',
        "|a[^1]|b|\n|-|-|\n|c[^1]|d|\n\n[^1]: y",
        "a[^1]\n\n[^1]:",
        "a[^1]\n\n[^1]: x\n\n    ```\n    code\n    ```",
    ],
)
def test_footnotes_point_to_each_other_and_never_to_nothing(text: str) -> None:
    ids, pointed = anchors(html_of(text))
    assert len(ids) == len(set(ids))
    assert pointed <= set(ids)
    assert all(name.startswith("u-in-short-") for name in ids)


def test_a_note_inside_a_note_keeps_its_words() -> None:
    assert "[^b]: kept" in html_of("a[^a] b[^b]\n\n[^a]: x\n\n    [^b]: kept")


def test_two_parts_of_one_page_share_no_id() -> None:
    def ids(prefix: str) -> set[str]:
        html = render(
            "a[^1]\n\n[^1]: x",
            sources=SOURCES,
            known_cases=KNOWN.get,
            anchor_prefix=prefix,
            case_url=str,
            start_url=str,
            labels=Labels(),
        ).html
        return set(anchors(html)[0])

    assert ids("in-short").isdisjoint(ids("value-capture"))


def test_the_words_for_readers_are_the_callers() -> None:
    labels = Labels(
        source="Quelle {number}", unknown_source="Quelle fehlt", back_to_text="Zurück", footnotes="Fußnoten"
    )
    html = render(
        "a[@ostrom] b[@nobody] c[^1]\n\n[^1]: x",
        sources=SOURCES,
        known_cases=KNOWN.get,
        anchor_prefix="p",
        case_url=str,
        start_url=str,
        labels=labels,
    ).html
    assert Page(html).values("aria-label") == ["Quelle 2", "Fußnoten", "Zurück"]
    assert "Quelle fehlt: nobody" in html


# --- words and addresses --------------------------------------------------------------------------

EVERYTHING = """\
## Hi *there* [@ostrom].

> q **b** snake_case 2*3*4
- x
1. y

| a | b |
|---|---|
| c | d |

see [l](https://example.org "t"), [[Guifi.net]] [[a-b|shown]] n[^1].

[^1]: note
[r]: https://example.org/r

[w][r] `code` \\*lit\\* C# a > b
"""


def test_plain_text_keeps_the_words_and_drops_the_marks() -> None:
    words = " ".join(plain_text(EVERYTHING).split())
    assert words == (
        "Hi there. q b snake_case 2*3*4 x y a b c d see l, Guifi.net shown n. note w code *lit* C# a > b"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("One two.", 2),
        ("**One** [two](https://example.org/three) [@four]", 2),
        ("— … —", 0),
        ("it's", 1),
    ],
)
def test_words_are_counted_as_read(text: str, words: int) -> None:
    assert part(text).words == words


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "…"), (2, "A network…"), (5, "A network held in common."), (9, "A network held in common.")],
)
def test_first_words_end_with_an_ellipsis_when_there_are_more(count: int, words: str) -> None:
    assert first_words("A *network*\nheld in common[@ostrom].", count) == words


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Guifi.net", "guifi-net"),
        ("  Ünïcödé — Straße! ", "ünïcödé-strasse"),
        ("under_score", "under-score"),
        ("ﬁne № 5", "fine-no-5"),
        ("हिन्दी विकिपीडिया", "हिन्दी-विकिपीडिया"),
        ("東京 2020", "東京-2020"),
        ("ויקיפדיה", "ויקיפדיה"),
        ("../a/b?c#d", "a-b-c-d"),
        ("a\u202eb\u200bc", "a-b-c"),
        ("!!!", ""),
        ("x" * 79 + " yy", "x" * 79),
        ("y" * 200, "y" * 80),
    ],
)
def test_a_slug_is_made_of_letters_and_digits_of_any_script(title: str, slug: str) -> None:
    assert slug_for(title) == slug


@given(st.text(max_size=200))
def test_a_slug_is_its_own_slug_and_fits_an_address(title: str) -> None:
    slug = slug_for(title)
    assert slug_for(slug) == slug
    assert len(slug) <= 80
    assert not set(slug) & set("/?#%.&\\ _<>\"'")
    assert slug == slug.strip("-")


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("1", "3"),
        ("2", "3"),
        ("12", "34"),
        ("13", "34"),
        ("131", "343"),
        ("2321", "3433"),
        ("123456", "345666"),
    ],
)
def test_headings_stand_under_the_part_and_skip_no_level(levels: str, expected: str) -> None:
    html = html_of("\n\n".join("#" * int(level) + " Heading" for level in levels))
    assert "".join(re.findall(r"<h([3-6])>", html)) == expected
