"""What the log says, and what it must not: an address can be the key to a record."""

import logging

import pytest

TOKEN = "clJC9qCJEjLmjW9_MZhcdsagXwddbjYx"


@pytest.mark.parametrize(
    "path",
    [f"/sign/{TOKEN}/", f"/shared/{TOKEN}/", f"/shared/{TOKEN}/feed.json",
     f"/calendar/{TOKEN}.ics"],
)  # fmt: skip
def test_a_link_that_is_refused_is_not_in_the_log(client, db, caplog, path):
    with caplog.at_level(logging.WARNING):
        answer = client.get(path)

    assert answer.status_code == 404
    assert TOKEN not in caplog.text


def test_what_breaks_is_still_in_the_log(caplog):
    logging.getLogger("django.request").error("Internal Server Error: /")

    assert "Internal Server Error" in caplog.text
