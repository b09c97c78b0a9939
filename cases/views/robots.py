"""What programs that crawl are asked to leave alone: forms, private pages, and every cut of every filter."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from cases.views.marks import public_page

LEFT_ALONE = (
    # Every filter and every page of a list: what they show is on the sitemaps.
    "/*?",
    "/account/", "/me/", "/review/", "/drafts/", "/contribute/", "/place/", "/recheck/", "/report/",
    "/watch/", "/unsubscribe/", "/gallery/", "/oai", "/cases/random/", "/cases/names/", "/import/",
    "/suggestions/", "/data/snapshots/new/",
    *(
        f"/cases/*/{page}/"
        for page in (
            "edit", "rename", "merge", "dispute", "withdrawal", "hiding", "opinion", "diff", "comments",
        )
    ),
    "/cases/*/history/*/", "/cases/*/discussion/new/", "/cases/*/discussion/*/answer/",
    "/cases/*/discussion/*/resolve/",
    *(f"/gaps/*/{page}/" for page in ("looking", "call", "search", "wanted")),
    "/claims/*/wording/", "/tags/*/edit/", "/people/*/suspension/",
)  # fmt: skip


@public_page
def robots(_request: HttpRequest) -> HttpResponse:
    """The rules, the same for every program, and where the sitemaps are."""
    rules = [f"Disallow: {path}" for path in LEFT_ALONE]
    sitemap = settings.SITE_URL + reverse("cases:sitemap")
    text = "\n".join(("User-agent: *", *rules, "", f"Sitemap: {sitemap}", ""))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
