"""The two addresses of the ui room, and two pages that hold a big table."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from daybridge.ui import views
from daybridge.ui.tests.markup import render


def anything(request: HttpRequest, **parts: str) -> HttpResponse:
    return HttpResponse("<ul><li><a href='/one/'>Dana Whitfield</a></li></ul>")


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
