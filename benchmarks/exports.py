"""What the exports cost in the database of this environment: time, size, and the most memory. Linux only.

    PATCHWORK_VAR=… DATABASE_URL=… .venv/bin/python -m benchmarks.exports 100000

fills the database with so many synthetic cases unless it holds them, publishes a snapshot unless there is
one, and takes each file as a stranger gets it, in a process of its own. *Memory before* is what the process
holds when it has started and read the facts, *peak* the most that it held while the file was taken. Addresses
after the number are taken instead of all.
"""

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402

from accounts.models import User  # noqa: E402
from benchmarks.loading import load  # noqa: E402
from cases.actions import snapshots  # noqa: E402
from cases.models import Case, Snapshot, Version  # noqa: E402
from cases.queries.facts import facts_now  # noqa: E402
from scripts import static  # noqa: E402

FILES = (
    "/data/cases.csv",
    "/data/tally.csv",
    "/data/cases.jsonl",
    "/data/cases.zip",
    "/data/cases.jsonld",
    "/data/cases.geojson",
    "/data/sources.bib",
    "/data/sources.ris",
    "/data/sources.csl.json",
    "/data/qca.zip",
    "/data/qca.zip?conditions=stage-2,stage-4,stage-6,model-1,model-2,began-1990&outcome=model-3",
    "/data/snapshots/1/cases.jsonl",
    "/data/snapshots/1/snapshot.zip",
    "/data/snapshots/1/",
    "/data/",
)
PROCESS = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken: seconds, seconds of the processor, and its size and the memory in MB."""

    seconds: float
    cpu: float
    size: float
    before: float
    peak: float


def main() -> None:
    """Measure every file, or the one that is named."""
    if sys.argv[1].startswith("/"):
        sys.stdout.write(json.dumps(asdict(take(sys.argv[1]))))
        return
    number = int(sys.argv[1])
    fill(number)
    print("| file | seconds | CPU seconds | MB | memory before, MB | peak, MB |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for file in sys.argv[2:] or FILES:
        command = [sys.executable, "-m", "benchmarks.exports", file]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
        found = Taken(**json.loads(done.stdout.splitlines()[-1]))
        cells = (found.seconds, found.cpu, found.size, found.before, found.peak)
        print(f"| `{file}` | {' | '.join(f'{cell:.1f}' for cell in cells)} |", flush=True)


def fill(number: int) -> None:
    """Bring the database to so many cases with one snapshot."""
    static.collect()
    call_command("migrate", verbosity=0)
    if Case.objects.count() != number or Version.objects.count() != number:
        call_command("createcachetable", verbosity=0)
        call_command("load_taxonomy", verbosity=0)
        load(number)
    if not Snapshot.objects.exists():
        steward, _made = User.objects.get_or_create(
            username="benchmark-steward", defaults={"email": "steward@example.org", "role": "steward"}
        )
        begun = time.perf_counter()
        snapshots.publish(title="Benchmark", by=steward, seen=0)
        print(f"A snapshot was published in {time.perf_counter() - begun:.1f} seconds.")


def take(address: str) -> Taken:
    """Take one file, when the process has read the facts and answered a first request."""
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    client.get("/about/licence/")
    facts_now()
    (PROCESS / "clear_refs").write_text("5")  # the peak is counted from here on
    before, begun, cpu, size = memory("VmRSS"), time.perf_counter(), time.process_time(), 0
    answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    for piece in answer:
        size += len(piece)
    seconds, cpu = time.perf_counter() - begun, time.process_time() - cpu
    return Taken(seconds, cpu, size / 1e6, before, memory("VmHWM"))


def memory(name: str) -> float:
    """What the system says of the memory of this process, in MB."""
    lines = (PROCESS / "status").read_text("utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


if __name__ == "__main__":
    main()
