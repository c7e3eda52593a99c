"""The two addresses of the ui room, and two pages that hold a big table."""

from types import SimpleNamespace

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as django_render
from django.urls import include, path

from daybridge.ui import views
from daybridge.ui.tests.markup import render

User = get_user_model()
RAIL = [
    SimpleNamespace(
        label="Today", url="/ui/signed-in/", icon="sun", is_current=True, count=3
    ),
    SimpleNamespace(
        label="Notes", url="/notes/", icon="pen-line", is_current=False, count=None
    ),
]


def anything(request: HttpRequest, **parts: str) -> HttpResponse:
    return HttpResponse("<ul><li><a href='/one/'>Dana Whitfield</a></li></ul>")


def signed_in(request: HttpRequest) -> HttpResponse:
    """A staff page of a demo program, seen by somebody who signed in."""
    request.user = User(email="ruth@example.org")
    request.program = SimpleNamespace(name="Schuylkill Street", made_by_demo=True)
    markup = (
        '{% extends "base.html" %}{% block title %}Today{% endblock %}'
        '{% block main %}<c-page-header title="Today" />{% endblock %}'
    )
    return HttpResponse(render(markup, request, rail=RAIL))


def plain(request: HttpRequest) -> HttpResponse:
    markup = (
        '{% extends "base_plain.html" %}{% block main %}<h1>Welcome</h1>'
        '<form class="form"><c-field label="Email" for="a"><input id="a" '
        'type="email"></c-field><c-button variant="primary">Go on</c-button></form>'
        "{% endblock %}"
    )
    return HttpResponse(render(markup, request))


def failure(request: HttpRequest) -> HttpResponse:
    return django_render(request, "404.html")


def table(request: HttpRequest, rows: int, columns: int) -> HttpResponse:
    cell = (
        '<td class="nowrap">A word or two <span class="visually-hidden">x</span></td>'
    )
    row = f"<tr>{cell * columns}</tr>"
    head = f"<tr>{'<th scope=col>Head</th>' * columns}</tr>"
    markup = (
        '{% extends "base.html" %}{% block main %}<c-table caption="Many">'
        f'<c-slot name="head">{head}</c-slot>{row * rows}</c-table>{{% endblock %}}'
    )
    return HttpResponse(render(markup, request))


ui = (
    [
        path("theme/", views.theme, name="theme"),
        path("signed-in/", signed_in),
        path("plain/", plain),
        path("failure/", failure),
        path("wide/", table, {"rows": 3, "columns": 12}),
        path("long/", table, {"rows": 200, "columns": 3}),
        path("", views.living_page, name="all"),
    ],
    "ui",
)

urlpatterns = [
    path("ui/", include(ui)),
    path("search/", include(([path("", anything, name="search")], "people"))),
    path("<path:rest>", anything),
]
