"""Loading opens every room at once, so only two loaders may do it, and say why."""

from pathlib import Path

import pytest

import daybridge
from daybridge.access.records import ClosedWriteError
from daybridge.access.service import loading, writing_in
from daybridge.people.models import Contact

ROOT = Path(daybridge.__file__).parent
LOADERS = {"access/service.py", "demo/build.py", "exchange/importing.py"}


def test_only_the_demo_and_the_import_load():
    users = {
        str(path.relative_to(ROOT))
        for path in ROOT.rglob("*.py")
        if "tests" not in path.parts and "loading(" in path.read_text()
    }

    assert users - LOADERS == set()


@pytest.mark.django_db
def test_rooms_are_open_only_while_loading(clinic, dana):
    row = Contact(program=clinic.program, patient=dana, name="Luz")

    with pytest.raises(ClosedWriteError):
        Contact.objects.bulk_create([row])
    with loading(because="a test"):
        Contact.objects.bulk_create([row])

    assert writing_in() == ""
    assert dana.contacts.count() == 1


@pytest.mark.django_db
def test_loading_says_why():
    with pytest.raises(ValueError, match="say why"), loading(because=""):
        pass


@pytest.mark.django_db(transaction=True)
def test_a_load_that_fails_leaves_nothing(clinic, dana):
    with pytest.raises(RuntimeError):
        _load_and_fail(Contact(program=clinic.program, patient=dana, name="Luz"))

    assert dana.contacts.count() == 0


def _load_and_fail(row: Contact) -> None:
    with loading(because="a test"):
        Contact.objects.bulk_create([row])
        raise RuntimeError
