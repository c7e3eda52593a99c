"""Whose assessments are whose, and lists that cost the same however long."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daybridge.assessments.models import Assessment, HelpContact
from daybridge.assessments.queries import lists
from daybridge.assessments.services.beginning import begin
from tests.cast import admit, join_team


def at(name, *args):
    return reverse(f"assessments:{name}", args=args)


def test_vera_finds_nothing_of_lees(sign_in, ruth, vera, lee, assessment):
    hers, theirs = sign_in(ruth), sign_in(vera)
    urls = [
        at("of", lee.pk), at("assessment", assessment.pk), at("diagnoses", lee.pk),
        at("section", assessment.pk, "reason"), at("ratings", assessment.pk),
    ]  # fmt: skip

    assert [hers.get(url).status_code for url in urls] == [200] * 5
    assert [theirs.get(url).status_code for url in urls] == [404] * 5


def test_vera_changes_no_contact_of_ours(sign_in, vera, clinic):
    row = HelpContact.objects.create(program=clinic.program, kind="facility",
                                     name="Kirkbride", phone="555")  # fmt: skip
    theirs = sign_in(vera)

    change = theirs.get(at("contact_change", row.pk)).status_code
    retire = theirs.post(at("contact_retire", row.pk)).status_code

    assert (change, retire) == (404, 404)
    assert "Kirkbride" not in theirs.get(at("settings")).content.decode()


def queries_of(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(url).status_code == 200
    return len(asked)


def test_the_list_costs_the_same_with_more_on_it(clinic, ruth, by, sign_in, rules):
    client = sign_in(ruth)
    few = queries_of(client, at("list"))
    newcomers = [
        admit(clinic, "More", f"Person{number}", 500 + number) for number in range(12)
    ]
    join_team(clinic, ruth, *newcomers)
    for one in newcomers[:8]:
        begin(patient=one, at=by.at, by=by)

    assert queries_of(client, at("list")) == few


def test_a_persons_page_costs_the_same_with_more_assessments(
    sign_in, ruth, lee, assessment, clinic
):
    client = sign_in(ruth)
    few = queries_of(client, at("of", lee.pk))
    for days in range(1, 9):
        Assessment.objects.create(
            program=clinic.program, patient=lee, author=ruth,
            started_at=timezone.now() - timedelta(days=days),
            set_aside_at=timezone.now(), set_aside_by=ruth, set_aside_reason="x",
        )  # fmt: skip

    assert queries_of(client, at("of", lee.pk)) == few


def test_a_long_list_shows_its_oldest_and_no_more(
    clinic, ruth, by, sign_in, rules, monkeypatch
):
    monkeypatch.setattr(lists, "MOST", 5)
    people = [
        admit(clinic, "Long", f"List{number}", 500 + number) for number in range(8)
    ]
    join_team(clinic, ruth, *people)
    for one in people:
        begin(patient=one, at=by.at, by=by)

    page = sign_in(ruth).get(at("list")).content.decode()

    under_way = page.partition("Under way")[2].partition("Continued-service")[0]
    assert under_way.count("Long List") == 5


@pytest.mark.parametrize("name", ["list", "settings"])
def test_an_empty_program_says_so(sign_in, ruth, name):
    page = sign_in(ruth).get(at(name)).content.decode()

    assert ("No rule is set" in page) or ("Continued-service reviews" in page)
