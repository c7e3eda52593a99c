"""The whole way in a browser without scripts: from the first section into care."""

import html
import re

import pytest
from django.urls import reverse

from daybridge.assessments.models import Assessment, Diagnosis, Placement
from daybridge.assessments.tests.conftest import IOP
from daybridge.keys import new_id


def read(answer):
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


@pytest.fixture
def client(sign_in, ruth):
    return sign_in(ruth)


def send(client, url, **answers):
    return client.post(url, {"submission": str(new_id()), **answers}, follow=True)


def test_from_an_empty_interview_into_care(client, lee, inquiry, rules, ruth, clinic):
    page = send(client, at("new", lee.pk))
    row = Assessment.objects.in_program(clinic.program).get(patient=lee)
    assert "Before it can be signed" in read(page)

    page = client.get(at("section", row.pk, "reason"))
    assert "I cannot stop on my own." in read(page)
    assert "from the first call" in read(page)

    one = row.pk
    send(client, at("section", one, "safety"), base="0", suicide_now="no",
         violence_now="no", medical_now="no")  # fmt: skip
    told = {"own_words": "I cannot stop on my own.", "confirm-own_words": "on"}
    send(client, at("section", one, "reason"), base="0", **told)
    send(client, at("section", one, "substances"), base="0", **{
        "uses-0-substance": "2", "uses-0-first_use": "15", "uses-0-route": "1",
        "uses-0-days": "30", "uses-1-substance": "4", "uses-1-days": "3",
    })  # fmt: skip
    send(client, at("section", one, "withdrawal"), base="0", history=["shakes"],
         signs_now="no")  # fmt: skip
    send(client, at("section", one, "home"), base="0", living="3", marital="2")
    page = send(client, at("diagnose", lee.pk), code="F10.20",
                criteria=["more", "time", "craving", "duties", "people", "health"],
                is_primary="on")  # fmt: skip
    assert Diagnosis.objects.in_program(clinic.program).get().severity == "severe"
    ratings = {f"rate-{key}": code for key, code in IOP.items()}
    page = send(client, at("ratings", one), base="1", selected="2.1", offered="2.1",
                **ratings)  # fmt: skip
    page = client.get(at("finalize", one))
    text = read(page)
    assert "Alcohol dependence" in text
    assert "Before it can be signed" not in text
    digest = re.search(r'name="digest" value="(\w+)"', text)[1]
    page = send(client, at("finalize", one), digest=digest)
    assert "The assessment is signed." in read(page)
    inquiry.refresh_from_db()
    assert inquiry.stage == "offered"

    page = client.get(at("admission", one))
    form = page.context["form"]
    assert form.initial["track_choice"] == clinic.track
    assert form.initial["referral_source"] == "3"
    assert form.initial["primary_substance"] == "2"
    begins = form.initial
    page = send(client, at("admission", one), admitted_on=begins["admitted_on"],
                track_choice=clinic.track.pk, hours_per_week=begins["hours_per_week"],
                days_per_week=begins["days_per_week"], primary=ruth.pk,
                referral_source="3", primary_substance="2")  # fmt: skip

    episode = lee.episodes.get()
    assert "in care from" in read(page)
    assert episode.admission_facts["SUB2"] == "4"
    assert episode.admission_facts["FREQ1"] == "3"
    assert episode.admission_facts["DSMCRIT"] == "4"
    assert episode.admission_facts["LIVARAG"] == "3"
    assert episode.admission_facts["HLTHINS"] == "-9"
    assert episode.admission_facts["AGE"] in ("7", "8", "9")
    placement = Placement.objects.in_program(clinic.program).get()
    assert (placement.recommended, placement.actual) == ("2.1", "2.1")
    inquiry.refresh_from_db()
    assert lee.team_memberships.filter(is_primary=True, staff=ruth).exists()
