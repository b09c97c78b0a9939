"""One tag for moderators: its name, what stands for it, and what looks like it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from taggit.models import Tag

from cases.actions import tags as act
from cases.actions.refusals import Incomplete
from cases.forms.raw import known_fields
from cases.forms.tag import TagForm
from cases.queries.tag_synonyms import find_tag, synonym_address
from cases.queries.tags import look_alikes, synonyms_of
from cases.views.marks import PersonRequest, moderator_page

FIELDS = frozenset({"csrfmiddlewaretoken", "act", "which", *TagForm.base_fields})


@moderator_page
def tag_edit(request: PersonRequest, slug: str) -> HttpResponse:
    """Rename the tag, merge it into another, add a synonym or take one away; `act` says which."""
    tag = find_tag(slug)
    if tag is None:
        other = synonym_address(slug)
        if not other:
            raise Http404
        return redirect("cases:tag_edit", other)
    if request.method != "POST":
        return _show(request, tag, TagForm())
    known_fields(request.POST, FIELDS.__contains__)
    form = TagForm(request.POST)
    try:
        changed = _change(request, tag, form)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, tag, form, status=422)
    messages.success(request, _("Done. Every case that had it is published anew."))
    return redirect("cases:tag_edit", changed.slug)


def _change(request: PersonRequest, tag: Tag, form: TagForm) -> Tag:
    form.is_valid()
    typed, by, what = form.cleaned_data, request.user, request.POST.get("act", "")
    if what == "rename":
        return act.rename(tag=tag, name=typed["new_name"], by=by)
    if what == "merge":
        return act.merge(tag=tag, into=typed["into"], by=by)
    if what == "add":
        act.add_synonym(tag=tag, name=typed["synonym"], by=by)
        return tag
    which = request.POST.get("which", "")
    if what != "remove" or not (which.isascii() and which.isdigit() and len(which) < 10):
        raise BadRequest("The form does not say what to do. Open it again and send it from there.")
    act.remove_synonym(tag=tag, synonym=int(which), by=by)
    return tag


def _show(request: PersonRequest, tag: Tag, form: TagForm, *, status: int = 200) -> HttpResponse:
    context = {
        "tag": tag,
        "form": form,
        "problems": form.problems,
        "synonyms": synonyms_of(tag),
        "alike": look_alikes(tag),
    }
    return render(request, "cases/tag_edit.html", context, status=status)
