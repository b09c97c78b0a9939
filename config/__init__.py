"""Settings, addresses and the server entry point of the site."""

from config.sqlite import use_mended_sqlite

# Here, because nothing of the site or of Django is imported before its settings are.
use_mended_sqlite()
