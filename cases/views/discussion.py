"""The public pages of a discussion: the threads of a case, and one thread."""

import uuid
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.models import User
from cases import permissions
from cases.domain.talk import Anchor, UnknownAnchor
from cases.forms.talk import AnswerForm
from cases.models import Case, Thread
from cases.queries import talk
from cases.views.marks import public_page
from cases.views.parameters import one_of, page_key, scalar
from cases.views.public_case import case_or_404
from cases.views.withdrawn import or_withdrawn

STATES = ("open", "resolved")
WHOLE = "case"
"""How an address names the case as a whole, where no name at all means everything."""


@public_page("state", "about", "before")
@or_withdrawn
def discussion(request: HttpRequest, slug: str) -> HttpResponse:
    """The threads of a case, those with the newest comment first."""
    case = case_or_404(slug)
    state, about = one_of(request, "state", STATES), scalar(request, "about")
    page = talk.discussion_page(
        case, state=state, about=_anchor(about) if about else None, before=page_key(request, "before")
    )
    context = {
        "case": case,
        "page": page,
        "state": state,
        "about": about,
        "next_url": _address(slug, state, about, page.before) if page.before else "",
        **_for_person(request, case),
    }
    return render(request, "cases/discussion.html", context)


@public_page("after")
@or_withdrawn
def thread(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One thread, with the form to answer for who is signed in."""
    case = case_or_404(slug)
    found = thread_or_404(case, pk)
    after = page_key(request, "after")
    page = talk.thread_page(case, found, after=after)
    context = {
        "case": case,
        "page": page,
        "is_later_page": after is not None,
        "thread": found,
        "next_url": f"?after={page.after}" if page.after else "",
        "may_resolve": permissions.may_resolve(request.user, found),
        "may_hide": permissions.may_hide_comments(request.user),
        "form": AnswerForm(initial={"form_key": uuid.uuid4()})
        if permissions.may_talk(request.user)
        else None,
        **_for_person(request, case, found),
    }
    return render(request, "cases/thread.html", context)


def thread_or_404(case: Case, pk: int) -> Thread:
    """A thread of the case that has something to read."""
    found = talk.load_thread(case, pk)
    if found is None:
        raise Http404
    return found


def _anchor(about: str) -> Anchor:
    try:
        return Anchor.read("" if about == WHOLE else about)
    except UnknownAnchor:
        raise BadRequest("The address says “about” with something that no case has. Follow a link.") from None


def _address(slug: str, state: str, about: str, before: int) -> str:
    pairs = [("state", state), ("about", about), ("before", str(before))]
    query = urlencode([pair for pair in pairs if pair[1]])
    return f"{reverse('cases:discussion', args=[slug])}?{query}"


def _for_person(request: HttpRequest, case: Case, of: Thread | None = None) -> dict[str, object]:
    """What only the author or a moderator sees: comments that wait, and comments that were hidden."""
    person = request.user
    if not isinstance(person, User):
        return {}
    own = talk.waiting_of(person, case)
    if of is not None:
        return {"own_waiting": [shown for shown in own if shown.waiting.thread_id == of.pk]}
    hidden = talk.hidden_comments(case) if permissions.may_hide_comments(person) else ()
    return {"own_waiting": own, "hidden": hidden}
