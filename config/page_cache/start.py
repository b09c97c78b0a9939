"""The page cache with the settings of this site."""

from typing import TYPE_CHECKING

from django.conf import settings

from cases.queries.site_version import HELD_FOR
from config.page_cache.layer import PageCache
from config.page_cache.versions import state_from, versions_of_database

if TYPE_CHECKING:
    from wsgiref.types import WSGIApplication

    from config.page_cache.shared import SharedPages


def kept(application: "WSGIApplication") -> PageCache:
    """The application behind the page cache."""
    return PageCache(
        application,
        state_now=state_from(versions_of_database()),
        at_most=settings.PAGE_CACHE_BYTES,
        held_for=HELD_FOR,
        shared=_shared(),
    )


def _shared() -> "SharedPages | None":
    if not settings.SHARED_PAGES_URL:
        return None
    from config.page_cache.shared import SharedPages, release_of  # noqa: PLC0415 (only where it is used)

    release = release_of(settings.BASE_DIR, settings.SITE_URL, settings.MODE)
    return SharedPages(str(settings.SHARED_PAGES_URL), release=release, secret=settings.SECRET_KEY)
