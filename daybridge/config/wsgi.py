"""The application object that the server runs."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.config.settings")
django_application = get_wsgi_application()

from django.db import connection  # noqa: E402 - it needs the settings

from daybridge.access.turns import in_turns  # noqa: E402
from daybridge.config.requests import Request  # noqa: E402

TURNS = 4  # of each worker process, with a database connection each
ON_SQLITE = 1  # of them for who sends something: its writers follow each other anyway

# What is loaded by now stays, and a page leaves few cycles: look for them seldom.
# At Python's own pace that was a seventh of saving an evening.
gc.freeze()
gc.set_threshold(20_000, 20, 20)

django_application.request_class = Request
writers = ON_SQLITE if connection.vendor == "sqlite" else None
application = in_turns(django_application, count=TURNS, writers=writers)
