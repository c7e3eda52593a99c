"""The addresses of staff pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
