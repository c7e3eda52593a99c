"""The application object that the server runs."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "daybridge.config.settings")
django_application = get_wsgi_application()

from daybridge.access.turns import in_turns  # noqa: E402 - it needs the settings

TURNS = 4  # of each worker process, with a database connection each

application = in_turns(django_application, count=TURNS)
