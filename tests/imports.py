"""Files that tests import, and how they are brought."""

import io
import json
import zipfile
from collections.abc import Iterable

from accounts.models import User
from cases.actions import imports
from cases.domain.content import CaseContent, to_data
from cases.exchange.markdown import to_markdown
from cases.models import Import


def json_lines(*cases: CaseContent) -> bytes:
    """The cases, one a line."""
    return b"".join(json.dumps(to_data(case)).encode() + b"\n" for case in cases)


def bundle(cases: Iterable[tuple[str, CaseContent]]) -> bytes:
    """An archive of Markdown files, by the addresses of the cases; the same bytes at every time."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for slug, case in cases:
            archive.writestr(
                zipfile.ZipInfo(f"{slug}.md", (1980, 1, 1, 0, 0, 0)), to_markdown(case, slug=slug)
            )
    return buffer.getvalue()


def brought(
    data: bytes, *, by: User, name: str = "cases.jsonl", options: dict[str, object] | None = None
) -> Import:
    """Bring a file and let it be read at once."""
    file = io.BytesIO(data)
    found = imports.begin(file=file, name=name, size=len(data), by=by, form=None, options=options or {})
    imports.read_at_once(found=found)
    found.refresh_from_db()
    return found


def sent(data: bytes, *, by: User, options: dict[str, object] | None = None) -> Import:
    """Bring a file and send everything in it that can be sent."""
    found = brought(data, by=by, options=options)
    imports.send(found=found, by=by)
    imports.send_on(found=found)
    return found


def states(found: Import) -> list[str]:
    """Where the items stand, in the order of the file."""
    return list(found.items.values_list("state", flat=True))


def said(found: Import) -> list[str]:
    """What is said of the items, without the places."""
    return [str(line["message"]) for item in found.items.all() for line in item.report]
