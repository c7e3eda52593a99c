"""A person's page leads on to what its reader may open, and to nothing else."""

import pytest

from daybridge.access.limits import reader_of_words
from daybridge.access.matrix import Matter
from daybridge.people import doors
from daybridge.people.doors import Door, anyone, doors_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_doors(monkeypatch):
    """One page of the record, one of the person, and one that is not built."""
    table = (
        ("Chart", "notes:chart", Matter.SUD_RECORD, reader_of_words),
        ("Person", "people:patient", Matter.DEMOGRAPHICS, anyone),
        ("Attic", "people:attic", Matter.DEMOGRAPHICS, anyone),
    )
    monkeypatch.setattr(doors, "DOORS", table)


def labels(who, dana):
    return [door.label for door in doors_of(who, dana.pk)]


@pytest.mark.parametrize(
    ("who", "open_to_them"),
    [
        ("ruth", ["Chart", "Person"]),
        ("sylvia", ["Chart", "Person"]),
        ("faye", ["Person"]),
        ("omar", ["Person"]),  # the chart's dates are his, its words are not
        ("ben", []),  # a counselor off the team
        ("ivan", []),
    ],
)
def test_doors_are_those_the_matrix_opens(clinic, dana, viewer, who, open_to_them):
    assert labels(viewer(clinic.staff[who]), dana) == open_to_them


def test_vera_of_another_program_finds_no_door(vera, dana, viewer):
    assert labels(viewer(vera), dana) == []


def test_all_doors_are_asked_for_at_once(ruth, dana, viewer, django_assert_num_queries):
    who = viewer(ruth)

    with django_assert_num_queries(1):
        found = doors_of(who, dana.pk)

    assert found[1] == Door("Person", f"/patients/{dana.pk}/")


def test_the_page_shows_them(sign_in, ruth, dana):
    page = sign_in(ruth).get(f"/patients/{dana.pk}/").content.decode()

    assert 'aria-label="Pages of this person"' in page
