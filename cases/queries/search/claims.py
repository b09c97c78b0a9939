"""The claims whose code or wording fits a search."""

from collections import defaultdict

from cases.domain.plurals import singular_of
from cases.domain.search_match import Forms, matches
from cases.queries.facts import Facts
from cases.queries.names import SiteNames, names_of
from cases.queries.search.found import Found, find
from models_taxonomy.models import Claim

WORDED_IN = "en"


def claims_found(found: Found, names: SiteNames) -> list[str]:
    """The codes of the claims that stand and fit, in their order."""
    root = found.query.root
    if root is None or not found.query.sought:
        return []
    forms = _with_forms_of_claims(found.forms, {word for words in names.claims.values() for word in words})
    return [code for code, words in names.claims.items() if matches(root, [" ".join([code, *words])], forms)]


def load_claims_found(text: str, facts: Facts) -> list[Claim]:
    """The claims that fit what somebody typed, each with its aspect, in their order; five queries at most."""
    codes = claims_found(find(text, facts), names_of(facts))
    return list(Claim.objects.select_related("aspect").filter(code__in=codes))


def _with_forms_of_claims(forms: Forms, words: set[str]) -> Forms:
    """The forms that cases have, and the plurals and singulars of claims."""
    of_claims: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        of_claims[singular_of(word, WORDED_IN)].append(word)
    return {
        sought: [*known, *of_claims.get(singular_of(sought, WORDED_IN), ())]
        for sought, known in forms.items()
    }
