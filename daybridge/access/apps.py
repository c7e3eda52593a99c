from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "daybridge.access"

    def ready(self) -> None:
        from daybridge.access import signals  # noqa: F401 - connects the receivers
