"""Kept markup: the same values give it again, never one person's to another."""

import re

import pytest
from django.template import engines
from django.urls import reverse

from daybridge.ui.templatetags.kept import KEPT, MOST

TEMPLATE = '{% kept "greeting" name with here %}<a href="{{ here }}">{{ name }}</a>{{ other }}{% endkept %}'  # noqa: E501


@pytest.fixture(autouse=True)
def nothing_kept():
    KEPT.clear()


def rendered(**context):
    return engines["django"].from_string(TEMPLATE).render(context)


def test_the_same_values_give_what_was_rendered_first():
    first = rendered(name="Dana", here="/one/", other=" once")

    again = rendered(name="Dana", here="/one/", other=" never seen")

    assert first == again == '<a href="/one/">Dana</a> once'


def test_other_values_are_rendered_anew():
    rendered(name="Dana", here="/one/")

    assert rendered(name="Ruth", here="/one/") == '<a href="/one/">Ruth</a>'


def test_a_place_that_differs_is_filled_in_each_time_and_escaped():
    rendered(name="Dana", here="/one/")

    hostile = rendered(name="Dana", here='/two/?q="><script>&')

    assert hostile == '<a href="/two/?q=&quot;&gt;&lt;script&gt;&amp;">Dana</a>'


def test_no_more_is_kept_than_a_server_has_room_for():
    for number in range(MOST + 5):
        rendered(name=str(number), here="/")

    assert len(KEPT) <= MOST


@pytest.mark.django_db
def test_each_person_has_their_own_name_program_and_token_on_every_page(
    clinic, elsewhere, ruth, ben, sign_in
):
    clients = {staff: sign_in(staff) for staff in (ruth, ben, elsewhere.staff["vera"])}
    tokens = set()
    people = reverse("people:patients")
    for path in (reverse("today:home"), people, f"{people}?q=a&b=%22"):
        for staff, client in clients.items():
            page = client.get(path).content.decode()
            assert re.findall(r'topbar-place">([^<]+)<', page) == [staff.display_name]
            assert f'rail-foot">{staff.program.name}<' in page
            others = {each.display_name for each in clients} - {staff.display_name}
            frame = page.partition("<main")[0]
            assert not [name for name in others if name in frame]
            found = set(re.findall(r'csrfmiddlewaretoken" value="([^"]+)"', page))
            in_header = re.search(r'"X-CSRFToken": "([^"]+)"', page)[1]
            assert found == {in_header}
            tokens |= found
    assert len(tokens) == 9


@pytest.mark.django_db
def test_the_theme_is_changed_from_the_page_one_is_on(clinic, ruth, sign_in):
    client = sign_in(ruth)
    people = reverse("people:patients")
    for path in (people, f"{people}?q=o%27neil"):
        page = client.get(path).content.decode()
        assert page.count(f'name="next" value="{path}"') == 1
