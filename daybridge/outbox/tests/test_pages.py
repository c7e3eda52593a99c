"""The pages of messages: lists, one message, a call, and how somebody is told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from daybridge.outbox.lists import ROWS
from daybridge.outbox.models import Message
from daybridge.outbox.queries import wish_of
from daybridge.outbox.values import Words
from daybridge.people.models import NameWord
from daybridge.rules.folding import folded_words
from tests.cast import keep

MOST = {"": 8, "Whitfield": 8, "Whitfeild": 8}  # statements of a page, by the question
SHOWS = ("call", "waiting", "sent", "called", "failed", "not")


@pytest.fixture
def desk(clinic, sign_in):
    """Faye's browser."""
    return sign_in(clinic.staff["faye"])


@pytest.fixture
def to_call(tell, deliver):
    message = tell()
    deliver()
    return message


def many(clinic, patient, at, count, state="to_call"):
    """So many messages, as one statement."""
    settled_at = None if state in ("to_call", "waiting") else at
    keep(
        Message(
            program=clinic.program, patient=patient, kind="schedule.repair",
            key=f"{state}:{number}", subject="Tuesday", text=f"Number {number}.",
            due_at=at, next_at=at + timedelta(seconds=number // 3), state=state,
            settled_at=settled_at,
        )
        for number in range(count)
    )  # fmt: skip


def test_the_desk_sees_whom_to_call_and_why(desk, to_call):
    page = desk.get("/messages/").content.decode()

    assert "Dana Whitfield" in page
    assert "Tuesday is at 6 pm instead of 5:30 pm." in page
    assert "Text messages are not set up here." in page
    assert "Neither text messages nor e-mail are set up here." in page


def test_nobody_here_reads_the_link_of_somebody_else(desk, tell, deliver):
    tell(words=Words("Tuesday", "Tuesday at 6 pm: https://example.org/r/a-token/"))
    deliver()
    message = Message.objects.across_programs(because="the test has one").get()

    for address in ("/messages/", reverse("outbox:message", args=[message.pk])):
        page = desk.get(address).content.decode()
        assert "Tuesday at 6 pm: [their link]" in page
        assert "a-token" not in page


@pytest.mark.parametrize("show", SHOWS)
def test_every_list_says_what_stands_on_it_when_nothing_does(desk, show):
    answer = desk.get("/messages/", {"show": show})

    assert answer.status_code == 200
    assert b"empty-state" in answer.content


@pytest.mark.parametrize("show", SHOWS)
def test_the_lists_ask_as_much_of_many_rows_as_of_few(
    desk, clinic, dana, by, show, django_assert_max_num_queries
):
    state = {"call": "to_call", "not": "lapsed"}.get(show, show)
    many(clinic, dana, by.at, 2 * ROWS, state)

    with django_assert_max_num_queries(20):
        answer = desk.get("/messages/", {"show": show})
    assert len(answer.context["page"].lines) == ROWS


@pytest.mark.parametrize(("show", "state"), [("call", "to_call"), ("sent", "sent")])
def test_page_after_page_shows_every_message_once(desk, clinic, dana, by, show, state):
    many(clinic, dana, by.at, 2 * ROWS + 5, state)

    found, after = [], ""
    while after is not None:
        page = desk.get("/messages/", {"show": show, "after": after}).context["page"]
        found += [line.id for line in page.lines]
        after = page.after
    assert len(found) == len(set(found)) == 2 * ROWS + 5


def test_a_call_is_made_without_saying_where_from(desk, to_call, dana):
    page = desk.get(reverse("outbox:message", args=[to_call.pk])).content.decode()

    assert "May I speak to Dana?" in page
    assert "(215) 555-0144" in page
    assert "A message may be left: only Faye and a number." in page
    script = page.split("To whoever answers")[1].split("</div>")[0]
    assert "Schuylkill" not in script


def test_who_allows_no_message_gets_none(desk, to_call, dana):
    dana.may_leave_message = False
    dana.save()

    page = desk.get(reverse("outbox:message", args=[to_call.pk])).content.decode()
    assert "Leave no message" in page
    assert "Left a message" not in page


def test_a_call_is_kept_from_the_page(desk, to_call):
    answer = desk.post(
        reverse("outbox:call", args=[to_call.pk]), {"outcome": "reached"}
    )

    to_call.refresh_from_db()
    assert (answer.status_code, to_call.state) == (302, "called")


def test_a_time_that_is_over_is_refused_beside_its_field(desk, to_call):
    answer = desk.post(
        reverse("outbox:call", args=[to_call.pk]),
        {"outcome": "later", "again_at": "2020-01-01T10:00"},
    )

    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "again_at": ["Choose a time that is still to come."]
    }


def test_the_second_caller_reads_what_happened_meanwhile(desk, to_call):
    url = reverse("outbox:call", args=[to_call.pk])
    desk.post(url, {"outcome": "reached"})

    answer = desk.post(url, {"outcome": "reached"})
    assert answer.status_code == 422
    assert b"Meanwhile this message is: called." in answer.content


def test_another_try_from_the_page_waits_for_the_worker(desk, to_call):
    answer = desk.post(reverse("outbox:again", args=[to_call.pk]))

    to_call.refresh_from_db()
    assert (answer.status_code, to_call.state) == (302, "waiting")


