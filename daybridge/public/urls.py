"""Addresses of public: /start/ with a place for each program; and its editing."""

from django.urls import path

from daybridge.public.views import call, cost, editing, pages, refer, self_check

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
    path("program/public-pages/", editing.texts, name="texts"),
    path("program/public-pages/hours/", editing.phone_week, name="phone_week"),
    path("program/public-pages/<slug:key>/<slug:language>/", editing.text, name="text"),
]
