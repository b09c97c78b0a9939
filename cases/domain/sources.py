"""Independent sources: which documents a case puts on which claims, told apart by what they are.

The same document may be cited by several cases, with one address or another; it counts once.
"""

import re
from collections import Counter
from collections.abc import Collection, Mapping
from hashlib import blake2b
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from cases.domain.content import CaseContent, Source
from cases.domain.facts import NOT_INDEPENDENT
from cases.domain.projection import search_words
from cases.domain.vocabulary import Stance

Document = str
"""What a document is known by, 32 hexadecimal digits; see `document_of`."""

Use = tuple[str, Document]
"""The code of a claim, and an independent document that some case puts on it."""

SOURCE_RULES = 1
"""Grows with every change of what makes two documents the same, so that the next start counts anew."""

ALL_CLAIMS = "all"

DOI_HOSTS = frozenset({"doi.org", "dx.doi.org"})
ARCHIVED = re.compile(r"https?://web\.archive\.org/web/\d+[a-z_]*/(?=https?://)", re.IGNORECASE)
TRACKING = re.compile(r"(utm|itm|pk|mtm)_.*|fbclid|gclid|dclid|msclkid|yclid|mc_[ce]id|igshid|_hs(enc|mi)")
"""Parameters of an address that say by which way a reader came, and not what is read."""


def identity_of(source: Source) -> str:
    """What a document is, in words: its DOI, else its address, else its title and year.

    Scheme, `www.`, a trailing slash, fragments, tracking parameters and the order of the others make no
    other document, nor does a copy in the Web Archive; a link to doi.org is a DOI. Titles are compared
    without accents, case and punctuation.
    """
    if source.doi:
        return _doi(source.doi)
    if source.url:
        return _address(ARCHIVED.sub("", source.url))
    year = source.year if isinstance(source.year, int) else ""
    title = " ".join(search_words(source.title)) or source.title
    return f"title:{title} {year}"


def document_of(source: Source) -> Document:
    """The identity as a digest of fixed length, which any database can keep unique."""
    return blake2b(identity_of(source).encode(), digest_size=16).hexdigest()


def independent_sources_of(content: CaseContent) -> frozenset[Use]:
    """The independent documents on which the case's findings stand, each once a claim.

    A source is independent when it speaks neither for the organisation nor as a contributor. *Looked for,
    not found* is no finding.
    """
    documents = {
        source.key: document_of(source) for source in content.sources if source.speaker not in NOT_INDEPENDENT
    }
    return frozenset(
        (row.claim, documents[key])
        for row in content.illustrations
        if row.stance is not Stance.NOT_FOUND
        for key in row.sources
        if key in documents
    )


def claim_scope(code: str) -> str:
    """The name of one claim in totals."""
    return f"claim:{code}"


def model_scope(number: int) -> str:
    """The name of all claims of one value model in totals."""
    return f"model:{number}"


def count_documents(uses: Collection[Use], model_of: Mapping[str, int]) -> Counter[str]:
    """How many documents there are on each claim, in each model and in all, each counted once there.

    `model_of` names the value model of each claim that stands. A withdrawn claim keeps its own number
    and adds to no other.
    """
    standing = [(claim, document) for claim, document in uses if claim in model_of]
    in_models = {(model_of[claim], document) for claim, document in standing}
    return Counter(
        {
            **Counter(claim_scope(claim) for claim, _document in uses),
            **Counter(model_scope(model) for model, _document in in_models),
            ALL_CLAIMS: len({document for _claim, document in standing}),
        }
    )


def _doi(name: str) -> str:
    return f"doi:{name.casefold().rstrip('/')}"


def _address(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:  # such as an unclosed bracket in the host
        return f"url:{url}"
    host = parts.netloc.casefold().removesuffix(":80").removesuffix(":443").removeprefix("www.")
    path = unquote(parts.path)
    if host in DOI_HOSTS and path.startswith("/10."):
        return _doi(path[1:])
    query = sorted(
        pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])
    )
    return f"url:{host}{quote(path.rstrip('/'))}{'?' if query else ''}{urlencode(query)}"
