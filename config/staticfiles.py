"""Static files: hashed, compressed, and the style sheet joined into one file.

`site.css` names its pieces with `@import url(…) layer(…)`. Browsers would fetch each on its own, so when
files are collected the imports are replaced by the pieces themselves, inside their layers.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[a-z]+)\);')
SITE_SHEET = "css/site.css"


def joined_sheet(path: Path) -> str:
    """Return a style sheet with its layered imports replaced by their text, comments left out."""

    def replace(match: re.Match[str]) -> str:
        text = (path.parent / match["path"]).read_text("utf-8")
        # A piece in a folder reaches files with one more step up than the joined sheet.
        text = text.replace('url("../', 'url("') if "/" in match["path"] else text
        return f"@layer {match['layer']} {{\n{text}\n}}"

    joined = IMPORT.sub(replace, path.read_text("utf-8"))
    return re.sub(r"/\*.*?\*/", "", joined, flags=re.DOTALL)


class PatchworkStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Joins the style sheet before names are hashed and files compressed."""

    manifest_strict = True

    def post_process(
        self, paths: dict[str, Any], dry_run: bool = False, **options: Any
    ) -> Iterator[tuple[str, str, bool]]:
        """Write the joined sheet where the collected one stands, then go on as usual."""
        source = finders.find(SITE_SHEET)
        if source and not dry_run and SITE_SHEET in paths:
            Path(self.path(SITE_SHEET)).write_text(joined_sheet(Path(source)), "utf-8")
        yield from super().post_process(paths, dry_run, **options)
