"""`make run`: the living site on this machine, server and worker, from a fresh clone or again.

Takes the port as its one argument. The second run finds nearly everything done and keeps all data.
"""

from __future__ import annotations  # so that an old Python gets as far as the message that it is old

import json
import os
import subprocess
import sys
from pathlib import Path

from scripts.environment import PYTHON, ROOT, enter, say, stop
from scripts.prepare import prepare
from scripts.serve import refuse_busy, serve

HOST = "127.0.0.1"


def main() -> None:
    """Prepare the site, say where it is and who may sign in, and serve it."""
    port = read_port(sys.argv[1:])
    refuse_busy(HOST, port, command="make run")
    enter("scripts.run", "runtime", [str(port)])
    os.environ.setdefault("PATCHWORK_SITE_URL", f"http://{HOST}:{port}")
    prepare()
    _introduce(port)
    begin_worker()
    serve(host=HOST, port=port, workers=1)


def begin_worker() -> None:
    """Start the worker, which sends mail and notices, beside the server that this process becomes.

    It ends when the server does, however that ends: then nobody holds the other end of its input.
    """
    its_input, ours = os.pipe()
    subprocess.Popen(
        [str(PYTHON), "manage.py", "worker", "--until-closed"],
        cwd=ROOT,
        stdin=its_input,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    os.close(its_input)
    os.set_inheritable(ours, True)  # noqa: FBT003 (the signature is Python's)


def read_port(arguments: list[str]) -> int:
    """The port that was asked for, 8000 without one."""
    text = arguments[0] if arguments else "8000"
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise stop(f"PORT is “{text}”. Write a number from 1 to 65535, such as: make run PORT=8001")
    return int(text)


def _introduce(port: int) -> None:
    from django.conf import settings  # noqa: PLC0415 (Django is there only now)

    path = Path(settings.VAR_DIR) / "demo-accounts.json"
    if path.exists():
        say(f"\nDemo accounts (also in {os.path.relpath(path)}):")
        for account in json.loads(path.read_text("utf-8")):
            say(f"  {account['name']:<8} {account['role']:<12} {account['password']}")
    say(f"\nPatchwork is at http://{HOST}:{port}/ (Ctrl-C stops it)")


if __name__ == "__main__":
    main()
