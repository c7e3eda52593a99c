"""The pages anyone may read: one program or several, in two languages, and light."""

import gzip
import re
from datetime import time

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test.utils import CaptureQueriesContext

from daybridge.schedule.models import Group
from daybridge.ui.templatetags.kept import KEPT
from tests.cast import hire, make_program

pytestmark = pytest.mark.django_db
PAGES = ("", "week/", "check/", "cost/", "call/", "refer/", "thanks/", "referred/")
MOST_BYTES = 150_000


@pytest.fixture
def evening(clinic, ruth):
    """A group of the evening track, led by Ruth."""
    return Group.objects.create(
        program=clinic.program, name="Women who lead", track=clinic.track,
        modality="skills", leader=ruth, starts_at=time(17, 30), minutes=180,
        recurrence="FREQ=WEEKLY;BYDAY=MO,WE", starts_on="2024-01-01",
    )  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_opens_for_anybody_in_their_language(anyone, place, page, language):
    answer = anyone.get(f"/start/{place}/{page}", headers={"Accept-Language": language})

    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()
    assert answer["Content-Language"] == language
    assert answer["Cache-Control"] == "no-store"


def test_one_program_is_gone_into_straight(anyone, place):
    answer = anyone.get("/start/")

    assert (answer.status_code, answer["Location"]) == (302, f"/start/{place}/")


def test_of_several_programs_one_is_chosen_by_name(anyone, place):
    make_program("Lakeside <IOP>")

    page = anyone.get("/start/").content.decode()

    assert "Schuylkill Street IOP" in page
    assert "Lakeside &lt;IOP&gt;" in page
    assert f'href="/start/{place}/"' in page


def test_without_a_program_the_page_says_so(anyone, db):
    assert "No program is here yet" in anyone.get("/start/").content.decode()


def test_a_program_without_a_word_of_its_own_is_found_by_its_key(anyone, clinic):
    assert anyone.get(f"/start/{clinic.program.pk}/").status_code == 200


@pytest.mark.parametrize("odd", ["none", "0", "-", "X" * 200, str(1e9)])
def test_a_program_that_is_not_there_is_absent_like_everything_else(anyone, place, odd):
    absent = anyone.get("/nowhere-at-all/")

    answer = anyone.get(f"/start/{odd}/call/")

    assert (answer.status_code, answer.content) == (404, absent.content)


def test_each_program_shows_its_own(anyone, place, elsewhere):
    theirs = elsewhere.program
    theirs.public_slug, theirs.public_phone = "other", "(412) 555-0100"
    theirs.save()

    page = anyone.get("/start/other/").content.decode()

    assert theirs.name in page
    assert "(412) 555-0100" in page
    assert "Schuylkill" not in page


def test_the_week_shows_days_times_and_place_and_no_names(
    anyone, place, clinic, evening
):
    page = anyone.get(f"/start/{place}/week/").content.decode()

    assert "Evening IOP" in page
    assert re.search(r"Monday.*5:30 pm – 8:30 pm.*Wednesday", page, re.S)
    for unsaid in ("Women who lead", "Abelson", "Ruth"):
        assert unsaid not in page


def test_the_week_reads_in_spanish(anyone, place, evening):
    page = anyone.get(
        f"/start/{place}/week/", headers={"Accept-Language": "es-PR"}
    ).content.decode()

    assert re.search(r"Lunes.*5:30 p\. m\. – 8:30 p\. m\..*habilidades", page, re.S)


def test_groups_that_are_over_and_tracks_that_are_closed_are_not_shown(
    anyone, place, clinic, evening
):
    for group in Group.objects.in_program(clinic.program):
        group.ends_on = group.starts_on
        group.save()
    page = anyone.get(f"/start/{place}/week/").content.decode()
    assert "5:30 pm" not in page
    assert "are being made" in page

    clinic.track.closed_on = "2024-03-01"
    clinic.track.save()
    assert "Evening IOP" not in anyone.get(f"/start/{place}/week/").content.decode()


def test_more_tracks_and_groups_need_no_more_queries(anyone, place, clinic, evening):
    def asked():
        with CaptureQueriesContext(
            connection,
        ) as seen:
            anyone.get(f"/start/{place}/week/")
        return len(seen)

    few = asked()
    ben = hire(clinic, "Ben", "Lowell", "counselor")
    for number in range(12):
        track = type(clinic.track).objects.create(
            program=clinic.program, site=clinic.site, name=f"Track {number}"
        )
        Group.objects.create(
            program=clinic.program, name=f"G{number}", track=track, modality="group",
            leader=ben, starts_at=time(9), minutes=180,
            recurrence="FREQ=WEEKLY;BYDAY=TU", starts_on="2024-01-01",
        )  # fmt: skip

    assert asked() == few <= 5


@pytest.mark.parametrize("page", PAGES)
def test_a_page_weighs_little(anyone, place, page):
    """Everything a first visit loads: the page as it is, files as they travel."""
    answer = anyone.get(f"/start/{place}/{page}")
    text = answer.content.decode()
    paths = set(re.findall(r'(?:src|href)="/static/([^"#]+)', text))

    weight = len(answer.content) + sum(_weight(path) for path in paths)

    assert weight < MOST_BYTES
    assert not [path for path in paths if "htmx" in path or "echarts" in path]


def _weight(path):
    """A file and what its styles import; fonts of letters the page lacks stay away."""
    found = finders.find(path)
    with open(found, "rb") as file:
        content = file.read()
    inner = re.findall(rb'@import url\("([^"]+)"\)', content)
    folder = path.rsplit("/", 1)[0]
    travels = content if path.endswith(".woff2") else gzip.compress(content)
    return len(travels) + sum(_weight(f"{folder}/{name.decode()}") for name in inner)


def test_the_numbers_for_help_are_on_every_page(anyone, place):
    for page in PAGES:
        text = anyone.get(f"/start/{place}/{page}").content.decode()
        for number in ("tel:988", "tel:911", "1-800-662-4357", "findtreatment.gov"):
            assert number in text, page


def test_kept_markup_of_a_page_is_in_its_own_language(anyone, place):
    KEPT.clear()
    seen = {}
    for language in ("es", "en", "es", "en"):
        headers = {"Accept-Language": language}
        page = anyone.get(f"/start/{place}/call/", headers=headers).content.decode()
        seen.setdefault(language, set()).add(re.sub(r'value="[^"]+"', "", page))

    assert {language: len(pages) for language, pages in seen.items()} == {
        "es": 1, "en": 1,
    }  # fmt: skip
    assert "Ir al contenido" in seen["es"].pop()
    assert "Skip to the page" in seen["en"].pop()


def test_staff_who_look_at_it_see_the_same_page(sign_in, ruth, anyone, place):
    def plain(client):
        text = client.get(f"/start/{place}/").content.decode()
        return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)

    assert plain(sign_in(ruth)) == plain(anyone)
