"""The pages of a draft: who gets them, what they say, and how little they ask."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from daybridge.rules.week_fit.clock import DAY
from daybridge.schedule import services
from daybridge.schedule.drafting.found import Found
from daybridge.schedule.drafting.problem import problem
from daybridge.schedule.models import Draft
from daybridge.schedule.tests.test_drafting import (
    ask,
    cannot_in_the_evening,
    make,
    searched,
)
from daybridge.schedule.tests.weeks import by, four_evenings, meet
from daybridge.schedule.values import DraftValues
from tests.cast import admit, admit_all, today
from tests.naughty import naughty_strings

NEW = reverse("schedule:draft_new")
PAGES = ("draft", "draft_changes", "draft_progress")
KEEPS = {"keeps_part_of_day": "on"}
ACTS = ("draft_ask", "draft_stop")


@pytest.fixture
def evenings(clinic):
    return four_evenings(clinic)


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def url(draft, name="draft"):
    return reverse(f"schedule:{name}", args=[draft.pk])


def typed(**more):
    return {
        "name": "Next quarter", "starts_on": today().isoformat(), "extra_count": "0",
        "extra_modality": "group", **more,
    }  # fmt: skip


def read(client, address, **more):
    return client.get(address, **more).content.decode().replace("\xa0", " ")


@pytest.mark.parametrize(("sent", "hours"), [({}, {9, 17}), (KEEPS, {17})])
def test_evenings_stay_evenings_unless_somebody_says_otherwise(
    clinic, director, evenings, sent, hours
):
    meet(clinic, "Morning", "FR", at=time(9))
    assert director.get(NEW).context["form"]["keeps_part_of_day"].initial is True

    director.post(NEW, typed(**sent))

    offerings = Found(Draft.objects.in_program(clinic.program).get()).instance.offerings
    evening = offerings[f"{evenings[0].pk}/Mon"]
    assert {start % DAY // 60 for start in evening.starts} == hours


def test_a_draft_begins_on_a_monday_from_which_it_can_be_published(director):
    form = director.get(NEW).context["form"]

    assert form["starts_on"].initial.weekday() == 0
    assert today() < form["starts_on"].initial <= today() + timedelta(days=7)


def test_a_draft_is_made_and_shows_who_could_come(clinic, director, evenings):
    answer = director.post(NEW, typed(staying=[str(evenings[0].pk)]), follow=True)

    page = answer.content.decode()
    assert "Ask for the best week" in page
    assert "Who could come when" in page
    assert "Whitfield" not in page


def test_names_are_shown_as_they_were_typed(clinic, director):
    names = [name[:120] for name in naughty_strings()[::8] if "\x00" not in name]
    values = DraftValues("", today())
    asked = problem(clinic.program, values, at=timezone.now())
    for name in names:
        services.make_draft(
            values=replace(values, name=name), asked=asked, at=timezone.now(),
            by=by(clinic, "grace"),
        )  # fmt: skip

    page = director.get(reverse("schedule:drafts")).content.decode()

    assert names
    assert [name for name in names if f"{escape(name)}</a>" not in page] == []


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("starts_on", "2020-01-01", "Choose today or a day to come."),
        ("extra_count", "2", "Say this of the new groups, or ask for none."),
        ("extra_count", "11", "less than or equal to 10"),
        ("staying", ["nonsense"], "nonsense"),
        ("name", "", "required"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(director, field, value, said):
    answer = director.post(NEW, typed(**{field: value}))

    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_asking_puts_the_search_into_the_queue_once(clinic, director, evenings):
    draft = make(clinic)

    first = director.post(url(draft, "draft_ask"), {"seconds": "30"}, follow=True)
    director.post(url(draft, "draft_ask"), {"seconds": "600"})

    draft.refresh_from_db()
    assert (draft.state, draft.seconds) == (Draft.State.RUNNING, 30)
    assert "The worker takes it up in a moment." in first.content.decode()


def test_progress_answers_only_what_is_new_and_then_leads_to_the_result(
    clinic, director, evenings
):
    draft, part = make(clinic), {"headers": {"HX-Request": "true"}}
    ask(clinic, draft)
    first = director.get(url(draft, "draft_progress"), **part)
    seen = first.context["progress"].key
    again = director.get(url(draft, "draft_progress"), {"seen": seen}, **part)
    settle_without_an_answer(clinic, draft)
    over = director.get(url(draft, "draft_progress"), {"seen": seen}, **part)

    assert [each.status_code for each in (first, again, over)] == [200, 204, 204]
    assert over["HX-Refresh"] == "true"
    assert "No week was found" in read(director, url(draft))


def settle_without_an_answer(clinic, draft):
    services.settle_search(
        draft=draft, plan=None, at=timezone.now(), by=by(clinic, "grace")
    )


def test_stop_is_asked_for_and_said(clinic, director, evenings):
    draft = make(clinic)
    ask(clinic, draft)

    page = director.post(url(draft, "draft_stop"), follow=True).content.decode()

    draft.refresh_from_db()
    assert draft.stop_asked_at is not None
    assert "The search ends." in page
    assert "Stop, and keep" not in page


def test_what_was_found_is_read_and_compared(clinic, director, dana, evenings):
    cannot_in_the_evening(clinic, dana)
    drafts = [searched(clinic, make(clinic), seconds=3) for _ in range(2)]

    page = read(director, url(drafts[0]))
    both = read(
        director, reverse("schedule:drafts_compare"),
        data={"draft": [*(str(draft.pk) for draft in drafts), "nonsense"]},
    )  # fmt: skip

    assert "Compared with today" in page
    assert both.count('<th scope="col" class="number">') == 2
    assert "Dana" not in page + both


def test_who_has_no_place_is_named_for_the_director(clinic, director, evenings):
    admit(clinic, "Marcus", "Later", 700)
    draft = make(clinic)

    page = read(director, url(draft, "draft_changes"))

    assert "Marcus Later" in page
    assert page.count("No place") == 2


def test_vera_and_the_counselors_find_nothing(clinic, sign_in, vera, evenings):
    draft = make(clinic)

    for who in (vera, clinic.staff["ruth"]):
        client = sign_in(who)
        answers = [client.get(url(draft, name)).status_code for name in PAGES]
        answers += [client.post(url(draft, name)).status_code for name in ACTS]
        assert set(answers) == {404}
    draft.refresh_from_db()
    assert draft.state == Draft.State.NEW


@pytest.mark.parametrize("name", PAGES[:2])
def test_no_page_asks_more_for_more_people(
    clinic, director, evenings, name, django_assert_max_num_queries
):
    admit_all(clinic, [("Some", f"Body {n}") for n in range(40)], 500)
    draft = make(clinic)

    with django_assert_max_num_queries(14):
        answer = director.get(url(draft, name))
    assert answer.status_code == 200


def test_the_list_asks_the_same_for_many_drafts(
    clinic, director, django_assert_max_num_queries
):
    for _ in range(12):
        make(clinic)

    with django_assert_max_num_queries(8):
        page = read(director, reverse("schedule:drafts"))
    assert page.count("Next quarter</a>") == 12


def test_a_draft_of_next_quarter_counts_who_is_in_care_then(clinic, director):
    before = len(make(clinic).instance["clients"])
    admit(clinic, "Marcus", "Later", 700)

    later = today() + timedelta(days=80)
    director.post(NEW, typed(starts_on=later.isoformat()))

    newest = Draft.objects.in_program(clinic.program).latest("created_at")
    assert len(newest.instance["clients"]) == before + 1
