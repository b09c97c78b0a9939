"""What is hidden and what never was answer alike: status, headers and length tell nothing."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from tests.project.test_every_address import World, world

__all__ = ["world"]
Browser = Callable[[User], Client]

# Who asks, for what is hidden from them, and for what never was. Numbers and names are of one length.
PAIRS = (
    ("stranger", "/cases/canary-7f3a-case/", "/cases/never-was-a-case/"),
    ("stranger", "/cases/canary-7f3a-case/history/", "/cases/never-was-a-case/history/"),
    ("stranger", "/cases/canary-7f3a-case/diff/1..2/", "/cases/never-was-a-case/diff/1..2/"),
    ("stranger", "/cases/{slug}/history/3/", "/cases/{slug}/history/9/"),
    ("stranger", "/me/changes/{waiting}/", "/me/changes/9/"),
    ("stranger", "/review/{waiting}/", "/review/9/"),
    ("stranger", "/drafts/{draft}/", "/drafts/9/"),
    ("bruno", "/cases/canary-7f3a-case/edit/", "/cases/never-was-a-case/edit/"),
    ("bruno", "/me/changes/{waiting}/", "/me/changes/9/"),
    ("bruno", "/me/changes/{waiting}/withdrawal/", "/me/changes/9/withdrawal/"),
    ("bruno", "/me/changes/{waiting}/answer/", "/me/changes/9/answer/"),
    ("bruno", "/review/{waiting}/", "/review/9/"),
    ("bruno", "/review/{late}/rebase/", "/review/9/rebase/"),
    ("bruno", "/drafts/{draft}/", "/drafts/9/"),
    ("bruno", "/drafts/{draft}/discard/", "/drafts/9/discard/"),
    ("chiara", "/drafts/{draft}/", "/drafts/9/"),
    ("edda", "/drafts/{draft}/autosave/", "/drafts/9/autosave/"),
)
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.mark.parametrize(("who", "hidden", "absent"), PAIRS)
@pytest.mark.parametrize("method", ["get", "post"])
def test_they_answer_alike(
    world: World,
    request: pytest.FixtureRequest,
    signed_in: Browser,
    who: str,
    hidden: str,
    absent: str,
    method: str,
) -> None:
    person = request.getfixturevalue(who)
    client = person if isinstance(person, Client) else signed_in(person)
    seen = [traces(client, method, address.format(**world.values)) for address in (hidden, absent)]
    assert seen[0] == seen[1]


def traces(client: Client, method: str, address: str) -> tuple[int, dict[str, str], int]:
    """Everything by which an answer could give itself away; of its own address only that it is there."""
    answer = getattr(client, method)(address)
    headers = {name: value.replace(address, "…") for name, value in answer.headers.items()}
    body = TOKEN.sub(b"", answer.content).replace(address.encode(), b"")
    return answer.status_code, headers, len(body)
