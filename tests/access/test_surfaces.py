"""The access matrix on every surface: page, list, search, file and form.

Denied is 404 with the bytes of an address that leads nowhere, one refusal in the audit,
and nothing changed; on a list it is nothing of hers, and no number that counts her.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from daybridge.access.roles import Role
from daybridge.access.services import (
    deactivate,
    end_membership,
    revoke_role,
    set_barrier,
)
from daybridge.audit.models import AuditEvent
from tests.access.addresses import OPEN, addresses
from tests.access.chart import Chart, join_dana, open_for, undone
from tests.access.policy import CELLS, WHO
from tests.access.surfaces import OF_NO_PATIENT, SURFACES, Surface

NOWHERE = UUID("00000000-0000-7000-8000-000000000000")
WRITES = re.compile(r'^(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
OF_THE_FRAME = {  # what any request may add
    "audit_auditevent", "access_session", "notes_presence",
}  # fmt: skip
CHANGING = re.compile(rb'(?:csrf\w*|submission|X-CSRFToken)"[^>]*?[:=] ?"[^"]+"')
ROLES = {  # what makes each of them who they are; Grace and Sylvia are not alone
    "SV": "supervisor", "FD": "front_desk", "RX": "medical", "BI": "biller",
    "CT": "counselor",
}  # fmt: skip
each_surface = pytest.mark.parametrize("surface", SURFACES, ids=lambda one: one.name)
SignIn = Callable[[Any], Client]


def sees(surface: Surface, actor: str) -> bool:
    """What the policy says of one actor, read without the code under test."""
    if surface.only is not None:
        return actor in surface.only
    decision, letters, _ = CELLS[actor, surface.matter]
    return (
        decision == "A"
        and surface.operation in letters
        and actor not in surface.but_not
    )


def ask(client: Client, surface: Surface, chart: Chart) -> Any:
    url = surface.url(chart)
    if surface.sent is None:
        return client.get(url, headers=surface.headers)
    return client.post(url, surface.sent(chart), headers=surface.headers)


def hers(answer: Any, chart: Chart) -> bool:
    """Whether an answer says anything of Dana."""
    parts = answer if answer.streaming else [answer.content]
    body = b"".join(parts).decode()
    return any(word in body for word in ("Dana", "Whitfield", str(chart.dana.pk)))


def assert_open(answer: Any, surface: Surface, chart: Chart) -> None:
    assert answer.status_code in (200, 204, 302, 409, 422), answer.status_code
    if answer.status_code == 302:
        assert not answer.url.startswith("/sign-in/")
    if surface.is_list and surface.sent is None and surface.is_always_there:
        assert hers(answer, chart)


def assert_closed(client: Client, surface: Surface, chart: Chart) -> None:
    """Ask and get nothing; a list may answer, without her."""
    refusals = AuditEvent.objects.filter(action="access.refused")
    before = refusals.count()
    with nothing_written():
        answer = ask(client, surface, chart)
    assert not hers(answer, chart)
    if surface.is_list and answer.status_code == 200:
        return
    assert answer.status_code == 404
    assert refusals.count() == before + 1
    assert answer.content == nowhere()


@contextmanager
def nothing_written() -> Iterator[None]:
    with CaptureQueriesContext(connection) as asked:
        yield
    written = {match[1] for query in asked if (match := WRITES.match(query["sql"]))}
    assert not written - OF_THE_FRAME


@cache
def nowhere() -> bytes:
    """What an address that leads nowhere answers."""
    answer = Client().get(f"/patients/{NOWHERE}/nothing/")
    assert answer.status_code == 404
    return bytes(answer.content)


@each_surface
def test_a_surface_is_there_exactly_for_whom_the_matrix_says(danas, sign_in, surface):
    for actor, who in WHO.items():
        with undone(), naming(actor):
            client = sign_in(danas.staff(who))
            if sees(surface, actor):
                assert_open(ask(client, surface, danas), surface, danas)
            else:
                assert_closed(client, surface, danas)


@contextmanager
def naming(actor: str) -> Iterator[None]:
    """Say whose answer was wrong."""
    try:
        yield
    except AssertionError as wrong:
        raise AssertionError(f"{actor}: {wrong}") from wrong


@each_surface
def test_a_surface_is_there_for_nobody_of_elsewhere(danas, sign_in, surface):
    stranger = ask(Client(), surface, danas)
    assert stranger.status_code in (302, 401)

    answer = ask(sign_in(danas.elsewhere.staff["vera"]), surface, danas)

    assert not hers(answer, danas)
    is_about_her = surface.args(danas) and surface.matter != "OUT"
    assert answer.status_code == 404 or surface.is_list or not is_about_her


@pytest.mark.parametrize("actor", [actor for actor in WHO if actor != "PD"])
def test_no_list_counts_whom_it_does_not_show(danas, sign_in, actor):
    """Each list reads the same, byte for byte, when Dana is not there at all."""
    client = sign_in(danas.staff(WHO[actor]))
    lists = [one for one in SURFACES if one.is_list and not sees(one, actor)]
    with time_machine.travel(timezone.now(), tick=False):  # some say what time it is
        with_her = {one.name: plain(ask(client, one, danas)) for one in lists}

        vanish(danas)

        for one in lists:
            assert plain(ask(client, one, danas)) == with_her[one.name], one.name


def plain(answer: Any) -> bytes:
    """A page without what is new each time."""
    return CHANGING.sub(b"", answer.content)


def vanish(chart: Chart) -> None:
    """Dana and what is hers belong to another program from now on."""
    other = chart.elsewhere.program.pk
    chart.dana.record_number = "P99999"
    chart.dana.save()
    for model in apps.get_models():
        fields = {field.name for field in model._meta.local_fields}
        if model is type(chart.dana):
            column = "id"
        elif {"patient", "program"} <= fields:
            column = "patient_id"
        else:
            continue
        keys = [
            model._meta.pk.get_db_prep_value(key, connection)
            for key in (other, chart.dana.pk)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                f'UPDATE "{model._meta.db_table}" SET program_id=%s WHERE {column}=%s',
                keys,
            )


# What changes is closed at the next request, in a browser that stays signed in.


SIGNS_OUT = ("consents:tablet", "consents:packet_tablet")  # the device is handed over


def by_team(surface: Surface) -> bool:
    """Whether a counselor who is only on the team, and wrote nothing, gets it."""
    is_led = surface.url_name in ("schedule:enroll", "schedule:end_enrollment")
    is_hers = surface.matter != "OUT" and surface.name not in OF_THE_AUTHOR
    stays = surface.url_name not in SIGNS_OUT
    return sees(surface, "CT") and is_hers and not is_led and stays


OF_THE_AUTHOR = {
    one.name for one in SURFACES if one.only is not None and "CT" in one.only
    and one.matter in ("SUD", "SCN")
}  # fmt: skip
of_a_team = pytest.mark.parametrize(
    "surface", [one for one in SURFACES if by_team(one)], ids=lambda one: one.name
)


@of_a_team
def test_leaving_the_team_closes(danas, sign_in, viewer, surface):
    ben, by = danas.staff("ben"), viewer(danas.staff("sylvia"))
    membership, client = join_dana(danas, ben), sign_in(ben)
    with undone():
        assert_open(ask(client, surface, danas), surface, danas)

    end_membership(membership=membership, by=by, at=by.at)

    assert_closed(client, surface, danas)


@pytest.mark.parametrize(
    "surface", [one for one in SURFACES if one.name in OF_THE_AUTHOR],
    ids=lambda one: one.name,
)  # fmt: skip
def test_leaving_the_team_closes_what_one_wrote(danas, sign_in, viewer, surface):
    ruth, by = danas.staff("ruth"), viewer(danas.staff("sylvia"))
    client = sign_in(ruth)

    for membership in ruth.team_memberships.filter(patient=danas.dana):
        end_membership(membership=membership, by=by, at=by.at)

    assert_closed(client, surface, danas)


@each_surface
def test_losing_the_role_closes(danas, sign_in, viewer, surface):
    """The first whom the matrix lets in; a counselor only where nobody else is."""
    actors = [actor for actor in ROLES if sees(surface, actor)]
    if not actors:
        return  # the director's alone, and Grace does not end her own work
    staff, by = danas.staff(WHO[actors[0]]), viewer(danas.staff("grace"))
    client = sign_in(staff)
    staff.roles = [*staff.roles, "administrator"]  # and so still someone
    staff.save()

    revoke_role(staff=staff, role=Role(ROLES[actors[0]]), by=by, at=by.at)

    if not sees(surface, "IT"):
        assert_closed(client, surface, danas)


@each_surface
def test_leaving_the_staff_closes(danas, sign_in, viewer, surface):
    """The last whom the matrix lets in."""
    actors = [actor for actor in ROLES if sees(surface, actor)]
    if not actors:
        return  # the director's alone, and Grace does not end her own work
    staff, by = danas.staff(WHO[actors[-1]]), viewer(danas.staff("grace"))
    client = sign_in(staff)

    deactivate(staff=staff, by=by, at=by.at)

    answer = ask(client, surface, danas)
    assert answer.status_code in (302, 401)
    assert answer.headers.get("Location", "/sign-in/").startswith("/sign-in/")


@each_surface
def test_a_barrier_closes(danas, sign_in, viewer, surface):
    """Ruth leads the group all the same: of the others' roster Dana is missing."""
    if not sees(surface, "CT"):
        return
    by, ruth = viewer(danas.staff("grace")), danas.staff("ruth")
    client = sign_in(ruth)

    set_barrier(patient=danas.dana, staff=ruth, reason="cousin", by=by, at=by.at)

    assert not hers(ask(client, surface, danas), danas)


