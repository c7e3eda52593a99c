"""The pages of the ui room, behind the gate. Rooms import upward only, and ui stands
above access: so its addresses are declared here, where both may be seen.
"""

from django.urls import path

from daybridge.access.gate import demo_only, public
from daybridge.ui import languages, views

app_name = "ui"

urlpatterns = [
    path("theme/", public(views.theme), name="theme"),
    path("language/", public(languages.language), name="language"),
    path("", demo_only(views.living_page), name="living-page"),
]
