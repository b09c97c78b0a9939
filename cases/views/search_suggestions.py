"""What somebody may be typing into the search, for the field of the site and for browsers' own."""

import json

from django.http import HttpRequest, HttpResponse

from cases.queries.facts import facts_now
from cases.queries.search.suggestions import completions
from cases.views.browse import WORDS_LIMIT
from cases.views.marks import public_page
from cases.views.parameters import scalar

SUGGESTIONS = "application/x-suggestions+json"


@public_page("q")
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """What `q` may become, as OpenSearch says it: a list of what was typed and of the suggestions."""
    typed = scalar(request, "q")
    found = completions(typed, facts_now()) if len(typed) <= WORDS_LIMIT else []
    return HttpResponse(json.dumps([typed, found]), content_type=SUGGESTIONS)
