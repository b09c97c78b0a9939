"""Wikitext and the Markdown that it becomes."""

import pytest

from cases.exchange.imports.wiki_dump import Wiki
from cases.exchange.imports.wiki_parse import parsed
from cases.exchange.imports.wiki_sections import parts_of
from cases.exchange.imports.wikitext import WikiText

TITLES = {"Guifi.net": "Guifi.net", "Old": "Guifi.net"}


def markdown(text: str) -> str:
    """The Markdown of a text without headings."""
    wiki = WikiText(Wiki(), TITLES)
    found = parts_of(wiki.lines(parsed(text)), wiki.aside)
    return "\n\n".join(part.text for part in found.parts)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("''it'' '''b''' '''''both'''''", "*it* **b** ***both***"),
        ("one\ntwo\n\nthree", "one two\n\nthree"),
        ("a_b * [x] `c` \\", r"a\_b \* \[x\] \`c\` \\"),
        ("1. no list\n\n# one", "1\\. no list\n\n1. one"),
        ("> no quote", "\\> no quote"),
        ("* a\n** b\n*# c\n* d", "- a\n    - b\n    - c\n- d"),
        ("* a\n# b", "- a\n\n1. b"),
        ("*** deep at once", "- deep at once"),
        ("; Term : meaning\n: more", "- **Term**\n    - meaning\n    - more"),
        (": said ''so''\n: and", "> said *so*\n> and"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n    1. c"),
        ("{|\n! a !! b\n|-\n| 1 || x|y\n|}", "| a | b |\n| --- | --- |\n| 1 | y |"),
        ("{|\n|+ Sum\n| 1\n|}", "Sum\n\n|  |\n| --- |\n| 1 |"),
        ("{|\n| [[Old|the net]]\n|}", "|  |\n| --- |\n| [[Guifi.net]] |"),
        ("[[Guifi.net]] [[old|it]] [[Old#P|x]]", "[[guifi-net|Guifi.net]] [[guifi-net|it]] [[guifi-net|x]]"),
        ("[[Elsewhere]] [[Elsewhere|there]]", "Elsewhere there"),
        ("[https://e.org/a_(b) a ''site''] https://e.org/x", "[a *site*](https://e.org/a_%28b%29) <https://e.org/x>"),
        ("[javascript:alert(1) x] [mailto:a@e.org y]", r"\[javascript:alert(1) x\] y"),
        ("<nowiki>''[[x]]''</nowiki> &amp;lt; &nbsp;|", "''\\[\\[x\\]\\]'' &lt; |"),
        ("<b>raw</b> <span style='x'>s</span><script>alert(1)</script>", "**raw** s"),
        ("<pre>\na\n  b\n</pre>", "    a\n      b"),
        ("<code>a`b</code>", "``a`b``"),
        ("{{lang|fr|mot}} {{nowrap|a b}} {{Gone|x}} {{{arg|d}}}<!-- c -->", "mot a b  d".replace("  ", " ")),
        ("a<ref>[https://e.org/1 One]</ref><ref>[https://e.org/1 One]</ref>", "a[@one]"),
        ("a<ref name='x'>{{cite web|title=T|url=https://e.org}}</ref> b<ref name=x />", "a[@x] b[@x]"),
        ("a<ref name=late /> <references><ref name=late>Late, 1999</ref></references>", "a[@late]"),
        ("\ue000 \ue0111\ue011 text", "1 text"),
        ("שלום ''עולם''", "שלום *עולם*"),
    ],
)  # fmt: skip
def test_wikitext(text: str, expected: str) -> None:
    assert markdown(text) == expected


def test_sections_go_to_parts_by_their_headings_and_the_rest_after_the_lead() -> None:
    wiki = WikiText(Wiki(), {})
    text = "lead\n== Governance ==\na\n=== Deep ===\nb\n== Decision making ==\nc\n== Odd ==\nd\n== Notes ==\n"
    found = parts_of(wiki.lines(parsed(text)), wiki.aside)
    assert {part.key: part.text for part in found.parts} == {
        "in-short": "lead\n\n## Odd\n\nd",
        "commons-governance": "a\n\n### Deep\n\nb\n\n## Decision making\n\nc",
    }
    assert found.unplaced == ["Odd"]


def test_a_section_that_is_too_long_for_a_part_is_cut_and_said() -> None:
    wiki = WikiText(Wiki(), {})
    found = parts_of(wiki.lines(parsed("\n\n".join(["word " * 100] * 60))), wiki.aside)
    assert len(found.parts[0].text) <= 20_000
    assert found.cut["in-short"] > 9_000
