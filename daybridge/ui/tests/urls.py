"""The two addresses of the ui room, and nothing else."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from daybridge.ui import views


def anything(request: HttpRequest, **parts: str) -> HttpResponse:
    return HttpResponse("<ul><li><a href='/one/'>Dana Whitfield</a></li></ul>")


ui = (
    [
        path("theme/", views.theme, name="theme"),
        path("", views.living_page, name="all"),
    ],
    "ui",
)

urlpatterns = [
    path("ui/", include(ui)),
    path("search/", include(([path("", anything, name="search")], "people"))),
    path("<path:rest>", anything),
]
