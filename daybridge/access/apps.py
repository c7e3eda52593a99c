from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "daybridge.access"

    def ready(self) -> None:
        from daybridge import timestamps  # noqa: F401 - connects the receivers
        from daybridge.access import signals  # noqa: F401 - connects the receivers
