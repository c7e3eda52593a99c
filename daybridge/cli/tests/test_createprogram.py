"""A program of one's own: made whole, with a link that works once."""

from argparse import Namespace

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.access.models import User
from daybridge.access.roles import Role
from daybridge.audit.models import AuditEvent
from daybridge.cli.createprogram import createprogram
from daybridge.cli.output import Refusal
from daybridge.people.models import Staff
from daybridge.programs.models import Closure, Curriculum, DayRule, Program, Site
from daybridge.rules.holidays import federal_holidays

pytestmark = pytest.mark.django_db


def asked(**changes):
    answers = {
        "name": "Maple House IOP",
        "site": "Main Street",
        "director": "Grace van der Berg",
        "email": "grace@example.org",
        "time_zone": "America/Chicago",
        "state": "il",
        "curriculum": None,
        "ask_password": False,
        "json": False,
    }
    return Namespace(**{**answers, **changes})


def test_a_program_its_site_and_its_director_are_made(capsys):
    assert createprogram(asked()) == 0

    program = Program.objects.get()
    director = Staff.objects.in_program(program).get()
    assert (program.name, program.time_zone, program.state) == (
        "Maple House IOP",
        "America/Chicago",
        "IL",
    )
    assert not program.made_by_demo
    assert Site.objects.in_program(program).get().name == "Main Street"
    assert director.role_set == {Role.DIRECTOR}
    assert director.legal_last_name == "van der Berg"
    assert AuditEvent.objects.filter(action="programs.program_made").count() == 1
    assert "One-use link" in capsys.readouterr().out


def test_it_begins_with_the_holidays_ahead_and_a_rule_for_a_day():
    createprogram(asked())

    program = Program.objects.get()
    today = timezone.now().astimezone(program.zone).date()
    closures = Closure.objects.in_program(program)
    wanted = {
        day.on
        for year in (today.year, today.year + 1)
        for day in federal_holidays(year)
        if day.on >= today
    }
    assert set(closures.values_list("on", flat=True)) == wanted
    [rule] = DayRule.objects.in_program(program)
    assert (rule.min_minutes, rule.ends_on) == (180, None)


def test_a_packaged_curriculum_is_installed_when_asked_for():
    createprogram(asked(curriculum=["evening-16-weeks", "evening-16-weeks"]))

    course = Curriculum.objects.in_program(Program.objects.get()).get()
    assert course.topics.count() == 48


def test_the_link_leads_to_choosing_a_password(capsys, client):
    createprogram(asked())
    link = capsys.readouterr().out.split()[-1]
    path = "/" + link.split("/", 3)[3]

    page = client.get(path)

    assert path == reverse("access:invitation", args=[path.rstrip("/").split("/")[-1]])
    assert page.status_code == 200
    assert not User.objects.get().has_usable_password()


def test_a_password_typed_here_is_set(monkeypatch):
    monkeypatch.setattr(
        "daybridge.cli.createprogram.getpass", lambda question: "a long and odd one"
    )

    createprogram(asked(ask_password=True))

    assert User.objects.get().check_password("a long and odd one")


def test_a_weak_password_is_refused_and_nothing_is_made(monkeypatch):
    monkeypatch.setattr("daybridge.cli.createprogram.getpass", lambda question: "short")

    with pytest.raises(Refusal, match="at least 12 characters"):
        createprogram(asked(ask_password=True))

    assert not Program.objects.exists()


@pytest.mark.parametrize(
    ("change", "because"),
    [
        ({"director": "Grace"}, "first and a last name"),
        ({"email": "grace"}, "not an email address"),
        ({"time_zone": "Chicago"}, "Example: America/Chicago"),
        ({"curriculum": ["evenings"]}, "There are: evening-16-weeks, matrix"),
        ({"time_zone": "../etc/passwd"}, "Example: America/Chicago"),
    ],
)
def test_what_cannot_be_used_is_named(change, because):
    with pytest.raises(Refusal, match=because):
        createprogram(asked(**change))

    assert not Program.objects.exists()


def test_an_account_is_not_made_twice():
    createprogram(asked())

    with pytest.raises(Refusal, match="there already"):
        createprogram(asked(name="Another", email="GRACE@example.org"))

    assert Program.objects.count() == 1


def test_what_is_missing_is_asked_for_or_named(monkeypatch):
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)

    with pytest.raises(Refusal, match="--site is missing"):
        createprogram(asked(site=None))


def test_real_people_are_not_put_beside_invented_ones():
    Program.objects.create(name="Demo", made_by_demo=True)

    with pytest.raises(Refusal, match="Name another folder"):
        createprogram(asked())
