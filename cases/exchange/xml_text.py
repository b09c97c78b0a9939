"""What of a text an XML document may hold."""

import re

NEVER = re.compile("[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, and control characters, which no reader of it needs."""


def storable(text: str) -> str:
    """The text without the characters that an XML document cannot hold or that control a terminal."""
    return NEVER.sub("", text)
