"""
The settings, one module for every installation. What differs between machines is an environment variable, read by a
typed reader and listed in `.env.sample`.
"""

import atexit
import hashlib
import secrets
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from csp.constants import NONE, SELF

from bihuan import env

PACKAGE = Path(__file__).resolve().parent
CHECKOUT = PACKAGE.parent.parent
IN_CHECKOUT = (CHECKOUT / "pyproject.toml").is_file()
TESTING = "pytest" in sys.modules


def _home() -> Path:
    """Return the folder of all data; a test run gets one of its own, so that it never meets anybody's cases."""
    if TESTING:
        folder = Path(tempfile.mkdtemp(prefix="bihuan-test-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        return folder
    return env.path("BIHUAN_HOME", CHECKOUT / "var" if IN_CHECKOUT else Path("~/.local/share/bihuan"))


BIHUAN_HOME = _home()
BIHUAN_DEMO = env.flag("BIHUAN_DEMO")
DEBUG = env.flag("BIHUAN_DEBUG")
ALLOWED_HOSTS = env.words("BIHUAN_HOSTS", ("127.0.0.1", "localhost", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("BIHUAN_ORIGINS")
BEHIND_HTTPS = env.flag("BIHUAN_HTTPS")


def _make_home() -> None:
    try:
        BIHUAN_HOME.mkdir(mode=0o750, parents=True, exist_ok=True)
    except OSError as error:
        raise env.SettingError(
            "BIHUAN_HOME", str(BIHUAN_HOME), f"the folder cannot be made ({error.strerror})"
        ) from None


def _kept(given: str, file_name: str, make: Callable[[], str]) -> str:
    """Return a secret as it was given, or the one kept in the home folder, which the first start makes for its owner alone."""
    if given:
        return given
    file = BIHUAN_HOME / file_name
    try:
        # Written aside and linked into place: two workers that start together agree on one key, never on half of one.
        fresh = BIHUAN_HOME / f"{file_name}.{secrets.token_hex(4)}"
        if not file.exists():
            fresh.touch(mode=0o600)
            fresh.write_text(make(), encoding="ascii")
            try:
                file.hardlink_to(fresh)
            except FileExistsError:
                pass
            finally:
                fresh.unlink()
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError as error:
        raise env.SettingError(
            "BIHUAN_HOME", str(BIHUAN_HOME), f"no key can be kept there ({error.strerror})"
        ) from None


def _is_key_of_32_bytes(written: str) -> bool:
    return len(written) == 64 and not set(written) - set("0123456789abcdef")


def _key_of_32_bytes(name: str, written: str) -> str:
    """Return a key in hexadecimal as it came; stop the start with a sentence where it is none."""
    if not _is_key_of_32_bytes(written):
        raise env.SettingError(name, "…", "a key of 64 characters 0-9 and a-f is expected")
    return written


def _seal_key() -> str:
    """Return the key that signs seals, as it was given or as it is kept; stop the start with a sentence where it is none."""
    given = env.text("BIHUAN_SEAL_KEY")
    if given:
        return _key_of_32_bytes("BIHUAN_SEAL_KEY", given)
    kept = _kept("", "seal-key", lambda: secrets.token_hex(32))
    if not _is_key_of_32_bytes(kept):
        raise env.SettingError(
            "BIHUAN_HOME", str(BIHUAN_HOME), "the file seal-key there holds no key of 64 characters 0-9 and a-f"
        )
    return kept


def _digest() -> str:
    """Return the digest of the trail: what is asked, else SM3 where the OpenSSL of this Python has it, else SHA-256."""
    offered = "sm3" in hashlib.algorithms_available
    chosen = env.text("BIHUAN_DIGEST", "sm3" if offered else "sha256", choices=("sm3", "sha256"))
    if chosen == "sm3" and not offered:
        raise env.SettingError("BIHUAN_DIGEST", chosen, "the OpenSSL of this Python has no SM3; use sha256")
    return chosen


_make_home()
SECRET_KEY = _kept(env.text("BIHUAN_SECRET_KEY"), "secret-key", lambda: secrets.token_urlsafe(48))
BIHUAN_SEAL_KEY = _seal_key()
# As the page of the seals shows them, with the method in front, or without.
BIHUAN_SEAL_KEYS = [
    _key_of_32_bytes("BIHUAN_SEAL_KEYS", key.removeprefix("ed25519:")) for key in env.words("BIHUAN_SEAL_KEYS")
]
BIHUAN_DIGEST = _digest()

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "bihuan.web",  # before allauth, whose templates it replaces
    "allauth",
    "allauth.account",
    "axes",
    "csp",
    "django_htmx",
    "bihuan.accounts",
    "bihuan.loop",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "bihuan.web.middleware.headers",
    "bihuan.web.middleware.clock",
    "bihuan.web.middleware.maintenance",
    "bihuan.web.middleware.small_from_the_public",
    "bihuan.web.middleware.no_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "bihuan.web.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "bihuan.web.middleware.own_password_first",
    "bihuan.web.portal.access.outside_stays_in_portal",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "bihuan.urls"
WSGI_APPLICATION = "bihuan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "bihuan.web.shell.shell_context",
            ],
        },
    },
]

