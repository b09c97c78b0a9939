"""The layer around the application: it answers what is kept, and keeps what may be kept of all else."""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.handlers.wsgi import get_path_info
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from whitenoise.middleware import WhiteNoiseFileResponse

from cases.queries.shelves import Shelf
from cases.views.marks import PublicPage, public_mark
from config.page_cache.entries import IDENTITY, Entry, Headers, best_encoding, kept_headers, send
from config.page_cache.held import HeldState
from config.page_cache.questions import Question, Reader
from config.page_cache.versions import State
from config.seeing.metrics import count_page_cache

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

    from config.page_cache.shared import SharedPages

PAGES_KNOWN = 4_096
"""Of so many paths is remembered what page they are; to find out takes Django longer than a whole hit."""

OK = "200 OK"
OF_THE_RELEASE = "file"
"""The state in which files are kept: they are the same as long as the process lives."""


class PageCache:
    """A WSGI application around another one. `state_now` says what the site is, None when nobody knows.

    What it says is believed for `held_for` seconds. Answers with parameters share one half of the room, so
    that a flood of them drives out nothing else.
    """

    def __init__(
        self,
        application: "WSGIApplication",
        *,
        state_now: Callable[[], State | None],
        at_most: int,
        held_for: float = 0.0,
        shared: "SharedPages | None" = None,
    ) -> None:
        self._shared = shared
        self._application = application
        self._state = HeldState(state_now, seconds=held_for)
        self._read = Reader().asker
        self._pages: Shelf[Question, Entry] = Shelf(at_most // 2)
        self._narrowed: Shelf[Question, Entry] = Shelf(at_most // 2)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request from memory, or from Django."""
        asker = self._read(environ)
        if asker is None:
            return self._application(environ, start_response)
        accepted = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        if asker.path.startswith(settings.STATIC_URL):
            question = asker.of_file(accepted)
            return self._answer(environ, start_response, question, OF_THE_RELEASE, IDENTITY)
        page = page_at(asker.path)
        state = self._state() if page is not None and page.is_kept else None
        if page is None or state is None:
            return self._application(environ, start_response)
        return self._answer(environ, start_response, asker.question(page.parameters), state, accepted)

    def _answer(
        self,
        environ: "WSGIEnvironment",
        start_response: "StartResponse",
        question: Question,
        state: object,
        encoding: str,
    ) -> Iterable[bytes]:
        shelf = self._narrowed if question.query else self._pages
        before = entry = shelf.find(question)
        is_head = environ["REQUEST_METHOD"] == "HEAD"
        _count(entry, state)
        if entry is None or entry.state != state:
            entry = self._found_elsewhere(question, state)
        if entry is None or entry.state != state:
            asked = _Asked(self._application, question.told_to_django(environ))
            entry = asked.entry(state)
            if entry is None:
                return asked.pass_on(start_response, is_head=is_head)
            if before is not None:
                entry.take_forms_of(before)
            if isinstance(state, State) and self._state.afresh() != state:
                # Nobody can say of which state it is: a banner may have come, and gone, meanwhile.
                return send(entry.form(encoding), is_head=is_head, known="", start_response=start_response)
            if self._shared and isinstance(state, State):
                self._shared.put(question, entry)
        if encoding not in entry.forms or entry is not before:
            entry.form(encoding)
            shelf.put(question, entry)
        known = environ.get("HTTP_IF_NONE_MATCH", "")
        return send(entry.form(encoding), is_head=is_head, known=known, start_response=start_response)

    def _found_elsewhere(self, question: Question, state: object) -> Entry | None:
        if self._shared is None or not isinstance(state, State):
            return None
        return self._shared.find(question, state)


def _count(entry: Entry | None, state: object) -> None:
    if state != OF_THE_RELEASE:
        count_page_cache("miss" if entry is None else "hit" if entry.state == state else "stale")


class _Asked:
    """An answer of Django."""

    def __init__(self, application: "WSGIApplication", told: "WSGIEnvironment") -> None:
        self._status, self._headers = "", Headers()
        self._answer = application(told, self._note)

    def _note(self, status: str, headers: Headers, _exc_info: object = None, /) -> Callable[[bytes], object]:
        self._status, self._headers = status, headers
        return _refuse_to_write

    def entry(self, state: object) -> Entry | None:
        """The answer as it is kept, None when it must not be."""
        if self._status != OK or not self._may_be_kept():
            return None
        try:
            body = b"".join(self._answer)
        finally:
            self._close()
        sent = {name.lower(): value for name, value in self._headers}
        return Entry(state, kept_headers(self._headers), body, sent.get("content-encoding", IDENTITY))

    def pass_on(self, start_response: "StartResponse", *, is_head: bool) -> Iterable[bytes]:
        """The answer itself, to whoever asked; Django was asked for the whole page, also for HEAD."""
        start_response(self._status, self._headers)
        if is_head:
            self._close()
            return []
        return self._answer

    def _may_be_kept(self) -> bool:
        if any(name.lower() == "set-cookie" for name, _value in self._headers):
            return False
        if isinstance(self._answer, WhiteNoiseFileResponse):
            return True
        return isinstance(self._answer, HttpResponse) and getattr(self._answer, "is_public_page", False)

    def _close(self) -> None:
        if isinstance(self._answer, HttpResponseBase):
            self._answer.close()


@lru_cache(PAGES_KNOWN)
def page_at(path: str) -> PublicPage | None:
    """The public page at a path as the server gives it, None where there is none."""
    try:
        return public_mark(resolve(get_path_info({"PATH_INFO": path})).func)
    except Resolver404:
        return None


def _refuse_to_write(_data: bytes) -> object:
    raise RuntimeError("Django returns its answers and writes none.")
