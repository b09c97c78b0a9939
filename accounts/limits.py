"""How often somebody may do a thing: the counters of allauth, which sign-in and sign-up use as well.

The rates stand in `ACCOUNT_RATE_LIMITS`. Where the store of the counters cannot be asked, nothing is let
through: a writing that cannot be counted is refused, while reading asks no counter.
"""

import logging
import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.core import ratelimit
from allauth.core.internal import ratelimit as internal
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

COUNTED_BY = "allauth.account"

logger = logging.getLogger(__name__)


class StoreDown(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """The store of the counters does not answer."""


def is_within(request: HttpRequest, action: str, *, key: str | None = None) -> bool:
    """Count one more and say whether that is within the rates of the action. Raises StoreDown."""
    try:
        if ratelimit.consume(request, action=action, key=key):
            return True
        was_counted = _is_at_limit(request, action, key)
    except Exception as fault:
        # Each kind of cache raises faults of its own when it is away.
        logger.exception("The counters of the rate limits cannot be read.")
        raise StoreDown from fault
    if not was_counted:
        raise StoreDown
    return False


def _is_at_limit(request: HttpRequest, action: str, key: str | None) -> bool:
    """Whether the counters say that it is too much.

    allauth refuses as well while it cannot have a counter: another request holds it, a process that was
    killed did and it is not free yet, or the database took no write, which its cache does not say aloud.
    """
    for rate in internal.get_rates(app=COUNTED_BY, action=action):
        name = internal.get_cache_key(request, app=COUNTED_BY, action=action, rate=rate, key=key)
        is_allowed, _history = internal.apply_rate(cache.get(name, []), time.time(), rate, dry_run=True)
        if not is_allowed:
            return True
    return False


def require_store() -> None:
    """Go on only if the store of the counters answers. Raises StoreDown."""
    try:
        cache.get("accounts.limits")
    except Exception as fault:
        logger.exception("The counters of the rate limits cannot be read.")
        raise StoreDown from fault


def counted_page(view: View[P]) -> View[P]:
    """Mark a page for people who are signed in: its forms count as writing, and too many are refused."""

    @wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method == "POST" and not is_within(request, "write"):
            return cast("HttpResponse", ratelimit.respond_429(request))
        return view(request, *args, **kwargs)

    return cast("View[P]", marked)
