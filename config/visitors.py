"""Who asks: their session and their row, asked for again as they were asked for before (decision 0090)."""

from typing import cast

from django.conf import settings
from django.contrib import auth
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from accounts.models import User
from cases.queries.drawings import looked_at_together
from cases.queries.frame import person_of
from config.middleware import READING
from config.sessions import SessionStore


class VisitorMiddleware(AuthenticationMiddleware):
    """Django's, which finds who is signed in without what Django does around two queries.

    While a page is only read, whatever the frame needs to know of the visitor is looked at together.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        session = cast("SessionStore", request.session)
        keys = session.keys_of_visitor() if request.method in READING else ()
        with looked_at_together(keys):
            return super().__call__(request)  # type: ignore[return-value]

    def process_request(self, request: HttpRequest) -> None:
        """Find the visitor as soon as somebody asks who it is."""
        super().process_request(request)
        request.user = SimpleLazyObject(lambda: _visitor(request))  # type: ignore[assignment]


def _visitor(request: HttpRequest) -> User | AnonymousUser:
    """Whoever this session is of, if nothing about it is unusual; else it is Django's to say."""
    session = request.session
    number, way = session.get(auth.SESSION_KEY, ""), session.get(auth.BACKEND_SESSION_KEY)
    if not number.isdecimal() or way not in settings.AUTHENTICATION_BACKENDS:
        return auth.get_user(request)
    person = person_of(int(number))
    told = session.get(auth.HASH_SESSION_KEY, "")
    if person and person.is_active and constant_time_compare(told, person.get_session_auth_hash()):
        return person
    return auth.get_user(request)
