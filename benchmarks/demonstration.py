"""What is shown of a site with a replica: each claim in turn, with what the servers and the visitors saw."""

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from benchmarks.clusters import Servers, answers, servers, wait_until
from benchmarks.visitors import Answer, Browser, Readers
from scripts.environment import PYTHON, ROOT, say
from scripts.ports import free_port

PROCESSES = 2
HIDDEN, NAME_OF_HIDDEN, TALKED = "zenzeleni", "Zenzeleni", "debian"
SEARCH = f"/cases/?q={NAME_OF_HIDDEN}"
READ = ("/patchwork/", f"/cases/{TALKED}/", "/cases/?q=software", "/api/v1/cases")
READERS_READ = ("/", "/cases/blender/", *READ, SEARCH, f"/cases/{HIDDEN}/")
TYPED = "Nobody wants to type this sentence twice."
AWAY = {200, 404, 503}
"""What a reader may be answered while servers come and go: the page, that there is none, or to come back."""


@contextmanager
def prepared_site(made: Servers) -> Iterator[tuple[str, dict[str, str]]]:
    """A site with the casebook on these servers: its address, and the passwords by the names of people."""
    with TemporaryDirectory(prefix="patchwork-site-") as home:
        port = free_port()
        address = f"http://127.0.0.1:{port}"
        environment = os.environ | {
            "PATCHWORK_MODE": "demo",
            "PATCHWORK_VAR": home,
            "PATCHWORK_SITE_URL": address,
            "PATCHWORK_REPLICA_URL": made.replica.address,
            "DATABASE_URL": made.primary.address,
        }
        _run("scripts.prepare", environment)
        if made.pooler:
            environment |= {"DATABASE_URL": made.pooler, "PATCHWORK_POOLER": "1"}
        command = [str(PYTHON), "-m", "scripts.serve", "127.0.0.1", str(port), str(PROCESSES)]
        server = subprocess.Popen(
            command, cwd=ROOT, env=environment, start_new_session=True, stderr=subprocess.DEVNULL
        )
        try:
            wait_until(lambda: answers(port), "the site listens")
            accounts = json.loads((Path(home) / "demo-accounts.json").read_text("utf-8"))
            yield address, {account["name"]: account["password"] for account in accounts}
        finally:
            os.killpg(server.pid, signal.SIGTERM)
            server.wait(30)


def _run(module: str, environment: dict[str, str]) -> None:
    command = [str(PYTHON), "-m", module]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def demonstrate() -> list[str]:
    """Show everything; return the claims that did not hold."""
    began = time.monotonic()
    say("Making a primary, a replica that follows it, a pooler and a site with the casebook")
    with servers() as made, prepared_site(made) as (address, passwords):
        say(f"  made in {time.monotonic() - began:.0f} seconds; the pooler: {made.pooler or 'not installed'}")
        shown = Demonstration(made, address, passwords)
        shown.run()
    say(f"{time.monotonic() - began:.0f} seconds in all")
    return shown.broken


