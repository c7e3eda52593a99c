"""Painting a patient's week: what is typed is kept, by whom, and by one at a time."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from daybridge.audit.models import AuditEvent
from daybridge.rules.week_fit.clock import DAY, Window
from daybridge.rules.week_painted import EMPTY, Stroke, painting
from daybridge.schedule import services
from daybridge.schedule.hours import Life, lives
from daybridge.schedule.models import ToldChange, ToldTime, ToldWeek
from daybridge.schedule.tests.test_calendar_file import written
from daybridge.schedule.values import GettingHere
from daybridge.schedule.weeks import monday_of
from tests import cast
from tests.naughty import naughty_strings

pytestmark = pytest.mark.django_db

FORMS = ("told_week", "told_file")
ACTS = ("tell", "told_week", "told_date", "told_clear", "told_file", "told_file_take")


def monday():
    return monday_of(cast.today()) + timedelta(days=14)


@pytest.fixture
def desk(clinic, sign_in):
    """Faye's browser."""
    return sign_in(clinic.staff["faye"])


@pytest.fixture
def by(clinic, viewer):
    return viewer(clinic.staff["faye"])


@pytest.fixture
def works(dana, by):
    """Dana works from nine to five on Mondays."""
    return services.tell_week(
        patient=dana, week=painting([Stroke(36, 68, "work")]), here=GettingHere(),
        version=0, at=by.at, by=by,
    )  # fmt: skip


def url(name, patient):
    return reverse(f"schedule:{name}", args=[patient.pk])


def a_row(number=0, mark="work", days=(0,), start="09:00", end="17:00"):
    prefix = f"row-{number}"
    return {
        f"{prefix}-mark": mark, f"{prefix}-days": days, f"{prefix}-start": start,
        f"{prefix}-end": end,
    }  # fmt: skip


def a_week(*rows, version=0, **more):
    sent = {"version": version, "travel_minutes": 20}
    for row in rows:
        sent |= row
    return sent | more


def life_of(patient, week=None):
    return lives(program=patient.program, patients=[patient.pk], week=week)[patient.pk]


def test_a_typed_week_is_kept_with_the_way_here(dana, desk):
    answer = desk.post(
        url("tell", dana),
        a_week(a_row(days=(0, 2)), a_row(1, "court", (3,), "", ""), telehealth="on"),
    )

    assert answer.status_code == 302
    assert life_of(dana) == Life(
        (
            Window(540, 1020),
            Window(2 * DAY + 540, 2 * DAY + 1020),
            Window(3 * DAY, 4 * DAY),
        ),
        (), 20, True,
    )  # fmt: skip


def test_a_night_shift_goes_on_the_next_day_and_sundays_on_monday(dana, desk):
    desk.post(url("tell", dana), a_week(a_row(days=(6,), start="23:00", end="07:00")))

    assert life_of(dana).busy == (
        Window(0, 420), Window(6 * DAY + 1380, 7 * DAY),
    )  # fmt: skip


@pytest.mark.parametrize("wrong", ["09:07", "25:00", "nine"])
def test_a_time_off_the_quarter_hour_comes_back_beside_its_field(dana, desk, wrong):
    answer = desk.post(url("tell", dana), a_week(a_row(start=wrong)))

    assert answer.status_code == 422
    assert b"row-0-start_error" in answer.content
    assert not ToldWeek.objects.in_program(dana.program).exists()


def test_a_week_that_someone_else_painted_meanwhile_is_not_lost(dana, desk, works):
    answer = desk.post(url("tell", dana), a_week(a_row(days=(4,))))
    again = answer.context["form"]

    assert answer.status_code == 422
    assert b"Someone else changed this week" in answer.content
    assert life_of(dana).busy == (Window(540, 1020),)
    desk.post(
        url("tell", dana), a_week(a_row(days=(4,)), version=again["version"].value())
    )
    assert life_of(dana).busy == (Window(4 * DAY + 540, 4 * DAY + 1020),)


def test_the_page_begins_with_what_was_said_on_the_first_call(dana, desk, clinic):
    from daybridge.schedule.tests.test_hours import asked, said

    asked(dana, said(0, "17:30", "20:30"))

    answer = desk.get(url("told", dana))

    assert b"Said on the first call" in answer.content
    assert answer.context["form"].rows[0]["days"].value() == [0]


