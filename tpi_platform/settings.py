"""Every setting, from the environment. `.env.example` lists what may be set and why.

Two sizes run from this one file: with neither DATABASE_URL nor REDIS_URL it is the laptop size (SQLite, and a private
Valkey that `make demo` starts); with both it is the size of many machines.
"""

import os
import re
import secrets
import sqlite3
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from tpi_platform.env import SettingsError, env, env_choice, env_flag, env_list, env_number, load_env_file
from tpi_platform.signing_in import *  # noqa: F403 - what is the same on every site

BASE_DIR = Path(__file__).resolve().parent.parent
load_env_file(BASE_DIR / ".env")
VAR_DIR = Path(env("VAR_DIR", str(BASE_DIR / "var"))).resolve()

# -- Size ------------------------------------------------------------------------------------------------------------
DATABASE_URL = env("DATABASE_URL", "")
ON_LAPTOP = not DATABASE_URL
DEBUG = env_flag("DEBUG", default=False)
HTTPS = env_flag("HTTPS", default=not ON_LAPTOP)
if DEBUG and not ON_LAPTOP:
    raise SettingsError(
        "DEBUG shows this site's inside to anyone: with DATABASE_URL set it must be no. See .env.example."
    )
DEMONSTRATION = env_flag("DEMONSTRATION", default=False)
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]" if ON_LAPTOP else None)
if "*" in ALLOWED_HOSTS:
    raise SettingsError("ALLOWED_HOSTS may not be “*”. Name the hosts this site answers to; see .env.example.")


