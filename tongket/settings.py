"""All settings, in one place; what changes by machine comes from the environment (docs/settings.md lists each)."""

import os
import secrets
from datetime import date
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONCE, NONE, SELF

django_stubs_ext.monkeypatch()

BASE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("TONGKET_VAR", BASE / "var"))
env = environ.Env()


def secret_key() -> str:
    """The key from the environment, or one made once and kept in the variable folder, readable by its owner only."""
    key: str = env.str("TONGKET_SECRET_KEY", default="")
    if key:
        return key
    path = VAR / "secret_key"
    if not path.exists():
        VAR.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(64), encoding="ascii")
    return path.read_text(encoding="ascii")


# What this installation is
SECRET_KEY = secret_key()
SALT_KEY = env.list(
    "TONGKET_FIELD_KEYS", default=["tongket"]
)  # mixed into the key of encrypted fields; the first encrypts
DEBUG = env.bool("TONGKET_DEBUG", default=False)
# Demonstration logins and marks, on this machine alone (pages/demonstration.py). Everything else reads it from here.
TONGKET_DEMO = env.bool("TONGKET_DEMO", default=False)
TONGKET_TODAY: date | None = (
    date.fromisoformat(day) if (day := env.str("TONGKET_TODAY", default="2022-01-05" if TONGKET_DEMO else "")) else None
)
TONGKET_SMALL_CELL = env.int("TONGKET_SMALL_CELL", default=5)  # counts of persons below it are suppressed (S-20)
# Sign-in: networks of the office, from outside of which everybody needs a second factor; how long sessions last (S-45).
TONGKET_OFFICE_NETWORKS = [ip_network(network) for network in env.list("TONGKET_OFFICE_NETWORKS", default=[])]
TONGKET_IDLE_MINUTES = env.int("TONGKET_IDLE_MINUTES", default=15)
TONGKET_IDLE_MINUTES_SYSTEM = env.int("TONGKET_IDLE_MINUTES_SYSTEM", default=5)  # of `sys` and `audit`
TONGKET_SEARCHES_PER_MINUTE = env.int("TONGKET_SEARCHES_PER_MINUTE", default=120)  # of one person, as they type too
TONGKET_IMPORTS_PER_HOUR = env.int("TONGKET_IMPORTS_PER_HOUR", default=60)  # sheets that one person may send in
TONGKET_REST_DAYS = env.int("TONGKET_REST_DAYS", default=45)  # without a sign-in: accounts with grants are suspended
TONGKET_REST_DAYS_MEMBER = env.int("TONGKET_REST_DAYS_MEMBER", default=400)  # those without
# The identity provider of the office (OpenID Connect); without an issuer one signs in with a password alone (S-47).
TONGKET_OIDC_ISSUER = env.str("TONGKET_OIDC_ISSUER", default="").rstrip("/")
TONGKET_OIDC_CLIENT_ID = env.str("TONGKET_OIDC_CLIENT_ID", default="")
TONGKET_OIDC_CLIENT_SECRET = env.str("TONGKET_OIDC_CLIENT_SECRET", default="")
TONGKET_OIDC_NAME = env.str("TONGKET_OIDC_NAME", default="")
TONGKET_HTTPS = env.bool("TONGKET_HTTPS", default=False)
# Proxies whose word is taken for who asks and how (pages/proxies.py): behind HTTPS the one on this machine.
TONGKET_PROXIES: list[str] = env.list("TONGKET_PROXIES", default=["127.0.0.1", "::1"] if TONGKET_HTTPS else [])
TONGKET_LARGEST_MB = env.int("TONGKET_LARGEST_MB", default=25)  # of a request: files of 20 MB and what goes with them
TONGKET_FILES_PER_HOUR = env.int("TONGKET_FILES_PER_HOUR", default=120)  # that one person may take (S-49)
CSRF_TRUSTED_ORIGINS: list[str] = env.list("TONGKET_ORIGINS", default=[])
ALLOWED_HOSTS = env.list("TONGKET_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])

TONGKET_ADDRESS = env.str("TONGKET_ADDRESS", default="http://127.0.0.1:8000")  # what links in mails begin with

# Mail: none is sent without a host
EMAIL_HOST = env.str("TONGKET_MAIL_HOST", default="")
TONGKET_MAIL_TLS = env.str("TONGKET_MAIL_TLS", default="starttls")
EMAIL_USE_TLS, EMAIL_USE_SSL = TONGKET_MAIL_TLS == "starttls", TONGKET_MAIL_TLS == "tls"
EMAIL_PORT = env.int("TONGKET_MAIL_PORT", default=465 if EMAIL_USE_SSL else 587 if EMAIL_USE_TLS else 25)
EMAIL_HOST_USER = env.str("TONGKET_MAIL_USER", default="")
EMAIL_HOST_PASSWORD = env.str("TONGKET_MAIL_PASSWORD", default="")
DEFAULT_FROM_EMAIL = env.str("TONGKET_MAIL_FROM", default="Tổng Kết <tongket@localhost>")
EMAIL_TIMEOUT = 20  # seconds

# Packages: the order is the import order of the house (docs/how-it-hangs-together.md)
HOUSE = [
    "core",
    "sheets",
    "org",
    "pages",
    "sign_in",
    "units",
    "regulations",
    "figures",
    "votes",
    "members",
    "rosters",
    "directives",
    "papers",
    "targets",
    "meetings",
    "training",
    "reports",
    "inspection",
    "rating",
    "commendation",
    "review",
    "news",
    "web",
    "demo",
]
INSTALLED_APPS = [
    *(f"tongket.{name}" for name in reversed(HOUSE)),  # first, so that our templates win; later packages before earlier
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "lucide",
]
MIDDLEWARE = [
    "tongket.pages.request_numbers.RequestNumbers",
    "tongket.pages.demonstration.OnThisMachineAlone",
    "tongket.pages.proxies.TrustedProxies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "tongket.pages.addresses.WithoutNul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tongket.pages.language.Language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tongket.pages.gate.Gate",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "tongket.urls"
WSGI_APPLICATION = "tongket.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "tongket.pages.context.page",
            ],
        },
    }
]
FORM_RENDERER = "tongket.pages.forms.Renderer"

