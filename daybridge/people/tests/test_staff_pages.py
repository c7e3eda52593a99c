"""Staff pages: who may open which, what they say, and what a list costs."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from daybridge.access.invitations import invite
from daybridge.people.models import Credential, Staff
from tests.cast import hire

pytestmark = pytest.mark.django_db


@pytest.fixture
def grace(clinic):
    return clinic.staff["grace"]


@pytest.fixture
def director(grace, sign_in):
    return sign_in(grace)


def page_of(staff, name="staff_member"):
    return reverse(f"people:{name}", args=[staff.pk])


def new_person(**more):
    return {
        "legal_first_name": "Imani", "legal_last_name": "Okonkwo-Bell", "email": "",
    } | more  # fmt: skip


@pytest.mark.parametrize(
    ("name", "status"),
    [("grace", 200), ("sylvia", 200), ("ruth", 404), ("faye", 404), ("ivan", 404),
     ("omar", 404), ("theo", 404), ("nora", 404)],
)  # fmt: skip
def test_the_list_is_for_supervisors_and_the_director(clinic, sign_in, name, status):
    assert sign_in(clinic.staff[name]).get("/staff/").status_code == status


def test_forbidden_and_absent_are_the_same_bytes(clinic, sign_in, ruth, ben, vera):
    nobody = sign_in(ruth).get(f"/staff/{clinic.program.pk}/")
    for client, row in ((sign_in(ruth), ben), (sign_in(vera), ben)):
        for name in ("staff_member", "staff_edit", "staff_roles", "staff_leave"):
            answer = client.get(page_of(row, name))
            assert (answer.status_code, answer.content) == (404, nobody.content)


def test_everyone_reads_their_own_page_and_changes_nothing_on_it(sign_in, ruth):
    client = sign_in(ruth)

    page = client.get(page_of(ruth))

    assert page.status_code == 200
    assert "CW019283" in page.text
    assert "Make a sign-in link" not in page.text
    for name in ("staff_edit", "credential_new", "supervisor", "staff_roles"):
        assert page_of(ruth, name) not in page.text
        assert client.get(page_of(ruth, name)).status_code == 404


def test_a_supervisor_reads_their_own_unit_and_no_further(clinic, sign_in, ruth, ben):
    ruth.supervisor = clinic.staff["sylvia"]
    ruth.save()
    client = sign_in(clinic.staff["sylvia"])

    page = client.get("/staff/")

    assert "Ruth Abelson" in page.text
    assert "Ben Castillo" not in page.text
    assert client.get(page_of(ruth)).status_code == 200
    assert client.get(page_of(ben)).status_code == 404
    assert client.get(page_of(ruth, "credential_new")).status_code == 404


def test_the_rail_leads_to_the_staff_of_those_who_may_read_it(director, sign_in, ruth):
    link = 'href="/staff/"'
    assert link in director.get("/staff/").text
    assert link not in sign_in(ruth).get(page_of(ruth)).text


@pytest.mark.parametrize("more", [0, 40])
def test_the_list_needs_eight_statements_whoever_is_in_it(
    clinic, director, more, django_assert_max_num_queries
):
    for number in range(more):
        hire(clinic, f"First{number}", "Same", "counselor")
    director.get("/staff/")
    with django_assert_max_num_queries(8):
        director.get("/staff/")


def test_a_page_of_staff_costs_the_same_with_a_long_history(clinic, director, ben):
    costs = []
    for _ in range(2):
        for _ in range(6):
            Credential.objects.create(program=clinic.program, staff=ben, kind="CADC")
        with CaptureQueriesContext(connection) as queried:
            assert director.get(page_of(ben)).status_code == 200
        costs.append(len(queried))
    assert costs[0] == costs[1] <= 10


def test_ten_thousand_staff_come_a_page_at_a_time(
    clinic, director, django_assert_max_num_queries
):
    from daybridge.access.service import loading

    with loading(because="a test needs many staff"):
        Staff.objects.bulk_create(
            [
                Staff(
                    program=clinic.program, legal_first_name=f"First{number % 97}",
                    legal_last_name=f"Name{number % 311}", roles=["counselor"],
                )
                for number in range(10_000)
            ],
            batch_size=1000,
        )  # fmt: skip
    seen, url = set(), "/staff/?role=counselor"
    for _ in range(4):
        with django_assert_max_num_queries(9):  # one finds where the page starts
            page = director.get(url)
        rows = page.context["rows"]
        assert len(rows) == 25
        seen |= {row.staff.pk for row in rows}
        url = f"/staff/?role=counselor&after={page.context['after']}"
    assert len(seen) == 100


def test_pages_follow_each_other_without_a_gap(clinic, director):
    for number in range(60):
        hire(clinic, f"First{number}", "Same", "peer")
    seen, url = [], "/staff/"
    while url:
        page = director.get(url)
        seen += [row.staff.pk for row in page.context["rows"]]
        after = page.context["after"]
        url = f"/staff/?after={after}" if after else None

    assert len(seen) == len(set(seen)) == 69


def test_the_list_is_narrowed_by_role_name_and_state(clinic, director, ben):
    ben.deactivated_at = timezone.now()
    ben.save()

    def found(query):
        rows = director.get(f"/staff/?{query}").context["rows"]
        return [row.staff.legal_first_name for row in rows]

    assert found("role=peer") == ["Theo"]
    assert found("role=counselor") == ["Ruth"]
    assert found("role=counselor&show=everyone") == ["Ruth", "Ben"]
    assert found("show=left") == ["Ben"]
    assert found("q=okaf") == ["Grace"]
    assert found("q=grace+okafor") == ["Grace"]
    assert found("q=nobody") == []
    assert len(found("role=nonsense&show=nonsense&after=nonsense")) == 8


def test_only_the_last_term_of_a_license_counts_as_expiring(
    clinic, director, ruth, ben, viewer
):
    on = viewer(ruth).today
    for staff, days in ((ruth, (90, 700)), (ben, (90,)), (clinic.staff["theo"], (91,))):
        for each in days:
            Credential.objects.create(
                program=clinic.program, staff=staff, kind="CADC", jurisdiction="PA",
                expires_on=on + timedelta(days=each),
            )  # fmt: skip

    rows = director.get("/staff/?show=expiring").context["rows"]

    assert [row.staff.pk for row in rows] == [ben.pk]


def test_an_empty_list_says_so(clinic, sign_in, director):
    assert "Nobody found" in director.get("/staff/?q=nobody").text
    page = sign_in(clinic.staff["sylvia"]).get("/staff/?show=left")
    assert page.status_code == 200


def test_the_list_says_who_is_invited_and_whose_link_has_expired(
    clinic, director, grace, viewer
):
    late = viewer(grace, timezone.now() - timedelta(days=4))
    for first, by in (("Wren", viewer(grace)), ("Yael", late)):
        row = Staff.objects.create(
            program=clinic.program, legal_first_name=first, legal_last_name="Aaron",
            email=f"{first}@example.org",
        )  # fmt: skip
        invite(staff=row, by=by, at=by.at)
    Staff.objects.create(
        program=clinic.program, legal_first_name="Zoe", legal_last_name="Aaron"
    )

    rows = director.get("/staff/?q=Aaron").context["rows"]

    assert [row.sign_in.words for row in rows] == [
        "Link waits", "Link expired", "Not invited yet",
    ]  # fmt: skip


def test_adding_someone_gives_them_roles_but_no_directorship(clinic, director):
    sent = new_person(roles=["counselor", "peer"], site=str(clinic.site.pk))

    answer = director.post("/staff/new/", sent)

    row = Staff.objects.in_program(clinic.program).get(legal_first_name="Imani")
    assert answer.url == page_of(row)
    assert set(row.roles) == {"counselor", "peer"}
    assert row.site == clinic.site
    assert director.post("/staff/new/", sent | {"roles": ["director"]}).status_code == (
        422
    )


def test_the_same_form_sent_twice_adds_one_person(clinic, director):
    sent = new_person(submission="0192f0c1-0000-7000-8000-00000000abcd")
    director.post("/staff/new/", sent)
    director.post("/staff/new/", sent)

    rows = Staff.objects.in_program(clinic.program).filter(legal_first_name="Imani")
    assert rows.count() == 1


def test_another_programs_site_cannot_be_chosen(clinic, elsewhere, director):
    sent = new_person(site=str(elsewhere.site.pk))
    assert director.post("/staff/new/", sent).status_code == 422


def test_a_stale_change_shows_both_and_saves_nothing(clinic, director, ben):
    sent = {"legal_first_name": "Ben", "legal_last_name": "Castillo", "version": "1"}
    url = page_of(ben, "staff_edit")
    assert director.post(url, sent | {"title": "Lead counselor"}).status_code == 302

    answer = director.post(url, sent | {"title": "Group counselor"})

    assert answer.status_code == 409
    assert "Lead counselor" in answer.text
    assert "Group counselor" in answer.text
    ben.refresh_from_db()
    assert (ben.title, ben.version) == ("Lead counselor", 2)


def test_what_is_not_on_the_form_is_not_changed(clinic, director, ben):
    sent = {
        "legal_first_name": "Ben", "legal_last_name": "Castillo", "version": "1",
        "roles": ["director"], "deactivated_at": "2020-01-01", "user": "",
    }  # fmt: skip
    director.post(page_of(ben, "staff_edit"), sent)

    ben.refresh_from_db()
    assert ben.roles == ["counselor"]
    assert ben.deactivated_at is None
    assert ben.user_id is not None