@each_surface
def test_an_opened_chart_is_read_until_the_hour_is_over(danas, sign_in, surface):
    for actor, kind in (("CN", "emergency"), ("PD", "oversight")):
        if not sees(surface, actor):
            with undone(), naming(actor):
                staff = danas.staff(WHO[actor])
                client = sign_in(staff)
                _opens_and_closes(client, surface, danas, staff, actor, kind)


def _opens_and_closes(
    client: Client, surface: Surface, chart: Chart, staff: Any, actor: str, kind: str
) -> None:
    opening = open_for(chart.dana, staff, at=timezone.now(), kind=kind)
    if not shows_when_opened(surface, actor):
        assert_closed(client, surface, chart)
        return
    assert_open(ask(client, surface, chart), surface, chart)
    opening.opened_at -= timedelta(minutes=61)
    opening.expires_at -= timedelta(minutes=61)
    opening.save()
    assert_closed(client, surface, chart)


def shows_when_opened(surface: Surface, actor: str) -> bool:
    """Reading what break-glass or a stated reason opens, where the page is theirs."""
    opens = (
        CELLS["CN", surface.matter][0] == "B"
        if actor == "CN"
        else surface.matter in ("SUD", "ASM")
    )
    is_read = surface.operation == "R" and surface.sent is None
    return opens and is_read and surface.only is None


