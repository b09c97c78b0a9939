"""Settings of the tests: those of the site in demo mode, with nothing taken from the developer's own site.

`DATABASE_URL` still chooses the engine; the test databases are new ones, made for this run only.
"""

import atexit
import os
import tempfile

_HOME = tempfile.TemporaryDirectory(prefix="patchwork-tests-")
atexit.register(_HOME.cleanup)

for _name in [name for name in os.environ if name.startswith("PATCHWORK_") and name != "PATCHWORK_CHROMIUM"]:
    del os.environ[_name]
os.environ["PATCHWORK_VAR"] = _HOME.name

from config.settings import *  # noqa: E402, F403 (the site's settings read the environment made above)
from config.settings import DATABASES, STORAGES, VAR_DIR  # noqa: E402

# The one hash that costs nothing; the tests sign in hundreds of times.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Without hashed names, so that no test needs collected files.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir()
# Counters of sign-in attempts must not pass from one test to the next through a table.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
# A test sends a form in no time; those of the limit itself switch it on.
FASTEST_FORM_SECONDS = 0

_database = DATABASES["default"]
_database["CONN_MAX_AGE"] = 0
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # A file, as the site has: threads and processes must wait for each other as they do there.
    _database["TEST"] = {"NAME": str(VAR_DIR / "test.sqlite3")}
    _init = str(_database["OPTIONS"]["init_command"])
    _database["OPTIONS"]["init_command"] = _init.replace("synchronous=FULL", "synchronous=OFF")
else:
    # Two runs at once on one server must not meet.
    _run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:8]
    _database["TEST"] = {"NAME": f"test_patchwork_{_run}"}
    _database["OPTIONS"] = {"options": "-c synchronous_commit=off"}
