"""Paragraphs of words and citations, which most parts are: they become HTML without a look for other marks.

Markdown takes a text through a dozen steps that each look for a mark. Where it plainly has none but
citations, these lines give the same (decision 0089).
"""

import re
from xml.etree import ElementTree

from markdown.serializers import to_html_string

from cases.domain.rendering.marks import CITATION
from cases.domain.rendering.steps import Page, citation_marks

SIGNS = r""" .,;:()/'"?%=+@$€£§–—…‘’“”«»„،؛؟。、-"""
PARAGRAPH = re.compile(rf"(?=[^\W\d_])(?:(?:[^\W_]|[{SIGNS}])++|{CITATION})*+(?<! )")
"""One line that begins with a letter and has no character that Markdown, or HTML, reads as a mark.

What was read is not read again in another way (`++`), so that no text takes long."""

CITED = re.compile(CITATION)


def html_of_prose(text: str, page: Page) -> str | None:
    """The HTML of a text that is paragraphs of words and citations; None of any other."""
    paragraphs = text.split("\n\n")
    if not all(PARAGRAPH.fullmatch(paragraph) for paragraph in paragraphs):
        return None
    return "\n".join(to_html_string(_element_of(paragraph, page)) for paragraph in paragraphs)


def _element_of(paragraph: str, page: Page) -> ElementTree.Element:
    element = ElementTree.Element("p")
    element.text, *rest = CITED.split(paragraph)
    for keys, words in zip(rest[::2], rest[1::2], strict=True):
        marks = citation_marks(keys, page)
        marks.tail = words
        element.append(marks)
    return element
