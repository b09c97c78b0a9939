"""Settings of the site, read from the environment.

`PATCHWORK_MODE` is `demo` (the default: local, demo accounts, no second factor asked) or `production`
(refuses to start when the configuration is unsafe).
"""

import secrets
import tomllib
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _

from config import env, postgres
from config.media import media_storage
from config.safety import refuse_unsafe
from config.sqlite import said_at_start

# --- Where things are -------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.text("PATCHWORK_VAR", default=str(BASE_DIR / "var")))

VERSION = str(tomllib.loads((BASE_DIR / "pyproject.toml").read_text("utf-8"))["project"]["version"])

# --- Mode and secrets -------------------------------------------------------------------------

MODE = env.one_of("PATCHWORK_MODE", ("demo", "production"), default="demo")
DEMO = MODE == "demo"
DEBUG = env.flag("PATCHWORK_DEBUG", default=False)


def _demo_secret() -> str:
    """Return this machine's own demo secret, made once, so that sessions outlive a restart."""
    path = VAR_DIR / "demo-secret"
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
        path.chmod(0o600)
    return path.read_text(encoding="ascii").strip()


SECRET_KEY = env.text("PATCHWORK_SECRET_KEY", default=_demo_secret() if DEMO else "")
SECRET_KEY_FALLBACKS = env.words("PATCHWORK_OLD_SECRET_KEYS", default=[])
SITE_URL = env.text("PATCHWORK_SITE_URL", default="http://127.0.0.1:8000")
ALLOWED_HOSTS = env.words("PATCHWORK_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if DEMO else [])
TRUSTED_PROXIES = env.whole_number("PATCHWORK_TRUSTED_PROXIES", default=0, least=0, most=5)

MAIL_URL = env.text("PATCHWORK_MAIL_URL", default="file:///" if DEMO else "")

refuse_unsafe(
    mode=MODE, debug=DEBUG, secret_key=SECRET_KEY, hosts=ALLOWED_HOSTS, site_url=SITE_URL, mail_url=MAIL_URL
)

# --- Applications -----------------------------------------------------------------------------

INSTALLED_APPS = [
    "accounts",
    "models_taxonomy",
    "cases",
    "backups",
    "taggit",
    "django_htmx",
    "django_countries",
    "corsheaders",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.forms",  # its widget templates, which TemplatesSetting looks for among the apps
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "config.headers.HeadersMiddleware",
    "config.middleware.CachePolicyMiddleware",
    "config.seeing.requests.SeenMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.BodyLimitMiddleware",
    "config.middleware.CleanInputMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "config.middleware.ReadOnlyMiddleware",
    "config.middleware.FairShareMiddleware",
    "config.visitors.VisitorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "config.replicas.ReplicaMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "accounts.middleware.SecondFactorMiddleware",
    "accounts.middleware.CountedAccountsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "cases.views.past_addresses.PastAddressMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "config.templates.loader.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cases.context.site",
            ],
        },
    },
]

# --- Database ---------------------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", default_path=VAR_DIR / "patchwork.sqlite3")}
# Whether DATABASE_URL leads to a pooler, such as PgBouncer, that lends a connection for one transaction.
POOLER = env.flag("PATCHWORK_POOLER", default=False)
# How many connections each process of the web server has at most: as many as it answers requests at a time.
POSTGRES_CONNECTIONS = env.whole_number("PATCHWORK_CONNECTIONS", default=4, least=1, most=100)
# After how many seconds PostgreSQL gives up a statement of a page.
STATEMENT_SECONDS = env.whole_number("PATCHWORK_STATEMENT_SECONDS", default=15, least=1, most=600)
if DATABASES["default"]["ENGINE"] == postgres.ENGINE:
    DATABASES["default"] = postgres.reached(DATABASES["default"], pooler=POOLER)
