"""Addresses of public: /start/, and below it one place for each program."""

from django.urls import path

from daybridge.public.views import call, cost, pages, refer, self_check

app_name = "public"

urlpatterns = [
    path("start/", pages.choose, name="choose"),
    path("start/<slug:place>/", pages.start, name="start"),
    path("start/<slug:place>/week/", pages.week, name="week"),
    path("start/<slug:place>/check/", self_check.self_check, name="check"),
    path("start/<slug:place>/cost/", cost.cost, name="cost"),
    path("start/<slug:place>/call/", call.call, name="call"),
    path("start/<slug:place>/refer/", refer.refer, name="refer"),
    path("start/<slug:place>/thanks/", pages.thanks, name="thanks"),
    path("start/<slug:place>/referred/", pages.referred, name="referred"),
]