def _secret_key() -> str:
    """The key from the environment, or on a laptop one of our own making, kept in a file only its owner can read."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    if not ON_LAPTOP:
        return env("SECRET_KEY")
    path = VAR_DIR / "secret_key"
    try:
        VAR_DIR.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            # O_EXCL: of two processes that start together, one writes and the other reads.
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    except OSError as error:
        raise SettingsError(
            f"This needs to write into {VAR_DIR} and may not ({error.strerror}). "
            "Allow it, or set VAR_DIR to a folder that you can write to."
        ) from None
    return path.read_text("utf-8").strip()


SECRET_KEY = _secret_key()
if len(SECRET_KEY) < 50:
    raise SettingsError(
        "SECRET_KEY is too short. Use at least 50 random characters; .env.example says how to make one."
    )

# -- Applications ----------------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    # Its table is there when the emergency comes; its pages are mounted by EMERGENCY_ADMIN only (apps/desks/admin.py).
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "template_partials",
    "rest_framework",
    "apps.common",
    "apps.access",
    "apps.background",
    "apps.activity",
    "apps.files",
    "apps.accounts",
    "apps.areas",
    "apps.conversations",
    "apps.framework",
    "apps.figures",
    "apps.scores",
    "apps.workspaces",
    "apps.goals",
    "apps.initiatives",
    "apps.practice",
    "apps.explore",
    "apps.work",
    "apps.reports",
    "apps.desks",
    "apps.pages",
    "apps.api",
]
MIDDLEWARE = [
    "apps.common.middleware.RoomMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "apps.common.middleware.KeepingMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "apps.accounts.sessions.SeenMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "apps.common.middleware.SizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "apps.activity.whence.WhenceMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "apps.accounts.owing.OwingMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "apps.common.middleware.RefusedMiddleware",
    "apps.common.middleware.MethodMiddleware",
]
ROOT_URLCONF = "tpi_platform.urls"
WSGI_APPLICATION = "tpi_platform.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "apps.common.context_processors.site",
                "apps.common.context_processors.tongues",
                "apps.activity.context_processors.notifications",
            ],
        },
    },
]

# -- Data ------------------------------------------------------------------------------------------------------------
# WAL is safe from corruption at reset only from these releases of SQLite on; before them the rollback journal is.
_WAL_SAFE = sqlite3.sqlite_version_info >= (3, 51, 3) or (
    sqlite3.sqlite_version_info[:2] in {(3, 50), (3, 44)}
    and sqlite3.sqlite_version_info >= {(3, 50): (3, 50, 7), (3, 44): (3, 44, 6)}[sqlite3.sqlite_version_info[:2]]
)
_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(VAR_DIR / "tpi.sqlite3"),
    "OPTIONS": {
        # With Django's defaults four of five writers fail under load; with these none does.
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={'WAL' if _WAL_SAFE else 'TRUNCATE'}; PRAGMA synchronous=NORMAL;",
    },
}


def _database() -> dict[str, object]:
    if not DATABASE_URL:
        return dict(_SQLITE)
    try:
        parsed = dict(dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True))
    except Exception:  # the library raises several kinds; all mean one thing to the reader
        raise SettingsError(
            "DATABASE_URL could not be understood. It should look like postgres://user:password@host:5432/name; "
            "see .env.example."
        ) from None
    return {**_SQLITE, "NAME": parsed["NAME"]} if "sqlite" in str(parsed["ENGINE"]) else parsed


DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "apps.common.uploads.DiskUploadHandler",
]
UPLOAD_MAX_BYTES = env_number("UPLOAD_MAX_BYTES", 20_000_000)
FIGURES_MAX_BYTES = env_number("FIGURES_MAX_BYTES", 200_000_000)
#: So long before its time someone on its list may see a release; 24 is the most for official statistics in the UK.
EARLY_ACCESS_HOURS = env_number("EARLY_ACCESS_HOURS", 24)
ATTACHMENT_MAX_BYTES = env_number("ATTACHMENT_MAX_BYTES", 10_000_000)
#: Who looks through files that people bring before they are kept; empty: nobody (apps/files/scanning.py).
FILE_SCANNER = env("FILE_SCANNER", "").strip()
if FILE_SCANNER and not re.fullmatch(r"tcp://[^:/\s]+:\d{1,5}|unix:/\S+|[A-Za-z_]\w*(\.[A-Za-z_]\w*)+", FILE_SCANNER):
    raise SettingsError(
        f"The setting FILE_SCANNER is “{FILE_SCANNER}”; write tcp://host:port, unix:/path or a dotted name. "
        "See .env.example."
    )


def _redis_url() -> str:
    """The address of Redis or Valkey; a running `make demo` leaves its own in a file for other commands to find."""
    if url := env("REDIS_URL", ""):
        return url
    note = VAR_DIR / "run" / "redis_url"
    return note.read_text("utf-8").strip() if note.exists() else ""


REDIS_URL = _redis_url()
if REDIS_URL and urlsplit(REDIS_URL).scheme not in {"redis", "rediss", "unix"}:
    raise SettingsError("REDIS_URL should begin with redis://, rediss:// or unix://; see .env.example.")
CACHES = {
    "default": {
        "BACKEND": "apps.common.caches.EnduringCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "tpi",
        "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}},
    # Public pages as they were made for the first who asked: in the memory of each process, away from the queue's.
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# -- Background work: the row is the record, Redis only the bell -----------------------------------------------------
_ADDRESS = urlsplit(REDIS_URL)
CELERY_BROKER_URL = (
    f"redis+socket://{_ADDRESS.path}?virtual_host=1" if _ADDRESS.scheme == "unix" else REDIS_URL
) or "redis://127.0.0.1:6379/1"
CELERY_RESULT_BACKEND = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 6
# An idle worker stops at once: a bell that was in its hands is rung again by the sweep.
CELERY_WORKER_ENABLE_SOFT_SHUTDOWN_ON_IDLE = False
# A broker that restarts is no reason to stop work: the row's claim keeps the redelivered bell from doing it twice.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_CREATE_MISSING_QUEUES = False
CELERY_TASK_PUBLISH_RETRY = False
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest job: Redis hands out again whatever runs longer, and the claim on the row guards that.
    "visibility_timeout": 3600,
    "unacked_restore_interval": 1,
    "unacked_restore_throttle": 1,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
}
JOB_LEASE_SECONDS = env_number("JOB_LEASE_SECONDS", 30)
JOB_SWEEP_SECONDS = env_number("JOB_SWEEP_SECONDS", 5)
STUDY_EVERY_RUN = env_flag("STUDY_EVERY_RUN", default=True)

# The fewest areas of a reference group whose changes say what is usual: see docs/method.md.
CANDIDATE_LEAST_AREAS = 30

# -- People ----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
#: Whether strangers may open accounts for themselves; otherwise whoever works at the command line does.
SIGN_UP = env_flag("SIGN_UP", default=True)
#: Who needs a second step at sign-in: whoever holds a role on the platform, everyone, or nobody. On a laptop and in a
#: demonstration people share accounts, so nobody does.
SECOND_STEP = env_choice("SECOND_STEP", ("roles", "all", "nobody"), "nobody" if ON_LAPTOP or DEMONSTRATION else "roles")
#: Whether people are asked to accept the terms in force when they have not: not yet, or not since they changed.
ASK_FOR_TERMS = env_flag("ASK_FOR_TERMS", default=True)
#: After so many minutes of doing nothing whoever holds a role on the platform is signed out; 0 for never.
IDLE_MINUTES = env_number("IDLE_MINUTES", 60)
#: Whether Django's own pages stand at /emergency/, for administrators who passed a second step.
EMERGENCY_ADMIN = env_flag("EMERGENCY_ADMIN", default=False)
#: Whether providers by which organisations sign in may be in a private network, or on this machine without https.
SIGN_ON_NEARBY = env_flag("SIGN_ON_NEARBY", default=False)
# Nobody's word is taken for their address, but that of the one proxy in front.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env_flag("BEHIND_PROXY", default=False) else 0
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
CSRF_COOKIE_SECURE = HTTPS

# -- Security --------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env_flag("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# -- Whose site this is: its name and what stands on its pages of contact and terms ----------------------------------
SITE_NAME = env("SITE_NAME", "Thriving Places").strip() or "Thriving Places"
SITE_TAGLINE = env("SITE_TAGLINE", "").strip()
PUBLISHER = env("PUBLISHER", "").strip()
CONTACT_EMAIL = env("CONTACT_EMAIL", "").strip()
CONTACT_ADDRESS = env("CONTACT_ADDRESS", "").strip()
CONTRIBUTIONS_LICENCE = env("CONTRIBUTIONS_LICENCE", "").strip()
if CONTACT_EMAIL and not re.fullmatch(r"[^@\s]+@[^@\s]+", CONTACT_EMAIL):
    raise SettingsError(f"The setting CONTACT_EMAIL is “{CONTACT_EMAIL}”; write an address such as hello@example.org.")


def _terms() -> str:
    """The terms of this site from the file that TERMS_FILE names; empty for the neutral ones that come with it."""
    if not (path := env("TERMS_FILE", "")):
        return ""
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"TERMS_FILE, {path}, could not be read as text ({error}). Mend it, or leave the setting out."
        ) from None


TERMS = _terms()
#: What pages say besides what is in the database: whoever holds a page is told that it changed when one of these does.
SAID_ON_PAGES = [
    "SITE_NAME", "SITE_TAGLINE", "PUBLISHER", "CONTACT_EMAIL", "CONTACT_ADDRESS", "CONTRIBUTIONS_LICENCE", "TERMS",
    "DEMONSTRATION", "LANGUAGES",
]  # fmt: skip

# -- Words and files -------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
#: Public pages in Welsh too, below /cy/. Off until a native reader has reviewed locale/cy: see docs/running.md.
WELSH = env_flag("WELSH", default=False)
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")] if WELSH else [("en-gb", "English")]
# What is compiled of locale/ lies here; apps/pages does it when the site starts.
LOCALE_PATHS = [VAR_DIR / "locale"] if WELSH else []
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# On a laptop files are served from where they lie; elsewhere `manage.py collectstatic` hashes and compresses them.
STATIC_ROOT = None if ON_LAPTOP else VAR_DIR / "static"
WHITENOISE_USE_FINDERS = ON_LAPTOP
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if ON_LAPTOP
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
# Mail: by the server that is named; without one the workers write it where they write what they do.
EMAIL_HOST = env("EMAIL_HOST", "")
EMAIL_PORT = env_number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS", default=True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env("EMAIL_FROM", CONTACT_EMAIL or "thriving-places@localhost")
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'console'}.EmailBackend"
#: Where links in mails lead. On a laptop, where it is empty, to the address that the page was asked for at.
SITE_ADDRESS = env("SITE_ADDRESS", "" if ON_LAPTOP else f"http{'s' * HTTPS}://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip(
    "/"
)
if SITE_ADDRESS and urlsplit(SITE_ADDRESS).scheme not in {"http", "https"}:
    raise SettingsError(f"The setting SITE_ADDRESS is “{SITE_ADDRESS}”; write one such as https://index.example.org.")

# -- The read API ----------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_VERSIONING_CLASS": None,
    "DEFAULT_METADATA_CLASS": None,
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "apps.api.negotiation.ByAddress",
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "apps.api.errors.problem_details",
}

LOG_LEVEL = env("LOG_LEVEL", "INFO").upper()
if LOG_LEVEL not in {"DEBUG", "INFO", "WARNING", "ERROR"}:
    raise SettingsError(f"The setting LOG_LEVEL is “{LOG_LEVEL}”; write DEBUG, INFO, WARNING or ERROR.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {"django.server": {"level": "WARNING"}},
}
