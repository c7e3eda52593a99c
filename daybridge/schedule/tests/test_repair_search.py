"""While the worker looks: the best so far is shown, and can be taken at once."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.rules.week_fit.plan import Level, LevelName, Plan, Status
from daybridge.schedule import services
from daybridge.schedule.models import Repair
from daybridge.schedule.repairing import task
from daybridge.schedule.repairing.progress import RepairProgress, SoFar, silence
from daybridge.schedule.repairing.task import find_smallest_change
from daybridge.schedule.tests.broken_days import (
    accept,
    grace,
    hold,
    repaired,
    step_of,
    wednesday,
)
from daybridge.schedule.tests.weeks import a_try

PART = {"headers": {"HX-Request": "true"}}
NOTHING_YET = SoFar(1, 1, 40)


@pytest.fixture
def evening(clinic):
    return hold(clinic, "Wednesday evening", wednesday(), *clinic.patients[:3])


@pytest.fixture
def repair(clinic, ruth, evening):
    return repaired(clinic, "leader", ruth)


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def url(name, row):
    return reverse(f"schedule:{name}", args=[row.pk])


def best(kept=38, changes=3, at_least=2, status=Status.FEASIBLE):
    values = (kept, 0, changes, 0)
    bounds = (40, 0, at_least, 0)
    levels = tuple(
        Level(name, value, bound)
        for name, value, bound in zip(LevelName, values, bounds, strict=True)
    )
    return Plan(status, levels=levels)


def note(clinic, repair, so_far=NOTHING_YET):
    by = grace(clinic)
    going = services.note_repair_progress(
        repair=repair, so_far=so_far, at=timezone.now(), by=by
    )
    repair.refresh_from_db()
    return going


def looked(clinic, repair):
    find_smallest_change.call(a_try(), str(clinic.program.pk), str(repair.pk))
    repair.refresh_from_db()


@pytest.mark.parametrize(
    ("so_far", "words"),
    [
        (NOTHING_YET, "Looking for a first answer."),
        (SoFar(2, 3, 40), "Week 2 of 3: looking for a first answer."),
        (
            NOTHING_YET.with_best(best()),
            "38 of 40 people keep everything, with 3 changes of a place, a leader or a "
            "room; none has fewer than 2.",
        ),
        (
            SoFar(2, 3, 1).with_best(best(kept=1, changes=1, at_least=1)),
            "Week 2 of 3: 1 of 1 person keep everything, with 1 change of a place, a "
            "leader or a room; no repair has fewer.",
        ),
        (NOTHING_YET.with_best(Plan(Status.UNKNOWN)), "Looking for a first answer."),
    ],
)
def test_the_best_so_far_is_said_in_words(so_far, words):
    assert so_far.words == words


def test_progress_is_kept_and_read_again(clinic, repair):
    before = RepairProgress.of(repair)
    going = note(clinic, repair, NOTHING_YET.with_best(best()))

    after = RepairProgress.of(repair)
    assert going
    assert before.words == "The worker takes it up in a moment."
    assert after.words.startswith("38 of 40 people")
    assert before.key != after.key


def test_the_page_says_only_what_is_new_and_then_is_read_again(
    clinic, director, repair
):
    note(clinic, repair)
    first = director.get(url("repair_progress", repair), **PART)
    seen = first.context["progress"].key
    again = director.get(url("repair_progress", repair), {"seen": seen}, **PART)
    note(clinic, repair, NOTHING_YET.with_best(best()))
    better = director.get(url("repair_progress", repair), {"seen": seen}, **PART)
    services.settle_repair_search(
        repair=repair, found=[], at_least=1, at=timezone.now(), by=grace(clinic)
    )
    over = director.get(url("repair_progress", repair), {"seen": seen}, **PART)

    answers = (first, again, better, over)
    assert [each.status_code for each in answers] == [200, 204, 200, 204]
    assert b"38 of 40 people" in better.content
    assert over["HX-Refresh"] == "true"


def test_a_stop_is_heard_and_said_once(clinic, director, repair):
    page = director.get(url("repair", repair)).content.decode()
    director.post(url("repair_stop", repair))
    first = Repair.objects.in_program(clinic.program).get(pk=repair.pk).stop_asked_at
    director.post(url("repair_stop", repair))
    after = director.get(url("repair", repair)).content.decode()

    assert "Stop, and take the best so far" in page
    assert "The search ends with the best so far." in after
    assert "Stop, and take" not in after
    assert not note(clinic, repair)
    assert first is not None
    assert repair.stop_asked_at == first


def test_a_search_that_was_stopped_keeps_what_it_found(clinic, director, repair):
    director.post(url("repair_stop", repair))

    looked(clinic, repair)

    assert repair.search == Repair.Search.DONE
    assert repair.at_least is None
    assert accept(clinic, repair) == 1


def test_the_worker_says_how_far_it_is(clinic, repair, evening):
    looked(clinic, repair)

    best_of_all = RepairProgress.of(repair).best
    assert best_of_all is not None
    assert (best_of_all.people, best_of_all.kept) == (3, 3)
    assert best_of_all.changes == repair.at_least == 1
    assert step_of(repair, evening).is_held


def test_a_worker_that_dies_is_said_plainly_and_can_be_asked_again(
    clinic, director, repair
):
    note(clinic, repair)
    repair.heard_at -= timedelta(minutes=1)
    repair.save()

    page = director.get(url("repair", repair)).content.decode()
    polled = director.get(url("repair_progress", repair), **PART)
    director.post(url("repair_again", repair))

    repair.refresh_from_db()
    assert "Is the worker running?" in page
    assert "every 2s" not in page
    assert polled["HX-Refresh"] == "true"
    assert (repair.heard_at, repair.so_far) == (None, {})
    assert silence(repair, timezone.now()) == ""


def test_a_search_that_breaks_is_said_plainly(clinic, director, repair, monkeypatch):
    def breaks(*args):
        raise RuntimeError("the week could not be read")

    monkeypatch.setattr(task, "broken_week", breaks)
    with pytest.raises(RuntimeError):
        looked(clinic, repair)

    page = director.get(url("repair", repair)).content.decode()
    assert "came to no answer" in page
    assert accept(clinic, repair) == 1