def test_braces_are_shown_as_they_were_written(desk, tell, deliver):
    message = tell(words=Words("{{7*7}}", "{{99991*99991}} {% debug %} <b>bold</b>"))

    page = desk.get(reverse("outbox:message", args=[message.pk])).content.decode()
    assert "{{7*7}}" in page
    assert "{{99991*99991}} {% debug %} &lt;b&gt;bold&lt;/b&gt;" in page
    assert "9998200081" not in page  # two digits would stand in some key


def test_how_somebody_is_told_is_asked_and_kept(desk, dana):
    url = reverse("outbox:how", args=[dana.pk])
    form = desk.get(url).context["form"]

    answer = desk.post(
        url, {"way": "email", "lead": "120", "said": form["said"].value() or ""}
    )
    assert answer.status_code == 302
    assert wish_of(dana).way == "email"
    assert wish_of(dana).lead == timedelta(hours=2)
    page = desk.get(reverse("outbox:of", args=[dana.pk])).content.decode()
    assert "Two hours before" in page


def test_a_way_that_leads_nowhere_is_refused_beside_its_field(desk, dana):
    dana.email = ""
    dana.save()

    answer = desk.post(
        reverse("outbox:how", args=[dana.pk]), {"way": "email", "lead": "0"}
    )
    assert answer.status_code == 422
    assert "way" in answer.context["form"].errors


def test_a_persons_page_asks_as_much_of_many_messages_as_of_few(
    desk, clinic, dana, by, django_assert_max_num_queries
):
    many(clinic, dana, by.at, 2 * ROWS)

    with django_assert_max_num_queries(22):
        answer = desk.get(reverse("outbox:of", args=[dana.pk]))
    assert len(answer.context["page"].lines) == ROWS


@pytest.mark.parametrize("name", ["message", "of", "how"])
def test_vera_finds_nothing_where_faye_does(desk, sign_in, vera, dana, to_call, name):
    url = reverse(f"outbox:{name}", args=[to_call.pk if name == "message" else dana.pk])

    assert desk.get(url).status_code == 200
    assert sign_in(vera).get(url).status_code == 404


def test_what_staff_were_told_is_on_no_list(desk, ruth, by):
    from daybridge.outbox import services

    message = services.tell_staff(
        staff=ruth, kind="schedule.repair", words=Words("A", "For Ruth."), key="a",
        at=by.at, by=by,
    )  # fmt: skip

    assert b"For Ruth." not in desk.get("/messages/", {"show": "waiting"}).content
    url = reverse("outbox:message", args=[message.pk])
    assert desk.get(url).status_code == 404


# Whose messages: by name, forgiving as the search for people is.


@pytest.fixture
def known(clinic):
    """The people of the clinic, as a search finds them."""
    keep(
        NameWord(program=clinic.program, patient=patient, word=word)
        for patient in clinic.patients
        for word in folded_words(patient.legal_name)
    )


@pytest.mark.parametrize("asked", ["Whitfeild", "dana", "Dana Whitf", "P00001"])
def test_messages_to_one_person_are_found_by_name(desk, clinic, dana, by, known, asked):
    other = clinic.patients[1]
    many(clinic, other, by.at, 3)
    many(clinic, dana, by.at + timedelta(hours=1), 2, "failed")

    failed = desk.get("/messages/", {"show": "failed", "q": asked})
    called = desk.get("/messages/", {"show": "call", "q": asked})

    assert {line.patient.pk for line in failed.context["page"].lines} == {dana.pk}
    assert len(failed.context["page"].lines) == 2
    assert called.context["page"].lines == []
    assert b"nothing to them" in called.content


def test_who_is_called_like_nobody_has_no_messages(desk, clinic, dana, by):
    many(clinic, dana, by.at, 2)

    page = desk.get("/messages/", {"q": "Zzyzx <b>"}).content.decode()

    assert "nothing to them" in page
    assert "Zzyzx &lt;b&gt;" in page
    assert "<b>" not in page


def test_the_next_page_and_the_other_lists_keep_the_name(desk, clinic, dana, by, known):
    many(clinic, clinic.patients[1], by.at, 5)
    many(clinic, dana, by.at, ROWS + 3, "sent")

    first = desk.get("/messages/", {"show": "sent", "q": "Whitfield"})
    after = first.context["page"].after
    page = first.content.decode()
    assert "?show=call&amp;q=Whitfield" in page
    assert f"after={after}" in page
    rest = desk.get("/messages/", {"show": "sent", "q": "Whitfield", "after": after})

    assert len(rest.context["page"].lines) == 3


def test_ten_thousand_messages_are_searched_in_few_statements(
    desk, clinic, dana, by, known, django_assert_max_num_queries
):
    many(clinic, clinic.patients[1], by.at, 9_970, "sent")
    many(clinic, dana, by.at, 30, "failed")
    desk.get("/messages/")  # who Faye is, is known from here on

    for asked in MOST:
        with django_assert_max_num_queries(MOST[asked]):
            answer = desk.get("/messages/", {"show": "failed", "q": asked})
        assert len(answer.context["page"].lines) == ROWS
