"""The addresses of drafts of a week."""

from django.urls import URLPattern, path

from daybridge.schedule.views import by_hand, drafts, publishing

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
    path(f"{DRAFT}board/", by_hand.board, name="draft_board"),
    path(f"{DRAFT}move/", by_hand.move, name="draft_move"),
    path(f"{DRAFT}groups/new/", by_hand.new_group, name="draft_group_new"),
    path(f"{DRAFT}groups/<str:key>/", by_hand.group, name="draft_group"),
    path(
        f"{DRAFT}groups/<str:key>/close/",
        by_hand.close_group,
        name="draft_group_close",
    ),
    path(f"{DRAFT}why/<str:person>/", drafts.why, name="draft_why"),
    path(f"{DRAFT}publish/", publishing.publish, name="draft_publish"),
    path(
        "schedule/publications/<uuid:publication_id>/take-back/",
        publishing.take_back,
        name="publication_take_back",
    ),
]
