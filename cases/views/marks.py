"""Marks of views: which pages are the same bytes for every stranger, and which need a person."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast, overload

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.contrib.messages import get_messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.fair_share import share
from accounts.models import User
from cases import permissions
from cases.actions.refusals import NotAllowed
from cases.queries.newcomers import is_newcomer
from cases.queries.suspensions import own_suspension
from cases.views.drawn import drawn_page
from cases.views.errors import busy, put_off, still_typed, suspended, too_often
from cases.views.parameters import keep_only

# The form with its text and a picture. Beyond the 8 megabytes of a picture, so that the form can say beside
# its field that a file is too large, and keep what was typed.
BODY_WITH_PICTURE = 20_000_000

PUBLIC = {200, 304}
"""The answers of a public page that anyone may keep: the page, and that it is what the asker has already."""

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]
Predicate = Callable[[permissions.Person], bool]
PersonView = Callable[Concatenate["PersonRequest", P], HttpResponse]


class PersonRequest(HttpRequest):
    """A request of somebody who is signed in."""

    user: User


@overload
def public_page(view: View[P], /) -> View[P]: ...
@overload
def public_page(*parameters: str) -> Callable[[View[P]], View[P]]: ...
def public_page(*marked: View[P] | str) -> View[P] | Callable[[View[P]], View[P]]:
    """Mark a page that a stranger may read, with the parameters of its address: GET and HEAD only.

    For a stranger the response holds no name, token or cookie and may be cached by anyone; for
    somebody who is signed in it is private like everything else. The page is the same for every address
    that names the same listed parameters: its view never sees another one (decision 0057).
    """
    return _for_everybody(marked, is_kept=True)


@overload
def public_unkept(view: View[P], /) -> View[P]: ...
@overload
def public_unkept(*parameters: str) -> Callable[[View[P]], View[P]]: ...
def public_unkept(*marked: View[P] | str) -> View[P] | Callable[[View[P]], View[P]]:
    """Mark a public page that the process does not keep, in everything else like `public_page`.

    It is sent while it is made, however long it is; or it shows what changes more often than what is
    published, such as how many changes wait.
    """
    return _for_everybody(marked, is_kept=False)


@dataclass(frozen=True, slots=True)
class PublicPage:
    """What the mark of a public page says: its parameters, and whether the process keeps its answers."""

    parameters: frozenset[str]
    is_kept: bool


def public_mark(view: object) -> PublicPage | None:
    """The mark of a view, None when it is of another kind."""
    return getattr(view, "is_for_everybody", None)


def _for_everybody(
    marked: tuple[View[P] | str, ...], *, is_kept: bool
) -> View[P] | Callable[[View[P]], View[P]]:
    if marked and not isinstance(marked[0], str):
        return _with_mark(marked[0], PublicPage(frozenset(), is_kept))
    mark = PublicPage(frozenset(name for name in marked if isinstance(name, str)), is_kept)
    return lambda view: _with_mark(view, mark)


def _with_mark(view: View[P], mark: PublicPage) -> View[P]:
    @require_safe
    @wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        request.is_public_page = True  # type: ignore[attr-defined]
        keep_only(request, mark.parameters)
        response = drawn_page(request, lambda: view(request, *args, **kwargs), is_kept=mark.is_kept)
        is_for_one = getattr(get_messages(request), "used", False)
        if isinstance(request.user, AnonymousUser) and response.status_code in PUBLIC and not is_for_one:
            response.is_public_page = True  # type: ignore[attr-defined]
        return response

    marked.is_for_everybody = mark  # type: ignore[attr-defined]
    return from_replicas(cast("View[P]", marked))


def from_replicas(view: View[P]) -> View[P]:
    """Mark what a replica can answer to a stranger: it reads what is public, and writes nothing."""
    view.is_from_replicas = True  # type: ignore[attr-defined]
    return view


def harvested_page(view: View[P]) -> View[P]:
    """Mark the one address at which programs ask by POST, too: it answers everybody alike and writes nothing.

    Its answers hold the moment at which they were given, so nobody keeps them.
    """

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def marked(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        return view(request, *args, **kwargs)

    marked.checks_its_input = True  # type: ignore[attr-defined]
    marked.writes_nothing = True  # type: ignore[attr-defined]
    return from_replicas(cast("View[P]", marked))


def contributor_page(view: PersonView[P]) -> View[P]:
    """Mark a page for people with an account; others are asked to sign in and come back.

    Who is suspended may read it and send nothing.
    """
    return _for(permissions.is_member, permissions.may_contribute, view)


def moderator_page(view: PersonView[P]) -> View[P]:
    """Mark a page for moderators; others with an account are told that it is not theirs."""
    return _for(permissions.may_review, permissions.may_review, view)


def steward_page(view: PersonView[P]) -> View[P]:
    """Mark a page for stewards."""
    return _for(permissions.may_word_claims, permissions.may_word_claims, view)


def suspended_page(view: PersonView[P]) -> View[P]:
    """Mark the one page on which somebody who is suspended may write."""
    return _for(permissions.may_appeal, permissions.may_appeal, view)


def open_form(view: View[P]) -> View[P]:
    """Mark a form that a stranger may send too. It is private: the page holds a token, and what was typed."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not permissions.may_report(request.user):
            return _refused(request)
        if not _writes(request):
            return view(request, *args, **kwargs)
        return _too_often(request, "report") or view(request, *args, **kwargs)

    return cast("View[P]", guarded)


