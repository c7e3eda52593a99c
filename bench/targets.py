"""Pick what is measured in a filled database: people signed in, and requests for them.

`python -m bench.targets <what>` prints the requests as JSON lines; the environment says
which database. Every person is signed in as the sign-in page does it.
"""

import json
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import parse_qsl, urlencode

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import login  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.load import Request  # noqa: E402
from daybridge.access.backends import BACKEND  # noqa: E402
from daybridge.access.models import TeamMembership, User  # noqa: E402
from daybridge.access.roles import Role  # noqa: E402
from daybridge.access.second_factor import SHOWROOM_SESSION  # noqa: E402
from daybridge.access.service import loading  # noqa: E402
from daybridge.attendance.models import Attendance  # noqa: E402
from daybridge.notes.cards import CARD_FIELDS, SUMMARY_FIELDS, mark  # noqa: E402
from daybridge.notes.models import Note, Summary  # noqa: E402
from daybridge.people.models import NameWord, Patient, Staff  # noqa: E402
from daybridge.schedule.models import Session  # noqa: E402

DAY = timedelta(days=1)
WHY = "measuring a database of invented people"
TOKEN = "m" * 32  # the double-submitted token of the forms
TEXTS = {
    "goal": ("Call the sponsor on bad evenings", "Go home by the other road"),
    "sentence": (
        "Named two moments this week when leaving early would have been easy.",
        "Practiced saying no to a cousin and was surprised by how calm it felt.",
    ),
    "next_step": ("Write down one warm contact.", "Try the breathing once a day."),
    "participation": ("active", "quiet"),
}


def everyone() -> list[Any]:
    staff = Staff.objects.across_programs(because=WHY).active()
    return list(staff.exclude(user=None).select_related("user", "program"))


def signed_in(staff: Any) -> str:
    """The cookies of a member of staff who just signed in with two factors."""
    request = HttpRequest()
    request.META["REMOTE_ADDR"] = "127.0.0.1"
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    login(request, staff.user, backend=BACKEND)
    request.session[SHOWROOM_SESSION] = True
    request.session.save()
    session = f"{settings.SESSION_COOKIE_NAME}={request.session.session_key}"
    return f"{session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"


def with_role(role: Role) -> list[Any]:
    return [staff for staff in everyone() if role in staff.role_set]


def patients() -> Iterator[Request]:
    """The list of people, as the front desk opens it: 14 rows."""
    desk = signed_in(with_role(Role.FRONT_DESK)[0])
    yield Request(reverse("people:patients"), desk)


