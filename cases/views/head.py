"""The head of a page: what it says of itself to those who share it, cite it, or search for it."""

from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.domain.content import Data
from cases.exchange.head_tags import Shared, Tag, citation_tags, share_tags, shared_case
from cases.exchange.structured import ClaimMetadata, case_data, claim_data, site_data
from cases.queries.case import CasePage
from cases.queries.case_metadata import metadata_of_page
from cases.queries.claim import ClaimPage


@dataclass(frozen=True, slots=True)
class Head:
    """The tags of a page, in their order, and its block of JSON-LD."""

    tags: tuple[Tag, ...]
    data: Data


def head_of_case(page: CasePage) -> Head:
    """The head of a case; one query."""
    case, site = metadata_of_page(page), settings.SITE_URL
    shared = shared_case(case, site, image=_image(), image_alt=_image_alt())
    return Head((*share_tags(shared), *citation_tags(case, site)), case_data(case, site))


def head_of_claim(page: ClaimPage) -> Head:
    """The head of a claim."""
    claim, site = page.claim, settings.SITE_URL
    title = _("Claim %(code)s: %(aspect)s") % {"code": claim.code, "aspect": claim.aspect.name}
    metadata = ClaimMetadata(
        code=claim.code,
        statement=claim.statement,
        language=_language(),
        text_title=page.source.title,
        text_author=page.source.author,
        text_url=page.source.url,
    )
    path = reverse("cases:claim", args=[claim.code])
    return Head(share_tags(_shared(title, claim.statement, path)), claim_data(metadata, site))


def head_of_home() -> Head:
    """The head of the first page."""
    title = _("Case studies of peer production")
    description = _(
        "Partial case studies of how firms and communities produce together, each placed on seven stages and"
        " three value models and laid over the claims of two texts. Where no case fits, a gap stays open."
    )
    data = site_data(settings.SITE_URL, title=title, description=description, language=_language())
    return Head(share_tags(_shared(title, description, reverse("cases:home"))), data)


def _shared(title: str, description: str, path: str) -> Shared:
    return Shared(
        kind="website",
        title=title,
        description=description,
        url=settings.SITE_URL + path,
        language=_language(),
        image=_image(),
        image_alt=_image_alt(),
    )


def _image() -> str:
    return settings.SITE_URL + static("img/share.png")


def _image_alt() -> str:
    return _("The mark of Patchwork: nine patches in four colours, sewn into a square.")


def _language() -> str:
    return get_language() or settings.LANGUAGE_CODE
