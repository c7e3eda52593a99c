"""Who is chosen by hand to lead is held to what boards and repairs hold them to."""

from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.programs.models import Room, Site
from daybridge.rules.week_painted import Stroke, painting
from daybridge.schedule import services
from daybridge.schedule.errors import NotFree
from daybridge.schedule.models import Mark, Session
from daybridge.schedule.substitutes import Objections, objections
from daybridge.schedule.tests.broken_days import (
    accept,
    grace,
    hold,
    only_credential,
    repaired,
    take_back,
    wednesday,
)
from daybridge.schedule.values import ContactLimits, ExtraValues, SessionChanges
from daybridge.schedule.weeks import week_of
from tests.cast import hire, make_program

pytestmark = pytest.mark.django_db

AFTERNOON = Stroke(2 * 96 + 48, 2 * 96 + 96, Mark.OPEN)  # Wednesday from noon on


@pytest.fixture
def clinic(db):
    """Ruth leads an evening, Ben could; nothing else is on the schedule."""
    place = make_program()
    hire(place, "Ruth", "Abelson", "counselor")
    hire(place, "Ben", "Castillo", "counselor")
    hire(place, "Grace", "Okafor", "director")
    hire(place, "Faye", "Nguyen", "front_desk")
    return place


@pytest.fixture
def evening(clinic):
    return hold(clinic, "Evening", wednesday())


@pytest.fixture
def studio(clinic):
    return Room.objects.create(
        program=clinic.program, site=clinic.site, name="Studio", capacity=14
    )


@pytest.fixture
def desk(clinic, sign_in):
    return sign_in(clinic.staff["faye"])


def page(session, name="session_substitute"):
    return reverse(f"schedule:{name}", args=[session.pk])


def read(answer):
    return answer.content.decode().replace("\xa0", " ").replace("&#x27;", "’")


def limit(clinic, staff, *limits, hours=()):
    now, by = week_of(staff), grace(clinic)
    week = painting(hours) if hours else now.ordinary
    services.set_hours(
        whose=staff, week=week, version=now.version, at=by.at, by=by,
        limits=ContactLimits(*limits),
    )  # fmt: skip


def against(clinic, session):
    ben = clinic.staff["ben"]
    return objections(session=session, leader=ben, program=clinic.program)


def test_who_is_free_is_chosen_with_one_click(clinic, evening, ben, desk):
    answer = desk.post(page(evening), {"staff": ben.pk})

    evening.refresh_from_db()
    assert answer.status_code == 302
    assert evening.leader == ben


def test_nobody_is_in_two_rooms_at_once_whoever_means_it(
    clinic, evening, ben, studio, desk
):
    hold(clinic, "Of Ben", wednesday(19), leader=ben, room=studio)

    answer = desk.post(page(evening), {"staff": ben.pk, "anyway": "on"})

    evening.refresh_from_db()
    assert answer.status_code == 422
    assert "Ben Castillo leads Of Ben on" in str(answer.context["form"].errors["staff"])
    assert evening.leader == clinic.staff["ruth"]


def test_who_helps_elsewhere_is_not_free_either(clinic, evening, ben, studio):
    hold(clinic, "Of Ruth", wednesday(), co_leader=ben, room=studio)
    online = hold(clinic, "Online", wednesday(), room=None)

    assert len(against(clinic, evening).refused) == 1
    assert len(against(clinic, online).refused) == 1


def test_two_groups_that_sit_together_may_have_one_leader(clinic, evening, ben, desk):
    hold(clinic, "Of Ben", wednesday(), leader=ben)

    asked = desk.post(page(evening), {"staff": ben.pk})
    meant = desk.post(page(evening), {"staff": ben.pk, "anyway": "on"})

    assert asked.status_code == 422
    assert "Ben Castillo leads Of Ben on" in read(asked)
    assert meant.status_code == 302


def test_one_who_ends_as_it_begins_is_free(clinic, evening, ben, studio):
    hold(clinic, "Afternoon", wednesday(14, 30), leader=ben, room=studio)

    assert against(clinic, evening) == Objections()


def test_more_than_they_may_lead_is_asked_once_more(clinic, evening, ben, desk):
    hold(clinic, "Morning", wednesday(9), leader=ben)
    limit(clinic, ben, 300)

    asked = desk.post(page(evening), {"staff": ben.pk})
    meant = desk.post(page(evening), {"staff": ben.pk, "anyway": "on"})

    assert asked.status_code == 422
    assert "Wednesday: 6 h with patients, and 5 h is the most." in read(asked)
    assert meant.status_code == 302


