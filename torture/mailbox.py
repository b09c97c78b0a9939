"""A mail server in a process of its own, which writes down each mail that it said yes to.

    python3 -m torture.mailbox FILE

It prints its port, and adds a line with the number of the mail and its recipient to FILE before it says yes.
"""

import os
import sys
import threading
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from scripts.ports import free_port


class Mailbox:
    """Takes every mail."""

    def __init__(self, path: str) -> None:
        self.file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    async def handle_DATA(  # noqa: N802 (the name that aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Write the mail down, then say yes."""
        mail = message_from_bytes(envelope.original_content or b"")
        number = "".join(str(mail["Message-ID"]).split())
        os.write(self.file, f"{number} {envelope.rcpt_tos[0]}\n".encode())
        return "250 OK"


def main() -> None:
    """Serve until the process is ended."""
    port = free_port()
    controller = Controller(Mailbox(sys.argv[1]), hostname="127.0.0.1", port=port)
    controller.start()
    print(port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main()
