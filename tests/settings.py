"""The settings of the suite: the program's own, with plain files and quick hashes."""

from tests import ground

ground.lay()  # before any setting is read: a home and a database of the suite's own

from daybridge.config.env import SQLITE_PRAGMAS  # noqa: E402
from daybridge.config.settings import *  # noqa: E402, F403
from daybridge.config.settings import DATABASES, HOME, STORAGES  # noqa: E402

STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
PASSWORD_HASHERS = ["tests.hashing.AtLowCost"]

# A database in memory is one connection that every thread of a live server shares; a
# file gives each its own, as in a clinic.
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    DATABASES["default"]["OPTIONS"]["init_command"] = SQLITE_PRAGMAS.replace(
        "synchronous=FULL", "synchronous=OFF"
    )  # the suite need not outlive a power cut; drills use the program's own settings
    DATABASES["default"]["TEST"] = {"NAME": str(HOME / "test.sqlite3")}
