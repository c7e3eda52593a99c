"""Sites with their rooms: seen by everyone, kept by the director."""

from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from daybridge.access.gate import requires
from daybridge.access.http import StaffRequest
from daybridge.access.permissions import Permission
from daybridge.audit.submissions import once
from daybridge.programs import services
from daybridge.programs.errors import ProgramError
from daybridge.programs.forms.places import RoomForm, SiteForm
from daybridge.programs.models import Room, Site
from daybridge.programs.values import RoomValues, SiteValues
from daybridge.programs.views.retiring import restored, retired
from daybridge.programs.views.showing import (
    FormPage,
    form_page,
    own,
    refuse,
    section,
)
from daybridge.ui.sending import sent


@requires(Permission.PROGRAM_READ)
@require_safe
def sites(request: StaffRequest) -> HttpResponse:
    """Every site in use with its rooms, then what is retired."""
    program_id = request.viewer.program_id
    rooms = Room.objects.in_program(program_id).select_related("site")
    rooms = rooms.order_by("site_id", "name", "pk")
    by_site = {key: list(of) for key, of in groupby(rooms, lambda room: room.site_id)}
    everywhere = Site.objects.in_program(program_id).order_by("name", "pk")
    context = {
        "sites": [
            (site, [room for room in by_site.get(site.pk, ()) if not room.closed_on])
            for site in everywhere
            if not site.closed_on
        ],
        "retired_sites": [site for site in everywhere if site.closed_on],
        "retired_rooms": [room for room in rooms if room.closed_on],
    }
    return section(request, "programs/sites.html", context, tab="programs:sites")


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_site(request: StaffRequest) -> HttpResponse:
    viewer = request.viewer
    form = SiteForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            row = services.open_site(values=form.values(), at=viewer.at, by=viewer)
        except ProgramError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{row.name} is open. Add its rooms next.")
            return redirect("programs:sites")
    return form_page(request, form, _page("New site", "Open this site"))


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change_site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, Site, site_id)
    form = SiteForm(sent(request), now=SiteValues.of(row))
    if form.is_bound and form.is_valid():
        try:
            services.change_site(
                site=row, values=form.values(), base=form.base, at=viewer.at, by=viewer
            )
        except ProgramError as refusal:
            refuse(form, refusal, "name", row)
        else:
            messages.success(request, "The site is saved.")
            return redirect("programs:sites")
    return form_page(request, form, _page(f"Change {row.name}", "Save the site"))


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def retire_site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    return retired(request, own(request, Site, site_id), "programs:sites")


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def restore_site(request: StaffRequest, site_id: UUID) -> HttpResponse:
    return restored(request, own(request, Site, site_id), "programs:sites")


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def new_room(request: StaffRequest, site_id: UUID) -> HttpResponse:
    viewer, site = request.viewer, own(request, Site, site_id)
    form = RoomForm(sent(request))
    if form.is_bound and form.is_valid():
        try:
            row = services.open_room(
                site=site, values=form.values(), at=viewer.at, by=viewer
            )
        except ProgramError as refusal:
            form.add_error("name", str(refusal))
        else:
            messages.success(request, f"{row.name} can be given to groups.")
            return redirect("programs:sites")
    page = _page("New room", "Add this room", lede=f"At {site.name}")
    return form_page(request, form, page)


@requires(Permission.PROGRAM_AMEND)
@require_http_methods(["GET", "HEAD", "POST"])
@once
def change_room(request: StaffRequest, room_id: UUID) -> HttpResponse:
    viewer, row = request.viewer, own(request, Room, room_id, "site")
    form = RoomForm(sent(request), now=RoomValues.of(row), room=row)
    if form.is_bound and form.is_valid():
        try:
            services.change_room(
                room=row, values=form.values(), base=form.base, at=viewer.at, by=viewer
            )
        except ProgramError as refusal:
            refuse(form, refusal, "name", row)
        else:
            messages.success(request, "The room is saved.")
            return redirect("programs:sites")
    page = _page(f"Change {row.name}", "Save the room", lede=f"At {row.site.name}")
    return form_page(request, form, page)


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def retire_room(request: StaffRequest, room_id: UUID) -> HttpResponse:
    return retired(request, own(request, Room, room_id), "programs:sites")


@requires(Permission.PROGRAM_AMEND)
@require_POST
@once
def restore_room(request: StaffRequest, room_id: UUID) -> HttpResponse:
    return restored(request, own(request, Room, room_id), "programs:sites")


def _page(title: str, submit: str, lede: str = "") -> FormPage:
    return FormPage(
        title=title,
        submit=submit,
        back_url=reverse("programs:sites"),
        back_label="Sites and rooms",
        lede=lede,
    )
