"""What may stand in the HTML of a part: the allow-list, which is the very last step.

Addresses are judged here once more, because only here are they what a browser will read: in the Markdown
tree `/&#47;host` is still a path of this site.
"""

import unicodedata
from urllib.parse import urlsplit

import nh3

TAGS = {
    "a", "blockquote", "br", "code", "div", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre",
    "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
CLASSES = {
    "a": {"case-link", "red", "footnote-ref", "footnote-backref", "citation"},
    "div": {"footnote"},
    "span": {"unknown-source"},
    "sup": {"citations"},
}
ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),  # else `nh3` lets `title` and `lang` stand on every tag
    "a": {"href", "title", "rel", "aria-label"},
    "div": {"aria-label"},
    "td": {"align"},
    "th": {"align"},
    "li": {"id"},
    "sup": {"id"},
    "ol": {"start"},
}
ID_PREFIX = "u-"


def is_safe_address(address: str) -> bool:
    """Whether a link may go there: http, https, mailto, a path of this site, or a place on the page.

    Browsers drop tabs and line ends and read a backslash as a slash, so an address with one is not safe.
    """
    if any(unicodedata.category(character)[0] == "C" or character.isspace() for character in address):
        return False
    if "\\" in address or address.startswith("//"):
        return False
    if address.startswith(("/", "#")):
        return True
    try:
        split = urlsplit(address)
    except ValueError:
        return False
    if split.scheme == "mailto":
        return bool(split.path)
    return split.scheme in {"http", "https"} and bool(split.hostname) and "@" not in split.netloc


def _keep(_tag: str, attribute: str, value: str) -> str | None:
    """Judge an attribute as a browser will read it."""
    if attribute == "href" and not is_safe_address(value):
        return None
    if attribute == "id" and not value.startswith(ID_PREFIX):
        return None
    return value


CLEANER = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    attribute_filter=_keep,
    tag_attribute_values={"div": {"role": {"group"}}},
    allowed_classes=CLASSES,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)
