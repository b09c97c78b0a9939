"""`python -m benchmarks.publishing`: what sending and accepting cost the processor.

A new synthetic case is sent and accepted, and then a change of it, each in the transactions that the site
makes. Every run is another case, so that nothing is found that the run before left behind; what is written
stays, so give it a database of its own (PATCHWORK_VAR or DATABASE_URL). Prints a line of a table for each
act: the least and the median milliseconds of this process, the median of those of the process of PostgreSQL,
the median and the mean of both together, the median of how many bare views they are, and the queries. The
mean holds what only some publications do (decisions 0085 and 0086). A bare view is measured before and after
each few runs: machines differ by three, and each swings by half within minutes.
"""

import os
import statistics
import sys
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import TypeVar

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402 (Django must be set up first)
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import Role, User  # noqa: E402
from benchmarks.server_process import server_seconds  # noqa: E402
from benchmarks.synthetic import contents  # noqa: E402
from benchmarks.yardstick import bare_view  # noqa: E402
from cases.actions import reviews, submissions  # noqa: E402
from cases.domain.content import CaseContent  # noqa: E402
from cases.models import Case, CaseRecord, Revision  # noqa: E402
from cases.queries.review import load_revision  # noqa: E402
from models_taxonomy.models import Claim  # noqa: E402

RUNS = 40
WARM = 5
AT_ONCE = 10
"""So many runs lie between two looks at a bare view."""

T = TypeVar("T")


def main() -> None:
    """Print the table."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else RUNS
    author, reviewer = _person("benchmark-author", ""), _person("benchmark-reviewer", Role.MODERATOR)
    codes = list(Claim.objects.values_list("code", flat=True))
    first = CaseRecord.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    every = islice(contents(first + runs + WARM, codes), first, None)
    acts = _Acts()
    for content in islice(every, WARM):
        _publish(content, author, reviewer, acts)
    acts.counts = True
    with bare_view() as cost:
        bare = [cost()]
        while some := list(islice(every, AT_ONCE)):
            for content in some:
                _publish(content, author, reviewer, acts)
            bare.append(cost())
            acts.measure(sum(bare[-2:]) / 2)
    least, middle, most = min(bare), statistics.median(bare), max(bare)
    print(
        f"{connection.vendor}, {Case.objects.count()} cases; "
        f"a bare view {middle:.3f} ms, from {least:.3f} to {most:.3f}"
    )
    acts.tell()


class _Acts:
    """How long each act took, by its name."""

    def __init__(self) -> None:
        self.counts = False
        self.times: dict[str, list[float]] = {}
        self.server: dict[str, list[float]] = {}
        self.views: dict[str, list[float]] = {}
        self.queries: dict[str, int] = {}

    def time(self, name: str, act: Callable[[], T]) -> T:
        """Do it, and note what it took; before it counts, how many queries it makes."""
        if not self.counts:
            with CaptureQueriesContext(connection) as asked:
                done = act()
            self.queries[name] = len(asked)
            return done
        server, begun = server_seconds(), time.process_time()
        done = act()
        self.times.setdefault(name, []).append((time.process_time() - begun) * 1000)
        self.server.setdefault(name, []).append((server_seconds() - server) * 1000)
        return done

    def measure(self, bare: float) -> None:
        """Say of what was done since the last time that a bare view took so many milliseconds meanwhile."""
        for name, times in self.times.items():
            views = self.views.setdefault(name, [])
            since = slice(len(views), None)
            views += [sum(pair) / bare for pair in zip(times[since], self.server[name][since], strict=True)]

    def tell(self) -> None:
        """Print a line for each act."""
        for name, times in self.times.items():
            server = self.server[name]
            both = [sum(pair) for pair in zip(times, server, strict=True)]
            medians = " | ".join(f"{statistics.median(each):.1f}" for each in (times, server, both))
            mean, ratio = statistics.mean(both), statistics.median(self.views[name])
            row = f"{min(times):.1f} | {medians} | {mean:.1f} | {ratio:.0f} | {self.queries[name]}"
            print(f"| {name} | {row} |")


def _publish(content: CaseContent, author: User, reviewer: User, acts: _Acts) -> None:
    new = acts.time("send a new case", lambda: _send(content, author, None))
    _accept(new, reviewer, acts, "accept it")
    base = Revision.objects.select_related("record").get(pk=new.pk)
    changed = replace(content, summary=f"{content.summary} They meet twice a year.")
    change = acts.time("send a change of its summary", lambda: _send(changed, author, base))
    _accept(change, reviewer, acts, "accept the change")


def _send(content: CaseContent, author: User, base: Revision | None) -> Revision:
    record = base.record if base else None
    return submissions.submit(
        content=content, by=author, submission_key=uuid.uuid4(), record=record, base=base
    )


def _accept(sent: Revision, reviewer: User, acts: _Acts, name: str) -> None:
    """Accept it as its page does, which read the revision and what is in view before."""
    revision = load_revision(sent.pk)
    if revision is None:
        raise SystemExit("What was sent is not there.")
    seen = reviews.seen_now(revision)
    acts.time(name, lambda: reviews.accept(revision=revision, by=reviewer, seen=seen))


def _person(name: str, role: str) -> User:
    return User.objects.get_or_create(
        username=name, defaults={"email": f"{name}@example.org", **({"role": role} if role else {})}
    )[0]


if __name__ == "__main__":
    main()