def takes_pictures(view: View[P]) -> View[P]:
    """Mark a view whose form may bring a picture beside its text; every other body is smaller."""
    view.body_at_most = BODY_WITH_PICTURE  # type: ignore[attr-defined]
    return view


def keeps_typing(view: PersonView[P]) -> PersonView[P]:
    """Mark what a page sends by itself while somebody types, so that it takes nothing of their share."""
    view.keeps_typing = True  # type: ignore[attr-defined]
    return view


def takes_files(view: View[P]) -> View[P]:
    """Mark the view to which a file of cases may be sent, as long as the operator allows."""
    view.body_at_most = settings.IMPORT_BYTES_AT_MOST + 100_000  # type: ignore[attr-defined]
    return view


def _for(may_read: Predicate, may_write: Predicate, view: PersonView[P]) -> View[P]:
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if not request.user.is_authenticated:
            if _writes(request):
                return still_typed(request)
            return redirect_to_login(request.get_full_path())
        allowed = may_write if _writes(request) else may_read
        if not allowed(request.user):
            return _refused(request)
        try:
            limited = (
                (_over_share(request, view) or _too_often(request, "write")) if _writes(request) else None
            )
            return limited or view(cast("PersonRequest", request), *args, **kwargs)
        except NotAllowed:
            # Suspended, or of another role, since this request began.
            request.user.refresh_from_db()
            return _refused(request)

    return cast("View[P]", guarded)


def _writes(request: HttpRequest) -> bool:
    return request.method == "POST"


def _refused(request: HttpRequest) -> HttpResponse:
    if isinstance(request.user, User) and permissions.may_appeal(request.user):
        return suspended(request, own_suspension(request.user))
    raise PermissionDenied


def _over_share(request: HttpRequest, view: PersonView[P]) -> HttpResponse | None:
    """Put a newcomer off who writes more than their share while the process is busy; keeps what was typed."""
    if getattr(view, "keeps_typing", False) or not isinstance(request.user, User):
        return None
    writer = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not share.is_over(writer) or not is_newcomer(request.user):
        return None
    share.put_off(writer)
    return put_off(request)


def _too_often(request: HttpRequest, action: str) -> HttpResponse | None:
    """Refuse what comes too often, and everything while nobody can count. Both keep what was typed."""
    try:
        return None if limits.is_within(request, action) else too_often(request)
    except limits.StoreDown:
        return busy(request)
