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

# So many of them for who sends something. SQLite's writers follow each other anyway.
# PostgreSQL's wait for it a third of their time: two keep a process busy, and four
# stand in each other's way at the interpreter.
WRITERS = {"sqlite": 1, "postgresql": 2}

# What is loaded by now stays, and a page leaves few cycles: look for them seldom.
# At Python's own pace that was a seventh of saving an evening.
gc.freeze()
gc.set_threshold(20_000, 20, 20)

django_application.request_class = Request
application = in_turns(
    django_application, count=TURNS, writers=WRITERS[connection.vendor]
)
