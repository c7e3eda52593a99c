from django.apps import AppConfig


class ScheduleConfig(AppConfig):
    name = "daybridge.schedule"