# Servers that follow the primary and may be read; their addresses hold the same name of a database.
_replicas = postgres.replicas(env.words("PATCHWORK_REPLICA_URL", default=[]), of=DATABASES["default"])
DATABASES |= _replicas
REPLICAS = list(_replicas)
DATABASE_ROUTERS = ["cases.queries.reading_place.Router"]
# One line for whoever starts a process: which SQLite runs, and how.
DATABASE_SAID = said_at_start(env.text("DATABASE_URL", default="sqlite:"))
CACHES = {"default": env.cache("PATCHWORK_CACHE_URL")}
# Where processes share public pages besides: the same server that speaks as Redis does, "" for nowhere.
SHARED_PAGES_URL = str(CACHES["default"]["LOCATION"]) if "KEY_PREFIX" in CACHES["default"] else ""
# How many bytes of public pages one process keeps in its memory (`config.page_cache`); 0 keeps none.
PAGE_CACHE_BYTES = env.whole_number("PATCHWORK_PAGE_CACHE_BYTES", default=24_000_000, least=0, most=10**10)
# How many bytes of what public pages are made of it keeps besides (`cases.queries.drawings`); 0 keeps none.
DRAWINGS_BYTES = env.whole_number("PATCHWORK_DRAWINGS_BYTES", default=8_000_000, least=0, most=10**10)

