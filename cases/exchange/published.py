"""A published case as other programs get it: its content with what the site knows about it.

The API, JSON Lines and snapshots all write this one record, so that a case looks the same wherever it is
taken from. What the content schema calls a case stands whole under `content`.
"""

from dataclasses import dataclass
from datetime import datetime

from cases.domain.content import CaseContent, Data, to_data


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedCase:
    """The version of a case that the public reads now.

    `slug` is its address, `version` the number of the version, `content_hash` 64 hexadecimal digits.
    Moments are in UTC.
    """

    slug: str
    version: int
    content_hash: str
    first_published_at: datetime
    published_at: datetime
    content: CaseContent


def record_of(case: PublishedCase, site: str) -> Data:
    """The record of a case as plain data; `site` is the address of the site, without a slash at its end."""
    return {
        "slug": case.slug,
        "address": f"{site}/cases/{case.slug}/",
        "version": case.version,
        "content_hash": case.content_hash,
        "first_published_at": case.first_published_at.isoformat(),
        "published_at": case.published_at.isoformat(),
        "content": to_data(case.content),
    }
