"""Settings, all from the environment (docs/operate). Nothing here is secret and nothing is machine-specific."""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from gugus.config import environment, issuers, outgoing

SOURCE = Path(__file__).resolve().parent.parent
MODE = environment.text("GUGUS_MODE", "production")
ROLE = environment.text("GUGUS_ROLE", "app")
TESTING = MODE == "test"
DEMO = MODE == "demo"
DEBUG = environment.flag("GUGUS_DEBUG")

SECRET_KEY = environment.secret("GUGUS_SECRET_KEY_FILE", or_else="only-for-tests" * 4 if TESTING else None)
KEYRING = environment.text("GUGUS_KEYRING")
SIGNING_KEY = environment.text("GUGUS_SIGNING_KEY")  # signs the anchors of the trail; else beside the keyring
KEY_SERVICE = environment.text("GUGUS_KEY_SERVICE", "file")  # file, command, or a class (gugus.base.vault)
KEY_COMMAND = environment.text("GUGUS_KEY_COMMAND")
DATA_DIR = Path(environment.text("GUGUS_DATA_DIR", "./data"))
ALLOWED_HOSTS = environment.words("GUGUS_HOSTS", "127.0.0.1,localhost")
CSRF_TRUSTED_ORIGINS = environment.words("GUGUS_ORIGINS")

DATABASE_VARIABLE = {
    "app": "GUGUS_DATABASE_URL",
    "worker": "GUGUS_WORKER_DATABASE_URL",
    "owner": "GUGUS_OWNER_DATABASE_URL",
}[ROLE]
DATABASES = {"default": environment.database(DATABASE_VARIABLE)}
if ROLE == "app" and not TESTING:
    DATABASES["default"]["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 8, "timeout": 10}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "gugus.base",
    "gugus.audit",
    "gugus.places",
    "gugus.outbox",
    "gugus.directory",
    "gugus.access",
    "gugus.approvals",
    "gugus.accounts",
    "gugus.emergency",
    "gugus.files",
    "gugus.trail",
    "gugus.people",
    "gugus.tasks",
    "gugus.notices",
    "gugus.providers",
    "gugus.documents",
    "gugus.consent",
    "gugus.intake",
    "gugus.cases",
    "gugus.screening",
    "gugus.referrals",
    "gugus.arrivals",
    "gugus.guests",
    "gugus.agreements",
    "gugus.transfers",
    "gugus.conferences",
    "gugus.care",
    "gugus.shelter",
    "gugus.repatriation",
    "gugus.reintegration",
    "gugus.justice",
    "gugus.restitution",
    "gugus.groups",
    "gugus.taskforce",
    "gugus.figures",
    "gugus.followup",
    "gugus.meetings",
    "gugus.actionplan",
    "gugus.reporting",
    "gugus.publication",
    "gugus.room",
    "gugus.statistics",
    "gugus.exchange",
    "gugus.retention",
    "gugus.privacy",
    "gugus.desk",
    "gugus.demo",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "ninja",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "gugus.base.headers.quiet_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gugus.base.requests.readable",
    "gugus.base.middleware.one_transaction",
    "gugus.audit.middleware.own_circumstances",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "gugus.base.requests.sane_input",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "gugus.accounts.middleware.resting",
    "gugus.access.middleware.viewer",
    "gugus.trail.middleware.leaves_a_line",
    "gugus.notices.middleware.read_with_the_record",
    "gugus.accounts.middleware.first_things",
    "gugus.access.middleware.idempotency",
    "gugus.people.review.masked_answers",
]

