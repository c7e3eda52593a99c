"""The language of a page: chosen, else asked for, else English; staff pages stay."""

import pytest
from django.http import HttpResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.test import RequestFactory
from django.utils.translation import get_language, gettext

from daybridge.ui.languages import in_readers_language, language_now
from daybridge.ui.templatetags.kept import KEPT

SKIP = "Skip to the page"
IN_SPANISH = "Ir al contenido"


@in_readers_language
def words(request):
    return HttpResponse(gettext(SKIP))


@in_readers_language
def page(request):
    body = '{% load i18n %}{% kept "words" %}{% translate "Skip to the page" %}{% endkept %}'  # noqa: E501
    return TemplateResponse(request, engines["django"].from_string(body))


def asked(view=words, *, cookie="", accepts=""):
    request = RequestFactory().get("/start/", headers={"Accept-Language": accepts})
    if cookie:
        request.COOKIES["language"] = cookie
    return view(request)


@pytest.mark.parametrize(
    ("cookie", "accepts", "expected"),
    [
        ("", "", SKIP),
        ("", "es", IN_SPANISH),
        ("", "es-MX,es;q=0.9,en;q=0.8", IN_SPANISH),
        ("", "fr-CA, de;q=0.9", SKIP),
        ("", "fr;q=0.9, es-419;q=0.5, en;q=0.1", IN_SPANISH),
        ("", "en;q=0.5, es;q=0.4", SKIP),
        ("es", "en-US", IN_SPANISH),
        ("en", "es-MX", SKIP),
        ("xx", "es", IN_SPANISH),
        ("../../etc", "", SKIP),
        ("", "\x00;q=,,=;es-\u00e9", SKIP),
    ],
)
def test_a_page_is_in_the_language_chosen_or_asked_for(cookie, accepts, expected):
    answer = asked(cookie=cookie, accepts=accepts)

    assert answer.content.decode() == expected
    assert answer["Content-Language"] == ("es" if expected == IN_SPANISH else "en")


def test_caches_are_told_what_the_page_depends_on():
    vary = {name.strip() for name in asked()["Vary"].split(",")}

    assert {"Accept-Language", "Cookie"} <= vary


def test_a_page_rendered_later_is_still_in_its_language():
    assert asked(page, accepts="es").content.decode() == IN_SPANISH


def test_kept_markup_never_mixes_languages():
    KEPT.clear()

    seen = [asked(page, accepts=a).content.decode() for a in ("es", "en", "es", "en")]

    assert seen == [IN_SPANISH, SKIP, IN_SPANISH, SKIP]


def test_afterwards_the_language_is_what_it_was():
    before = get_language()
    asked(accepts="es")

    assert (get_language(), language_now()) == (before, "en")


def test_after_a_page_that_failed_too():
    @in_readers_language
    def failing(request):
        raise ValueError("no")

    before = get_language()
    with pytest.raises(ValueError, match="no"):
        asked(failing, accepts="es")

    assert (get_language(), language_now()) == (before, "en")


def test_the_choice_is_kept_in_a_cookie_and_leads_back(client):
    answer = client.post("/ui/language/", {"language": "es", "next": "/start/cost/"})

    assert (answer.status_code, answer["Location"]) == (302, "/start/cost/")
    assert answer.cookies["language"].value == "es"
    assert answer.cookies["language"]["httponly"]


@pytest.mark.parametrize(
    "hostile", ["https://evil.example/", "//evil.example", "\\\\e"]
)
def test_it_leads_to_no_other_place(client, hostile):
    answer = client.post("/ui/language/", {"language": "en", "next": hostile})

    assert answer["Location"] == "/"


@pytest.mark.parametrize("odd", ["", "xx", "es\r\nSet-Cookie: a=b", "e" * 5000])
def test_a_language_that_is_not_spoken_is_not_kept(client, odd):
    answer = client.post("/ui/language/", {"language": odd, "next": "/"})

    assert answer.status_code == 302
    assert "language" not in answer.cookies


@pytest.mark.django_db
def test_staff_pages_stay_in_english(clinic, ruth, sign_in):
    staff = sign_in(ruth)
    staff.cookies["language"] = "es"

    answer = staff.get("/patients/", headers={"Accept-Language": "es"})

    assert b'<html lang="en"' in answer.content
    assert SKIP in answer.content.decode()
    assert IN_SPANISH not in answer.content.decode()


def test_the_lighter_look_has_the_files_of_the_whole_one_in_its_order():
    from pathlib import Path

    from django.contrib.staticfiles import finders

    def imports(name):
        text = Path(finders.find(f"ui/{name}")).read_text()
        return [line for line in text.splitlines() if line.startswith("@")]

    whole, light = imports("ui.css"), imports("front.css")

    assert light == [line for line in whole if line in light]
    assert len(light) < len(whole)
