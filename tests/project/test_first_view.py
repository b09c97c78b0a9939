"""What a browser fetches that shows a page for the first time: at most four files, and 60 KB of them."""

import gzip
import json
import re
from pathlib import Path

import pytest
from django.test import Client

from models_taxonomy.actions import load_taxonomy
from tests.world import content, person, published

pytestmark = pytest.mark.django_db

PAGES = (
    "/", "/patchwork/", "/patchwork/text/", "/patchwork/guess/", "/matrix/", "/matrix/table/", "/gaps/",
    "/gaps/claim-3f/", "/map/", "/timeline/", "/moves/", "/moves/table/", "/compare/?case=guifi-net",
    "/cases/", "/cases/?q=network", "/cases/guifi-net/", "/cases/guifi-net/history/",
    "/cases/guifi-net/history/1/", "/cases/guifi-net/discussion/", "/claims/3f/", "/tags/", "/changes/",
    "/data/", "/api/", "/about/method/", "/people/Amina/", "/moderation-log/",
    "/account/signup/", "/account/login/",
)  # fmt: skip
FETCHED = re.compile(r'<(?:script|img|use|link rel="(?:icon|stylesheet)")(?= )[^>]*? (?:href|src)="(/[^"#]+)')
AT_MOST = {".css": 14 * 1024, ".js": 20 * 1024}


@pytest.fixture
def case() -> None:
    load_taxonomy()
    published(content(), by=person("Amina"), reviewer=person("Chiara", "moderator"))


@pytest.mark.parametrize("address", PAGES)
def test_it_is_four_small_files(client: Client, case: None, collected: Path, address: str) -> None:
    page = client.get(address)
    fetched = set(FETCHED.findall(" ".join(page.text.split())))
    assert page.status_code == 200
    assert 1 + len(fetched) <= 4
    sizes = {name: _sent(name, client, collected) for name in fetched}
    assert _packed(page.content) + sum(sizes.values()) <= 60_000
    for kind, most in AT_MOST.items():
        assert sum(size for name, size in sizes.items() if Path(name).suffix == kind) <= most


def _sent(address: str, client: Client, collected: Path) -> int:
    """How many bytes are sent of a file; in tests pages name static files without their hashes."""
    name = address.removeprefix("/static/")
    if name == address:
        return _packed(client.get(address).content)
    hashed = json.loads((collected / "staticfiles.json").read_text("utf-8"))["paths"]
    return _packed((collected / hashed[name]).read_bytes())


def _packed(file: bytes) -> int:
    return len(gzip.compress(file, 9))