def test_a_date_added_before_any_week_keeps_what_was_said_first(dana, desk):
    from daybridge.schedule.tests.test_hours import asked, said

    asked(dana, said(0, "17:30", "20:30"))
    on = monday() + timedelta(days=1)

    desk.post(url("told_date", dana), {"on": on, "mark": "court"})

    assert life_of(dana).busy == (Window(1050, 1230),)
    assert life_of(dana, monday()).busy == (Window(1050, 1230), Window(DAY, 2 * DAY))


def test_a_free_day_is_free_and_can_be_taken_back(dana, desk, works):
    desk.post(url("told_date", dana), {"on": monday(), "mark": "none"})
    without = life_of(dana, monday()).busy
    desk.post(url("told_clear", dana), {"on": monday()})

    assert without == ()
    assert life_of(dana, monday()).busy == (Window(540, 1020),)


@pytest.mark.parametrize("days", [-1, 367])
def test_a_date_that_is_over_or_far_away_is_refused(dana, desk, days):
    on = cast.today() + timedelta(days=days)

    answer = desk.post(url("told_date", dana), {"on": on, "mark": "work"})

    assert answer.status_code == 422
    assert b"within a year" in answer.content


def test_a_rotating_shift_is_painted_once_for_every_other_week(dana, desk, works):
    page = f"{url('told_week', dana)}?of={monday()}"
    sent = a_week(
        a_row(days=(1,), start="15:00", end="23:00"), version=works.version, every=2,
        until=monday() + timedelta(days=30),
    )  # fmt: skip

    answer = desk.post(page, sent)

    late = (Window(DAY + 900, DAY + 1380),)
    early = (Window(540, 1020),)
    weeks = [monday() + timedelta(weeks=number) for number in range(5)]
    assert answer.status_code == 302
    assert [life_of(dana, week).busy for week in weeks] == [
        late, early, late, early, late,
    ]  # fmt: skip
    assert life_of(dana).busy == early


def test_a_week_repeated_without_an_end_is_refused(dana, desk, works):
    sent = a_week(a_row(), version=works.version, every=1)

    answer = desk.post(f"{url('told_week', dana)}?of={monday()}", sent)

    assert answer.status_code == 422
    assert b"Give a day until" in answer.content


@pytest.mark.parametrize("of", ["", "soon", "2026-02-30", "0001-01-01"])
def test_a_week_of_no_day_is_this_week(dana, desk, of):
    assert desk.get(url("told_week", dana), {"of": of}).status_code == 200


def test_what_is_kept_and_read_stands_in_the_audit(dana, desk, works):
    desk.get(url("told", dana))
    events = AuditEvent.objects.filter(program_id=dana.program_id, patient_id=dana.pk)

    assert events.filter(action="schedule.week_told").count() == 1
    assert events.filter(action="chart.read", detail__what="week").count() == 1


@pytest.mark.parametrize("name", ["told", *FORMS])
def test_vera_finds_no_page_where_ruth_finds_one(dana, ruth, vera, sign_in, name):
    assert sign_in(ruth).get(url(name, dana)).status_code == 200
    assert sign_in(vera).get(url(name, dana)).status_code == 404


@pytest.mark.parametrize("name", ACTS)
def test_who_only_reads_changes_nothing(clinic, dana, works, sign_in, name):
    sylvia = sign_in(clinic.staff["sylvia"])
    before = ToldTime.objects.in_program(dana.program).count()

    assert sylvia.get(url("told", dana)).status_code == 200
    assert sylvia.post(url(name, dana), a_week(a_row(days=(5,)))).status_code == 404
    assert ToldTime.objects.in_program(dana.program).count() == before


def test_a_page_takes_as_many_queries_for_many_times_as_for_none(
    dana, desk, works, django_assert_max_num_queries
):
    rows = [a_row(number, days=(number % 7,), start=f"{number:02}:00",
                  end=f"{number:02}:45") for number in range(20)]  # fmt: skip
    desk.post(url("tell", dana), a_week(*rows, version=works.version))
    for ahead in range(40):
        ToldChange.objects.create(
            program=dana.program, week=works, on=monday() + timedelta(days=ahead),
            from_quarter=0, until_quarter=4, mark="other",
        )  # fmt: skip

    with django_assert_max_num_queries(20):
        answer = desk.get(url("told", dana))

    assert len(answer.context["dates"]) == 40


def test_texts_that_broke_other_programs_are_refused_or_nothing(dana, desk):
    texts = naughty_strings()
    for text in texts[::10]:
        answer = desk.post(
            url("tell", dana),
            a_week(a_row(mark=text, days=(text,), start=text, end=text), version=text),
        )
        assert answer.status_code == 422
    for text in texts[::25]:
        assert desk.get(url("told_week", dana), {"of": text}).status_code == 200
        take = {"version": 0, "first": text, "times": text, "mark": text}
        assert desk.post(url("told_file_take", dana), take).status_code == 302

    assert not ToldWeek.objects.in_program(dana.program).exists()


