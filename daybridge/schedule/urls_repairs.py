"""The addresses of repairs: something happened today."""

from django.urls import URLPattern, path

from daybridge.schedule.views import repairs

REPAIR = "schedule/repair/<uuid:repair_id>/"
STEP = "schedule/repair/steps/<uuid:step_id>/"

urlpatterns: list[URLPattern] = [
    path("schedule/repair/", repairs.repairs, name="repairs"),
    path("schedule/repair/new/", repairs.new_repair, name="repair_new"),
    path(REPAIR, repairs.repair, name="repair"),
    path(f"{REPAIR}progress/", repairs.progress, name="repair_progress"),
    path(f"{REPAIR}stop/", repairs.stop, name="repair_stop"),
    path(f"{REPAIR}accept/", repairs.accept, name="repair_accept"),
    path(f"{REPAIR}again/", repairs.again, name="repair_again"),
    path(f"{REPAIR}refuse/", repairs.refuse, name="repair_refuse"),
    path(f"{REPAIR}take-back/", repairs.take_back, name="repair_take_back"),
    path(f"{REPAIR}close-days/", repairs.close_days, name="repair_close_days"),
    path(f"{STEP}change/", repairs.change, name="repair_change"),
]
