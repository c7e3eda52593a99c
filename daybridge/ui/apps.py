"""Registers the ui room with Django."""

from django.apps import AppConfig


class UiConfig(AppConfig):
    """Templates, components and static files; it owns no table."""

    name = "daybridge.ui"
    label = "ui"
