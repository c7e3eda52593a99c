"""A draft changed by hand: a copy in which one group is put, opened or closed."""

from dataclasses import replace
from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.audit.models import AuditEvent
from daybridge.rules.week_fit.checking import check
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_fit.plan import State
from daybridge.schedule.drafting.changes import hours_moved
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.models import Draft
from daybridge.schedule.tests.test_drafting import (
    MORNING,
    cannot_in_the_evening,
    make,
    searched,
)
from daybridge.schedule.tests.test_own_hours import with_own
from daybridge.schedule.tests.weeks import (
    by,
    four_evenings,
    give_place,
    meet,
    own_hour,
)
from tests.cast import admit, hire, make_program

FRIDAY_MORNING = Window(4 * DAY + 570, 4 * DAY + 750)
MOVES = "Dana Whitfield: individual counseling moves from Friday"


@pytest.fixture
def clinic(db):
    small = make_program()
    hire(small, "Ruth", "Abelson", "counselor")
    hire(small, "Grace", "Okafor", "director")
    return small


@pytest.fixture
def dana(clinic):
    return admit(clinic, "Dana", "Whitfield", 1)


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


@pytest.fixture
def draft(clinic, dana):
    for group in four_evenings(clinic)[:3]:
        give_place(group, dana)
    return make(clinic)


def url(name, draft, *more):
    return reverse(f"schedule:{name}", args=[draft.pk, *more])


def group_of(draft, name):
    from daybridge.schedule.models import Group

    return str(Group.objects.in_program(draft.program_id).get(name=name).pk)


def typed(clinic, **more):
    return {
        "days": ["4"], "starts_at": "09:30", "leader": str(clinic.staff["ruth"].pk),
        "room": str(clinic.room.pk), "stays": "on", **more,
    }  # fmt: skip


def copy_of(draft):
    return Draft.objects.in_program(draft.program_id).get(made_from=draft)


def test_a_group_is_moved_in_a_copy_and_everyone_is_seated_anew(
    clinic, director, dana, draft
):
    key = group_of(draft, "Monday evening")

    answer = director.post(url("draft_group", draft, key), typed(clinic), follow=True)

    found = Found(copy_of(draft))
    assert "Friday" in answer.content.decode()
    assert found.week.offerings[f"{key}/Mon"].arrangement.start == 4 * 1440 + 570
    assert found.instance.offerings[f"{key}/Mon"].fixed is not None
    assert found.week.clients[str(dana.pk)].state is State.SERVED
    assert check(found.instance, found.week).broken == ()
    assert draft.instance == Draft.objects.in_program(clinic.program).get(
        pk=draft.pk
    ).instance  # fmt: skip


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"days": ["1"], "starts_at": "17:30"}, "They lead another group then"),
        ({"days": ["1"], "starts_at": "17:30"}, "Another group is in this room then"),
        ({"days": ["1", "2"]}, "Choose 1 day"),
        ({"starts_at": "23:00"}, "after midnight"),
        ({"starts_at": "09:07"}, "in steps of"),
        ({"leader": "nobody"}, "Select a valid choice"),
    ],
)
def test_where_it_cannot_be_is_said_beside_its_field(
    clinic, director, draft, more, said
):
    key = group_of(draft, "Monday evening")

    answer = director.post(url("draft_group", draft, key), typed(clinic, **more))

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Draft.objects.in_program(clinic.program).filter(made_from=draft).exists()


def test_a_group_is_closed_and_opened_again(clinic, director, dana, draft):
    key = group_of(draft, "Monday evening")
    director.post(url("draft_group_close", draft, key))
    closed = copy_of(draft)
    assert Found(closed).week.offerings[f"{key}/Mon"].arrangement is None
    assert Found(closed).week.clients[str(dana.pk)].state is State.SERVED

    director.post(url("draft_group", closed, key), typed(clinic))

    assert Found(copy_of(closed)).week.offerings[f"{key}/Mon"].arrangement is not None


def test_a_new_group_is_opened(clinic, director, dana, draft):
    new = {
        "name": "Friday morning", "track": str(clinic.track.pk), "modality": "group",
        "length": "180", "capacity": "8",
    }  # fmt: skip

    answer = director.post(
        url("draft_group_new", draft), typed(clinic, **new), follow=True
    )

    assert "Friday morning" in answer.content.decode()
    assert copy_of(draft).extra_groups == {"extra-1": "Friday morning"}


def test_a_card_that_is_dropped_moves_its_meeting(clinic, director, draft):
    key = group_of(draft, "Monday evening")
    sent = {"meeting": f"{key}/Mon", "day": "4", "minute": str(17 * 60 + 30)}

    director.post(url("draft_move", draft), sent)

    run = Found(copy_of(draft)).week.offerings[f"{key}/Mon"].arrangement
    assert run.start == 4 * 1440 + 17 * 60 + 30


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"day": "1", "minute": "1050"}, "They lead another group then"),
        ({"day": "9", "minute": "1050"}, "it cannot be there"),
        ({"day": "4", "minute": "1050", "meeting": "nothing"}, "it cannot be there"),
    ],
)
def test_a_card_that_cannot_be_there_stays(clinic, director, draft, sent, said):
    key = group_of(draft, "Monday evening")

    answer = director.post(
        url("draft_move", draft), {"meeting": f"{key}/Mon", **sent}, follow=True
    )

    assert said in answer.content.decode()
    assert not Draft.objects.in_program(clinic.program).filter(made_from=draft).exists()


