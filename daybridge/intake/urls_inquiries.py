"""Addresses of inquiries: the board, one inquiry, and each act on it."""

from django.urls import path

from daybridge.intake.views import board, bookings, inquiries, merging, persons

ONE = "intake/inquiries/<uuid:inquiry_id>/"

urlpatterns = [
    path("intake/", board.board, name="board"),
    path("intake/inquiries/", board.inquiries, name="inquiries"),
    path("intake/inquiries/new/", inquiries.new, name="new"),
    path("intake/matches/", persons.matches, name="matches"),
    path("intake/people/<uuid:patient_id>/merge/", merging.of, name="merge_of"),
    path(
        "intake/people/<uuid:patient_id>/merge/<uuid:other_id>/",
        merging.merge,
        name="merge",
    ),
    path("intake/merges/<uuid:merge_id>/undo/", merging.undo, name="undo_merge"),
    path(ONE, inquiries.inquiry, name="inquiry"),
    path(f"{ONE}stage/", board.stage, name="stage"),
    path(f"{ONE}change/", inquiries.change, name="change"),
    path(f"{ONE}screening/", inquiries.screening, name="screening"),
    path(f"{ONE}calls/", inquiries.call, name="call"),
    path(f"{ONE}notes/", inquiries.note, name="note"),
    path(f"{ONE}owner/", inquiries.owner, name="owner"),
    path(f"{ONE}person/", persons.person, name="person"),
    path(f"{ONE}assessment/", bookings.book, name="book"),
    path("intake/bookings/<uuid:booking_id>/move/", bookings.move, name="move_booking"),
    path(
        "intake/bookings/<uuid:booking_id>/cancel/",
        bookings.cancel,
        name="cancel_booking",
    ),
]
