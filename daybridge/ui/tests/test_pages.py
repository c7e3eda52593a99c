"""The frame of every page, the theme switch, and what is said when something failed."""

from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from daybridge.ui.leaves import LEAVES

pytestmark = pytest.mark.urls("daybridge.ui.tests.urls")
PAGES = Path(__file__).parents[1] / "templates"
FAILURES = ("404.html", "500.html", "503.html", "403_csrf.html")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_chosen_theme_comes_back_with_the_next_page(client, theme):
    response = client.post("/ui/theme/", {"theme": theme, "next": "/ui/"})

    assert response.status_code == 302
    assert response["Location"] == "/ui/"
    assert f'data-theme="{theme}"' in client.get("/ui/").content.decode()


def test_system_forgets_the_choice(client):
    client.post("/ui/theme/", {"theme": "dark"})

    client.post("/ui/theme/", {"theme": "system"})

    assert "data-theme" not in client.get("/ui/").content.decode()


def test_a_theme_we_do_not_know_changes_nothing(client):
    client.cookies["theme"] = '"><script>'

    page = client.get("/ui/").content.decode()

    assert "data-theme" not in page
    assert '"><script>' not in page.split("<body", 1)[0]


@pytest.mark.parametrize(
    "asked", ["https://elsewhere.example/", "//elsewhere.example", "javascript:x", ""]
)
def test_the_theme_switch_never_leads_off_the_site(client, asked):
    response = client.post("/ui/theme/", {"theme": "dark", "next": asked})

    assert response["Location"] == "/"


def test_the_theme_is_changed_by_a_form_of_our_own_only():
    strict = Client(enforce_csrf_checks=True)

    assert strict.get("/ui/theme/").status_code == 405
    assert strict.post("/ui/theme/", {"theme": "dark"}).status_code == 403


def test_the_living_page_shows_every_component_with_its_markup(client):
    page = client.get("/ui/").content.decode()
    components = (PAGES / "cotton").glob("*.html")
    shown_only_in_the_frame = {"theme_switch"}

    names = {*LEAVES, *(path.stem for path in components)} - shown_only_in_the_frame
    missing = {n for n in names if f"&lt;c-{n.replace('_', '-')}" not in page}
    assert missing == set()


def test_every_page_can_be_skipped_into_and_has_one_heading(client):
    page = client.get("/ui/").content.decode()

    assert page.index('href="#main"') < page.index("<nav")
    assert 'id="main"' in page
    assert page.count("<h1") == 1
    assert "<title>Components · Daybridge</title>" in page


def test_a_page_of_the_demo_says_so_and_names_who_is_signed_in(client):
    page = client.get("/ui/signed-in/").content.decode()

    assert "Everyone here is invented" in page
    assert "ruth@example.org" in page
    assert '<a class="rail-link" href="/ui/signed-in/" aria-current="page">' in page
    assert '<span class="count">3<span class="visually-hidden"> waiting' in page


def test_a_page_of_a_real_program_does_not_speak_of_a_demonstration(client):
    assert "Everyone here is invented" not in client.get("/ui/").content.decode()


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_page_is_the_same_for_everyone(rf, name):
    quiet = rf.get("/somewhere/secret/?q=dana")
    quiet.COOKIES["theme"] = "dark"

    assert render_to_string(name) == render_to_string(name, request=quiet)


@pytest.mark.parametrize("name", [*FAILURES, "base_static.html"])
def test_a_failure_page_depends_on_nothing(name):
    text = (PAGES / name).read_text(encoding="utf-8")

    assert "{{" not in text
    assert "csrf" not in text
    assert "{% url" not in text


def test_pages_for_the_door_do_not_say_what_the_place_is():
    html = render_to_string("base_plain.html").lower()

    for word in ("daybridge", "treatment", "recovery", "clinic", "patient", "iop"):
        assert word not in html
