"""Django settings, from the environment of this installation."""

from datetime import timedelta

from csp.constants import NONE, SELF

from daybridge.config.env import ROOT, read_environment
from daybridge.config.secret_keys import key

ENVIRONMENT = read_environment()
HOME = ENVIRONMENT.home

SECRET_KEY = key(HOME, "django").hex()
AUDIT_KEY = key(HOME, "audit")
LOOKUP_KEY = key(HOME, "lookup")  # arrival codes and other values only compared
JOURNAL_KEY = key(HOME, "journal")  # seals unsaved words kept in a browser
FACTOR_KEY = key(HOME, "factors")  # seals the secrets of authenticator apps
BACKUP_KEY = key(HOME, "backup")
DAILY_BACKUPS = ENVIRONMENT.daily_backups
CLEARINGHOUSE_FOLDER = ENVIRONMENT.clearinghouse  # questions to payers go here
MAIL_SERVER = ENVIRONMENT.mail  # None: the front desk calls instead
TEXT_GATEWAY = ENVIRONMENT.text_gateway  # the same

DEBUG = False
ALLOWED_HOSTS = list(ENVIRONMENT.hosts)
ADDRESS = ENVIRONMENT.address  # links in messages begin with it

INSTALLED_APPS = [
    "daybridge.ui",
    "daybridge.audit",
    "daybridge.access",
    "daybridge.people",
    "daybridge.programs",
    "daybridge.outbox",
    "daybridge.intake",
    "daybridge.coverage",
    "daybridge.consents",
    "daybridge.assessments",
    "daybridge.schedule",
    "daybridge.attendance",
    "daybridge.calendars",
    "daybridge.notes",
    "daybridge.today",
    "daybridge.reports",
    "daybridge.exchange",
    "daybridge.public",
    "daybridge.demo",
    "daybridge.upkeep",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "daybridge.config.content_policy.ContentPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "daybridge.access.middleware.SessionAccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "daybridge.access.middleware.presence_middleware",
    "daybridge.people.middleware.viewer_middleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "daybridge.config.urls"
WSGI_APPLICATION = "daybridge.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "daybridge.config.rail.rail",
            ],
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
            "builtins": [
                "django_cotton.templatetags.cotton",
                "daybridge.ui.templatetags.kept",
                "daybridge.ui.templatetags.leaves",
                "daybridge.audit.templatetags.submissions",
            ],
        },
    }
]

DATABASES = {"default": ENVIRONMENT.database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "daybridge.access.backends.StaffBackend",
]
PASSWORD_HASHERS = [
    "daybridge.access.hashing.OneAtATime",  # Argon2 as Django has it
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        ),
        "OPTIONS": {"user_attributes": ("email",)},
    },
]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # staff accounts are made by the program
ACCOUNT_ADAPTER = "daybridge.access.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "daybridge.access.sign_in_forms.LoginForm"}
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": "60/m/ip,10/5m/key"}  # axes locks at 5
MFA_ADAPTER = "daybridge.access.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Daybridge"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not ENVIRONMENT.https
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_USERNAME_FORM_FIELD = "login"
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "daybridge.access.views.sign_in.locked_out"
AXES_DISABLE_ACCESS_LOG = True  # our own audit keeps sign-ins
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_VERBOSE = False

SESSION_ENGINE = "daybridge.access.sessions"
SESSION_COOKIE_NAME = "__Host-session" if ENVIRONMENT.https else "session"
SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day; idle ones end sooner
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_NAME = "__Host-csrf" if ENVIRONMENT.https else "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = ENVIRONMENT.https
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "daybridge.access.gate.forgery"
SECURE_HSTS_SECONDS = 31_536_000 if ENVIRONMENT.https else 0
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ENVIRONMENT.https else None
)
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

if MAIL_SERVER is not None:
    EMAIL_HOST, EMAIL_PORT = MAIL_SERVER.host, MAIL_SERVER.port
    EMAIL_HOST_USER = MAIL_SERVER.user
    EMAIL_HOST_PASSWORD = MAIL_SERVER.password
    EMAIL_USE_SSL = MAIL_SERVER.encryption == "tls"
    EMAIL_USE_TLS = MAIL_SERVER.encryption == "starttls"
    EMAIL_TIMEOUT = 10  # seconds
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-us"
USE_I18N = True
LANGUAGES = [("en", "English"), ("es", "Español")]  # of pages for people who come to us
LANGUAGE_COOKIE_NAME = "language"

STATIC_URL = "static/"
STATIC_ROOT = ROOT / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A refusal is in the audit. Its address may be somebody's one-use link, and a log
    # is read by people who may not use it.
    "loggers": {"django.request": {"level": "ERROR"}},
}
