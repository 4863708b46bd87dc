"""Settings of an installation. One file; what differs between installations lies in `TITIAN_HOME` and the environment.

TITIAN_HOME      the installation's folder (default: `var` of the folder the command runs in)
DATABASE_URL     postgres://user:password@host:port/name; SQLite in TITIAN_HOME without it
TITIAN_URL       the address people open, for absolute links in papers
TITIAN_HOSTS     comma-separated host names served (default: addresses and names of the local network, and the name in TITIAN_URL; * for all)
TITIAN_HTTPS     1 when a proxy serves https: cookies become secure
TITIAN_JOBS      immediate: background work is done at once by whoever asks for it (tests)
"""

from __future__ import annotations

import os
from typing import Any

from titian.base import hosts, installation
from titian.base.database import database
from titian.base.secrets import secret_key

TITIAN = installation.load(installation.home_folder())
SECRET_KEY = os.environ.get("TITIAN_SECRET_KEY") or secret_key(TITIAN.home)
DEBUG = os.environ.get("TITIAN_DEBUG") == "1"
# Without a list base.middleware.HostMiddleware decides, which knows what an office network without DNS looks like.
OFFICE_NETWORK = not os.environ.get("TITIAN_HOSTS")
ALLOWED_HOSTS = hosts.named(os.environ.get("TITIAN_HOSTS", ""))
HTTPS = os.environ.get("TITIAN_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "django_tasks",
    "template_partials",
    "titian.base",
    "titian.journal",
    "titian.jobs",
    "titian.accounts",
    "titian.places",
    "titian.files",
    "titian.exchange",
    "titian.figures",
    "titian.registry",
    "titian.policies",
    "titian.reader",
    "titian.rnd",
    "titian.ledgers",
    "titian.reports",
    "titian.home",
    "titian.demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "titian.base.middleware.SecurityHeadersMiddleware",
    "titian.base.middleware.SettingsMiddleware",
    "titian.base.middleware.HostMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "titian.journal.middleware.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "titian.base.middleware.RequestLimitMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "titian.base.middleware.MechanismMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "titian.accounts.middleware.AccountMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "titian.base.context.frame",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""), TITIAN.home)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "home:index"
LOGOUT_REDIRECT_URL = "accounts:login"
AUTH_PASSWORD_VALIDATORS = [{"NAME": "titian.accounts.passwords.Policy"}]

TASKS = {
    "default": {
        "BACKEND": "titian.jobs.backend.LeaseBackend",
        "QUEUES": ["default"],
        "OPTIONS": {"immediate": os.environ.get("TITIAN_JOBS") == "immediate"},
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = TITIAN.home / "static"
WHITENOISE_USE_FINDERS = True

SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
CSRF_FAILURE_VIEW = "titian.base.views.stale_form"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "SAMEORIGIN"

# One uploaded report or workbook; the reader and the importer have their own, clearer limits below this.
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # A page that does not exist or a form to mend is no event for who keeps the server.
    "loggers": {"django.request": {"level": "ERROR"}},
}