def test_a_better_week_is_looked_for_from_there_and_leaves_alone_what_is_to_stay(
    clinic, director, dana
):
    for day in ("MO", "TU", "WE"):
        meet(clinic, f"Group {day}", day)
    meet(clinic, "Early group", "TH", at=MORNING)
    cannot_in_the_evening(clinic, dana)
    draft = make(clinic)
    key = group_of(draft, "Early group")
    director.post(url("draft_group", draft, key), typed(clinic))

    found = Found(searched(clinic, copy_of(draft), seconds=3))

    assert found.week.offerings[f"{key}/Thu"].arrangement.start == 4 * 1440 + 570
    assert found.week.clients[str(dana.pk)].state is State.SERVED


def test_what_is_in_the_way_is_said_for_one_person(clinic, director, dana, draft):
    for name in ("Monday", "Thursday"):
        key = group_of(draft, f"{name} evening")
        director.post(url("draft_group_close", draft, key))
        draft = copy_of(draft)
    admit(clinic, "Marcus", "Oyelaran", 2)

    page = director.get(url("draft_why", draft, str(dana.pk))).content.decode()

    assert "What is in the way for Dana Whitfield" in page
    assert "do not add up to this dose" in page
    assert director.get(url("draft_why", draft, "nobody")).status_code == 404


def test_the_list_leaves_out_the_steps_on_the_way(clinic, director, draft):
    key = group_of(draft, "Monday evening")
    director.post(url("draft_group", draft, key), typed(clinic))
    first = copy_of(draft)
    director.post(url("draft_group", first, key), typed(clinic, days=["5"]))

    page = director.get(reverse("schedule:drafts")).content.decode()

    assert str(draft.pk) in page
    assert str(first.pk) not in page
    assert str(copy_of(first).pk) in page


def test_vera_and_the_counselors_find_nothing(clinic, sign_in, vera, draft):
    key = group_of(draft, "Monday evening")
    pages = [
        url("draft_board", draft), url("draft_group_new", draft),
        url("draft_group", draft, key), url("draft_publish", draft),
    ]  # fmt: skip
    acts = [url("draft_move", draft), url("draft_group_close", draft, key)]

    for who in (vera, clinic.staff["ruth"]):
        client = sign_in(who)
        answers = [client.get(page).status_code for page in pages]
        answers += [client.post(act).status_code for act in acts]
        assert set(answers) == {404}
    assert timezone.now() > draft.created_at


@pytest.fixture
def hour(clinic, dana):
    """Ruth counsels Dana on Fridays at half past nine."""
    return own_hour(clinic, with_own(dana), "FR", time(9, 30), room=clinic.room)


def test_whose_individual_session_has_another_hour_is_asked_about_first(
    clinic, director, dana, hour, draft
):
    key = group_of(draft, "Monday evening")

    asked = director.post(url("draft_group", draft, key), typed(clinic))

    assert asked.status_code == 422
    assert MOVES in asked.content.decode()
    assert names_read(draft) == 1
    assert not Draft.objects.in_program(clinic.program).filter(made_from=draft).exists()
    director.post(url("draft_group", draft, key), typed(clinic, anyway="on"))
    found = Found(copy_of(draft))
    [held] = found.week.clients[str(dana.pk)].individual.values()
    assert not held.window(60).meets(FRIDAY_MORNING)
    assert check(found.instance, found.week).broken == ()


def test_a_card_that_takes_an_hour_says_whose(clinic, director, hour, draft):
    key = group_of(draft, "Monday evening")
    sent = {"meeting": f"{key}/Mon", "day": "4", "minute": "570"}

    answer = director.post(url("draft_move", draft), sent, follow=True)

    assert MOVES in answer.content.decode()
    assert names_read(draft) == 1


def names_read(draft):
    """How often the audit says that what a draft changes for whom was read."""
    events = AuditEvent.objects.filter(program_id=draft.program_id)
    return events.filter(action="schedule.draft_changes_read").count()


def without_hours(plan):
    weeks = {id: replace(week, individual={}) for id, week in plan.clients.items()}
    return replace(plan, clients=weeks)


def test_an_hour_that_finds_no_other_is_said_to_be_lost(clinic, director, hour, draft):
    found = Found(draft)
    nobody = without_hours(found.week)

    [said] = hours_moved(found, nobody, by(clinic, "grace"))

    assert said.startswith("Dana Whitfield: finds no hour for individual counseling, ")
    assert hours_moved(found, found.week, by(clinic, "grace")) == []


def test_who_may_not_be_named_is_counted(clinic, hour, draft):
    found = Found(draft)
    nobody = without_hours(found.week)
    hire(clinic, "Noor", "Haddad", "biller")

    [said] = hours_moved(found, nobody, by(clinic, "noor"))

    assert said == "Hours of 1 other person move too."