RECORD_PAGES = {  # kind of record → name of its page (one argument: the reference); gugus.base.links asks here
    "report": "intake:report",
    "assessment": "screening:workbench",
    "case": "cases:detail",
    "unusualweek": "trail:unusual_week",
    "person": "people:detail",
    "referral": "referrals:detail",
    "offering": "providers:detail",
    "snapshot": "figures:detail",
    "plan": "actionplan:detail",
    "activity": "actionplan:activity",
    "periodreport": "actionplan:report",
    "published": "figures:published_detail",
    "agreement": "agreements:detail",
    "taskforce": "taskforce:detail",
    "legalbasis": "taskforce:basis",
    "recommendation": "followup:detail",
    "headsup": "arrivals:detail",
    "group": "groups:detail",
    "forcereport": "reporting:detail",
    "chapter": "reporting:detail",  # its reference is that of the report
    "upwardreport": "reporting:upward",
    "load": "groups:detail",
    "member": "groups:detail",
    "serviceline": "care:detail",
    "claim": "restitution:detail",
    "publication": "publication:detail",
    "needsassessment": "care:assessment",
    "careplan": "care:plan",
    "transfer": "transfers:detail",
    "conference": "conferences:detail",
    "meeting": "meetings:detail",
    "reintegration": "reintegration:detail",
    "monitoringvisit": "reintegration:detail",
    "supportstep": "reintegration:detail",
    "returnalarm": "reintegration:detail",
    "proceeding": "justice:detail",
    "hearing": "justice:hearing",
    "protection": "justice:protection",
    "shield": "justice:shield",
    "stay": "shelter:stay",
    "house": "shelter:house",
    "decision": "conferences:detail",
    "repatriation": "repatriation:detail",
    "leg": "repatriation:leg",
    "handover": "repatriation:minutes",
    "task": "tasks:task",
    "run": "retention:run",
    "hold": "retention:hold",
    "ground": "consent:detail",
    "withdrawal": "consent:withdrawal",
    "recall": "consent:recall",
    "override": "consent:override",
    "request": "approvals:detail",
    "export": "exchange:detail",
    "document": "documents:detail",
    "opening": "emergency:detail",
    "delegation": "access:deputy",
    "breach": "privacy:breach",
    "subjectrequest": "privacy:request",
    "processingrecord": "privacy:record",
}
TRAIL_GATES = {  # address of a record → who asks its own gate before its visitors are shown; gugus.trail.file_views
    "kasus": "gugus.config.trail_gates.case",
    "orang": "gugus.config.trail_gates.person",
}
FILE_GATES = {  # kind of record → who asks its own gate before a file is shown or added; gugus.files.gate asks here
    "report": "gugus.config.file_gates.report",
    "case": "gugus.config.file_gates.case",
    "claim": "gugus.config.file_gates.claim",
    "ledgerline": "gugus.config.file_gates.ledgerline",
    "agreement": "gugus.config.file_gates.agreement",
    "meeting": "gugus.config.file_gates.meeting",
    "ground": "gugus.config.file_gates.ground",
    "careplan": "gugus.config.file_gates.careplan",
    "repatriation": "gugus.config.file_gates.repatriation",
    "handover": "gugus.config.file_gates.handover",
    "legalbasis": "gugus.config.file_gates.legalbasis",
    "periodreport": "gugus.config.file_gates.periodreport",
    "recommendation": "gugus.config.file_gates.recommendation",
}
CLAMAV = environment.text(
    "GUGUS_CLAMAV"
)  # socket path or host:port of ClamAV's daemon; empty: nothing is scanned
FILE_UPLOAD_HANDLERS = ["gugus.files.uploads.InMemoryUpload"]  # nothing unencrypted ever touches the disk
DATA_UPLOAD_MAX_NUMBER_FILES = 5
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440  # everything but files
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"  # each context's jobs.py

ROOT_URLCONF = "gugus.config.urls"
WSGI_APPLICATION = "gugus.config.wsgi.application"
FORM_RENDERER = "gugus.base.look.FormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gugus.config.shell.shell",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
        },
    }
]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", _("Indonesian")), ("en", _("English"))]
LOCALE_PATHS = [SOURCE / "config" / "locale"]
LANGUAGE_COOKIE_NAME = "gugus_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("GUGUS_STATIC_DIR", str(DATA_DIR / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = TESTING or DEBUG

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["gugus.access.backends.StaffBackend"]
PASSWORD_HASHERS = [
    "gugus.accounts.passwords.Argon2",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "gugus.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login": None, "login_failed": None}  # gugus.accounts.limits counts these
