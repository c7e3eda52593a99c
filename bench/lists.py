"""Every list of the front door with ten thousand rows in it: queries, time, size.

    python -m bench.lists                  on SQLite, some minutes
    python -m bench.lists --rows 1000      fewer
    python -m bench.lists --home FOLDER    in a demo that is there, which is then filled
    python -m bench.lists --postgres       on a PostgreSQL server of its own

A demo clinic is made; each list is read as whoever works with it, before and after its
rows are multiplied. The number of queries must not grow; time and bytes are told.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import Any

from tests.postgres import make_server

RUNS = 3
SLOW_MS = 1000
AT_ONCE = 1000
ODD = 0.119  # hours; nobody else's time begins there
LISTS = (  # address, as whom
    ("/intake/", "front_desk"),
    ("/intake/inquiries/?stage=new", "front_desk"),
    ("/intake/inquiries/?stage=lost", "front_desk"),
    ("/intake/inquiries/?stage=new&q=moreau", "front_desk"),
    ("/intake/waitlist/", "front_desk"),
    ("/intake/first-30-days/", "counselor"),
    ("/consents/", "front_desk"),
    ("/disclosures/", "director"),
    ("/coverage/", "biller"),
    ("/coverage/?show=none", "biller"),
    ("/coverage/?show=old", "biller"),
    ("/coverage/?show=consent", "biller"),
    ("/coverage/good-faith/", "biller"),
    ("/assessments/", "supervisor"),
    ("/", "counselor"),
    ("/today/way-in/", "supervisor"),
    ("/patients/", "front_desk"),
)


@dataclass(frozen=True, slots=True)
class Seen:
    """How one list was answered."""

    status: int
    queries: int
    milliseconds: float
    kilobytes: float


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=10_000)
    options.add_argument("--home", help="a demo that is there; it is filled for good")
    options.add_argument("--postgres", action="store_true")
    given = options.parse_args()
    rows = given.rows
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        if given.postgres:
            server = make_server(durable=False)
            stack.callback(server.remove)
            os.environ["DAYBRIDGE_DATABASE_URL"] = server.url
        open_clinic(given.home or folder, is_new=not given.home)
        staff = staff_by_role()
        before = {one: look(*one, staff) for one in LISTS}
        multiply(rows)
        after = {one: look(*one, staff) for one in LISTS}
    failed = [tell(one, before[one], after[one]) for one in LISTS]
    return 1 if any(failed) else 0


def open_clinic(home: str, *, is_new: bool) -> None:
    """A demo in a folder, read in this process."""
    os.environ["DAYBRIDGE_HOME"] = home
    os.environ["DJANGO_SETTINGS_MODULE"] = "daybridge.config.settings"
    for command in ("migrate", "demo") if is_new else ():
        subprocess.run(
            [sys.executable, "-m", "daybridge", command], check=True,
            capture_output=True, cwd=Path(__file__).parents[1],
        )  # fmt: skip
    import django
    from django.core.management import call_command

    django.setup()
    call_command("collectstatic", interactive=False, verbosity=0)


def staff_by_role() -> dict[str, Any]:
    from daybridge.people.models import Staff

    everyone = Staff.objects.across_programs(because="lists are read as each role")
    found: dict[str, Any] = {}
    for person in everyone.exclude(user=None).order_by("pk"):
        for role in person.roles:
            found.setdefault(str(role), person)
    return found


def look(path: str, role: str, staff: dict[str, Any]) -> Seen:
    """Read a list some times as somebody; the median counts."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    client = Client(headers={"host": "localhost"})
    client.post(reverse("demo:sign_in", args=[staff[role].pk]))
    client.get(path)
    times = []
    for _ in range(RUNS):
        with CaptureQueriesContext(connection) as asked:
            started = time.perf_counter()
            answer = client.get(path)
            times.append((time.perf_counter() - started) * 1000)
    return Seen(
        answer.status_code, len(asked), median(times), len(answer.content) / 1000
    )


