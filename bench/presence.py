"""Two thousand questions to a server whether it knows somebody; it never says.

    python -m bench.presence              2,000 probes, some minutes
    python -m bench.presence --share 10   a tenth of them

A demo clinic with a server of its own is asked in turns about people it knows and
people it does not: the forms anybody may send, sign-in, used links, and addresses of
charts, of forms to sign and of calendars that ended. Status, headers and body have to
be the same after tokens that change by themselves (and what was asked) are blanked, and
the times of known and unknown must not differ at p < 0.01 by Mann and Whitney's test,
for each kind of probe. Seven kinds without any difference fail by chance once in
fifteen runs.

Nothing is asked to change a password: that page only says whom to turn to. Each probe
comes from an address of its own (127.x.y.z), as one address sends only a few; what the
program takes in a day is made room for by dating back the calls that came in.
"""

import argparse
import codecs
import http.client
import json
import random
import re
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from secrets import token_urlsafe
from statistics import median
from urllib.parse import urlencode
from uuid import UUID, uuid4

from bench.evening_server import EveningServer
from bench.likeness_of_times import p_of_difference

PROBES = {
    "ask for a call": 320, "refer someone": 320, "sign in": 112, "used link": 288,
    "address of a chart": 320, "address of forms to sign": 320, "calendar": 320,
}  # fmt: skip
FAILURE = 0.01
CHANGING = re.compile(
    rb'(name="(?:csrfmiddlewaretoken|submission|began)" value=|X-CSRFToken": )"[^"]+"'
)
OF_THE_MOMENT = {"date", "expires", "server"}
PREPARE = """
import json, secrets
from django.utils import timezone
from daybridge.access.models import Invitation
from daybridge.access.invitations import _digest
from daybridge.access.service import loading
from daybridge.calendars.models import CalendarFeed
from daybridge.consents.secrets_of_links import digest, new_token
from daybridge.people.models import Patient, Staff
links, calendars = [], []
staff = list(Staff.objects.across_programs(because="probes").order_by("pk"))
patients = list(Patient.objects.across_programs(because="probes").order_by("pk")[:400])
endings = ["taken_back", "replaced", "discharged"]
with loading(because="links that ended, for the probes"):
    for number in range({count}):
        token, person = secrets.token_urlsafe(32), staff[number % len(staff)]
        Invitation.objects.create(
            program_id=person.program_id, staff=person, digest=_digest(token),
            made_by_id=person.pk, expires_at=timezone.now(),
            withdrawn_at=timezone.now(),
        )
        links.append(token)
        secret, patient = new_token(), patients[number % len(patients)]
        now = timezone.now()
        CalendarFeed.objects.create(
            program_id=patient.program_id, patient=patient, device="Own phone",
            secret_digest=digest("calendar", secret), created_at=now, ended_at=now,
            ending=endings[number % 3],
        )
        calendars.append(secret)
print(json.dumps({"links": links, "calendars": calendars}))
"""


@dataclass(frozen=True)
class Ask:
    """One probe, and the words of it that an answer may repeat."""

    method: str
    path: str
    body: dict[str, str] | None = None
    words: tuple[str, ...] = ()


@dataclass
class Seen:
    """What the answers to one kind of probe were like."""

    answers: dict[str, set[str]] = field(
        default_factory=lambda: {"known": set(), "unknown": set()}
    )
    seconds: dict[str, list[float]] = field(
        default_factory=lambda: {"known": [], "unknown": []}
    )

    @property
    def p(self) -> float:
        return p_of_difference(self.seconds["known"], self.seconds["unknown"])

    @property
    def is_alike(self) -> bool:
        return self.answers["known"] == self.answers["unknown"]


