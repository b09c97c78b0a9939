"""Every component in every state on one page: for people who change the look, never in production."""

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cases.domain.states import ClaimState
from cases.domain.vocabulary import STANCE_LABELS, Absence, Stance
from cases.forms.rows import SourceForm, StatementForm, area
from cases.queries.taxonomy import load_all
from cases.views.marks import public_page

ICONS = ("supports", "partly", "contradicts", "not_found", "plus", "find", "x", "menu", "arrow", "ok", "warn")


class SampleForm(SourceForm, StatementForm):
    """One field of each kind."""

    stance = forms.ChoiceField(
        label=_("What does it do to the claim?"),
        widget=forms.RadioSelect,
        choices=[(stance.value, _(STANCE_LABELS[stance])) for stance in Stance],
    )
    model = forms.ChoiceField(
        label=_("Value model"),
        widget=forms.RadioSelect,
        choices=[("1", "1. Proprietary"), ("2", "2. Captured commons"), ("3", "3. Civic commons")],
    )
    note = area(_("What in the case shows this?"), hint=_("A few plain sentences. Say who does what."))


@public_page
def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery, in demo mode only."""
    if not settings.DEMO:
        raise Http404
    wrong = SampleForm({"title": "Guifi.net", "kind": "tape", "stance": "maybe"}, auto_id="wrong_%s")
    for name in ("url", "note", "licence"):
        wrong.add_error(name, _("Say what in the case shows this: nothing is written yet."))
    context = {
        "taxonomy": load_all(),
        "stances": [stance.value for stance in Stance],
        "states": [state.value for state in ClaimState],
        "icons": ICONS,
        "fresh": SampleForm(auto_id="fresh_%s"),
        "wrong": wrong,
        "absences": [absence.value for absence in Absence],
    }
    return render(request, "gallery.html", context)