# --- People -----------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "accounts.passwords.MaximumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "cases:me"
LOGOUT_REDIRECT_URL = "cases:home"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.LoginForm", "signup": "accounts.forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_PRESERVE_USERNAME_CASING = True
ACCOUNT_USERNAME_MIN_LENGTH = 2
ACCOUNT_REAUTHENTICATION_TIMEOUT = 900
# A mail says when a password, an address or a second factor changed.
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[Patchwork] "
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
# How often something may be done, by a person (user), from an address (ip), or to a mailbox (key). Beside
# these hold the rates that allauth has for signing in, passwords and mail.
_writes = env.whole_number("PATCHWORK_WRITES_A_MINUTE", default=60, least=1, most=10_000)
_sign_ups = env.whole_number("PATCHWORK_SIGNUPS_A_DAY", default=60, least=1, most=10_000)
ACCOUNT_RATE_LIMITS = {
    # A class at one address may write at once, and its members may sign up at once.
    "write": f"{_writes}/m/user,{_writes * 10}/m/ip",
    "signup": f"10/m/ip,{_sign_ups}/d/ip",
    "report": "5/m/ip,50/d/ip",
    "mail": "10/h/key,30/d/key",
}
MFA_SUPPORTED_TYPES = ["recovery_codes", "totp", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_TOTP_ISSUER = "Patchwork"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_ENGINE = "config.sessions"

SECOND_FACTOR_REQUIRED = not DEMO

# --- Mail -------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.text("PATCHWORK_MAIL_FROM", default="Patchwork <patchwork@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
_mail = urlsplit(MAIL_URL)
if _mail.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail.scheme == "smtps"
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"

# How many mails a person gets in a day besides the digest; the rest waits for the digest.
MAILS_A_DAY = env.whole_number("PATCHWORK_MAILS_A_DAY", default=10, least=1, most=1000)

# --- Languages and time -----------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
# `wording` words the English of the packages that we use as the rest of the site is worded.
LOCALE_PATHS = [BASE_DIR / "wording"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files -----------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "config.staticfiles.UsedAppsFinder",
]
STORAGES = {
    "default": media_storage(env.text("PATCHWORK_MEDIA_URL", default="")),
    "staticfiles": {
        "BACKEND": "config.staticfiles.PatchworkStaticFilesStorage",
        # Whoever serves them may be another than who collected them, as in the container.
        "OPTIONS": {"file_permissions_mode": 0o644, "directory_permissions_mode": 0o755},
    },
}
WHITENOISE_USE_FINDERS = False

# --- Security ---------------------------------------------------------------------------------

# All headers are in config/headers.py; these keep what Django adds of itself in step with it.
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "cases.views.errors.csrf_failure"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
if not DEMO:
    SECURE_SSL_REDIRECT = env.flag("PATCHWORK_SSL_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Programs ---------------------------------------------------------------------------------

API_PREFIX = "/api/v1/"
# How many requests of one address, or of one person with a token, are answered in a minute by one process.
API_REQUESTS_A_MINUTE = env.whole_number(
    "PATCHWORK_API_REQUESTS_A_MINUTE", default=600, least=1, most=1_000_000
)
# Pages of other sites may read what is public, and send nothing: neither a cookie nor a token.
CORS_URLS_REGEX = rf"^{API_PREFIX}"
CORS_ALLOW_ALL_ORIGINS = True
CORS_ALLOW_METHODS = ["GET", "HEAD"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "if-none-match"]
CORS_EXPOSE_HEADERS = [
    "ETag",
    "Link",
    "Retry-After",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
]
CORS_PREFLIGHT_MAX_AGE = 86_400

# --- Content ----------------------------------------------------------------------------------

TAGGIT_CASE_INSENSITIVE = True
# Whether the worker may ask other sites about the sources that people cite.
OUTBOUND = env.flag("PATCHWORK_OUTBOUND", default=False)
# How many days a change may wait before it is shown to moderators above all others.
REVIEW_OVERDUE_DAYS = env.whole_number("PATCHWORK_REVIEW_OVERDUE_DAYS", default=7, least=1, most=365)
# How many changes may wait at once of somebody whose work was never accepted.
NEWCOMERS_WAITING_AT_MOST = env.whole_number("PATCHWORK_NEWCOMERS_WAITING", default=20, least=1, most=1000)
# How much they may send in a day, and how many links may stand in a text of theirs outside of its sources.
NEWCOMERS_SENDING_A_DAY = env.whole_number("PATCHWORK_NEWCOMERS_A_DAY", default=30, least=1, most=1000)
NEWCOMERS_LINKS_AT_MOST = env.whole_number("PATCHWORK_NEWCOMERS_LINKS", default=5, least=0, most=1000)
# A form of theirs that is sent sooner after it was opened is asked for again; 0 asks nobody.
FASTEST_FORM_SECONDS = env.whole_number("PATCHWORK_FASTEST_FORM", default=3, least=0, most=60)

# --- Uploaded pictures ------------------------------------------------------------------------

MEDIA_ROOT = VAR_DIR / "media"
# How many bytes of pictures are kept for one person.
UPLOADED_BYTES_AT_MOST = env.whole_number(
    "PATCHWORK_UPLOADED_BYTES", default=100_000_000, least=1_000_000, most=100_000_000_000
)
FILE_UPLOAD_PERMISSIONS = 0o640

# --- Imports ----------------------------------------------------------------------------------

# How many changes that came by imports may wait for review at once, of somebody whose work was accepted, and
# of a moderator or steward; for newcomers holds what holds for all of their changes.
IMPORTED_WAITING_AT_MOST = env.whole_number("PATCHWORK_IMPORTED_WAITING", default=200, least=1, most=100_000)
IMPORTED_WAITING_OF_STEWARDS = env.whole_number(
    "PATCHWORK_IMPORTED_WAITING_OF_STEWARDS", default=5_000, least=1, most=1_000_000
)
# How many bytes a file may have that is imported on the site; the command reads any.
IMPORT_BYTES_AT_MOST = env.whole_number(
    "PATCHWORK_IMPORT_BYTES", default=20_000_000, least=100_000, most=500_000_000
)

# --- Seeing how the site does -----------------------------------------------------------------

# Whoever brings it sees /metrics, and what /readyz says of each check.
METRICS_TOKEN = env.text("PATCHWORK_METRICS_TOKEN", default="")
# With less room on a disk that the site writes to, /readyz says so.
FREE_DISK_MEGABYTES = env.whole_number("PATCHWORK_FREE_DISK", default=1000, least=10, most=10_000_000)
# Where faults of the program are reported, without anything of a person; needs requirements/sentry.txt.
SENTRY_DSN = env.text("PATCHWORK_SENTRY_DSN", default="")
# Whom to tell of a weakness: an address for mail or a page, told at /.well-known/security.txt.
SECURITY_CONTACT = env.contact("PATCHWORK_SECURITY_CONTACT")

# --- Logs -------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "config.logs.JSONFormatter"}},
    "filters": {
        "without_floods": {"()": "config.logs.WithoutFloods"},
        "without_doubles": {"()": "config.logs.WithoutDoubles"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["without_floods", "without_doubles"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        # Scanners ask for hosts that are not ours all day; the line of the request says 400, without a trace.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # A line for each request. Whoever tries the site out reads the terminal, and not the requests.
        "config.seeing.requests": {"level": "WARNING" if DEMO else "INFO"},
    },
}
