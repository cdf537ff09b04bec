"""Django settings: wiring only, read once from the environment.

docs/reference/settings.md lists every variable; a test compares the page with this module.
"""

import os
from pathlib import Path

from motcua.cli.postgres import server_url, socket_folder
from motcua.cli.stand_ins import origins, simulator_addresses
from motcua.config.environment import Environment, connection, files_storage, secret
from motcua.config.logs import logging_for

ROOT = Path(__file__).resolve().parents[3]
ENVIRONMENT = Environment(os.environ)

# Where everything lies that the system writes.
HOME = ENVIRONMENT.folder("MOTCUA_HOME", ROOT / "var")
KEYS_ROOT = HOME / "keys"
SECRETS_ROOT = HOME / "secrets"
LOG_ROOT = HOME / "log"
POSTGRES_DATA = HOME / "postgres"
POSTGRES_SOCKET = socket_folder(POSTGRES_DATA)
EMBEDDED_URL = server_url(POSTGRES_SOCKET, "motcua")

DATABASE_URL = ENVIRONMENT.database("DATABASE_URL", EMBEDDED_URL)
EMBEDDED = DATABASE_URL == EMBEDDED_URL
DATABASES = {"default": connection(DATABASE_URL)}

HOST = ENVIRONMENT.text("MOTCUA_HOST", "127.0.0.1")
PORT = ENVIRONMENT.whole("MOTCUA_PORT", 8000, least=1, most=65535)
WEB_PROCESSES = ENVIRONMENT.whole("MOTCUA_WEB_PROCESSES", 2, least=1, most=64)
WEB_THREADS = ENVIRONMENT.whole("MOTCUA_WEB_THREADS", 4, least=1, most=64)
WORKER_JOBS = ENVIRONMENT.whole("MOTCUA_WORKER_JOBS", 2, least=1, most=64)
LANGUAGE = ENVIRONMENT.choice("MOTCUA_LANGUAGE", "", ("vi", "en"))
LOG_LEVEL = ENVIRONMENT.choice("MOTCUA_LOG_LEVEL", "INFO", ("DEBUG", "INFO", "WARNING", "ERROR"))
# Not a setting of the operator: `motcua up` names its children with it.
PROCESS = ENVIRONMENT.choice("MOTCUA_PROCESS", "command", ("command", "web", "worker", "tests"))

