"""What a drill does in an installation of its own while a search of minutes runs."""

import sys
from datetime import timedelta

from django_tasks import task

SECONDS = 240.0
CLIENTS = 200


@task()
def search_for_minutes() -> None:
    """A whole week for many people, looked for as the solver does."""
    from daybridge.rules.week_fit.generating import generate
    from daybridge.rules.week_fit.reading import read_instance
    from daybridge.week_solver.engine import solve

    solve(read_instance(generate(clients=CLIENTS, seed=7)), SECONDS)


def prepare() -> None:
    """A program with one patient who takes text messages."""
    from tests.cast import admit, make_program

    clinic = make_program()
    admit(clinic, "Dana", "Whitfield", 1, phone="(215) 555-0144",
          may_leave_message=True)  # fmt: skip


def ask_for_search() -> None:
    """The only task there is from now on."""
    from django_tasks_db.models import DBTaskResult

    DBTaskResult.objects.all().delete()
    search_for_minutes.enqueue()


def tell(key: str) -> None:
    """Something that leaves at any hour is due a second from now."""
    from django.utils import timezone

    from daybridge.access.viewer import system_viewer
    from daybridge.outbox.services import tell_patient
    from daybridge.outbox.values import Words
    from daybridge.people.models import Patient
    from daybridge.programs.models import Program

    program, now = Program.objects.get(), timezone.now()
    tell_patient(
        patient=Patient.objects.in_program(program).get(), kind="schedule.repair",
        words=Words("Tuesday", "Tuesday is at 6 pm."), key=key, at=now,
        due=now + timedelta(seconds=1), by=system_viewer(program, now),
    )  # fmt: skip


if __name__ == "__main__":
    import django

    django.setup()
    from tests.reliability import slow_tasks  # so that the task has its full name

    getattr(slow_tasks, sys.argv[1])(*sys.argv[2:])
