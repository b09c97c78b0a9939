"""Names of things for other programs, which stay when an address changes: tag URIs (RFC 4151).

A feed, a harvester and a reference manager keep what they took by its name. The address of a case changes
when the case is renamed, so no name is made of it, but of the number of its record.
"""

from urllib.parse import urlsplit

SINCE = "2026"
"""A year in which the host of the site belonged to the site; it is part of every name and never changes."""


def name_of(site: str, *path: object) -> str:
    """The name of a thing, such as `tag:example.org,2026:case/42`; `site` is the address of the site.

    The pieces of the path are numbers, codes and slugs, which an address can hold as they are.
    """
    host = urlsplit(site).hostname or "localhost"
    return f"tag:{host},{SINCE}:{'/'.join(map(str, path))}"


def name_of_case(site: str, record: int) -> str:
    """The name of a case by the number of its record."""
    return name_of(site, "case", record)


def record_named(site: str, name: str) -> int | None:
    """The number of the record that this is the name of; None for every other text."""
    number = name.removeprefix(name_of(site, "case", ""))
    is_number = number.isascii() and number.isdigit() and len(number) <= 18
    return int(number) if is_number and name == name_of_case(site, int(number)) else None