def multiply(rows: int) -> None:
    """Copy a row of each kind until there are so many, each of a person of its own."""
    from daybridge.access.service import loading
    from daybridge.assessments.models import Assessment
    from daybridge.consents.models import Consent, Disclosure, Packet
    from daybridge.coverage.models import GoodFaithEstimate, Policy
    from daybridge.intake.models import (
        AssessmentBooking,
        Episode,
        Inquiry,
        OrientationStep,
        Wait,
    )
    from daybridge.people.models import Patient

    hour = timedelta(hours=1)
    with loading(because="lists are measured with many rows"):
        people = copies(Patient, rows, lambda nth: {
            "record_number": f"L{nth:06d}", "legal_last_name": f"Moreau{nth}",
            "arrival_code_digest": "", "arrival_pin_digest": "", "merged_into_id": None,
        })  # fmt: skip
        of = lambda nth: {"patient_id": people[nth]}  # noqa: E731 - said many times
        episodes = copies(Episode, rows, of, discharged_on=None)
        inquiries = copies(Inquiry, rows, lambda nth: {"patient_id": None}, stage="new")
        copies(Inquiry, rows, lambda nth: {"patient_id": None}, stage="lost")
        copies(Wait, rows, lambda nth: {"inquiry_id": inquiries[nth]}, ended_at=None)
        start = Wait.objects.across_programs(because="lists").first().waiting_since
        copies(AssessmentBooking, rows, lambda nth: {
            **of(nth), "inquiry_id": inquiries[nth],
            "starts_at": start + hour * (2 * nth + ODD),
            "ends_at": start + hour * (2 * nth + 1 + ODD), "moved_from_id": None,
        }, cancelled_at=None)  # fmt: skip
        copies(OrientationStep, rows, lambda nth: {
            **of(nth), "episode_id": episodes[nth],
        }, done_at=None)  # fmt: skip
        packets = copies(Packet, rows, of, completed_at=None)
        copies(Consent, rows, lambda nth: {**of(nth), "packet_id": packets[nth]},
               signed_at=None)  # fmt: skip
        copies(Disclosure, rows, of)
        copies(Policy, rows, of)
        copies(GoodFaithEstimate, rows, of, issued_at=None)
        copies(Assessment, rows, of, signed_at=None)


def copies(
    model: Any, rows: int, vary: Callable[[int], dict[str, Any]], **like: Any
) -> list[Any]:
    """Copy the first row that is `like` this; gives the new keys."""
    from daybridge.keys import new_id

    found = model.objects.across_programs(because="lists are measured with many rows")
    template = found.filter(**like).first()
    if template is None:
        print(f"no {model.__name__} {like} to copy", flush=True)
        return []
    values = {
        f.attname: getattr(template, f.attname) for f in model._meta.concrete_fields
    }
    keys = [new_id() for _ in range(rows)]
    for begin in range(0, rows, AT_ONCE):
        model.objects.bulk_create([
            model(**values | {"id": keys[nth]} | vary(nth))
            for nth in range(begin, min(begin + AT_ONCE, rows))
        ])  # fmt: skip
    return keys


def tell(one: tuple[str, str], before: Seen, after: Seen) -> bool:
    """A line for a list; true when something about it has to be mended."""
    is_wrong = (
        after.status != 200
        or after.queries > before.queries
        or after.milliseconds > SLOW_MS
    )
    print(
        f"{'MEND' if is_wrong else 'ok  '} {one[0]} ({one[1]}): {after.status}, "
        f"queries {before.queries} -> {after.queries}, "
        f"{before.milliseconds:.0f} -> {after.milliseconds:.0f} ms, "
        f"{after.kilobytes:.0f} kB",
        flush=True,
    )
    return is_wrong


if __name__ == "__main__":
    raise SystemExit(main())
