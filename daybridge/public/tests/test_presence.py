"""Nobody learns from outside whether somebody is or was a patient.

The long run against a real server, with times, is `python -m bench.presence`.
"""

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.likeness_of_times import p_of_difference

pytestmark = pytest.mark.django_db
CHANGING = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|submission|began)" value=|X-CSRFToken": )"[^"]+"'
)
OF_THE_MOMENT = ("Expires", "Date")
TABLES = re.compile(r'"(\w+)"')


def seen(answer, *words):
    """An answer without what changes by itself, and without what was asked."""
    headers = {k: v for k, v in answer.headers.items() if k not in OF_THE_MOMENT}
    text = repr((answer.status_code, sorted(headers.items())))
    text += CHANGING.sub(rb"\1", answer.content).decode()
    for word in words:
        text = text.replace(word, "(asked)")
    return text


def asked(send):
    """What a request asks of the database: which acts on which tables, in order."""
    with CaptureQueriesContext(connection) as queries:
        answer = send()
    acts = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    return answer, [act.split()[0] + str(TABLES.findall(act)[:1]) for act in acts]


def test_a_call_for_a_patient_and_for_a_stranger_are_answered_alike(
    place, clinic, dana, asks
):
    dana.phone = "(215) 555-0188"
    dana.save()
    answers = set()
    for first, phone in (("Dana", dana.phone), ("Zora", "(215) 555-0179")):
        sent = asks(first_name=first, phone=phone)
        path = f"/start/{place}/call/"
        answer, statements = asked(lambda s=sent, p=path: Client().post(p, s))
        then = Client().get(answer["Location"])
        answers.add((seen(answer), seen(then), tuple(statements)))

    assert len(answers) == 1


def test_a_referral_of_a_patient_and_of_a_stranger_are_answered_alike(
    place, dana, refers
):
    answers = set()
    for first, last in (("Dana", "Whitfield"), ("Zora", "Quixby")):
        sent = refers(first_name=first, last_name=last)
        path = f"/start/{place}/refer/"
        answer, statements = asked(lambda s=sent, p=path: Client().post(p, s))
        then = Client().get(answer["Location"])
        answers.add((seen(answer), seen(then), tuple(statements)))

    assert len(answers) == 1


def test_addresses_of_a_chart_and_of_forms_say_nothing_to_a_stranger(dana):
    for path in ("/patients/{}/", "/patients/{}/consents/", "/sign/{}/", "/door/{}/"):
        answers = {
            seen(Client().get(path.format(key)), key)
            for key in (str(dana.pk), str(uuid4()))
        }

        assert len(answers) == 1, path


def test_sign_in_says_the_same_of_an_account_and_of_nobody(ruth):
    email = ruth.user.email
    nobody = email[::-1].replace("@", "x").replace(".", "x")[: len(email) - 12]
    nobody += "@example.org"
    answers = {
        seen(Client().post("/sign-in/", {"login": login, "password": "wrong"}), login)
        for login in (email, nobody.rjust(len(email), "a"))
    }

    assert len(answers) == 1


class TestLikenessOfTimes:
    def test_the_same_times_are_alike(self):
        assert p_of_difference([1.0] * 30, [1.0] * 30) == 1.0
        assert p_of_difference(range(50), range(50)) > 0.99

    def test_times_that_never_meet_are_not(self):
        assert p_of_difference(range(30), range(100, 130)) < 1e-9

    def test_it_agrees_with_a_published_example(self):
        """Hollander and Wolfe: permeability of membranes; exact p is 0.2544."""
        some = [0.8, 0.83, 1.89, 1.04, 1.45, 1.38, 1.91, 1.64, 0.73, 1.46]
        others = [1.15, 0.88, 0.90, 0.74, 1.21]

        assert p_of_difference(some, others) == pytest.approx(0.2544, abs=0.03)

    def test_a_small_shift_is_found_in_many_times(self):
        import random

        draw = random.Random(7)
        base = [draw.gauss(50, 10) for _ in range(400)]
        moved = [draw.gauss(54, 10) for _ in range(400)]

        assert p_of_difference(base, moved) < 0.001
        assert p_of_difference(base, [draw.gauss(50, 10) for _ in range(400)]) > 0.01
