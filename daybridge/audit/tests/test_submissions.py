"""Exactly once: a form that is sent again has one effect and gets the same answer."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.test import RequestFactory
from django.utils import timezone

from daybridge.access.models import User
from daybridge.audit.models import Submission
from daybridge.audit.submissions import REPLAYED_HEADER, forget_old, once
from tests.races import on_disk

__all__ = ["on_disk"]

EFFECTS = "effect-"


@once
def add_account(request):
    """A write that would be seen if it happened twice."""
    if request.POST.get("name") == "refused":
        return HttpResponse("Not like this.", status=422)
    user = User.objects.create_user(f"{EFFECTS}{uuid4().hex}@example.org")
    if request.POST.get("then") == "go":
        return HttpResponseRedirect("/people/")
    return HttpResponse(f"made {user.pk} – ja", content_type="text/plain")


def send(number, user=None, path="/add/", **fields):
    request = RequestFactory().post(path, {"submission": str(number), **fields})
    request.user = user or AnonymousUser()
    return add_account(request)


def effects() -> int:
    return User.objects.filter(email__startswith=EFFECTS).count()


def test_the_same_form_twice_has_one_effect_and_one_answer(db):
    number = uuid4()
    first, again = send(number, name="Dana"), send(number, name="Dana")

    assert effects() == 1
    assert again.content == first.content
    assert again.status_code == first.status_code == 200
    assert again.headers["Content-Type"] == first.headers["Content-Type"]
    assert REPLAYED_HEADER not in first.headers
    assert again.headers[REPLAYED_HEADER] == "1"


def test_a_redirect_is_given_again(db):
    number = uuid4()
    answers = [send(number, then="go") for _ in range(3)]

    assert {(one.status_code, one.headers["Location"]) for one in answers} == {
        (302, "/people/")
    }
    assert effects() == 1


def test_a_fresh_csrf_token_does_not_make_it_another_form(db):
    number = uuid4()
    send(number, csrfmiddlewaretoken="a")
    again = send(number, csrfmiddlewaretoken="b")

    assert again.status_code == 200
    assert effects() == 1


@pytest.mark.parametrize(
    "other",
    [{"name": "Marcus"}, {"name": "Dana", "more": "1"}, {}, {"name": ["Dana", "Dana"]}],
)
def test_the_same_id_with_other_content_is_refused(db, other):
    number = uuid4()
    send(number, name="Dana")

    assert send(number, **other).status_code == 422
    assert effects() == 1


def test_the_same_id_for_another_page_or_by_someone_else_is_refused(db):
    number = uuid4()
    send(number, name="Dana")
    other = User.objects.create_user("other@example.org")

    assert send(number, path="/elsewhere/", name="Dana").status_code == 422
    assert send(number, user=other, name="Dana").status_code == 422
    assert effects() == 1


def test_a_refusal_is_not_remembered(db):
    number = uuid4()

    assert send(number, name="refused").status_code == 422
    assert not Submission.objects.exists()
    assert send(number, name="Dana").status_code == 200
    assert effects() == 1


def test_a_crash_is_not_remembered(db):
    @once
    def crashes(request):
        User.objects.create_user(f"{EFFECTS}crash@example.org")
        raise RuntimeError("the power went")

    request = RequestFactory().post("/add/", {"submission": str(uuid4())})
    request.user = AnonymousUser()
    with pytest.raises(RuntimeError):
        crashes(request)

    assert effects() == 0
    assert not Submission.objects.exists()


@pytest.mark.parametrize("number", ["", "not-an-id", "0"])
def test_a_form_without_an_id_is_carried_out_each_time(db, number):
    send(number)
    send(number)

    assert effects() == 2


def test_reading_is_left_alone(db):
    request = RequestFactory().get("/add/", {"submission": str(uuid4())})
    request.user = AnonymousUser()
    add_account(request)
    add_account(request)

    assert effects() == 2
    assert not Submission.objects.exists()


def test_twenty_taps_at_once_have_one_effect_and_one_answer(on_disk):
    number, answers, start = uuid4(), [], threading.Barrier(20)

    def tap():
        try:
            start.wait()
            answers.append(send(number, name="Dana"))
        finally:
            connection.close()

    threads = [threading.Thread(target=tap) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert effects() == 1
    assert len(answers) == 20
    assert len({answer.content for answer in answers}) == 1
    assert sum(REPLAYED_HEADER in answer.headers for answer in answers) == 19


def test_answers_are_forgotten_after_thirty_days(db):
    now = timezone.now()
    old, fresh = uuid4(), uuid4()
    send(old)
    send(fresh)
    Submission.objects.filter(pk=old).update(at=now - timedelta(days=30, seconds=1))

    assert forget_old(at=now) == 1
    assert list(Submission.objects.values_list("pk", flat=True)) == [fresh]