class Visitor:
    """A stranger's browser, from another address each time."""

    def __init__(self, server: EveningServer) -> None:
        self.server, self.addresses = server, count(1)
        self.cookies: dict[str, str] = {}
        self.token = self.began = ""

    def open(self, path: str) -> None:
        """Fetch a form for its token, its cookie and its moment."""
        status, headers, body, _ = self.send(Ask("GET", path))
        assert status == 200, (path, status)
        for name, value in headers:
            if name.lower() == "set-cookie":
                cookie = value.split(";")[0].split("=", 1)
                self.cookies[cookie[0]] = cookie[1]
        self.token = _value(body, "csrfmiddlewaretoken")
        if b'name="began"' in body:
            self.began = _value(body, "began")

    def send(self, ask: Ask) -> tuple[int, list[tuple[str, str]], bytes, float]:
        number = next(self.addresses)
        source = f"127.{1 + number // 60_000}.{number // 250 % 240}.{1 + number % 250}"
        body, headers = None, {"Host": "localhost", "Accept": "text/html"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self.cookies.items())
        if ask.body is not None:
            own = {"csrfmiddlewaretoken": self.token, "submission": str(uuid4())}
            body = urlencode({**ask.body, **own})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.server.port, timeout=60, source_address=(source, 0)
        )
        with closing(connection):
            connection.connect()
            started = time.perf_counter()
            connection.request(ask.method, ask.path, body=body, headers=headers)
            answer = connection.getresponse()
            content = answer.read()
            took = time.perf_counter() - started
        return answer.status, answer.getheaders(), content, took


