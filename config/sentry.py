"""Telling a Sentry of faults of the program, if the operator wants that. Off without `PATCHWORK_SENTRY_DSN`.

The package does not decide what leaves, this module does: an event is made anew of a short list of things
(`_cleaned`), so that nothing that a later version of the package adds gets out by itself. A fault is its
kind and the places in the code; what it says, the values of variables, the request, its address, cookies,
headers, body and person are not told. The number of the request leads to the line in the site's own log.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.signals import got_request_exception

from config.logs import request_number

OF_EVENT = ("event_id", "timestamp", "level", "platform", "release", "environment")
OF_FAULT = ("type", "module")
OF_FRAME = ("module", "function", "lineno", "in_app")


def begin(dsn: str, *, release: str, environment: str) -> None:
    """Report faults from now on; without a DSN nothing is loaded and nothing happens."""
    if not dsn:
        return
    try:
        sentry = import_module("sentry_sdk")
    except ModuleNotFoundError:
        raise ImproperlyConfigured(
            "PATCHWORK_SENTRY_DSN is set, and sentry-sdk is not installed. "
            "Install it: .venv/bin/python -m pip install --require-hashes -r requirements/sentry.txt"
        ) from None
    sentry.init(
        dsn=dsn,
        release=release,
        environment=environment,
        default_integrations=False,
        auto_enabling_integrations=False,
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        auto_session_tracking=False,
        send_client_reports=False,
        before_send=_cleaned,
    )
    got_request_exception.connect(_report, dispatch_uid="config.sentry")


def _report(**_named: object) -> None:
    fault = sys.exc_info()[1]
    if fault is not None:
        import_module("sentry_sdk").capture_exception(fault)


def _cleaned(event: Mapping[str, Any], _hint: object) -> dict[str, Any]:
    """The event with what is on the lists above, and nothing else."""
    faults = event.get("exception", {}).get("values", [])
    return {
        **_only(event, OF_EVENT),
        "tags": {"request": request_number.get()},
        "exception": {"values": [_cleaned_fault(fault) for fault in faults]},
    }


def _cleaned_fault(fault: Mapping[str, Any]) -> dict[str, Any]:
    frames = (fault.get("stacktrace") or {}).get("frames", [])
    return {
        **_only(fault, OF_FAULT),
        "stacktrace": {"frames": [_only(frame, OF_FRAME) for frame in frames]},
    }


def _only(found: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}
