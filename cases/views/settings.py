"""How a person wants mail, and the way out of it from a mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cases.actions import mail_choices
from cases.domain.notices import Rhythm
from cases.forms.raw import known_fields
from cases.forms.settings import SettingsForm
from cases.queries.mail import mail_choice_of, person_of_token
from cases.views.marks import PersonRequest, contributor_page

FIELDS = frozenset({"csrfmiddlewaretoken", "rhythm", "watches_own"})


@contributor_page
def settings(request: PersonRequest) -> HttpResponse:
    """Mail and watching; the theme is kept in the browser."""
    if request.method != "POST":
        return _show(request, SettingsForm.opened_on(mail_choice_of(request.user)))
    known_fields(request.POST, FIELDS.__contains__)
    form = SettingsForm(request.POST)
    if not form.is_valid():
        return _show(request, form, status=422)
    mail_choices.choose(
        by=request.user,
        rhythm=Rhythm(form.cleaned_data["rhythm"]),
        watches_own=form.cleaned_data["watches_own"],
    )
    messages.success(request, _("Your settings are kept."))
    return redirect("cases:settings")


def _show(request: PersonRequest, form: SettingsForm, *, status: int = 200) -> HttpResponse:
    context = {"form": form, "choice": mail_choice_of(request.user)}
    return render(request, "cases/settings.html", context, status=status)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Ask, then end all mail to a person. The signed address is the whole proof: a mail program posts to it
    without a session (RFC 8058), and looking at it changes nothing.
    """
    person = person_of_token(token)
    if person is None:
        raise Http404
    if request.method == "POST":
        mail_choices.unsubscribe(person=person)
    is_over = mail_choice_of(person).rhythm == Rhythm.NEVER
    return render(request, "cases/unsubscribe.html", {"is_over": is_over})