def search() -> Iterator[Request]:
    """Parts of names, as the front desk types them."""
    desk = with_role(Role.FRONT_DESK)[0]
    words = NameWord.objects.in_program(desk.program).order_by("word")
    distinct = list(words.values_list("word", flat=True).distinct())
    cookie, step = signed_in(desk), max(1, len(distinct) // 60)
    for word in distinct[::step]:
        query = urlencode({"q": word[: max(3, len(word) - 2)]})
        yield Request(f"{reverse('people:patients')}?{query}", cookie)


def charts() -> Iterator[Request]:
    """The charts of one counselor's own patients."""
    teams = TeamMembership.objects.across_programs(because=WHY).filter(ended_at=None)
    busy = set(teams.values_list("staff_id", flat=True))
    counselor = next(s for s in with_role(Role.COUNSELOR) if s.pk in busy)
    own = teams.filter(staff=counselor)
    cookie = signed_in(counselor)
    for patient_id in list(own.values_list("patient_id", flat=True))[:40]:
        yield Request(reverse("notes:chart", args=[patient_id]), cookie)


def long_chart() -> Iterator[Request]:
    """The chart with the most encounters, as somebody of its team opens it."""
    from django.db.models import Count

    fullest = (
        Patient.objects.across_programs(because=WHY)
        .annotate(count=Count("attendances"))
        .order_by("-count")
        .first()
    )
    team = TeamMembership.objects.in_program(fullest.program_id).filter(
        patient=fullest, ended_at=None, staff__roles__icontains=Role.COUNSELOR.value
    )
    counselor = next(s for s in everyone() if s.pk == team.first().staff_id)
    yield Request(reverse("notes:chart", args=[fullest.pk]), signed_in(counselor))


def evenings(most: int = 120) -> Iterator[Request]:
    """A whole session saved: twelve places and twelve notes, another text each time."""
    leaders = {staff.pk: staff for staff in everyone()}
    sessions = (
        Session.objects.across_programs(because=WHY)
        .filter(cancelled_at=None, leader_id__in=leaders)
        .exclude(notes__signed_at__isnull=False)
        .order_by("-starts_at", "pk")
    )
    over = sessions.filter(ends_at__lt=timezone.now() - DAY)
    chosen = _of_twelve(over, most)  # the same ones each time
    if len(chosen) < most:
        coming = sessions.filter(starts_at__gt=timezone.now() + DAY)
        more = _of_twelve(coming, most - len(chosen))
        _let_them_be_over(more)
        chosen += more
    cookies = {key: signed_in(leaders[key]) for key in {s.leader_id for s in chosen}}
    for turn in (0, 1):  # a session's second save comes long after its first
        for session in chosen:
            path = reverse("notes:save", args=[session.pk])
            cookie = cookies[session.leader_id]
            yield Request(path, cookie, "POST", _body(session, turn))


def _let_them_be_over(sessions: list[Any]) -> None:
    """Move sessions that are still to come back by weeks: nobody is there before."""
    for session in sessions:
        weeks = max((session.ends_at - timezone.now()) // (7 * DAY) + 1, 0)
        session.starts_at -= 7 * weeks * DAY
        session.ends_at -= 7 * weeks * DAY
        with loading(because=WHY):
            session.save(update_fields=["starts_at", "ends_at"])
            _places(session).update(starts_at=session.starts_at)


def _of_twelve(sessions: Any, most: int) -> list[Any]:
    found = []
    for session in sessions[:5000]:
        if _places(session).count() == 12:
            found.append(session)
        if len(found) == most:
            break
    return found


def _body(session: Any, turn: int) -> str:
    """The form of the whole page, with other words than the stored ones."""
    notes = Note.objects.in_program(session.program_id).kept().filter(session=session)
    by_patient = {note.patient_id: note for note in notes}
    summaries = Summary.objects.in_program(session.program_id).filter(session=session)
    fields = _fields("summary", summaries.first(), SUMMARY_FIELDS, turn)
    zone = session.program.zone
    start, end = (at.astimezone(zone) for at in (session.starts_at, session.ends_at))
    for place in _places(session):
        row = by_patient.get(place.patient_id)
        fields |= _fields(str(place.patient_id), row, CARD_FIELDS, turn)
        minute = (place.version + turn) % 2
        fields |= {
            f"mark-{place.pk}": "attended",
            f"place-version-{place.pk}": f"@{place.version + turn}@",
            f"arrived-{place.pk}": start.strftime("%H:%M"),
            f"left-{place.pk}": end.replace(minute=minute).strftime("%H:%M"),
            f"mode-{place.pk}": "in_person",
        }
    return urlencode(fields, safe="@")


def _places(session: Any) -> Any:
    places = Attendance.objects.in_program(session.program_id)
    return places.on_roster_of(session).order_by("pk")


def _fields(card: str, row: Any, names: Iterable[str], turn: int) -> dict[str, str]:
    """One card of the form: each field's new text and the mark of the one before."""
    fields, bases = {}, []
    for name in names:
        stored = getattr(row, name, "")
        texts = TEXTS.get(name) or (TEXTS["sentence"] if name == "text" else ("", ""))
        other = texts[1] if stored == texts[0] else texts[0]
        last = texts[1] if other == texts[0] else texts[0]
        before, after = (stored, other) if turn == 0 else (other, last)
        bases.append(f"{name}:{mark(before)}")
        fields[f"card-{card}-{name}"] = after
    return fields | {f"base-{card}": ",".join(bases)}


def register() -> Iterator[Request]:
    """Today's register of somebody who co-leads three sessions of twelve."""
    desk = with_role(Role.FRONT_DESK)[0]
    start = timezone.now().astimezone(desk.program.zone).replace(hour=0, minute=0)
    today = Session.objects.in_program(desk.program).between(
        start, start + timedelta(days=1)
    )
    three = _of_twelve(today.held().order_by("starts_at", "pk"), 3)
    if len(three) < 3:
        raise SystemExit("There are not three sessions of twelve today.")
    leader = _co_leader(desk)
    with loading(because=WHY):
        Session.objects.in_program(desk.program).filter(
            pk__in=[session.pk for session in three]
        ).update(co_leader=leader)
    yield Request(reverse("attendance:register"), signed_in(leader))


def _co_leader(like: Any) -> Any:
    """A counselor who leads nothing else, made once."""
    email = "co-leader@bench.example"
    staff = Staff.objects.in_program(like.program).filter(email=email).first()
    if staff is None:
        user = User.objects.create_user(email=email, password=None)
        staff = Staff(
            program=like.program, user=user, email=email, site_id=like.site_id,
            legal_first_name="Co", legal_last_name="Leader",
            roles=[Role.COUNSELOR.value],
        )  # fmt: skip
        staff.save(force_insert=True)
    return staff


def today() -> Iterator[Request]:
    """Today, as a counselor opens it."""
    yield Request("/", signed_in(with_role(Role.COUNSELOR)[0]))


def _one_evening() -> tuple[Any, str]:
    [post, *_] = evenings(1)
    session_id = post.path.split("/")[2]
    found = Session.objects.across_programs(because=WHY).get(pk=session_id)
    return found, post.cookie


def _of_session(name: str, body: str = "") -> Callable[[], Iterator[Request]]:
    def page() -> Iterator[Request]:
        session, cookie = _one_evening()
        path = reverse(f"notes:{name}", args=[session.pk])
        yield Request(path, cookie, "POST" if body else "GET", body)

    return page


def card() -> Iterator[Request]:
    """One card saved while it is written, another sentence each time."""
    for post in evenings(10):
        fields = dict(parse_qsl(post.body, keep_blank_values=True))
        patient = next(
            name.removeprefix("base-")
            for name in fields
            if name.startswith("base-") and name != "base-summary"
        )
        body = urlencode({k: v for k, v in fields.items() if patient in k})
        session_id = post.path.split("/")[2]
        yield Request(
            reverse("notes:card", args=[session_id, patient]), post.cookie, "POST", body
        )


def service_days() -> Iterator[Request]:
    """Delivered but not billable, as the biller opens it."""
    yield Request(reverse("notes:service_days"), signed_in(with_role(Role.BILLER)[0]))


def accounts() -> Iterator[Request]:
    """Sixteen accounts with a password of full cost, as `email<tab>password`."""
    password = "Forty-two quiet sparrows"
    for staff in everyone()[:16]:
        staff.user.set_password(password)
        staff.user.save()
        yield Request("", body=f"{staff.user.email}\t{password}")


WHAT: dict[str, Callable[[], Iterator[Request]]] = {
    "patients": patients,
    "search": search,
    "charts": charts,
    "long_chart": long_chart,
    "evenings": evenings,
    "register": register,
    "today": today,
    "session": _of_session("session"),
    "live": _of_session("live", "patient="),
    "conduct": _of_session("conduct"),
    "review": _of_session("review"),
    "card": card,
    "service_days": service_days,
    "accounts": accounts,
}

if __name__ == "__main__":
    for request in WHAT[sys.argv[1]]():
        print(json.dumps([request.path, request.cookie, request.method, request.body]))
