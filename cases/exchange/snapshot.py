"""What a snapshot consists of, and how anybody can check it: records, their digests, and the manifest.

A *record* is one case as it was public when the snapshot was made, written as a line of JSON as
`cases.exchange.published.record_of` has it. Its *head* is the record without its content; the head holds the
hash of the content. So two steps of hashing hold everything in place:

- `content_hash` is the SHA-256 of the content as canonical JSON,
- the digest of a record is the SHA-256 of its head as canonical JSON,
- the digest of all records is the SHA-256 of their digests in order, each with a line end after it.

Canonical JSON has sorted names, no spaces, and real characters in UTF-8. A record that is off the page
later leaves its digest in its place, so the digest of all records can be checked for ever.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256

from cases.domain.content import Data, hash_of_data
from cases.exchange.data_package import CC0, CC_BY_SA

FORMAT = 1
"""The form of records and manifests; a later form does not change what was published in this one."""

README = """\
{title}
Snapshot {number} of Patchwork, published on {day}
{address}

manifest.json    What is in the snapshot, with SHA-256 of each part
cases.jsonl      One case a line, as JSON. A line {{"removed": ...}} stands where a case is no longer public:
                 its digest is kept, so that the rest can be checked
taxonomy.json    Stages, models, aspects and claims with every wording, as they were on that day

Licence: texts under CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/
         data under CC0 1.0, https://creativecommons.org/publicdomain/zero/1.0/

To check it: canonical JSON has sorted names, no spaces and real characters, in UTF-8.
1. SHA-256 of the canonical JSON of "content" is "content_hash", for each line of cases.jsonl.
2. The digest of a line is the SHA-256 of the canonical JSON of the object without "content"; of a removed one
   it is what stands under "removed".
3. SHA-256 of all digests in their order, each followed by a line end, is "records_sha256" in the manifest.
4. SHA-256 of the canonical JSON of taxonomy.json is "taxonomy_sha256".
5. SHA-256 of the canonical JSON of "sealed" in the manifest is "sha256": the hash to cite.
"""


def head_of(
    *,
    site: str,
    slug: str,
    version: int,
    content_hash: str,
    first_published_at: datetime,
    published_at: datetime,
) -> Data:
    """The head of a record; `site` is the address of the site, without a slash at its end."""
    return {
        "slug": slug,
        "address": f"{site}/cases/{slug}/",
        "version": version,
        "content_hash": content_hash,
        "first_published_at": first_published_at.isoformat(),
        "published_at": published_at.isoformat(),
    }


def line_of(head: Data, content: object) -> str:
    """The line of a record, with its end."""
    return f"{json.dumps({**head, 'content': content}, ensure_ascii=False)}\n"


def removed_line(digest: str) -> str:
    """The line that stands for a record that is no longer public, with its end."""
    return f"{json.dumps({'removed': digest})}\n"


def hash_of_records(digests: Iterable[str]) -> str:
    """The digest of all records, from theirs in their order."""
    whole = sha256()
    for digest in digests:
        whole.update(f"{digest}\n".encode())
    return whole.hexdigest()


def sealed_part(
    *, number: int, site: str, made_at: datetime, records: int, records_sha256: str, taxonomy_sha256: str
) -> Data:
    """The part of the manifest whose hash is the hash of the snapshot."""
    return {
        "format": FORMAT,
        "snapshot": number,
        "address": f"{site}/data/snapshots/{number}/",
        "made_at": made_at.isoformat(),
        "records": records,
        "records_sha256": records_sha256,
        "taxonomy_sha256": taxonomy_sha256,
    }


def manifest(sealed: Data, *, title: str, note: str, removed: int) -> Data:
    """The manifest as of now; `removed` counts the records that are no longer public."""
    return {
        "title": title,
        "note": note,
        "sha256": hash_of_data(sealed),
        "sealed": sealed,
        "files": {"cases.jsonl": "records_sha256", "taxonomy.json": "taxonomy_sha256"},
        "removed_since": removed,
        "licences": [CC_BY_SA, CC0],
    }


def faults_of_copy(manifest: Mapping[str, object], lines: Iterable[str], taxonomy: object) -> list[str]:
    """What does not fit in the files of a snapshot, one sentence each: how a reader checks a copy."""
    sealed = manifest["sealed"]
    if not isinstance(sealed, dict):
        return ["The manifest has no sealed part."]
    faults: list[str] = []
    digests = [_digest_of_line(line, number, faults) for number, line in enumerate(lines, start=1)]
    found = {
        "records": len(digests),
        "records_sha256": hash_of_records(digests),
        "taxonomy_sha256": hash_of_data(taxonomy),
    }
    faults += [f"{name} is not {value}." for name, value in found.items() if sealed.get(name) != value]
    return (
        faults
        if manifest["sha256"] == hash_of_data(sealed)
        else [*faults, "The hash of the manifest is wrong."]
    )


def _digest_of_line(line: str, number: int, faults: list[str]) -> str:
    record = json.loads(line)
    if set(record) == {"removed"}:
        return str(record["removed"])
    content = record.pop("content")
    if hash_of_data(content) != record["content_hash"]:
        faults.append(f"Line {number}: the content is not the one of its hash.")
    return hash_of_data(record)
