"""`daybridge createprogram`: a program, a site and a director who can sign in."""

import sys
from argparse import Namespace
from getpass import getpass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from daybridge.access.invitations import invite
from daybridge.access.models import User
from daybridge.access.roles import Role
from daybridge.access.showroom import is_showroom
from daybridge.access.viewer import Viewer, system_viewer
from daybridge.audit.recording import record
from daybridge.cli.database import check_database, check_migrated
from daybridge.cli.output import Refusal, say, say_json
from daybridge.cli.serving import address
from daybridge.people.models import Staff
from daybridge.programs.models import Program, Site
from daybridge.programs.services import (
    create_program,
    fill_holidays,
    install_curriculum,
)
from daybridge.programs.shelf import packaged, packaged_named

QUESTIONS = (
    ("name", "Name of the program, as on its license: "),
    ("site", "Name of its first site: "),
    ("director", "First and last name of the director: "),
    ("email", "The director's email, to sign in with: "),
)


def createprogram(options: Namespace) -> int:
    """Ask for what is missing, make everything in one transaction, give the link."""
    check_database()
    check_migrated()
    if is_showroom():
        raise Refusal(
            "There is a demo clinic here, and real people do not belong beside "
            "invented ones. Name another folder: DAYBRIDGE_HOME=… bin/daybridge …"
        )
    _ask(options)
    password = _check(options)
    made = _make(options, password)
    if options.json:
        say_json(made)
        return 0
    say(f"{options.name} is there; {options.director} is its director.")
    if "link" in made:
        say("One-use link to choose a password (72 hours), for the director only:")
        say(f"    {made['link']}")
    return 0


def _ask(options: Namespace) -> None:
    for name, question in QUESTIONS:
        if getattr(options, name):
            continue
        if not sys.stdin.isatty():
            raise Refusal(f"--{name} is missing.", status=2)
        setattr(options, name, input(question).strip())


def _check(options: Namespace) -> str | None:
    """Refuse what cannot be used; gives the password if one is typed here."""
    if len(options.director.split()) < 2:
        raise Refusal("--director takes a first and a last name.", status=2)
    try:
        validate_email(options.email)
        ZoneInfo(options.time_zone)
    except ValidationError:
        raise Refusal(f"--email {options.email}: not an email address.", 2) from None
    except (ZoneInfoNotFoundError, ValueError):
        raise Refusal(
            f"--time-zone {options.time_zone}: not known. Example: America/Chicago", 2
        ) from None
    for slug in options.curriculum or ():
        if packaged_named(slug) is None:
            known = ", ".join(course.slug for course in packaged())
            raise Refusal(f"--curriculum {slug}: not known. There are: {known}", 2)
    if User.objects.filter(email__iexact=options.email).exists():
        raise Refusal(f"--email {options.email}: this account is there already.", 2)
    if not options.ask_password:
        return None
    password = getpass("Password (12 characters or more): ")
    try:
        validate_password(password, User(email=options.email))
    except ValidationError as problem:
        raise Refusal(" ".join(problem.messages), status=2) from None
    return password


@transaction.atomic
def _make(options: Namespace, password: str | None) -> dict[str, Any]:
    now = timezone.now()
    program = create_program(
        name=options.name, site=options.site, time_zone=options.time_zone,
        state=options.state.upper()[:2], at=now,
    )  # fmt: skip
    by = system_viewer(program, now)
    _furnish(program, options, by)
    site = Site.objects.in_program(program).get()
    user = User.objects.create_user(options.email, password)
    first, last = options.director.split(maxsplit=1)
    director = Staff.objects.create(
        program=program, user=user, email=user.email, site=site,
        legal_first_name=first, legal_last_name=last, roles=[Role.DIRECTOR.value],
    )  # fmt: skip
    record("programs.director_made", by=by.actor, target=director, at=now)
    made = {"program": str(program.pk), "director": str(director.pk)}
    if password is None:
        token = invite(staff=director, by=by, at=now)
        page = reverse("access:invitation", args=[token]).lstrip("/")
        made["link"] = address(_port()) + page
    return made


def _furnish(program: Program, options: Namespace, by: Viewer) -> None:
    """The holidays of this year and the next, and the curricula asked for."""
    year = by.today.year
    for each in (year, year + 1):
        fill_holidays(year=each, at=by.at, by=by)
    for slug in dict.fromkeys(options.curriculum or ()):
        course = packaged_named(slug)
        assert course is not None  # _check has looked
        install_curriculum(course=course, at=by.at, by=by)


def _port() -> int:
    from django.conf import settings

    port: int = settings.ENVIRONMENT.port
    return port