# Nothing is forgotten.


def test_every_address_behind_a_permission_is_a_surface_or_of_no_patient():
    known = {surface.url_name for surface in SURFACES} | set(OF_NO_PATIENT)
    named = {name for _, name, policy in addresses() if policy not in OPEN}

    assert not named - known, "execute their cells in surfaces.py"
    assert not known - named, "these are gone"
    assert not {one.url_name for one in SURFACES} & set(OF_NO_PATIENT)


def test_every_limit_says_why():
    for surface in SURFACES:
        limited = surface.only is not None or surface.but_not
        assert bool(limited) == bool(surface.why), surface.name


@pytest.mark.parametrize("actor", ["SV", "PD", "IT"])
def test_what_is_of_no_patient_names_none(danas, sign_in, actor):
    client = sign_in(danas.staff(WHO[actor]))
    for path, name, _ in addresses():
        if name in OF_NO_PATIENT:
            answer = client.get(filled(path, danas))
            assert answer.status_code < 500, name
            assert b"Whitfield" not in answer.content, name


def filled(path: str, chart: Chart) -> str:
    """An address with the clinic's own rows in its blanks."""
    clinic = chart.clinic
    known = {
        "patient_id": chart.dana.pk, "session_id": clinic.session.pk,
        "group_id": clinic.group.pk, "staff_id": clinic.staff["ruth"].pk,
        "site_id": clinic.site.pk, "room_id": clinic.room.pk,
        "track_id": clinic.track.pk,
    }  # fmt: skip
    return "/" + re.sub(
        r"<(?:\w+:)?(\w+)>", lambda blank: str(known.get(blank[1], NOWHERE)), path
    )


def test_every_address_declares_its_policy():
    undeclared = [path for path, _, policy in addresses() if policy == "undeclared"]
    assert not undeclared
