"""The living page is for the showroom only; elsewhere it is not there."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_living_page_is_absent_where_real_people_may_be(client):
    absent = client.get("/an/address/that/is/nowhere/")

    response = client.get("/ui/")

    assert response.status_code == 404
    assert response.content == absent.content


def test_the_living_page_opens_in_a_showroom(client, monkeypatch):
    monkeypatch.setattr("daybridge.access.showroom.is_showroom", lambda: True)

    assert client.get("/ui/").status_code == 200


def test_anyone_may_choose_a_theme(client):
    assert client.post("/ui/theme/", {"theme": "dark"}).status_code == 302
