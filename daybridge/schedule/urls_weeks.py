"""The addresses of painted weeks: of patients, of staff and of rooms."""

from django.urls import URLPattern, path

from daybridge.schedule.views import calendar_file, hours, hours_file, told, week_links

TOLD = "patients/<uuid:patient_id>/week/"
HOURS = "schedule/hours/<slug:of>/<uuid:owner_id>/"

urlpatterns: list[URLPattern] = [
    path(TOLD, told.told, name="told"),
    path(f"{TOLD}tell/", told.tell, name="tell"),
    path(f"{TOLD}one/", told.told_week, name="told_week"),
    path(f"{TOLD}dates/", told.told_date, name="told_date"),
    path(f"{TOLD}dates/clear/", told.told_clear, name="told_clear"),
    path(f"{TOLD}file/", calendar_file.told_file, name="told_file"),
    path(f"{TOLD}file/take/", calendar_file.told_file_take, name="told_file_take"),
    path(f"{TOLD}link/", week_links.make, name="week_link"),
    path(f"{TOLD}link/end/", week_links.end, name="week_link_end"),
    path("my-week/<str:token>/", week_links.mine, name="my_week"),
    path("my-week-kept/", week_links.kept, name="my_week_kept"),
    path("schedule/hours/", hours.everyone, name="hours_of_all"),
    path(HOURS, hours.hours, name="hours"),
    path(f"{HOURS}set/", hours.set_hours, name="set_hours"),
    path(f"{HOURS}one/", hours.hours_week, name="hours_week"),
    path(f"{HOURS}dates/", hours.hours_date, name="hours_date"),
    path(f"{HOURS}dates/clear/", hours.hours_clear, name="hours_clear"),
    path(f"{HOURS}file/", hours_file.hours_file, name="hours_file"),
    path(f"{HOURS}file/take/", hours_file.hours_file_take, name="hours_file_take"),
]
