"""Visitors of a running site: browsers that keep their cookies, and readers who come again and again."""

import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.client import HTTPMessage
from http.cookiejar import CookieJar
from threading import Event, Thread
from typing import IO
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

SECONDS_AT_MOST = 30


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, and after how many seconds."""

    status: int
    text: str
    seconds: float
    location: str = ""


class _Stays(HTTPRedirectHandler):
    """Follows no redirect, so that each answer is seen."""

    def redirect_request(
        self, req: Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> None:
        """Stay where we are."""


class Browser:
    """Somebody who reads and writes with a browser; a stranger until they sign in."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self.cookies), _Stays)

    def get(self, path: str) -> Answer:
        """Open a page."""
        return self._ask(path, None, {"Accept": "text/html"})

    def send(self, path: str, *, form: str = "", **fields: str) -> Answer:
        """Open the page of a form, fill it in and send it. `form` is the text of the page if it is open."""
        page = form or self.get(path).text
        hidden = dict(re.findall(r'name="(csrfmiddlewaretoken|form_key)" value="([^"]*)"', page))
        data = urlencode({**hidden, **fields}).encode()
        return self._ask(path, data, {"Referer": self.site + path})

    def sign_in(self, name: str, password: str) -> None:
        """Sign in with a password."""
        answer = self.send("/account/login/", login=name, password=password)
        if answer.status != 302:
            raise SystemExit(f"{name} cannot sign in: {answer.status}\n{answer.text[:2000]}")

    def answers_until_signed_in(self, seconds: float = 30) -> list[int]:
        """What the site answers, again and again, until it knows who this is, or the time is up."""
        until, answers = time.monotonic() + seconds, [self.get("/me/").status]
        while answers[-1] != 200 and time.monotonic() < until:
            time.sleep(0.05)
            answers.append(self.get("/me/").status)
        return answers

    def _ask(self, path: str, data: bytes | None, headers: dict[str, str]) -> Answer:
        request = Request(self.site + path, data, headers)  # noqa: S310 (our own site)
        began = time.monotonic()
        try:
            answer = self._opener.open(request, timeout=SECONDS_AT_MOST)
        except HTTPError as fault:
            answer = fault
        except OSError:
            return Answer(0, "", time.monotonic() - began)
        with answer:
            text = answer.read().decode("utf-8", "replace")
            where = answer.headers.get("Location", "")
        return Answer(answer.status or 0, text, time.monotonic() - began, where)


@dataclass
class Readers:
    """Strangers who open the same pages over and over, and remember what came back."""

    site: str
    pages: Sequence[str]
    number: int = 3
    phase: str = ""
    statuses: dict[str, Counter[int]] = field(default_factory=dict)
    slowest: dict[str, float] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    forbidden: list[Callable[[str, Answer], bool]] = field(default_factory=list)
    """What no answer may be from now on, by its page and itself."""

    def __post_init__(self) -> None:
        """Nobody comes before start()."""
        self._end = Event()
        self._threads = [Thread(target=self._read, args=(first,)) for first in range(self.number)]

    def begin(self, phase: str) -> None:
        """Count what comes from now on under this name."""
        self.statuses.setdefault(phase, Counter())
        self.slowest.setdefault(phase, 0.0)
        self.phase = phase

    def start(self) -> None:
        """Let them come."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let them go."""
        self._end.set()
        for thread in self._threads:
            thread.join()

    def _read(self, first: int) -> None:
        browser, turn = Browser(self.site), first
        while not self._end.wait(0.05):
            page, rules, phase = self.pages[turn % len(self.pages)], list(self.forbidden), self.phase
            answer = browser.get(page)
            turn += 1
            self.statuses[phase][answer.status] += 1
            self.slowest[phase] = max(self.slowest[phase], answer.seconds)
            if any(is_forbidden(page, answer) for is_forbidden in rules):
                self.wrong.append(f"{phase}: {page} answered {answer.status}")
