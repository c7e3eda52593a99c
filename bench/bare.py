"""Bare Django pages: what this machine can do at most, measured in the same run.

Five pages with as little as they can have: a list of 14 rows, one of 36, a list for
somebody signed in, the same with one row in an access log, and writes of one form and
of twelve. `BENCH_DATABASE_URL` names the database; `python -m bench.bare` makes the
tables and prints the session cookie of the one person.
"""

import os
from typing import Any
from urllib.parse import urlsplit

import django
from django.conf import settings

ADDRESS = urlsplit(os.environ["BENCH_DATABASE_URL"])
TEMPLATE = """<!doctype html><html lang="en"><head><title>Patients</title></head><body>
<h1>Patients</h1><table>
<thead><tr><th>Name</th><th>Born</th><th>Phone</th></tr></thead>
<tbody>{% for row in rows %}<tr><td><a href="/patients/{{ row.id }}/">
{{ row.last_name }}, {{ row.first_name }}</a></td>
<td>{{ row.born_on|date:"M j, Y" }}</td><td>{{ row.phone }}</td></tr>
{% endfor %}</tbody></table></body></html>"""

settings.configure(
    SECRET_KEY="only for measuring",  # nosec B106
    ALLOWED_HOSTS=["localhost", "127.0.0.1"],
    ROOT_URLCONF=__name__,
    MIDDLEWARE=[],
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "django.contrib.sessions",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": ADDRESS.path.strip("/"),
            "USER": ADDRESS.username or "",
            "HOST": ADDRESS.hostname or "",
            "PORT": str(ADDRESS.port or ""),
            "CONN_MAX_AGE": 600,
        }
    },
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    USE_TZ=True,
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "OPTIONS": {
                "loaders": [
                    (
                        "django.template.loaders.locmem.Loader",
                        {"page.html": TEMPLATE},
                    )
                ]
            },
        }
    ],
)
django.setup()

from django.contrib.auth import login  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.shortcuts import render  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils.timezone import now  # noqa: E402

PATIENTS = 10_000
MIDDLEWARE = [  # five, as Django's own start of a project has them
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]


class Patient(models.Model):
    first_name = models.CharField(max_length=60)
    last_name = models.CharField(max_length=60, db_index=True)
    born_on = models.DateField()
    phone = models.CharField(max_length=20)

    class Meta:
        app_label = "bare"


class AccessLog(models.Model):
    user_id = models.IntegerField()
    path = models.CharField(max_length=200)
    shown = models.IntegerField()
    at = models.DateTimeField(default=now)

    class Meta:
        app_label = "bare"


class Form(models.Model):
    patient_id = models.IntegerField()
    answers = models.JSONField()
    at = models.DateTimeField(default=now)

    class Meta:
        app_label = "bare"


def _list(request: HttpRequest, rows: int) -> HttpResponse:
    found = list(Patient.objects.order_by("last_name")[:rows])
    return render(request, "page.html", {"rows": found})


def page(request: HttpRequest) -> HttpResponse:
    return _list(request, 14)


def page36(request: HttpRequest) -> HttpResponse:
    return _list(request, 36)


def signed(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    return _list(request, 14)


def logged(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return HttpResponse(status=403)
    response = _list(request, 14)
    AccessLog.objects.create(user_id=request.user.pk, path=request.path, shown=14)
    return response


def insert(request: HttpRequest) -> HttpResponse:
    Form.objects.create(patient_id=1, answers=dict.fromkeys("abcdefghij", 2))
    return HttpResponse("kept")


def insert12(request: HttpRequest) -> HttpResponse:
    answers = dict.fromkeys("abcdefghij", 2)
    forms = [Form(patient_id=number, answers=answers) for number in range(12)]
    with transaction.atomic():
        Form.objects.bulk_create(forms)
    return HttpResponse("kept")


urlpatterns = [
    path("page/", page),
    path("page36/", page36),
    path("signed/", signed),
    path("logged/", logged),
    path("insert/", insert),
    path("insert12/", insert12),
]
_bare = WSGIHandler()
settings.MIDDLEWARE = MIDDLEWARE  # read when a handler is made
_behind_sign_in = WSGIHandler()


def application(environ: Any, start_response: Any) -> Any:
    """Two pages have the middlewares of somebody signed in; the others have none."""
    is_signed = environ["PATH_INFO"] in ("/signed/", "/logged/")
    return (_behind_sign_in if is_signed else _bare)(environ, start_response)


def prepare() -> str:
    """Make and fill the tables; the answer is a session key."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with connection.schema_editor() as editor:
        for model in (Patient, AccessLog, Form):
            editor.create_model(model)
    Patient.objects.bulk_create(
        Patient(
            first_name=f"First{number * 7919 % PATIENTS}",
            last_name=f"Last{number * 104729 % PATIENTS:05d}",
            born_on="1980-01-01",
            phone="215-555-0100",
        )
        for number in range(PATIENTS)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    user = User.objects.create_user("measurer")
    request = HttpRequest()
    request.session = SessionStore()
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    request.session.save()
    return str(request.session.session_key)


if __name__ == "__main__":
    print(prepare())