# Data
DATABASES: dict[str, Any] = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR / 'tongket.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA mmap_size=268435456;"
        ),
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
# The queue is in the database too, so that an act and what it asks for are saved together (S-26).
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MEDIA_ROOT = VAR / "media"
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Drawn charts, by what they show: one file each, shared by all processes; the folder may be emptied at any time.
    "charts": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": VAR / "charts",
        "TIMEOUT": 30 * 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 2000},
    },
}

# Language and time
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
FORMAT_MODULE_PATH = "tongket.formats"

# Files of the pages
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE / "build" / "static"] if (BASE / "build" / "static").exists() else []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

# Who signs in, and how
AUTH_USER_MODEL = "org.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "tongket.org.passwords.Length"},
    {"NAME": "tongket.org.passwords.Repetition"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "tongket.sign_in.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "tongket.sign_in.forms.LoginForm",
    "reauthenticate": "tongket.sign_in.forms.ReauthenticateForm",
}
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": None}  # an office has one address; axes counts by account
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_ADAPTER = "tongket.sign_in.adapters.SecondStepAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn"]  # recovery codes are our own: the library's are kept readable
MFA_FORMS = {
    "authenticate": "tongket.sign_in.forms.SecondStepForm",
    "reauthenticate": "tongket.sign_in.forms.SecondStepAgainForm",
}
MFA_TOTP_ISSUER = "Tổng Kết"
TONGKET_DEVICE_COOKIE = "__Host-known_device" if TONGKET_HTTPS else "known_device"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = ["username", ["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "tongket.sign_in.devices.bucket"  # by account, and by account and known browser
AXES_LOCKOUT_CALLABLE = "tongket.sign_in.adapters.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # the log is ours
AXES_RESET_ON_SUCCESS = True

# Sessions, cookies, headers
SESSION_ENGINE = "tongket.pages.sessions"
SESSION_COOKIE_AGE = env.int("TONGKET_SESSION_HOURS", default=12) * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "tongket.pages.errors.csrf_failure"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = TONGKET_HTTPS
if TONGKET_HTTPS:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_HSTS_SECONDS = 31_536_000
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    name: [] for name in ("camera", "geolocation", "microphone", "payment", "usb")
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"with_number": {"()": "tongket.pages.request_numbers.WithNumber"}},
    "formatters": {
        "line": {
            "format": "{asctime} {levelname} {request_number} {name}: {message}",
            "datefmt": "%Y-%m-%dT%H:%M:%S%z",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["with_number"], "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
