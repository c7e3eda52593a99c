"""A session ends when nobody is there, after a day, and when a colleague leaves."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from daybridge.access.models import Session
from daybridge.access.services import deactivate
from daybridge.notes.models import Note

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
PAGE = "/account/sessions/"


def is_in(client: Client) -> bool:
    return client.get("/session/").json()["signed_in"]


@pytest.fixture
def clock():
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


def test_a_session_left_alone_for_a_quarter_of_an_hour_is_over(clock, ruth, sign_in):
    client = sign_in(ruth)
    clock.shift(timedelta(minutes=15))

    answer = client.get(f"{PAGE}?x=1")

    assert answer.status_code == 302
    assert answer.url == "/sign-in/?next=/account/sessions/%3Fx%3D1"


def test_a_person_at_work_stays_signed_in(clock, ruth, sign_in):
    client = sign_in(ruth)
    for _ in range(20):
        clock.shift(timedelta(minutes=14))
        assert client.get(PAGE).status_code == 200


def test_nothing_outlives_twelve_hours(clock, ruth, sign_in):
    client = sign_in(ruth)
    for _ in range(12 * 5 + 1):
        clock.shift(timedelta(minutes=12))
        client.get(PAGE)

    assert not is_in(client)


@pytest.mark.parametrize(
    "path", ["/today/live/", "/session/", "/anything/live/?skip_timeout_reset=1"]
)
def test_what_a_page_does_by_itself_lengthens_nothing(clock, ruth, sign_in, path):
    client = sign_in(ruth)
    for _ in range(15):
        clock.shift(timedelta(minutes=1))
        client.get(path, headers={"x-keep-alive": "1", "hx-request": "true"})

    assert not is_in(client)


def test_a_poll_that_changes_the_session_lengthens_nothing(clock, ruth, sign_in):
    client = sign_in(ruth)
    clock.shift(timedelta(minutes=10))
    session = client.session
    session["something"] = "new"
    session.save()
    clock.shift(timedelta(minutes=5))

    assert not is_in(client)


def test_the_session_row_is_written_at_most_once_a_minute(
    clock, ruth, sign_in, django_assert_num_queries
):
    client = sign_in(ruth)
    clock.shift(timedelta(minutes=2))
    client.get(PAGE)
    seen = Session.objects.get(user_id=ruth.user_id).seen_at
    clock.shift(timedelta(seconds=30))
    client.get(PAGE)

    assert Session.objects.get(user_id=ruth.user_id).seen_at == seen


def test_a_script_is_told_in_few_words_and_with_401(clock, ruth, sign_in):
    client = sign_in(ruth)
    clock.shift(timedelta(minutes=16))

    for headers in ({"accept": "application/json"}, {"hx-request": "true"}):
        answer = client.post("/account/sessions/end/", headers=headers)
        assert answer.status_code == 401
        assert answer.content.startswith(b"Sign in again")


def test_a_page_can_send_again_with_the_token_of_a_new_sign_in(clock, ruth, sign_in):
    """Another tab signed in: `/session/` gives this page a token that works."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in(ruth).cookies
    token = client.get("/session/").json()["csrf_token"]

    refused = client.post("/account/sessions/end/", {"csrfmiddlewaretoken": "x" * 64})
    answer = client.post("/account/sessions/end/", headers={"x-csrftoken": token})

    assert refused.status_code == 403
    assert answer.status_code == 302


def test_a_form_sent_too_late_comes_back_to_its_page(clock, ruth, sign_in):
    client = sign_in(ruth)
    clock.shift(timedelta(minutes=16))

    answer = client.post(
        "/account/sessions/end/",
        headers={"referer": "http://testserver/account/sessions/"},
    )
    elsewhere = client.post(
        "/account/sessions/end/", headers={"referer": "https://evil.example/x"}
    )

    assert answer.url == "/sign-in/?next=/account/sessions/"
    assert elsewhere.url == "/sign-in/?next=/"


def test_words_of_a_form_sent_too_late_are_shown_and_nothing_is_saved(
    clock, clinic, ruth, sign_in
):
    client = sign_in(ruth)
    clock.shift(timedelta(minutes=16))
    page = f"/sessions/{clinic.session.pk}/"
    sentence = "She said: <b>I called my sister</b> & slept."

    answer = client.post(
        f"{page}save/",
        {"card-1-sentence": sentence, "card-1-goal": sentence, "mark-1": "attended"},
        headers={"referer": f"http://testserver{page}"},
    )

    shown = answer.content.decode()
    assert answer.status_code == 401
    assert shown.count("I called my sister&lt;/b&gt; &amp; slept.") == 1
    assert f'href="/sign-in/?next={page}"' in shown
    assert "no-store" in answer["Cache-Control"]
    assert not Note.objects.in_program(clinic.program).exists()


def test_words_of_a_form_with_a_stale_token_are_shown_but_never_a_password(
    ruth, sign_in
):
    client = Client(enforce_csrf_checks=True)
    client.cookies = sign_in(ruth).cookies

    answer = client.post(
        "/sign-in/",
        {"password": "four unrelated quiet words", "note": "Slept six hours."},
    )

    assert answer.status_code == 403
    assert "Slept six hours." in answer.content.decode()
    assert "unrelated" not in answer.content.decode()


def test_one_sees_and_ends_ones_own_sessions_only(ruth, ben, sign_in):
    phone, desk, bens = sign_in(ruth), sign_in(ruth), sign_in(ben)

    rows = desk.get(PAGE).context["rows"]
    assert len(rows) == 2
    other = next(row["handle"] for row in rows if not row["is_this"])
    of_ben = bens.get(PAGE).context["rows"][0]["handle"]

    assert desk.post(f"/account/sessions/{of_ben}/end/").status_code == 404
    assert desk.post(f"/account/sessions/{other}/end/").status_code == 302
    assert not is_in(phone)
    assert is_in(desk)
    assert is_in(bens)


def test_all_others_can_be_ended_at_once(ruth, sign_in):
    browsers = [sign_in(ruth) for _ in range(4)]

    browsers[0].post("/account/sessions/end/")

    assert [is_in(one) for one in browsers] == [True, False, False, False]


def test_the_list_does_not_give_away_session_keys(ruth, sign_in):
    client = sign_in(ruth)
    key = client.session.session_key
    assert key not in client.get(PAGE).content.decode()


def test_a_colleague_who_leaves_is_out_at_once(clinic, ruth, viewer, sign_in):
    browsers = [sign_in(ruth), sign_in(ruth)]
    by = viewer(clinic.staff["grace"])

    deactivate(staff=ruth, by=by, at=by.at)

    for client in browsers:
        assert client.get(PAGE).status_code == 302
    assert not Session.objects.filter(user_id=ruth.user_id).exists()
