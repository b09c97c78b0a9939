"""The step that only comments have: `@name` as a link to the person who has this name."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import markdown
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString

from cases.domain.rendering.steps import LinkOrNone, Page, Safe
from cases.domain.talk import MENTION, possible_names

PersonUrl = Callable[[str], str | None]


class Mentions(InlineProcessor):
    """`@name` as a link; words that name nobody stay as they are."""

    ANCESTOR_EXCLUDES = ("a",)

    def __init__(self, person_url: PersonUrl, called: list[str], md: markdown.Markdown) -> None:
        super().__init__(MENTION, md)
        self.person_url = person_url
        self.called = called

    def handleMatch(self, m: re.Match[str], data: str) -> LinkOrNone:  # type: ignore[override]  # noqa: N802
        """Return the link to the longest name that somebody has, or nothing."""
        for name in possible_names(m[1]):
            url = self.person_url(name)
            if url is not None:
                self.called.append(url)
                link = ElementTree.Element("a", {"href": url})
                # Atomic: a name is no Markdown.
                link.text = AtomicString(f"@{name}")
                return link, m.start(0), m.start(0) + 1 + len(name)
        return None, None, None


class SafeComment(Safe):
    """The steps of a comment: people are named in it; sources and cases are marks of cases only."""

    def __init__(self, page: Page, person_url: PersonUrl, called: list[str]) -> None:
        super().__init__(page)
        self.person_url = person_url
        self.called = called

    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802
        """Register the steps."""
        super().extendMarkdown(md)
        md.inlinePatterns.deregister("case_links")
        md.inlinePatterns.deregister("citations")
        # After code, links and addresses of mail, before emphasis: a name may hold `_`.
        md.inlinePatterns.register(Mentions(self.person_url, self.called, md), "mentions", 100)
