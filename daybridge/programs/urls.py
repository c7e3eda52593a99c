"""Curricula, topics and handouts; the settings and the calendar of the program."""

from django.urls import path

from daybridge.programs.views import (
    calendar,
    curricula,
    day_rules,
    places,
    program,
    shelf,
    tracks,
)

app_name = "programs"

SITE = "program/sites/<uuid:site_id>/"
ROOM = "program/rooms/<uuid:room_id>/"
TRACK = "program/tracks/<uuid:track_id>/"
DAY_RULE = "program/service-days/<uuid:day_rule_id>/"
CLOSURE = "program/calendar/<uuid:closure_id>/"

urlpatterns = [
    path("curricula/", curricula.curricula, name="curricula"),
    path("curricula/<uuid:curriculum_id>/", curricula.curriculum, name="curriculum"),
    path("topics/<uuid:topic_id>/", curricula.topic, name="topic"),
    path("topics/<uuid:topic_id>/handout/", curricula.handout, name="handout"),
    path("program/", program.program, name="program"),
    path("program/change/", program.change, name="program_change"),
    path("program/sites/", places.sites, name="sites"),
    path("program/sites/new/", places.new_site, name="site_new"),
    path(f"{SITE}change/", places.change_site, name="site_change"),
    path(f"{SITE}retire/", places.retire_site, name="site_retire"),
    path(f"{SITE}restore/", places.restore_site, name="site_restore"),
    path(f"{SITE}rooms/new/", places.new_room, name="room_new"),
    path(f"{ROOM}change/", places.change_room, name="room_change"),
    path(f"{ROOM}retire/", places.retire_room, name="room_retire"),
    path(f"{ROOM}restore/", places.restore_room, name="room_restore"),
    path("program/tracks/", tracks.tracks, name="tracks"),
    path("program/tracks/new/", tracks.new_track, name="track_new"),
    path(TRACK, tracks.track, name="track"),
    path(f"{TRACK}change/", tracks.change_track, name="track_change"),
    path(f"{TRACK}retire/", tracks.retire_track, name="track_retire"),
    path(f"{TRACK}restore/", tracks.restore_track, name="track_restore"),
    path(f"{TRACK}dose/", tracks.new_dose, name="dose_rule_new"),
    path(
        "program/doses/<uuid:dose_rule_id>/withdraw/",
        tracks.withdraw_dose,
        name="dose_rule_withdraw",
    ),
    path("program/service-days/", day_rules.day_rules, name="day_rules"),
    path("program/service-days/new/", day_rules.new_day_rule, name="day_rule_new"),
    path(f"{DAY_RULE}change/", day_rules.change_day_rule, name="day_rule_change"),
    path(f"{DAY_RULE}end/", day_rules.end_day_rule, name="day_rule_end"),
    path(f"{DAY_RULE}go-on/", day_rules.continue_day_rule, name="day_rule_go_on"),
    path(f"{DAY_RULE}withdraw/", day_rules.withdraw_day_rule, name="day_rule_withdraw"),
    path("program/calendar/", calendar.calendar, name="calendar"),
    path("program/calendar/new/", calendar.new_closure, name="closure_new"),
    path("program/calendar/holidays/", calendar.fill_holidays, name="holidays_fill"),
    path(CLOSURE, calendar.closure, name="closure"),
    path(f"{CLOSURE}name/", calendar.rename_closure, name="closure_rename"),
    path(f"{CLOSURE}meet-anyway/", calendar.meet_anyway, name="meet_anyway"),
    path(f"{CLOSURE}stay-closed/", calendar.stay_closed, name="stay_closed"),
    path(f"{CLOSURE}remove/", calendar.remove_closure, name="closure_remove"),
    path("program/curricula/", shelf.shelf, name="shelf"),
    path("program/curricula/<slug:slug>/", shelf.install, name="curriculum_install"),
]
