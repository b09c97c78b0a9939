"""Send what waits in the outbox, for ever or once; keep the hide-list; once a day, forget what is unused."""

import logging
import math
import os
import signal
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from threading import Thread

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import DatabaseError, OperationalError, close_old_connections

from accounts import mails
from cases.actions.hide_list import keep_hide_list
from cases.actions.imports import forget_old
from cases.actions.outbox import deliver_due
from cases.actions.uploads import forget_unused
from config import read_only

logger = logging.getLogger(__name__)

A_DAY = 24 * 3600
A_MINUTE = 60


class Command(BaseCommand):
    """Deliver messages until stopped; with --once, deliver what is due and end."""

    help = "Send what waits in the outbox."
    requires_system_checks = ()  # they load every page, which takes longer than the rest of starting
    tidied = listed = -math.inf

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="deliver what is due, then end")
        parser.add_argument("--pause", type=float, default=2.0, help="seconds between two looks")
        parser.add_argument(
            "--until-closed", action="store_true", help="end when the standard input is closed"
        )

    def handle(self, **options: object) -> None:
        if options["once"]:
            self.stdout.write(f"Messages that left the outbox: {deliver_due()}.")
            return
        if options["until_closed"]:
            Thread(target=_end_with_input, daemon=True).start()
        self.stdout.write(f"Worker started. {settings.DATABASE_SAID}".rstrip())
        while True:
            close_old_connections()
            if self._work() == 0:
                time.sleep(float(str(options["pause"])))

    def _work(self) -> int:
        """One turn; nothing while the site only reads, or while the database is busy or away."""
        if read_only.mode() is not None:
            return 0
        try:
            self._do_chores(time.monotonic())
            return deliver_due()
        except DatabaseError as fault:
            if not (read_only.notice(fault) or isinstance(fault, OperationalError)):
                raise
            return 0

    def _do_chores(self, now: float) -> None:
        if now - self.tidied > A_DAY:
            for chore in (forget_unused, forget_old, mails.forget_old):
                _do(chore)
            self.tidied = now
        if now - self.listed > A_MINUTE:
            _do(keep_hide_list)
            self.listed = now


def _do(chore: Callable[[], object]) -> None:
    """Do it; what a disk or a bucket refuses is logged, waits for the next time, and keeps no mail back."""
    try:
        chore()
    except OSError:
        logger.exception("A chore of the worker failed. It is tried again when its time comes.")


def _end_with_input() -> None:
    """Wait for the end of the input and end the process; what it was about is done again by the next one."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
