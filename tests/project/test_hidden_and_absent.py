"""What is hidden and what never was answer alike: status, headers and length tell nothing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.project.whole_site import World, world

__all__ = ["world"]
Browser = Callable[[User], Client]

# Who asks, for what is hidden from them, and for what never was.
PAIRS = (
    ("stranger", "/cases/canary-7f3a-case/", "/cases/never-was-a-case/"),
    ("stranger", "/cases/canary-7f3a-case/history/", "/cases/never-was-a-case/history/"),
    ("stranger", "/cases/canary-7f3a-case/diff/1..2/", "/cases/never-was-a-case/diff/1..2/"),
    (
        "stranger",
        "/compare/?case={slug}&case=canary-7f3a-case",
        "/compare/?case={slug}&case=never-was-a-case",
    ),
    (
        "stranger",
        "/compare.csv?case={slug}&case=canary-7f3a-case",
        "/compare.csv?case={slug}&case=never-was-a-case",
    ),
    ("stranger", "/cases/{slug}/history/3/", "/cases/{slug}/history/987654321/"),
    *(
        ("stranger", address.format(case="canary-7f3a-hidden"), address.format(case="never-was-such-one"))
        for address in (
            "/cases/{case}/",
            "/cases/{case}/feed/",
            "/cases/{case}/history/",
            "/cases/{case}/history/1/",
            "/cases/{case}/history/1/cite/",
            "/cases/{case}/case.jsonld",
            "/matrix/?trace={case}",
            "/gaps/part-state-{case}/",
        )
    ),
    ("stranger", "/compare/?case=canary-7f3a-hidden", "/compare/?case=never-was-such-one"),
    ("stranger", "/tags/canary-7f3a-tag/", "/tags/never-was-a-tag/"),
    ("stranger", "/cases/another/history/3/", "/cases/another/history/9/"),
    ("stranger", "/cases/another/diff/1..3/", "/cases/another/diff/1..9/"),
    ("bruno", "/cases/canary-7f3a-hidden/edit/", "/cases/never-was-such-one/edit/"),
    ("bruno", "/cases/another/history/3/restore/", "/cases/another/history/9/restore/"),
    ("bruno", "/me/changes/{text}/", "/me/changes/987654321/"),
    ("bruno", "/cases/canary-7f3a-hidden/hiding/", "/cases/never-was-such-one/hiding/"),
    ("stranger", "/me/changes/{waiting}/", "/me/changes/987654321/"),
    ("stranger", "/review/{waiting}/", "/review/987654321/"),
    ("stranger", "/watch/case-{waiting}/", "/watch/case-987654321/"),
    ("bruno", "/watch/part-state-canary-7f3a-case/", "/watch/part-state-never-was-a-case/"),
    ("stranger", "/drafts/{draft}/", "/drafts/987654321/"),
    ("stranger", "/me/proposals/{proposal}/", "/me/proposals/987654321/"),
    ("stranger", "/review/proposals/{proposal}/", "/review/proposals/987654321/"),
    ("stranger", "/gaps/part-state-canary-7f3a-case/", "/gaps/part-state-never-was-a-case/"),
    ("stranger", "/gaps/part-state-canary-7f3a-case/feed/", "/gaps/part-state-never-was-a-case/feed/"),
    ("stranger", "/report/?about=case:canary-7f3a-case", "/report/?about=case:never-was-a-case"),
    ("bruno", "/report/?about=case:canary-7f3a-case", "/report/?about=case:never-was-a-case"),
    ("bruno", "/review/reports/{report}/", "/review/reports/987654321/"),
    ("bruno", "/review/appeals/{appeal}/", "/review/appeals/987654321/"),
    ("stranger", "/cases/canary-7f3a-case/discussion/", "/cases/never-was-a-case/discussion/"),
    ("stranger", "/cases/{slug}/discussion/{gone}/", "/cases/{slug}/discussion/987654321/"),
    ("bruno", "/cases/{slug}/discussion/{gone}/answer/", "/cases/{slug}/discussion/987654321/answer/"),
    ("bruno", "/cases/{slug}/discussion/{gone}/resolve/", "/cases/{slug}/discussion/987654321/resolve/"),
    ("bruno", "/cases/{slug}/comments/{hidden}/edit/", "/cases/{slug}/comments/987654321/edit/"),
    ("bruno", "/cases/another/discussion/{thread}/", "/cases/another/discussion/987654321/"),
    ("bruno", "/review/comments/{first}/", "/review/comments/987654321/"),
    ("bruno", "/gaps/part-state-canary-7f3a-case/call/", "/gaps/part-state-never-was-a-case/call/"),
    ("bruno", "/gaps/part-state-canary-7f3a-case/looking/", "/gaps/part-state-never-was-a-case/looking/"),
    ("bruno", "/me/proposals/{proposal}/", "/me/proposals/987654321/"),
    ("bruno", "/review/proposals/{proposal}/", "/review/proposals/987654321/"),
    ("bruno", "/cases/canary-7f3a-case/edit/", "/cases/never-was-a-case/edit/"),
    ("bruno", "/me/changes/{waiting}/", "/me/changes/987654321/"),
    ("bruno", "/me/changes/{waiting}/withdrawal/", "/me/changes/987654321/withdrawal/"),
    ("bruno", "/me/changes/{waiting}/answer/", "/me/changes/987654321/answer/"),
    ("bruno", "/review/{waiting}/", "/review/987654321/"),
    ("bruno", "/review/{late}/rebase/", "/review/987654321/rebase/"),
    ("bruno", "/drafts/{draft}/", "/drafts/987654321/"),
    ("bruno", "/drafts/{draft}/discard/", "/drafts/987654321/discard/"),
    ("chiara", "/drafts/{draft}/", "/drafts/987654321/"),
    ("edda", "/drafts/{draft}/autosave/", "/drafts/987654321/autosave/"),
)
# A moment, the number of the request, and the length of the body with the address in it, are compared
# otherwise or not at all.
PASSING = {"Expires", "Content-Length", "X-Request-ID"}
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.mark.parametrize("method", ["get", "post"])
def test_they_answer_alike(
    world: World, request: pytest.FixtureRequest, signed_in: Browser, subtests: pytest.Subtests, method: str
) -> None:
    for who in ("stranger", "bruno", "chiara", "edda"):
        person = request.getfixturevalue(who)
        client = person if isinstance(person, Client) else signed_in(person)
        for asking, hidden, absent in PAIRS:
            if asking == who:
                with subtests.test(hidden):
                    seen = [traces(client, method, each.format(**world.values)) for each in (hidden, absent)]
                    assert seen[0] == seen[1]


def traces(client: Client, method: str, address: str) -> tuple[int, dict[str, str], int]:
    """Everything by which an answer could give itself away; of its own address only that it is there."""
    answer = getattr(client, method)(address)
    kept = {name: value for name, value in answer.headers.items() if name not in PASSING}
    headers = {name: value.replace(address, "…") for name, value in kept.items()}
    body = TOKEN.sub(b"", answer.content).replace(address.encode(), b"")
    return answer.status_code, headers, len(body)
