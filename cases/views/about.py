"""Pages about the site itself: how cases are placed, what counts as evidence, access and licences."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.domain.vocabulary import QUOTE_LIMIT, SOURCE_KIND_LABELS, SPEAKER_LABELS
from cases.queries.review_figures import ReviewFiguresPage, load_review_figures
from cases.queries.taxonomy import load_all
from cases.queries.words import wait_in_words
from cases.views.marks import public_page, public_unkept


@public_page
def method(request: HttpRequest) -> HttpResponse:
    """How cases are placed on stages, models and claims, and what review is."""
    return render(request, "cases/about/method.html", {"taxonomy": load_all()})


@public_page
def evidence(request: HttpRequest) -> HttpResponse:
    """What counts as evidence and who speaks in it."""
    context = {
        "kinds": SOURCE_KIND_LABELS.values(),
        "speakers": SPEAKER_LABELS.values(),
        "quote_limit": QUOTE_LIMIT,
    }
    return render(request, "cases/about/evidence.html", context)


@public_unkept
def review(request: HttpRequest) -> HttpResponse:
    """How changes are reviewed, and how that went lately."""
    page = load_review_figures()
    half_within = usual_wait(page)
    return render(request, "cases/about/review.html", {"page": page, "half_within": half_within})


@public_page
def accessibility(request: HttpRequest) -> HttpResponse:
    """What is done so that everyone can read and write here, and what is known not to work."""
    return render(request, "cases/about/accessibility.html")


@public_page
def licence(request: HttpRequest) -> HttpResponse:
    """Under which terms text, data and software may be used."""
    return render(request, "cases/about/licence.html")


@public_page
def security(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness, and how."""
    contact = settings.SECURITY_CONTACT
    context = {"contact": contact, "shown_contact": contact.removeprefix("mailto:")}
    return render(request, "cases/about/security.html", context)


def usual_wait(page: ReviewFiguresPage) -> str:
    """Half of the changes waited less than this, in words; "" without any decision."""
    wait = page.figures.half_within
    return wait_in_words(wait) if wait is not None else ""
