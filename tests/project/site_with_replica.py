"""A site on two PostgreSQL servers, in a process of its own: what `make replica` shows, in little.

Run by `test_replicas.py`; a rule that does not hold ends it with a traceback.
"""

import os
import signal
import sys

import django

from benchmarks.clusters import Servers, servers, wait_until


def main() -> None:
    """Make the servers and a site with two cases, and try each rule; stop the servers whatever happens."""
    signal.signal(signal.SIGTERM, lambda *_told: sys.exit(1))
    with servers() as made:
        os.environ |= {
            "PRIMARY": made.primary.address,
            "REPLICA": made.replica.address,
            "DJANGO_SETTINGS_MODULE": "tests.settings_with_replica",
        }
        django.setup()
        from django.core.management import call_command  # noqa: PLC0415 (needs the settings made above)
        from django.db import connections  # noqa: PLC0415

        call_command("migrate", interactive=False, verbosity=0)
        try_each_rule(made)
        connections.close_all()


def try_each_rule(made: Servers) -> None:
    """The rules, one after the other: each begins where the one before ended."""
    from django.db import connections  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    from cases.actions import off_page  # noqa: PLC0415
    from models_taxonomy.actions import load_taxonomy  # noqa: PLC0415
    from tests import world  # noqa: PLC0415

    setup_test_environment()
    load_taxonomy()
    amina, chiara = world.person("Amina"), world.person("Chiara", "moderator")
    kept = world.published(world.content("Guifi.net"), by=amina, reviewer=chiara)
    hidden = world.published(world.content("Sensorica"), by=amina, reviewer=chiara)
    record = hidden.record
    made.wait_for_replica()
    stranger, person = Client(raise_request_exception=False), Client(raise_request_exception=False)
    person.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")

    def status(path: str, browser: Client = stranger) -> int:
        return browser.get(path, headers={"accept": "text/html"}).status_code

    def asked() -> tuple[int, int]:
        return made.primary.asked_for("cases_case"), made.replica.asked_for("cases_case")

    one, other = f"/cases/{kept.slug}/", f"/cases/{hidden.slug}/"

    # Strangers read the replica, people the primary.
    before = asked()
    assert status(one) == 200
    assert asked()[0] == before[0]
    assert asked()[1] > before[1]
    assert status(one, person) == 200
    assert asked()[0] > before[0]

    # A file that is made while it is sent follows what is hidden meanwhile.
    assert b"Sensorica" in b"".join(stranger.get("/cases.csv"))

    # What was hidden is gone at once, though the replica still has it.
    made.pause()
    off_page.hide_case(record=record, by=chiara, reason="privacy", note="")
    assert status(other) == 404
    assert made.replica.rows("SELECT 1 FROM cases_case WHERE slug = %s", hidden.slug)

    # Without the primary that replica is not believed; one that follows is.
    made.primary.kill()
    assert (status(one), status(other), status(one, person)) == (503, 503, 503)
    made.resume()
    wait_until(lambda: status(one) == 200, "the replica is believed")
    assert (status(other), status("/patchwork/"), status("/cases/?q=guifi")) == (404, 200, 200)

    # Who is signed in reads as a stranger, keeps the session, and what they send is not lost.
    page = person.get(one, headers={"accept": "text/html"})
    assert page.headers["Cache-Control"] == "private, no-store"
    assert "sessionid" not in page.cookies
    assert b"You are not." in page.content
    refused = person.post("/contribute/", {"title": "A title typed by hand"})
    assert (refused.status_code, b"A title typed by hand" in refused.content) == (503, True)

    # Nothing has to be started again.
    made.primary.start()
    wait_until(lambda: status("/me/", person) == 200, "the primary is used again")

    # Nobody misses the replica, nor a statement that it had to give up.
    made.replica.kill()
    assert {status(one) for _turn in range(5)} == {200}
    made.replica.start()
    before = asked()
    wait_until(lambda: status(one) == 200 and asked()[1] > before[1], "the replica is read again")
    connections.close_all()


if __name__ == "__main__":
    main()
