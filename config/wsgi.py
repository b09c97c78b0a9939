"""The WSGI entry point, served by granian or gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

site = get_wsgi_application()

from django.conf import settings  # noqa: E402 (what follows reads the views, which need Django set up)
from django.template import engines  # noqa: E402
from django.urls import reverse  # noqa: E402

from config import postgres, sentry  # noqa: E402
from config.page_cache.start import kept  # noqa: E402

sentry.begin(settings.SENTRY_DSN, release=settings.VERSION, environment=settings.MODE)
postgres.serve_pages(
    settings.DATABASES,
    pooler=settings.POOLER,
    connections=settings.POSTGRES_CONNECTIONS,
    seconds=settings.STATEMENT_SECONDS,
)

# All pages and tags are loaded now: the server makes its processes of this one, and what each of them
# loaded by itself each would hold.
engines.all()
reverse("cases:home")

application = kept(site)
