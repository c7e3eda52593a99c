"""Quick phrases are the clinician's own: kept, changed, put in order, deleted."""

import pytest
from django.urls import reverse

from daybridge.keys import new_id
from daybridge.notes.models import QuickPhrase

NAUGHTY = "<script>alert('x')</script> \u202e {{ x }}"


@pytest.fixture
def phrases(clinic, ruth):
    return [
        QuickPhrase.objects.create(
            program=clinic.program, staff=ruth, label=label, text=f"Text of {label}",
            position=position,
        )
        for position, label in enumerate(("One", "Two", "Three"))
    ]  # fmt: skip


def labels(clinic, ruth):
    rows = QuickPhrase.objects.in_program(clinic.program).filter(
        staff=ruth, deleted_at=None
    )
    return list(rows.order_by("position").values_list("label", flat=True))


def test_one_more_goes_to_the_end(clinic, phrases, sign_in, ruth):
    form = {"label": "Four", "text": "Walked in early", "field": "any"}
    form["submission"] = str(new_id())

    for _ in range(2):
        sign_in(ruth).post("/phrases/", form)

    assert labels(clinic, ruth) == ["One", "Two", "Three", "Four"]


def test_an_empty_one_is_refused_with_its_reason(sign_in, ruth):
    answer = sign_in(ruth).post("/phrases/", {"label": "", "text": "", "field": "any"})

    assert answer.status_code == 422


def test_it_moves_up_and_down(clinic, phrases, sign_in, ruth):
    browser = sign_in(ruth)

    browser.post(reverse("notes:move_phrase", args=[phrases[2].pk]), {"way": "up"})
    assert labels(clinic, ruth) == ["One", "Three", "Two"]
    browser.post(reverse("notes:move_phrase", args=[phrases[0].pk]), {"way": "up"})
    assert labels(clinic, ruth) == ["One", "Three", "Two"]
    browser.post(reverse("notes:move_phrase", args=[phrases[0].pk]), {"way": "down"})
    assert labels(clinic, ruth) == ["Three", "One", "Two"]


def test_a_deleted_one_comes_back_from_the_bin(clinic, phrases, sign_in, ruth):
    browser = sign_in(ruth)
    browser.post(reverse("notes:delete_phrase", args=[phrases[0].pk]))
    assert labels(clinic, ruth) == ["Two", "Three"]

    browser.post(reverse("notes:restore", args=["phrase", phrases[0].pk]))

    assert labels(clinic, ruth) == ["One", "Two", "Three"]


def test_strange_words_are_shown_literally(sign_in, ruth):
    browser = sign_in(ruth)
    browser.post("/phrases/", {"label": "<b>", "text": NAUGHTY, "field": "any"})

    page = browser.get("/phrases/").content.decode()

    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("who", ["ben", "nora", "vera"])
@pytest.mark.parametrize("name", ["phrase", "move_phrase", "delete_phrase"])
def test_someone_elses_phrase_is_not_there(
    clinic, elsewhere, phrases, sign_in, who, name
):
    staff = {**clinic.staff, **elsewhere.staff}[who]
    browser = sign_in(staff)

    refused = browser.post(
        reverse(f"notes:{name}", args=[phrases[0].pk]), {"way": "up"}
    )
    absent = browser.post(reverse(f"notes:{name}", args=[new_id()]), {"way": "up"})

    assert refused.status_code == 404
    assert refused.content == absent.content
    assert "Text of One" not in browser.get("/phrases/").content.decode()
