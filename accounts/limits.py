"""How often somebody may do a thing: the counters of allauth, which sign-in and sign-up use as well.

The rates stand in `ACCOUNT_RATE_LIMITS`. Where the store of the counters cannot be asked, nothing is let
through: a writing that cannot be counted is refused, while reading asks no counter.
"""

import logging

from allauth.core import ratelimit
from django.core.cache import cache
from django.http import HttpRequest

logger = logging.getLogger(__name__)


class StoreDown(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """The store of the counters does not answer."""


def is_within(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Count one more and say whether that is within the rates of the action. Raises StoreDown."""
    try:
        return bool(ratelimit.consume(request, action=action, key=key))
    except Exception as fault:
        # Each kind of cache raises faults of its own when it is away.
        logger.exception("The counters of the rate limits cannot be read.")
        raise StoreDown from fault


def require_store() -> None:
    """Go on only if the store of the counters answers. Raises StoreDown."""
    try:
        cache.get("accounts.limits")
    except Exception as fault:
        logger.exception("The counters of the rate limits cannot be read.")
        raise StoreDown from fault
