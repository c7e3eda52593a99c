"""The settings of the suite: the program's own, with plain static files."""

from daybridge.config.settings import *  # noqa: F403
from daybridge.config.settings import STORAGES

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