@pytest.mark.parametrize(
    ("kind", "expires_on", "said"),
    [
        ("CRS", None, "Ben Castillo: CRS does not lead therapy groups alone."),
        ("LCSW", wednesday().date(), None),
        ("LCSW", wednesday(days=-1).date(), "Ben Castillo: LCSW expired 1 day ago."),
    ],
)
def test_whose_credentials_do_not_cover_it_is_asked_about(
    clinic, evening, ben, kind, expires_on, said
):
    only_credential(ben, None)
    assert against(clinic, evening) == Objections()  # nothing is known of him
    only_credential(ben, kind, expires_on)

    assert against(clinic, evening) == Objections(unusual=(said,) if said else ())


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ((None, 300), ["In the week: 6 h with patients"]),
        ((None, 360), []),
        ((None, None, 30), ["15 min between two sessions, and 30 min"]),
        ((None, None, 15), []),
        ((360, 360, 0), []),
    ],
)
def test_week_and_changeover_are_held_to(clinic, evening, ben, limits, said):
    hold(clinic, "Afternoon", wednesday(14, 15), leader=ben)
    limit(clinic, ben, *limits)

    found = [text.replace("\xa0", " ") for text in against(clinic, evening).unusual]

    assert len(found) == len(said)
    assert all(part in text for part, text in zip(said, found, strict=True))


def test_what_is_too_much_already_is_not_said_of_another_day(clinic, evening, ben):
    hold(clinic, "Friday", wednesday(9, days=2), leader=ben)
    limit(clinic, ben, 180)
    assert against(clinic, evening).unusual == ()

    limit(clinic, ben, 120)

    [said] = against(clinic, evening).unusual
    assert "Wednesday" in said


def test_who_does_not_work_then_is_asked_about(clinic, evening, ben):
    limit(clinic, ben, hours=[AFTERNOON])
    assert against(clinic, evening).unusual == ()
    morning = hold(clinic, "Morning", wednesday(9))

    assert against(clinic, morning).unusual == (
        "Ben Castillo does not work then, by the hours on their page.",
    )


def test_who_is_away_is_asked_about_until_it_is_taken_back(clinic, evening, ben):
    hold(clinic, "Of Ben", wednesday(9), leader=ben)
    repair = repaired(clinic, "leader", ben, wish="cancel")

    said = against(clinic, evening).unusual
    accept(clinic, repair)
    done = against(clinic, evening).unusual
    take_back(clinic, repair)

    assert said == done
    assert said[0].startswith("Ben Castillo is away then")
    assert against(clinic, evening).unusual == ()


def test_another_site_on_that_day_is_asked_about(clinic, evening, ben):
    site = Site.objects.create(program=clinic.program, name="Annex")
    porch = Room.objects.create(
        program=clinic.program, site=site, name="Porch", capacity=14
    )
    hold(clinic, "Morning", wednesday(9), leader=ben, room=porch)
    hold(clinic, "Next day", wednesday(9, days=1), leader=ben, room=porch)

    [said] = against(clinic, evening).unusual

    assert said.replace("\xa0", " ") == (
        "Ben Castillo leads Morning at another site that day, Annex at 9:30 am."
    )


def changed(session, clinic, **more):
    """What the form of a change sends: the evening as it is, but for this."""
    wall = session.starts_at.astimezone(clinic.program.zone)
    return {
        "on": wall.date().isoformat(), "starts_at": "17:30", "ends_at": "20:30",
        "room": session.room_id, "telehealth_url": "", "leader": session.leader_id,
        "co_leader": "", "capacity": "12", "topic": "", "topic_text": "",
        "version": session.version, **more,
    }  # fmt: skip


def test_a_change_of_the_evening_asks_the_same(clinic, evening, ben, studio, desk):
    hold(clinic, "Morning", wednesday(9), leader=ben, room=studio)
    limit(clinic, ben, 300)
    url = page(evening, "session_change")

    asked = desk.post(url, changed(evening, clinic, co_leader=ben.pk))
    hold(clinic, "Other", wednesday(16), leader=ben, room=studio)
    refused = desk.post(url, changed(evening, clinic, leader=ben.pk, anyway="on"))

    assert "Wednesday: 6 h with patients, and 5 h is the most." in read(asked)
    assert "leads Other on" in str(refused.context["form"].errors["leader"])