def _value(body: bytes, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"'.encode(), body)
    assert found, name
    return found[1].decode()


def alike(ask: Ask, status: int, headers: list[tuple[str, str]], body: bytes) -> str:
    """An answer without what changes by itself and without what was asked."""
    kept = sorted(
        f"{name.lower()}: {'(cookie)' if name.lower() == 'set-cookie' else value}"
        for name, value in headers
        if name.lower() not in OF_THE_MOMENT
    )
    text = "\n".join([str(status), *kept, CHANGING.sub(rb"\1", body).decode()])
    for word in ask.words:
        text = text.replace(word, "(asked)")
    return text


Maker = Callable[[bool, int], Ask]  # about somebody known, and the number of the probe


class Makers:
    """How each kind of probe asks about somebody."""

    start = "/start/schuylkill-street"

    def __init__(
        self, server: EveningServer, visitor: Visitor, ended: dict[str, list[str]]
    ) -> None:
        self.visitor = visitor
        self.links, self.calendars = ended["links"], ended["calendars"]
        self.people = server.rows(
            "SELECT id, legal_first_name, legal_last_name, born_on, phone "
            "FROM people_patient ORDER BY id LIMIT 400"
        )
        self.emails = [
            row[0] for row in server.rows("SELECT email FROM access_user ORDER BY id")
        ]

    def by_kind(self) -> dict[str, Maker]:
        """A maker for each kind in PROBES."""
        return {
            "ask for a call": self.call,
            "refer someone": self.refer,
            "sign in": self.sign_in,
            "used link": self.used_link,
            "address of a chart": self.chart,
            "address of forms to sign": self.to_sign,
            "calendar": self.calendar,
        }

    def person(self, known: bool, number: int) -> tuple[str, str, str, str, str]:
        """Key, first and last name, birth date and phone; the unknown are invented."""
        key, first, last, born, phone = self.people[number % len(self.people)]
        if known:
            return str(UUID(key)), first, last, born, phone or "(215) 555-0199"
        return str(uuid4()), "Zoltan", f"Quixby{number}", born, "(215) 555-0198"

    def call(self, known: bool, number: int) -> Ask:
        _, first, _, _, phone = self.person(known, number)
        return Ask("POST", f"{self.start}/call/", {
            "caller": "self", "first_name": first, "phone": phone,
            "may_leave_message": "no", "began": self.visitor.began,
        })  # fmt: skip

    def refer(self, known: bool, number: int) -> Ask:
        _, first, last, born, phone = self.person(known, number)
        return Ask("POST", f"{self.start}/refer/", {
            "person": "Lena Ortiz", "organization": "Harbor Detox", "kind": "detox",
            "your_phone": "(215) 555-0111", "first_name": first, "last_name": last,
            "born_on": born or "1990-01-01", "phone": phone, "language": "en",
            "agrees": "on", "began": self.visitor.began,
        })  # fmt: skip

    def sign_in(self, known: bool, number: int) -> Ask:
        email = self.emails[number % len(self.emails)]
        if not known:
            name, _, domain = email.partition("@")
            email = f"{codecs.encode(name, 'rot13')}@{domain}"  # as long, and nobody's
        form = {"login": email, "password": "wrong horse battery"}
        return Ask("POST", "/sign-in/", form, (email,))

    def used_link(self, known: bool, number: int) -> Ask:
        links = self.links
        token = links[number % len(links)] if known else uuid4().hex + "abcdefghijk"
        return Ask("GET", f"/invitations/{token}/", words=(token,))

    def chart(self, known: bool, number: int) -> Ask:
        key = self.person(known, number)[0]
        return Ask("GET", f"/patients/{key}/", words=(key,))

    def to_sign(self, known: bool, number: int) -> Ask:
        key = self.person(known, number)[0]
        return Ask("GET", f"/sign/{key}/", words=(key,))

    def calendar(self, known: bool, number: int) -> Ask:
        secrets = self.calendars
        secret = secrets[number % len(secrets)] if known else token_urlsafe(24)
        return Ask("GET", f"/calendar/{secret}.ics", words=(secret,))


def probe(
    server: EveningServer,
    visitor: Visitor,
    make: Maker,
    probes: int,
    draw: random.Random,
) -> Seen:
    """Ask about known and unknown people in turns, in random order within a turn."""
    seen = Seen()
    for number in range(probes // 2):
        for known in draw.sample([True, False], 2):
            ask = make(known, number)
            status, headers, body, took = visitor.send(ask)
            kind = "known" if known else "unknown"
            seen.answers[kind].add(alike(ask, status, headers, body))
            seen.seconds[kind].append(took)
        if number % 25 == 24:
            make_room(server)
    return seen


def make_room(server: EveningServer) -> None:
    """Date back what came in, so that the day of the program is not full."""
    database = server.installation.home / "daybridge.sqlite3"
    with closing(sqlite3.connect(database, timeout=30)) as connection, connection:
        connection.execute(
            "UPDATE intake_inquiry SET first_contact_at = "
            "datetime(first_contact_at, '-3 days') "
            "WHERE first_contact_at > datetime('now', '-1 day')"
        )


def make_ended(server: EveningServer, number: int) -> dict[str, list[str]]:
    """Links into accounts that were withdrawn, and addresses of calendars that ended.

    A calendar that still answers is for whoever has its address; only one that ended
    could tell somebody who finds it that there was one.
    """
    script = "import django; django.setup()\n" + PREPARE.replace("{count}", str(number))
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=server.installation.environment(
            DJANGO_SETTINGS_MODULE="daybridge.config.settings"
        ),
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    ended: dict[str, list[str]] = json.loads(done.stdout)
    return ended


def run(server: EveningServer, share: int) -> Iterator[tuple[str, Seen]]:
    visitor, draw = Visitor(server), random.Random(42)
    kinds = Makers(server, visitor, make_ended(server, 144)).by_kind()
    for kind, probes in PROBES.items():
        path = "/sign-in/" if kind == "sign in" else "/start/schuylkill-street/refer/"
        visitor.open(path)
        time.sleep(3.2)  # a form is at least three seconds old
        make_room(server)
        yield kind, probe(server, visitor, kinds[kind], max(probes // share, 20), draw)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--share", type=int, default=1, help="a part of the probes")
    options = parser.parse_args()
    failed, asked = [], 0
    with tempfile.TemporaryDirectory() as folder, EveningServer(Path(folder)) as server:
        for kind, seen in run(server, options.share):
            times = {k: median(v) * 1000 for k, v in seen.seconds.items()}
            asked += sum(len(v) for v in seen.seconds.values())
            statuses = {text.split("\n", 1)[0] for text in seen.answers["known"]}
            print(
                f"{kind}: {sum(map(len, seen.seconds.values()))} probes, status "
                f"{', '.join(sorted(statuses))}, "
                f"{'the same answers' if seen.is_alike else 'DIFFERENT ANSWERS'}, "
                f"median {times['known']:.2f} and {times['unknown']:.2f} ms, "
                f"p = {seen.p:.3f}",
                flush=True,
            )
            if not seen.is_alike or seen.p < FAILURE:
                failed.append(kind)
                _tell_difference(seen)
    print(f"{asked:,} probes; {', '.join(failed) or 'nothing'} tells them apart.")
    return 1 if failed else 0


def _tell_difference(seen: Seen) -> None:
    for text in sorted(seen.answers["known"] ^ seen.answers["unknown"])[:4]:
        print(f"  {text[:600]!r}")


if __name__ == "__main__":
    raise SystemExit(main())
