"""A week painted on one's own phone: by a link that shows nothing and answers once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from daybridge.rules.week_fit.clock import Window
from daybridge.rules.week_painted import EMPTY
from daybridge.schedule import services
from daybridge.schedule.errors import LinkEnded
from daybridge.schedule.models import ToldWeek, WeekLink
from daybridge.schedule.services.week_links import week_link_viewer
from daybridge.schedule.tests.test_told import a_row, a_week, life_of
from daybridge.schedule.values import GettingHere

pytestmark = pytest.mark.django_db
WORK = a_week(a_row())


@pytest.fixture
def by(clinic, viewer):
    """Faye at the desk."""
    return viewer(clinic.staff["faye"])


@pytest.fixture
def made(dana, by):
    return services.make_week_link(patient=dana, at=by.at, by=by)


def open_with(made):
    return Client().get(reverse("schedule:my_week", args=[made.token]))


def send(made, sent=WORK):
    return Client().post(reverse("schedule:my_week", args=[made.token]), sent)


def test_what_is_painted_on_a_phone_is_their_week(dana, made):
    answer = send(made)

    assert answer.url == reverse("schedule:my_week_kept")
    assert Client().get(answer.url).status_code == 200
    assert life_of(dana).busy == (Window(540, 1020),)


def test_the_page_shows_nothing_of_whoever_it_is_for(dana, made, by):
    services.tell_week(
        patient=dana, week=EMPTY[:-4] + ("court",) * 4, here=GettingHere(45),
        version=0, at=by.at, by=by,
    )  # fmt: skip

    page = open_with(made).content.decode()

    for word in ("Dana", "Whitfield", str(dana.pk), dana.program.name, 'value="45"'):
        assert word not in page
    assert "data-begins>" not in page
    stored = WeekLink.objects.in_program(dana.program).values()
    assert made.token not in repr(list(stored))


def test_a_link_answers_once(made):
    send(made)

    assert send(made).status_code == open_with(made).status_code == 404


def test_a_refused_week_leaves_the_link_as_it_was(made, dana):
    answer = send(made, a_week(a_row(start="09:07")))

    assert answer.status_code == 422
    assert not ToldWeek.objects.in_program(dana.program).exists()
    assert open_with(made).status_code == 200


def test_a_new_link_ends_the_former_one_and_the_desk_ends_all(
    clinic, made, dana, by, sign_in
):
    second = services.make_week_link(patient=dana, at=by.at, by=by)
    between = [open_with(one).status_code for one in (made, second)]
    sign_in(clinic.staff["faye"]).post(
        reverse("schedule:week_link_end", args=[dana.pk])
    )

    assert between == [404, 200]
    assert open_with(second).status_code == 404


def test_a_link_ends_after_a_week(made):
    link = made.link
    link.expires_at = timezone.now() - timedelta(seconds=1)
    link.created_at = link.expires_at - timedelta(days=7)
    link.save()

    assert open_with(made).status_code == send(made).status_code == 404


def test_of_two_answers_the_second_is_refused(made, dana):
    def answer():
        at = timezone.now()
        services.answer_week_link(
            link=made.link, week=EMPTY, here=GettingHere(), at=at,
            by=week_link_viewer(made.link, at=at),
        )  # fmt: skip

    answer()
    with pytest.raises(LinkEnded):
        answer()

    assert ToldWeek.objects.in_program(dana.program).get().version == 1


def test_the_page_speaks_spanish_to_who_reads_it(made):
    address = reverse("schedule:my_week", args=[made.token])

    page = Client().get(address, headers={"accept-language": "es"}).content.decode()

    assert "¿Cuándo puede venir y cuándo no?" in page
    assert "Sin transporte" in page


@pytest.mark.parametrize("token", ["x", "a" * 300, "%00", "ñ"])
def test_a_made_up_address_is_not_there(token):
    assert Client().get(reverse("schedule:my_week", args=[token])).status_code == 404
