"""The pages of a repair: who gets them, what they show, and how little they ask."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.html import escape

from daybridge.access.services import set_barrier
from daybridge.outbox.models import Message
from daybridge.schedule.models import Repair
from daybridge.schedule.tests.broken_days import (
    accept,
    grace,
    hold,
    repaired,
    step_of,
    wednesday,
)
from tests.naughty import naughty_strings

NEW = reverse("schedule:repair_new")
OF_A_REPAIR = (
    "repair", "repair_progress", "repair_accept", "repair_again", "repair_refuse",
    "repair_take_back",
)  # fmt: skip
OF_A_STEP = ("repair_change",)


@pytest.fixture
def evening(clinic):
    return hold(clinic, "Wednesday evening", wednesday(), *clinic.patients[:3])


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def url(name, row):
    return reverse(f"schedule:{name}", args=[row.pk])


def read(client, address, **more):
    return client.get(address, **more).content.decode().replace("\xa0", " ")


def seen(*steps):
    return {"step": [f"{step.pk}:{step.version}" for step in steps]}


def said(clinic, **more):
    day = wednesday().date().isoformat()
    return {
        "lost": f"leader:{clinic.staff['ruth'].pk}", "from_on": day, "until_on": day,
        "wish": "fit", **more,
    }  # fmt: skip


def test_an_absence_is_said_and_accepted_in_two_clicks(clinic, director, evening):
    page = director.post(NEW, said(clinic), follow=True)
    repair = Repair.objects.in_program(clinic.program).get()
    step = step_of(repair, evening)

    done = director.post(url("repair_accept", repair), seen(step), follow=True)

    evening.refresh_from_db()
    assert f"{step.leader.display_name} leads" in page.content.decode()
    assert "Accept it and tell everyone" in page.content.decode()
    assert "1 session changed; people are told." in done.content.decode()
    assert evening.leader == step.leader


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("lost", "", "required"),
        ("lost", "leader:nonsense", "not one of the available choices"),
        ("until_on", "2020-01-01", "It ends before it begins."),
        ("until_on", "2199-01-01", "Eight weeks at most"),
        ("until_at", "nonsense", "valid time"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    clinic, director, evening, field, value, sentence
):
    answer = director.post(NEW, said(clinic, **{field: value}))

    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_when_nothing_is_touched_nothing_is_kept(clinic, director):
    answer = director.post(NEW, said(clinic))

    assert answer.status_code == 422
    assert "Nothing that is still ahead is touched" in answer.content.decode()
    assert not Repair.objects.in_program(clinic.program).exists()


def test_a_session_leads_to_the_absence_of_who_leads_it(clinic, director, evening):
    page = read(director, url("session", evening))
    form = read(
        director, NEW, data={"lost": f"leader:{clinic.staff['ruth'].pk}"}
    )  # fmt: skip

    assert "Ruth is away" in page
    assert f'value="leader:{clinic.staff["ruth"].pk}" selected' in form


def test_who_is_lost_is_named_with_where_they_could_come(clinic, director, evening):
    other = hold(clinic, "Thursday open", wednesday(days=1))
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")

    page = read(director, url("repair", repair))

    assert "Dana Whitfield" in page
    assert other.title in page
    assert "Your appointment on" in page
    assert "Su cita" in page


def test_who_is_closed_to_the_viewer_is_counted_and_not_named(
    clinic, director, evening, dana, viewer
):
    set_barrier(
        patient=dana, staff=clinic.staff["grace"], reason="relative",
        by=viewer(clinic.staff["sylvia"]), at=grace(clinic).at,
    )  # fmt: skip
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")

    page = read(director, url("repair", repair))

    assert "Whitfield" not in page
    assert "and 1 more" in page


def test_the_desk_sees_no_names_of_another_day(clinic, sign_in, evening):
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")

    page = read(sign_in(clinic.staff["faye"]), url("repair", repair))

    assert "Without this session: 3" in page
    assert "Whitfield" not in page


def test_what_changed_meanwhile_is_said_on_the_page(clinic, director, evening):
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    evening.version += 1
    evening.save()

    answer = director.post(url("repair_accept", repair), seen(step_of(repair, evening)))

    assert answer.status_code == 422
    assert "Someone else has just changed this session" in answer.content.decode()
    assert "Changed meanwhile" in answer.content.decode()


@pytest.mark.parametrize("sent", ["", "nonsense", "nonsense:1", ":", "a:b:c"])
def test_nonsense_accepts_nothing(clinic, director, evening, sent):
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")

    director.post(url("repair_accept", repair), {"step": sent})

    evening.refresh_from_db()
    assert evening.cancelled_at is None
    assert not Message.objects.in_program(clinic.program).exists()


def test_another_leader_is_chosen_from_a_list_with_reasons(clinic, director, evening):
    repair = repaired(clinic, "leader", clinic.staff["ruth"])
    step = step_of(repair, evening)
    ben, sylvia = clinic.staff["ben"], clinic.staff["sylvia"]
    other = sylvia if step.leader == ben else ben
    page = director.get(url("repair_change", step))
    sent = {"version": step.version, "start": page.context["start"],
            "leader": other.pk, "room": clinic.room.pk}  # fmt: skip

    away = director.post(
        url("repair_change", step), sent | {"leader": clinic.staff["ruth"].pk}
    )
    director.post(url("repair_change", step), sent)

    assert "is away" in page.content.decode()
    assert away.status_code == 422
    assert step_of(repair, evening).leader == other


def test_a_session_can_be_cancelled_left_and_brought_back(clinic, director, evening):
    repair = repaired(clinic, "leader", clinic.staff["ruth"])
    step = step_of(repair, evening)
    director.post(
        url("repair_change", step),
        {"version": step.version, "start": "0", "cancel": "1"},
    )
    step = step_of(repair, evening)
    assert not step.is_held

    accept(clinic, repair)
    page = read(director, url("repair", repair))
    step = step_of(repair, evening)
    director.post(url("repair_take_back", repair), seen(step))

    evening.refresh_from_db()
    assert "Bring back as planned" in page
    assert evening.cancelled_at is None


def test_progress_waits_for_the_worker_and_then_reads_the_page_again(
    clinic, director, evening
):
    repair = repaired(clinic, "leader", clinic.staff["ruth"])
    part = {"headers": {"HX-Request": "true"}}
    waiting = director.get(url("repair_progress", repair), **part)
    repair.search = Repair.Search.DONE
    repair.save()

    over = director.get(url("repair_progress", repair), **part)

    assert [waiting.status_code, over.status_code] == [200, 204]
    assert "HX-Refresh" not in waiting
    assert over["HX-Refresh"] == "true"


def test_a_silent_worker_is_not_waited_for(clinic, director, evening):
    repair = repaired(clinic, "leader", clinic.staff["ruth"])
    repair.asked_at -= timedelta(minutes=2)
    repair.save()

    assert "every 2s" not in read(director, url("repair", repair))


def test_vera_and_the_counselors_find_nothing(clinic, sign_in, vera, evening):
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    step = step_of(repair, evening)

    for who in (vera, clinic.staff["ruth"]):
        client = sign_in(who)
        answers = [
            ask(url(name, row)).status_code
            for names, row in ((OF_A_REPAIR, repair), (OF_A_STEP, step))
            for name in names
            for ask in (client.get, client.post)
        ]
        assert set(answers) <= {404, 405}
    assert step_of(repair, evening).state == "open"


def test_the_page_asks_the_same_for_many_sessions(
    clinic, director, evening, django_assert_max_num_queries
):
    for hour in range(8, 20):
        hold(clinic, f"At {hour}", wednesday(hour), *clinic.patients)
    repair = repaired(clinic, "storm", clinic.site, wish="cancel")

    with django_assert_max_num_queries(24):
        page = read(director, url("repair", repair))
    assert page.count("Without this session") == 13


def test_the_list_asks_the_same_for_many_repairs(
    clinic, director, evening, django_assert_max_num_queries
):
    for _ in range(9):
        repaired(clinic, "leader", clinic.staff["ruth"])

    with django_assert_max_num_queries(8):
        page = read(director, reverse("schedule:repairs"))
    assert page.count("Ruth Abelson is away") == 9


def test_names_are_shown_as_they_were_typed(clinic, director):
    names = [name[:120] for name in naughty_strings()[::12] if "\x00" not in name]
    for name in names:
        hold(clinic, name, wednesday())

    repair = repaired(clinic, "storm", clinic.site, wish="cancel")
    page = director.get(url("repair", repair)).content.decode()

    assert names
    assert [name for name in names if f"{escape(name)}</a>" not in page] == []
