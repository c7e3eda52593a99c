"""One tap for everyone, when it can be true: all are here, or the group is over."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.attendance.models import Attendance, Mark

pytestmark = pytest.mark.django_db
HERE, ENDS, STAYED = (
    f'value="all:{act}"' for act in ("arrived", "left", "stayed")
)  # fmt: skip


@pytest.fixture
def tap(begun, sign_in, ruth):
    """`tap("left")`: Ruth taps it on the page of tonight; the page that follows."""
    browser = sign_in(ruth)

    def press(act=None):
        if act:
            path = reverse("notes:place", args=[begun.pk])
            assert browser.post(path, {"act": f"all:{act}"}).status_code == 302
        page = browser.get(reverse("notes:session", args=[begun.pk]))
        return page.content.decode()

    return press


def let_it_begin_in(session, minutes):
    session.starts_at = timezone.now() + timedelta(minutes=minutes)
    session.ends_at = session.starts_at + timedelta(hours=3)
    session.save()


def places(session):
    return Attendance.objects.in_program(session.program_id).filter(session=session)


def test_hours_before_the_page_says_from_when_on(begun, tap):
    let_it_begin_in(begun, 90)
    page = tap()

    assert HERE not in page
    assert "Who is here can be said from" in page


def test_whoever_sends_the_tap_all_the_same_is_told(begun, tap):
    let_it_begin_in(begun, 90)

    assert "Nobody can be here yet." in tap("arrived")
    assert not places(begun).attended().exists()


def test_the_group_can_end_once_everyone_has_been_spoken_of(begun, tap):
    page = tap()
    assert HERE in page
    assert ENDS not in page

    page = tap("arrived")

    assert HERE not in page
    assert ENDS in page


def test_an_early_end_is_said_and_can_be_taken_back(begun, tap):
    tap("arrived")
    page = tap("left")

    assert "ended early" in page
    assert STAYED in page
    assert {place.minutes for place in places(begun)} <= {40, 41}  # the clock runs on

    page = tap("stayed")

    assert "ended early" not in page
    assert ENDS in page
    assert {place.minutes for place in places(begun)} == {180}


def test_nobody_else_says_it_and_no_other_word_is_taken(begun, clinic, sign_in, vera):
    path = reverse("notes:place", args=[begun.pk])
    for act in ("left", "stayed"):
        assert sign_in(vera).post(path, {"act": f"all:{act}"}).status_code == 404
    counselor = sign_in(clinic.staff["ruth"])

    assert counselor.post(path, {"act": "all:gone"}).status_code == 404
    assert not places(begun).exclude(mark=Mark.EXPECTED).exists()
