"""The control: the site behind a page cache that asks no version, which must be seen to be stale."""

from django.conf import settings

from config import wsgi
from config.page_cache.layer import PageCache
from config.page_cache.versions import State

application = PageCache(
    wsgi.site, state_now=lambda: State("never asked", 0), at_most=settings.PAGE_CACHE_BYTES
)