CRS_ALONE = "Ben Castillo: CRS does not lead {}s alone."


def test_a_change_asks_about_credentials_of_who_leads_and_not_of_who_helps(
    clinic, evening, ben, desk
):
    only_credential(ben, "CRS")
    url = page(evening, "session_change")

    asked = desk.post(url, changed(evening, clinic, leader=ben.pk))
    helps = desk.post(url, changed(evening, clinic, co_leader=ben.pk))

    assert asked.status_code == 422
    assert CRS_ALONE.format("therapy group") in read(asked)
    assert helps.status_code == 302


def extra(clinic, leader, modality):
    """What the form of an extra session sends, of that Wednesday evening."""
    return {
        "title": "Make-up", "track": clinic.track.pk, "modality": modality,
        "on": wednesday().date().isoformat(), "starts_at": "17:30",
        "ends_at": "20:30", "room": clinic.room.pk, "telehealth_url": "",
        "group": "", "leader": leader.pk, "co_leader": "", "capacity": "4",
        "topic_text": "", "counts_to_clinical_hours": "on",
    }  # fmt: skip


def test_an_extra_session_asks_about_credentials_for_the_kind_that_is_typed(
    clinic, ben, desk
):
    only_credential(ben, "CRS")
    url = reverse("schedule:extra_new")

    asked = desk.post(url, extra(clinic, ben, "individual"))
    wellness = desk.post(url, extra(clinic, ben, "wellness"))
    meant = desk.post(url, {**extra(clinic, ben, "individual"), "anyway": "on"})

    assert asked.status_code == 422
    assert CRS_ALONE.format("individual session") in read(asked)
    assert wellness.status_code == 302
    assert meant.status_code == 302


def test_a_change_that_leaves_who_leads_and_when_asks_nothing_of_them(
    clinic, evening, desk
):
    limit(clinic, clinic.staff["ruth"], 60)

    answer = desk.post(
        page(evening, "session_change"), changed(evening, clinic, capacity="9")
    )

    evening.refresh_from_db()
    assert answer.status_code == 302
    assert evening.capacity == 9


def test_of_two_changes_at_once_a_leader_gets_one(clinic, evening, ben, studio):
    """As when two people look at two forms, and both send."""
    other, by = hold(clinic, "Other", wednesday(), room=studio), grace(clinic)

    def lead(session):
        changes = replace(SessionChanges.of(session), leader=ben)
        services.change_session_by_hand(
            session=session, changes=changes, base_version=session.version, at=by.at,
            by=by,
        )  # fmt: skip

    lead(evening)
    with pytest.raises(NotFree, match="leads Evening on"):
        lead(other)

    other.refresh_from_db()
    assert (other.leader, other.version) == (clinic.staff["ruth"], 1)


def test_a_leader_who_is_in_two_rooms_already_may_stay_there(clinic, evening, studio):
    """What stands, stands: fewer seats move nobody."""
    hold(clinic, "Other", wednesday(), room=studio)
    changes, by = replace(SessionChanges.of(evening), capacity=7), grace(clinic)

    services.change_session_by_hand(
        session=evening, changes=changes, base_version=evening.version, at=by.at, by=by
    )

    evening.refresh_from_db()
    assert evening.capacity == 7


def test_an_extra_session_is_not_made_for_whoever_leads_elsewhere(
    clinic, evening, studio
):
    values = ExtraValues(
        title="Extra", track=clinic.track, modality="group", room=studio,
        starts_at=evening.starts_at, ends_at=evening.ends_at, leader=evening.leader,
    )  # fmt: skip

    with pytest.raises(NotFree, match="leads Evening on"):
        services.add_extra_session(
            program=clinic.program, values=values, at=timezone.now(), by=grace(clinic)
        )

    assert not Session.objects.in_program(clinic.program).filter(title="Extra").exists()


def test_of_two_evenings_at_once_a_substitute_gets_one(clinic, evening, ben, studio):
    """As when two people look at two forms, and both send."""
    other = hold(clinic, "Other", wednesday(), room=studio)
    by = grace(clinic)

    services.choose_substitute(session=evening, staff=ben, at=timezone.now(), by=by)
    with pytest.raises(NotFree, match="leads Evening on"):
        services.choose_substitute(session=other, staff=ben, at=by.at, by=by)

    other.refresh_from_db()
    assert other.leader == clinic.staff["ruth"]