ISSUERS = issuers.apps(environment.text("GUGUS_ISSUERS"), https=MODE not in {"demo", "local", "test"})
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"provider_class": "gugus.accounts.issuers.Issuer", "APPS": ISSUERS}
}
SOCIALACCOUNT_ADAPTER = "gugus.accounts.issuers.IssuerRules"
SOCIALACCOUNT_STORE_TOKENS = False
MFA_ADAPTER = "gugus.accounts.adapters.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RATE_LIMITS = {"webauthn_login": None}  # there is nothing to guess, and nobody may use it up for others
MFA_FORMS = {
    "authenticate": "gugus.accounts.factors.CodeForm",
    "reauthenticate": "gugus.accounts.factors.CodeAgainForm",
}
MFA_TOTP_ISSUER = "gugus"
MFA_TOTP_TOLERANCE = 1  # clocks of phones are off by half a minute
# The demo and the tests let everybody in by password alone and without the code of conduct.
SECOND_FACTOR = CONDUCT = not (DEMO or TESTING)
FRESH_SECONDS = ACCOUNT_REAUTHENTICATION_TIMEOUT = (
    900  # how long a proof of who one is lasts for sensitive steps
)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "base_cache"}}
if TESTING:
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SECURE = MODE not in {"demo", "local", "test"}  # these speak plain http on loopback
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
# With the prefix a browser takes the cookie from this very host over https only, never from a neighbour's subdomain.
COOKIE_PREFIX = "__Host-" if SECURE else ""
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}gugus_session"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
SESSION_ENGINE = "gugus.accounts.sessions"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 10 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_FAILURE_VIEW = "gugus.config.errors.csrf_failure"
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
# Nothing to other sites. "no-referrer" would also blank the Origin of our own forms, which the CSRF check needs.
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# The sender's address is read from X-Forwarded-For only behind a proxy of ours, and counted from its right end:
# what a visitor writes there stands further left.
ALLAUTH_TRUSTED_PROXY_COUNT = 0
if environment.flag("GUGUS_BEHIND_PROXY"):
    ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("GUGUS_TRUSTED_PROXIES", "1"))
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *issuers.origins(ISSUERS)],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [NONE],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        **({"upgrade-insecure-requests": True} if SECURE else {}),
        # No reports: what a browser reports are addresses of our pages, sent by whoever likes to (ADR 0026).
    }
}

EMAIL_BACKEND = environment.text("GUGUS_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
NOTICES = outgoing.channels(MODE, CSRF_TRUSTED_ORIGINS)  # ways out of the product; all off unless named
QUICK_EXIT_URL = environment.text("GUGUS_QUICK_EXIT_URL", "https://www.google.com/search?q=cuaca+jakarta")
SOURCE_URL = environment.text("GUGUS_SOURCE_URL")  # where users get the source (AGPL section 13)
HOME_AREA = environment.text("GUGUS_HOME_AREA", "31.74")  # Jakarta Selatan, Kemendagri code
PUBLIC_DESK = environment.text(
    "GUGUS_PUBLIC_DESK", "upt-pppa"
)  # slug of the agency that receives public reports
# Slug of the agency whose administrators keep the matrix of rights for all.
HOST_AGENCY = environment.text("GUGUS_HOST_AGENCY", "sudin-ppapp-js" if DEMO else PUBLIC_DESK)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "gugus.base.logs.SafeFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Django's own way of telling faults would mail values and print addresses; ours tells both in one line.
    "loggers": {"django": {"handlers": [], "level": "WARNING", "propagate": True}},
}
SECURITY_CONTACT = environment.text(
    "GUGUS_SECURITY_CONTACT"
)  # mailto: or https: for /.well-known/security.txt
NINJA_PAGINATION_MAX_LIMIT = 100
