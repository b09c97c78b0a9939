"""Personal tokens: how one looks, and the digests that are kept in its place."""

import hashlib
import re
import secrets

PREFIX = "pw_"
"""By it a program that looks for secrets in published code knows one of ours."""

SHAPE = re.compile(rf"{PREFIX}[0-9a-f]{{40}}", re.ASCII)


def new_token() -> str:
    """A token that nobody can guess: 160 random bits, as `pw_` and 40 hexadecimal digits."""
    return f"{PREFIX}{secrets.token_hex(20)}"


def digest_of(text: str) -> str:
    """The SHA-256 of a token or of a stored password, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()
