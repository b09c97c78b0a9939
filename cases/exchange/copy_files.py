"""Where the pages of the site lie in a copy that is a folder of files.

A page at `/cases/guifi-net/` is the file `cases/guifi-net/index.html`, its second page `index-2.html` beside
it; a file such as `/cases.csv` keeps its name. Names that some system cannot hold are written otherwise, and
always in the same way, so that a link finds its file without a list of all files.
"""

import hashlib
import posixpath
import re
from urllib.parse import quote, unquote

PLAIN = re.compile(r"[\w. '()+,=@~-]*[\w)+=@~-]")
BYTES_AT_MOST = 100
"""Of a piece of a name: systems allow 255, and tools that pack folders sometimes less."""

RESERVED = frozenset(
    {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
)
"""Names that Windows keeps for devices, whatever their ending."""

ENDINGS = {
    "text/html": "html",
    "application/atom+xml": "xml",
}
"""The endings of the kinds of pages whose addresses have none."""

NOTES = "copy.json"
"""The file that says what the copy is; a folder with it may be written over by a newer copy."""


def file_of(path: str, *, ending: str = "html", page: int = 1) -> str:
    """The file of the page at this path, as a path in the copy. `page` counts the pages of a list from 1."""
    pieces = [piece_of(unquote(piece)) for piece in path.split("/") if piece]
    if path.endswith("/") or not pieces:
        pieces.append(f"index.{ending}" if page == 1 else f"index-{page}.{ending}")
    return posixpath.join(*pieces)


def piece_of(name: str) -> str:
    """A piece of a path as a name that every system can hold; two pieces never get one name.

    Capitals are told apart, too, as some systems do not.
    """
    is_plain = PLAIN.fullmatch(name) and name == name.lower() and not name.startswith(("-", "."))
    stem = name.partition(".")[0]
    if is_plain and stem not in RESERVED and len(name.encode()) <= BYTES_AT_MOST:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:10]
    kept = re.sub(r"[^\w.-]+", "-", name.lower()).strip("-.")
    while len(kept.encode()) > BYTES_AT_MOST - 11:
        kept = kept[:-1]
    return f"{digest}-{kept}" if kept else digest


def way_to(target: str, *, from_file: str) -> str:
    """The address of one file of the copy in another, which works wherever the folder is."""
    return quote(posixpath.relpath(target, posixpath.dirname(from_file) or "."))