DATABASES = {"default": env.database("DATABASE_URL", BIHUAN_HOME / "bihuan.sqlite3")}
_ON_SQLITE = DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Who may come in

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
# People are entered by their office; nobody signs up by himself, and an office network often has no mail.
ACCOUNT_EMAIL_VERIFICATION = "none"
AXES_FAILURE_LIMIT = env.number("BIHUAN_LOGIN_TRIES", 8, least=1)
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "bihuan.web.pages.errors.locked_out"
# Axes counts the wrong passwords; the library's own limit would answer a page earlier with another sentence. A whole
# office signs in from one address at nine o'clock, so the limit per address is far above the library's 30 a minute.
ACCOUNT_RATE_LIMITS = {"login_failed": None, "login": "600/m/ip"}
CSRF_FAILURE_VIEW = "bihuan.web.pages.errors.stale_form"

# Language and time

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

# Files

STATIC_URL = "static/"
STATIC_ROOT = BIHUAN_HOME / "static"
MEDIA_ROOT = BIHUAN_HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG or TESTING
WHITENOISE_AUTOREFRESH = DEBUG or TESTING
FILE_UPLOAD_PERMISSIONS = 0o640
BIHUAN_FONTS = [Path(folder) for folder in env.words("BIHUAN_FONTS")]
BIHUAN_UPLOAD_MB = env.number("BIHUAN_UPLOAD_MB", 100, least=1, most=2048)
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
# An intake draft of 164 measures with eight fields each is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# Mail, robots and the bell of workers

BIHUAN_URL = env.address("BIHUAN_URL", "http://127.0.0.1:8000")
BIHUAN_SMTP_HOST = env.text("BIHUAN_SMTP_HOST")
BIHUAN_SMTP_SECURITY = env.text("BIHUAN_SMTP_SECURITY", "starttls", choices=("starttls", "ssl", "none"))
BIHUAN_SMTP_PORT = env.number(
    "BIHUAN_SMTP_PORT", {"starttls": 587, "ssl": 465, "none": 25}[BIHUAN_SMTP_SECURITY], least=1, most=65535
)
BIHUAN_SMTP_USER = env.text("BIHUAN_SMTP_USER")
BIHUAN_SMTP_PASSWORD = env.text("BIHUAN_SMTP_PASSWORD")
BIHUAN_SMTP_FROM = env.text("BIHUAN_SMTP_FROM")
if BIHUAN_SMTP_HOST and "@" not in BIHUAN_SMTP_FROM:
    raise env.SettingError("BIHUAN_SMTP_FROM", BIHUAN_SMTP_FROM, "with BIHUAN_SMTP_HOST it must be a mail address")
# Administrators enter where messages are posted to, and a server reaches more than its users: only these hosts are called.
BIHUAN_HOOK_HOSTS = env.words("BIHUAN_HOOK_HOSTS", ("qyapi.weixin.qq.com", "oapi.dingtalk.com"))
BIHUAN_REDIS = env.text("BIHUAN_REDIS")
BIHUAN_API_PER_MINUTE = env.number("BIHUAN_API_PER_MINUTE", 300, least=1)

# What a process keeps for itself, and what all processes of the place count together

CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "shared": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": BIHUAN_REDIS}
    if BIHUAN_REDIS
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(BIHUAN_HOME / "cache"),
    },
}

# What a browser may load: our own files and nothing else

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    },
}
SESSION_COOKIE_AGE = env.number("BIHUAN_SESSION_HOURS", 12, least=1) * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = BEHIND_HTTPS
CSRF_COOKIE_SECURE = BEHIND_HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_HTTPS else None
X_FRAME_OPTIONS = "DENY"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {
        "handlers": ["stderr"],
        "level": env.text("BIHUAN_LOG", "WARNING", choices=("DEBUG", "INFO", "WARNING", "ERROR")),
    },
}

if TESTING:
    BIHUAN_SMTP_HOST = BIHUAN_REDIS = ""
    CACHES["shared"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}
    # The slow hash would be most of the time of the suite.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # A file and not memory: only a file locks as the real database does.
    DATABASES["default"]["TEST"] = {"NAME": str(BIHUAN_HOME / "test.sqlite3")} if _ON_SQLITE else {}
