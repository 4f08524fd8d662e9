"""Configuration: one file, read from the environment; an unknown TONGBAN_ name is refused."""

import contextlib
import os
import secrets
from datetime import time
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

KNOWN = frozenset(
    {
        "TONGBAN_HOME",
        "TONGBAN_SECRET",
        "TONGBAN_OLD_SECRETS",
        "TONGBAN_DEBUG",
        "TONGBAN_HOSTS",
        "TONGBAN_HTTPS",
        "TONGBAN_NOTICES",
        "TONGBAN_MAIL",
        "TONGBAN_MAIL_FROM",
        "TONGBAN_SMS",
        "TONGBAN_QUIET",
        "TONGBAN_URL",
    }
)
if unknown := sorted(name for name in os.environ if name.startswith("TONGBAN_") and name not in KNOWN):
    raise ImproperlyConfigured(f"Unknown setting {', '.join(unknown)}; known ones are {', '.join(sorted(KNOWN))}.")

HOME = Path(os.environ.get("TONGBAN_HOME", "var")).resolve()


def secret() -> str:
    """The secret of the deployment: from the environment, else made once and kept beside the database."""
    if given := os.environ.get("TONGBAN_SECRET"):
        return given
    kept = HOME / "secret"
    if not kept.exists():
        HOME.mkdir(mode=0o700, parents=True, exist_ok=True)  # database and uploads are nobody else's
        fresh = HOME / f"secret.{os.getpid()}"
        fresh.write_text(secrets.token_urlsafe(48))
        fresh.chmod(0o600)
        with contextlib.suppress(FileExistsError):  # two processes starting at once: the first one's secret stands
            os.link(fresh, kept)
        fresh.unlink()
    return kept.read_text().strip()


def database(url: str) -> dict[str, object]:
    """Django's database entry for a URL: ``sqlite:///path``, or ``postgresql://user:pass@host:port/name?…``."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "CONN_MAX_AGE": None,  # opening the file and closing its journal costs several times an ordinary request
            "NAME": unquote(parts.path[1:]) or ":memory:",
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;",
            },
            "TEST": {"NAME": ":memory:"},
        }
    if parts.scheme in {"postgres", "postgresql"}:
        options: dict[str, object] = dict(parse_qsl(parts.query))
        pooled = str(options.pop("pool", "0")) == "1"
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path[1:]),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or "") or str(options.pop("host", "")),
            "PORT": str(parts.port or options.pop("port", "")),
            "CONN_MAX_AGE": 0 if pooled else None,
            "CONN_HEALTH_CHECKS": not pooled,
            "OPTIONS": {**options, "server_side_binding": True, "prepare_threshold": 3}
            | ({"pool": {"min_size": 2, "max_size": 16}} if pooled else {}),
        }
    raise ImproperlyConfigured(f"DATABASE_URL must begin with sqlite:/// or postgresql://, not {parts.scheme!r}.")


def mail(url: str) -> dict[str, object]:
    """Django's settings for sending mail: ``smtp://``, ``smtps://`` (TLS) or ``smtp+tls://`` (STARTTLS) ``user:pass@host:port``."""
    parts = urlsplit(url)
    ports = {"smtp": 25, "smtps": 465, "smtp+tls": 587}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured("TONGBAN_MAIL must be smtp://, smtps:// or smtp+tls://user:password@host:port.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_TIMEOUT": 10,
    }


def quiet_hours(text: str) -> tuple[time, time]:
    """(begins, ends) of the hours without SMS and e-mail, from ``21:00-08:00``; ``off`` means never."""
    if text == "off":
        return time(0), time(0)
    try:
        begins, ends = (time.fromisoformat(part) for part in text.split("-"))
    except ValueError:
        raise ImproperlyConfigured(f"TONGBAN_QUIET must be like 21:00-08:00, or off, not {text!r}.") from None
    return begins, ends


SECRET_KEY = secret()
# still open what they sealed and signed; separated by commas, newest first
SECRET_KEY_FALLBACKS = [old for old in os.environ.get("TONGBAN_OLD_SECRETS", "").split(",") if old]
DEBUG = os.environ.get("TONGBAN_DEBUG", "0") == "1"
ALLOWED_HOSTS = os.environ.get("TONGBAN_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
DATABASES = {"default": database(os.environ.get("DATABASE_URL") or f"sqlite:///{HOME / 'tongban.sqlite3'}")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["tongban.faces.signed_in.SignedIn"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "ninja",
    "tongban.registry.calendars",
    "tongban.registry.regions",
    "tongban.registry.agencies",
    "tongban.registry.parties",
    "tongban.registry.powers",
    "tongban.registry.catalog",
    "tongban.registry.accounts",
    "tongban.registry.administration",
    "tongban.registry.policies",
    "tongban.casework.exchange",
    "tongban.casework.notices",
    "tongban.casework.dispatch",
    "tongban.casework.cases",
    "tongban.hall.applications",
    "tongban.hall.appeals",
    "tongban.hall.blocked",
    "tongban.hall.ratings",
    "tongban.hall.papers",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "tongban.faces.heads.HeadAsGet",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tongban.faces.manners.Manners",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]
ROOT_URLCONF = "tongban.urls"
WSGI_APPLICATION = "tongban.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "faces" / face / "templates" for face in ("pages", "portal", "desk")],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tongban.faces.pages.showing.framed",
                "tongban.faces.pages.samples.told",
            ],
            "builtins": ["django.templatetags.i18n", "tongban.faces.pages.tags"],
        },
    }
]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
USE_I18N = True
STATIC_URL = "static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
# Uploads live outside anything a web server serves by path; only a view that checks the reader opens them.
UPLOADS = HOME / "uploads"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

LOGIN_URL = "/sign-in"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "tongban.faces.pages.errors.stale"
HTTPS = os.environ.get("TONGBAN_HTTPS", "0") == "1"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"tongban": {"level": "INFO"}},
}
NOTICES_FOLDER = os.environ.get("TONGBAN_NOTICES", "")

# How notices leave the house; what is not configured is off. An SMS gateway is "file", "off" or the path of a class.
MAIL_FROM = os.environ.get("TONGBAN_MAIL_FROM", "")
MAIL_ON = bool(os.environ.get("TONGBAN_MAIL"))
if MAIL_ON:
    if not MAIL_FROM:
        raise ImproperlyConfigured("TONGBAN_MAIL needs TONGBAN_MAIL_FROM: the address the city writes from.")
    globals().update(mail(os.environ["TONGBAN_MAIL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
SMS_GATEWAY = os.environ.get("TONGBAN_SMS") or "file"
SMS_FILE = HOME / "sms.jsonl"
QUIET_HOURS = quiet_hours(os.environ.get("TONGBAN_QUIET") or "21:00-08:00")
PUBLIC_URL = os.environ.get("TONGBAN_URL", "").rstrip("/")
if PUBLIC_URL and (urlsplit(PUBLIC_URL).scheme not in {"http", "https"} or not urlsplit(PUBLIC_URL).hostname):
    raise ImproperlyConfigured("TONGBAN_URL must be the public address of the house, like https://tb.example.gov.cn.")
