"""The addresses of drafts of a week."""

from django.urls import URLPattern, path

from daybridge.schedule.views import drafts

DRAFT = "schedule/drafts/<uuid:draft_id>/"

urlpatterns: list[URLPattern] = [
    path("schedule/drafts/", drafts.drafts, name="drafts"),
    path("schedule/drafts/new/", drafts.new_draft, name="draft_new"),
    path("schedule/drafts/compare/", drafts.compare, name="drafts_compare"),
    path(DRAFT, drafts.draft, name="draft"),
    path(f"{DRAFT}ask/", drafts.ask, name="draft_ask"),
    path(f"{DRAFT}progress/", drafts.progress, name="draft_progress"),
    path(f"{DRAFT}stop/", drafts.stop, name="draft_stop"),
    path(f"{DRAFT}changes/", drafts.draft_changes, name="draft_changes"),
]
