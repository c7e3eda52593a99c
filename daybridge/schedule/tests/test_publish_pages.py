"""The page that publishes a draft: what it says, and who may say yes."""

import pytest
from django.urls import reverse

from daybridge.schedule.models import Publication
from daybridge.schedule.tests.test_drafting import make, searched
from daybridge.schedule.tests.test_own_hours import with_own
from daybridge.schedule.tests.test_publishing import (
    clinic,
    dana,
    first_day,
    moved,
    publish,
)
from daybridge.schedule.tests.weeks import give_place, meet
from tests.cast import hire, today

__all__ = ["clinic", "dana", "moved"]


@pytest.fixture
def director(clinic, sign_in):
    return sign_in(clinic.staff["grace"])


def url(draft):
    return reverse("schedule:draft_publish", args=[draft.pk])


def test_it_says_what_is_done_and_what_people_will_read(director, moved):
    page = director.get(url(moved)).content.decode()

    assert "Dana Whitfield" in page
    assert "your appointments are: Monday at 9:30 AM" in page
    assert "Ruth Abelson" in page
    assert "Mondays at 5:30" in page


def test_hours_that_are_ordered_begin_or_are_said_to_be_missing(clinic, dana, director):
    for day in ("MO", "TU", "WE"):
        give_place(meet(clinic, f"Group {day}", day), dana)
    before = searched(clinic, make(clinic))
    with_own(dana, individual=1, conjoint=1)
    after = searched(clinic, make(clinic))

    said = "2 individual or family sessions that are ordered will have no hour"
    assert said in director.get(url(before)).content.decode()
    page = director.get(url(after)).content.decode()
    assert "will have no hour" not in page
    assert page.count('data-label="Session"') == 2


def test_a_yes_publishes_once_and_the_draft_says_so(clinic, director, moved):
    sent = {"starts_on": first_day().isoformat(), "confirmed": "on"}

    answer = director.post(url(moved), sent, follow=True)

    assert "The timetable from Monday" in answer.content.decode()
    assert Publication.objects.in_program(clinic.program).count() == 1
    for again in (
        director.post(url(moved), sent, follow=True),
        director.get(url(moved), follow=True),
    ):
        assert "published already" in again.content.decode()
    assert Publication.objects.in_program(clinic.program).count() == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [({"confirmed": ""}, "required"), ({"starts_on": "2020-01-01"}, "tomorrow")],
)
def test_without_a_yes_or_a_day_nothing_is_done(clinic, director, moved, more, said):
    sent = {"starts_on": first_day().isoformat(), "confirmed": "on", **more}

    answer = director.post(url(moved), sent)

    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Publication.objects.in_program(clinic.program).exists()


def test_it_is_taken_back_from_the_page_of_the_draft(clinic, director, moved):
    publication = publish(clinic, moved)

    address = reverse("schedule:publication_take_back", args=[publication.pk])
    answer = director.post(address, follow=True)

    publication.refresh_from_db()
    assert publication.taken_back_by == clinic.staff["grace"]
    assert "Published, and taken back" in answer.content.decode()


def test_only_directors_publish(clinic, sign_in, vera, moved):
    hire(clinic, "Faye", "Nguyen", "front_desk")

    for who in (vera, clinic.staff["faye"], clinic.staff["ruth"]):
        client = sign_in(who)
        sent = {"starts_on": today().isoformat(), "confirmed": "on"}
        assert client.get(url(moved)).status_code == 404
        assert client.post(url(moved), sent).status_code == 404
    assert not Publication.objects.in_program(clinic.program).exists()


def test_no_page_asks_more_for_more_people(
    clinic, director, moved, django_assert_max_num_queries
):
    with django_assert_max_num_queries(45):
        answer = director.get(url(moved))
    assert answer.status_code == 200