# From a calendar file.


def send(desk, patient, *events):
    file = SimpleUploadedFile("mine.ics", written(*events), "text/calendar")
    return desk.post(url("told_file", patient), {"file": file})


def a_shift(rule="RRULE:FREQ=WEEKLY;BYDAY=TU", more=""):
    start = monday_of(cast.today()) - timedelta(days=27)
    return (
        f"DTSTART:{start:%Y%m%d}T090000\nDTEND:{start:%Y%m%d}T130000\n{rule}\n"
        f"SUMMARY:Quiet Title{more}"
    )


def take(desk, patient, preview):
    form = preview.context["take"]
    sent = {name: form[name].value() for name in ("version", "first", "times")}
    return desk.post(url("told_file_take", patient), sent | {"mark": "school"})


def test_a_weekly_time_of_a_file_becomes_ordinary_without_its_title(dana, desk, works):
    preview = send(desk, dana, a_shift())
    take(desk, dana, preview)

    assert b"Quiet Title" not in preview.content
    assert life_of(dana).busy == (Window(540, 1020), Window(DAY + 540, DAY + 780))


def test_nothing_of_a_file_is_kept_by_looking(dana, desk):
    send(desk, dana, a_shift())

    assert life_of(dana) == Life()


def test_a_single_time_and_a_left_out_one_are_of_their_dates(dana, desk):
    on = monday() + timedelta(days=1)
    once = f"DTSTART:{on + timedelta(days=1):%Y%m%d}T100000\nDURATION:PT1H"
    preview = send(desk, dana, a_shift(more=f"\nEXDATE:{on:%Y%m%d}T090000"), once)
    take(desk, dana, preview)

    assert life_of(dana).busy == (Window(DAY + 540, DAY + 780),)
    assert life_of(dana, monday()).busy == (Window(2 * DAY + 600, 2 * DAY + 660),)


def test_the_same_file_twice_changes_nothing_and_a_date_keeps_what_it_has(dana, desk):
    skipped = monday() + timedelta(days=1)
    court = {"on": skipped, "mark": "court", "start": "09:00", "end": "10:00"}
    desk.post(url("told_date", dana), court)
    file = a_shift(more=f"\nEXDATE:{skipped:%Y%m%d}T090000")

    for _ in range(2):
        take(desk, dana, send(desk, dana, file))

        assert life_of(dana).busy == (Window(DAY + 540, DAY + 780),)
        assert life_of(dana, monday()).busy == (Window(DAY + 540, DAY + 600),)


def test_a_calendar_takes_nothing_away_that_was_painted(dana, desk, by):
    tuesday = painting([Stroke(96 + 36, 96 + 68, "work")])
    services.tell_week(
        patient=dana, week=tuesday, here=GettingHere(), version=0, at=by.at, by=by
    )
    skipped = monday() + timedelta(days=1)
    preview = send(desk, dana, a_shift(more=f"\nEXDATE:{skipped:%Y%m%d}T090000"))
    take(desk, dana, preview)

    assert life_of(dana, monday()).busy == (Window(DAY + 540, DAY + 1020),)
    assert set(
        ToldTime.objects.in_program(dana.program).values_list("mark", flat=True)
    ) == {"work"}


def test_a_file_that_is_no_calendar_comes_back_with_a_sentence(dana, desk):
    file = SimpleUploadedFile("x.ics", b"%PDF-1.7", "text/calendar")

    answer = desk.post(url("told_file", dana), {"file": file})

    assert answer.status_code == 422
    assert b"This is not a calendar file." in answer.content


def test_a_preview_is_not_taken_over_what_someone_painted_meanwhile(dana, desk, by):
    preview = send(desk, dana, a_shift())
    services.tell_week(
        patient=dana, week=EMPTY, here=GettingHere(), version=0, at=by.at, by=by
    )

    answer = desk.post(
        url("told_file_take", dana),
        {name: preview.context["take"][name].value()
         for name in ("version", "first", "times", "mark")}, follow=True,
    )  # fmt: skip

    assert b"Someone else changed this week meanwhile" in answer.content
    assert life_of(dana) == Life()


def test_the_first_monday_of_a_file_is_this_weeks(dana, desk):
    preview = send(desk, dana, a_shift())

    assert isinstance(preview.context["take"]["first"].value(), date)
    assert preview.context["found"].first == monday_of(cast.today())
