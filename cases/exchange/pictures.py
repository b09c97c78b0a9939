"""Uploaded pictures: decoded in a process of their own, and written anew as WebP."""

import json
import subprocess
import sys
from dataclasses import dataclass

from cases.domain.messages import noop as _

BYTES_AT_MOST = 8_000_000
SECONDS_AT_MOST = 20
FAULTS = {
    "moves": _("The picture moves. Save one of its frames as a JPEG or PNG and upload that."),
    "large": _("The picture has more than 40 million pixels. Make it smaller and upload it again."),
    "unreadable": _("This file is no whole JPEG, PNG or WebP picture. Save it as one and upload it again."),
}
TOO_MANY_BYTES = _("The file has more than 8 megabytes. Make the picture smaller and upload it again.")


class NotAPicture(ValueError):  # noqa: N818 (it carries the words that the person reads)
    """Raised for a file that is not shown; its text is a message id."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in two sizes as WebP, with the width and height of the large one in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """Return the picture in this file, without anything else that was in it. Raises NotAPicture."""
    if len(data) > BYTES_AT_MOST:
        raise NotAPicture(TOO_MANY_BYTES)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "cases.exchange.picture_child"],
            input=data,
            capture_output=True,
            timeout=SECONDS_AT_MOST,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        # The child was ended by its limits: the file asks for more than a picture may.
        raise NotAPicture(FAULTS["large"]) from None
    line, _newline, pictures = done.stdout.partition(b"\n")
    answer = json.loads(line)
    if "fault" in answer:
        raise NotAPicture(FAULTS[answer["fault"]])
    first = answer["lengths"][0]
    return Picture(pictures[:first], pictures[first:], answer["width"], answer["height"])