HTTPS = ENVIRONMENT.flag("MOTCUA_HTTPS", default=False)
# Requests a minute that one address may make of each operation that is open to all.
PUBLIC_REQUESTS = ENVIRONMENT.whole("MOTCUA_PUBLIC_REQUESTS", 120, least=1, most=1_000_000)
BEHIND_PROXY = ENVIRONMENT.flag("MOTCUA_BEHIND_PROXY", default=False)
ALLOWED_HOSTS = ENVIRONMENT.words("MOTCUA_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if HTTPS and host != "*"]
SECRET_KEY = ENVIRONMENT.text("MOTCUA_SECRET_KEY") or secret(SECRETS_ROOT / "django")
# Keys of personal data, as JSON from a vault; without it they lie in KEYS_ROOT.
PERSON_KEYS = ENVIRONMENT.text("MOTCUA_PERSON_KEYS")
# Whether officers who sign must have a second factor.
REQUIRE_MFA = ENVIRONMENT.flag("MOTCUA_REQUIRE_MFA", default=False)
# The keys that seal the ledger: kept apart from the database that they attest.
LEDGER_KEYS = ENVIRONMENT.folder("MOTCUA_LEDGER_KEYS", KEYS_ROOT / "ledger")
DEBUG = False

# Papers and files. The passphrase opens the private keys in KEYS_ROOT.
PUBLIC_URL = ENVIRONMENT.text("MOTCUA_PUBLIC_URL", f"http://{HOST}:{PORT}").rstrip("/")
DEMONSTRATION = ENVIRONMENT.flag("MOTCUA_DEMONSTRATION", default=True)
KEYS_PASSPHRASE = ENVIRONMENT.text("MOTCUA_KEYS_PASSPHRASE") or secret(SECRETS_ROOT / "keys")
FILE_LIMIT_MB = ENVIRONMENT.whole("MOTCUA_FILE_LIMIT_MB", 20, least=1, most=1024)
WEBHOOK_PRIVATE_ADDRESSES = ENVIRONMENT.flag("MOTCUA_WEBHOOK_PRIVATE_ADDRESSES", default=False)
FILES_BUCKET = ENVIRONMENT.text("MOTCUA_FILES_BUCKET")
FILES_ENDPOINT = ENVIRONMENT.text("MOTCUA_FILES_ENDPOINT")
CLAMD = ENVIRONMENT.text("MOTCUA_CLAMD")
FONT_FOLDERS = ENVIRONMENT.words("MOTCUA_FONT_FOLDERS")
PKCS11_MODULE = ENVIRONMENT.text("MOTCUA_PKCS11_MODULE")
PKCS11_TOKEN = ENVIRONMENT.text("MOTCUA_PKCS11_TOKEN")
PKCS11_PIN = ENVIRONMENT.text("MOTCUA_PKCS11_PIN")
TRUSTED_ROOTS = ENVIRONMENT.text("MOTCUA_TRUSTED_ROOTS")

# Partners. In a demonstration the programs under simulators/ stand in for them on loopback ports.
SIMULATORS = ENVIRONMENT.flag("MOTCUA_SIMULATORS", default=DEMONSTRATION)
SIMULATOR_ADDRESSES = simulator_addresses(PORT) if SIMULATORS else {}
SIMULATOR_SECRET = secret(SECRETS_ROOT / "simulators") if SIMULATORS else ""
OIDC_ISSUER = ENVIRONMENT.text("MOTCUA_OIDC_ISSUER", SIMULATOR_ADDRESSES.get("identity", ""))
OIDC_CLIENT = ENVIRONMENT.text("MOTCUA_OIDC_CLIENT", "motcua")
OIDC_SECRET = ENVIRONMENT.text("MOTCUA_OIDC_SECRET") or SIMULATOR_SECRET
PAYMENT_URL = ENVIRONMENT.text("MOTCUA_PAYMENT_URL", SIMULATOR_ADDRESSES.get("payments", ""))
PAYMENT_MERCHANT = ENVIRONMENT.text("MOTCUA_PAYMENT_MERCHANT", "MOTCUA")
PAYMENT_SECRET = ENVIRONMENT.text("MOTCUA_PAYMENT_SECRET") or SIMULATOR_SECRET
SMS_URL = ENVIRONMENT.text("MOTCUA_SMS_URL", SIMULATOR_ADDRESSES.get("messages", ""))
SMS_TOKEN = ENVIRONMENT.text("MOTCUA_SMS_TOKEN") or SIMULATOR_SECRET
ZALO_URL = ENVIRONMENT.text("MOTCUA_ZALO_URL", SIMULATOR_ADDRESSES.get("messages", ""))
ZALO_TOKEN = ENVIRONMENT.text("MOTCUA_ZALO_TOKEN") or SIMULATOR_SECRET

ENVIRONMENT.refuse_bad()

INSTALLED_APPS = [
    "motcua.config",
    "django_cotton",
    "django_htmx",
    # Before allauth: its pages take the templates of the house.
    "motcua.look",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",  # allauth's page of passkeys asks for it
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "ninja",
    "procrastinate.contrib.django",
    "motcua.ledger",
    "motcua.authority",
    "motcua.catalogue",
    "motcua.documents",
    "motcua.dossiers",
    "motcua.reception",
    "motcua.portal",
    "motcua.desk",
]
MIDDLEWARE = [
    "motcua.config.edge.ApiProblems",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "motcua.authority.sign_in.SecondFactorMiddleware",
    "motcua.look.refusals.RefusalPages",
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
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
            ]
        },
    }
]
ROOT_URLCONF = "motcua.config.urls"
WSGI_APPLICATION = "motcua.config.wsgi.application"
AUTH_USER_MODEL = "authority.Account"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "motcua.authority.sign_in.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "10/m/ip,5/5m/key"}
MFA_ADAPTER = "motcua.authority.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# Browsers speak WebAuthn to an insecure origin only on the machine itself.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = HOST in {"127.0.0.1", "::1", "localhost"} and not HTTPS
MFA_TOTP_ISSUER = "Motcua"
SOCIALACCOUNT_ADAPTER = "motcua.authority.identity.IdentityAdapter"
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 10
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "vneid",
                "name": "VNeID",
                "client_id": OIDC_CLIENT,
                "secret": OIDC_SECRET,
                "settings": {
                    "server_url": OIDC_ISSUER,
                    "oauth_pkce_enabled": True,
                    "scope": ["openid", "profile", "citizen"],
                },
            }
        ]
        if OIDC_ISSUER
        else []
    }
}
# Attempts to sign in are counted here, by every process of the machine together.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
    }
}
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "vi"
LOCALE_PATHS = sorted(Path(__file__).parents[1].glob("*/**/locale"))
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": files_storage(FILES_BUCKET, endpoint=FILES_ENDPOINT),
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# Letters to people go to a folder until a mail server is named.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"

LOGGING = logging_for(LOG_ROOT, process=PROCESS, level=LOG_LEVEL)

SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = HTTPS
# A sign-in lasts a working day at most: many people use the computers of the one-stop desk.
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_SECURE = HTTPS
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        # A form of ours may end, by redirect, at the partner who signs in or takes money.
        "form-action": ["'self'", *origins(OIDC_ISSUER, PAYMENT_URL)],
        "frame-ancestors": ["'none'"],
    }
}