@dataclass
class Demonstration:
    """Two people, a stranger, and a crowd of readers, while servers are paused and killed."""

    servers: Servers
    address: str
    passwords: dict[str, str]
    broken: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Nobody is there yet."""
        self.stranger = Browser(self.address)
        self.moderator = Browser(self.address)
        self.writer = Browser(self.address)
        self.readers = Readers(self.address, READERS_READ)
        self.form = ""

    def run(self) -> None:
        """Each claim in turn."""
        self.moderator.sign_in("Chiara", self.passwords["Chiara"])
        self.writer.sign_in("Deniz", self.passwords["Deniz"])
        self.form = self.writer.get(f"/cases/{TALKED}/discussion/new/").text
        self.servers.wait_for_replica()
        self.strangers_read_the_replica()
        self.begin("the replica stands still")
        self.readers.start()
        try:
            self.nobody_reads_anything_old()
            self.a_paused_replica_is_not_believed()
            self.pages_go_on_without_the_primary()
            self.everything_goes_on_with_the_primary()
            self.nobody_misses_a_replica()
        finally:
            self.readers.stop()
        self.what_the_readers_saw()

    def check(self, text: str, seen: object, *, holds: bool) -> None:
        """Print a claim with what was seen."""
        say(f"  {'holds ' if holds else 'BROKEN'}  {text}: {seen}")
        if not holds:
            self.broken.append(text)

    def begin(self, phase: str) -> None:
        """Say what is happening now."""
        say(phase[0].upper() + phase[1:])
        self.readers.begin(phase)

    def strangers_read_the_replica(self) -> None:
        """Who reads where, as the servers wrote it down themselves."""
        say("Reading")
        cases = self.servers.replica.rows("SELECT slug FROM cases_case ORDER BY slug LIMIT 30")
        before = self.asked()
        statuses = {self.stranger.get(f"/cases/{slug}/").status for (slug,) in cases}
        primary, replica = (now - then for now, then in zip(self.asked(), before, strict=True))
        seen = f"{replica} questions for a case at the replica, {primary} at the primary, answers {statuses}"
        of_replica = replica >= len(cases) and primary == 0 and statuses == {200}
        self.check(f"{len(cases)} pages for a stranger are read from the replica", seen, holds=of_replica)
        before = self.asked()
        self.writer.get(f"/cases/{TALKED}/")
        primary, replica = (now - then for now, then in zip(self.asked(), before, strict=True))
        self.check(
            "somebody signed in reads the primary",
            f"{primary} there, {replica} at the replica",
            holds=primary > 0 and replica == 0,
        )

    def asked(self) -> tuple[int, int]:
        """How often primary and replica were asked for cases."""
        return self.servers.primary.asked_for("cases_case"), self.servers.replica.asked_for("cases_case")

    def nobody_reads_anything_old(self) -> None:
        """With a replica that stands still, what was written is read and what was hidden is gone."""
        self.servers.pause()
        subject = "Written while the replica stood still"
        began = self.write(subject)
        self.check("a change is taken", began.status, holds=began.status == 302)
        thread = began.location.split("#")[0]
        for who, browser in (("its writer", self.writer), ("a stranger", self.stranger)):
            page = browser.get(thread)
            self.check(
                f"{who} reads it at once", page.status, holds=page.status == 200 and TYPED in page.text
            )
        lacks = not self.servers.replica.rows("SELECT 1 FROM cases_thread WHERE subject = %s", subject)
        self.check("control: the replica does not have it", lacks, holds=lacks)

        hidden = self.moderator.send(f"/cases/{HIDDEN}/hiding/", reason="privacy", note="")
        self.check("a case is hidden", hidden.status, holds=hidden.status == 302)
        self.readers.forbidden.append(shows_hidden)
        seen = [(self.stranger.get(f"/cases/{HIDDEN}/"), self.stranger.get(SEARCH)) for _turn in range(10)]
        gone = all(page.status == 404 and not shows_hidden(SEARCH, found) for page, found in seen)
        self.check("it is gone for strangers at once, from its page and the search", "10 times", holds=gone)
        rows = self.servers.replica.rows("SELECT title FROM cases_case WHERE slug = %s", HIDDEN)
        self.check("control: the replica still has its text", rows, holds=bool(rows))

    def a_paused_replica_is_not_believed(self) -> None:
        """Without the primary nobody can say what was hidden since: no page is better than a hidden one."""
        self.begin("the primary is killed while the replica stands still")
        self.servers.primary.kill()
        statuses = {self.stranger.get(path).status for path in (*READ, f"/cases/{HIDDEN}/")}
        self.check("nobody is shown what may be hidden", statuses, holds=statuses == {503})

    def pages_go_on_without_the_primary(self) -> None:
        """With a replica that has everything, reading goes on, and nobody loses what they type."""
        self.begin("the replica follows again, without the primary")
        self.servers.resume()
        back = wait_until(lambda: self.stranger.get(READ[0]).status == 200, "pages are read again")
        statuses = [self.stranger.get(path).status for path in READ]
        seen = f"{statuses} after {back:.1f} seconds"
        self.check("patchwork, case, search and API are read", seen, holds=set(statuses) == {200})
        gone = self.stranger.get(f"/cases/{HIDDEN}/")
        self.check("what was hidden stays gone", gone.status, holds=gone.status == 404)
        page = self.writer.get(f"/cases/{TALKED}/")
        told = "You are not" in page.text
        self.check(
            "somebody signed in reads too, and is told", page.status, holds=page.status == 200 and told
        )
        refused = self.write("Sent while the primary was away")
        keeps = refused.status == 503 and TYPED in refused.text
        seen = f"{refused.status} after {refused.seconds:.2f} seconds"
        self.check("a change is refused with its text kept", seen, holds=keeps)

    def everything_goes_on_with_the_primary(self) -> None:
        """Nothing has to be started again."""
        self.begin("the primary is back")
        self.servers.primary.start()
        back = wait_until(lambda: self.write("Sent again").status == 302, "a change is taken again")
        self.check("changes are taken again by themselves", f"after {back:.1f} seconds", holds=True)
        answers = self.writer.answers_until_signed_in()
        # A process that still has a broken connection may say 503 once; it must send nobody to the sign-in.
        self.check("who was signed in still is", answers, holds=set(answers) <= {200, 503})
        self.servers.wait_for_replica()
        before = self.asked()
        wait_until(lambda: self.asked()[1] > before[1], "strangers read the replica again")
        self.check("strangers read the replica again", "yes", holds=True)

    def nobody_misses_a_replica(self) -> None:
        """Without the replica everything is read from the primary."""
        self.begin("the replica is killed")
        self.servers.replica.kill()
        statuses = {self.stranger.get(path).status for path in READ for _turn in range(5)}
        self.check("every page is read from the primary", statuses, holds=statuses == {200})
        self.begin("the replica is back")
        self.servers.replica.start()
        before = self.asked()
        wait_until(lambda: self.asked()[1] > before[1], "strangers read the replica again")
        self.check("it is read again by itself", "yes", holds=True)

    def what_the_readers_saw(self) -> None:
        """The crowd that read all the while."""
        say("What three readers saw meanwhile")
        for phase, statuses in self.readers.statuses.items():
            seen = f"{dict(sorted(statuses.items()))}, the slowest {self.readers.slowest[phase]:.2f} seconds"
            self.check(f"while {phase} everybody is answered", seen, holds=set(statuses) <= AWAY)
        wrong = self.readers.wrong
        self.check("nobody ever read what was hidden", wrong[:3] or "0 times", holds=not wrong)

    def write(self, subject: str) -> Answer:
        """Begin a discussion of a case, with the form that was opened before."""
        path = f"/cases/{TALKED}/discussion/new/"
        return self.writer.send(path, form=self.form, form_key=str(uuid4()), subject=subject, text=TYPED)


def shows_hidden(page: str, answer: Answer) -> bool:
    """Whether an answer shows the case that was hidden, by its page or by its address in another."""
    return answer.status == 200 and (page == f"/cases/{HIDDEN}/" or f"/cases/{HIDDEN}/" in answer.text)
