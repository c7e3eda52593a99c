"""Whatever a page says to people who come to us, it says in Spanish too.

Rooms that speak to them keep a folder `locale`; bin/messages.py keeps it in step.
"""

import importlib.util
import io
import re
from functools import cache

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from tests.architecture.source import PRODUCT, ROOT

ROOMS = sorted(folder.parent.name for folder in PRODUCT.glob("*/locale"))
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
TRANSLATES = re.compile(r"{%\s*(load [^%]*\bi18n\b|translate|blocktranslate)")


@cache
def tool():
    spec = importlib.util.spec_from_file_location("messages", ROOT / "bin/messages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def po_of(room):
    path = tool().folder_of(PRODUCT / room) / "django.po"
    return read_po(io.BytesIO(path.read_bytes()))


def mo_of(room):
    path = tool().folder_of(PRODUCT / room) / "django.mo"
    return read_mo(io.BytesIO(path.read_bytes()))


def texts(message):
    found = message.string if message.pluralizable else (message.string,)
    return [text or "" for text in found]


def test_the_rooms_that_speak_to_people_keep_a_catalog():
    assert {"ui", "public"} <= set(ROOMS)


def test_a_room_whose_pages_are_marked_for_translation_keeps_a_catalog():
    marked = {
        path.relative_to(PRODUCT).parts[0]
        for path in PRODUCT.rglob("*.html")
        if TRANSLATES.search(path.read_text())
    }

    assert marked - set(ROOMS) == set()


@pytest.mark.parametrize("room", ROOMS)
def test_every_word_has_its_spanish(room):
    """Run `.venv/bin/python bin/messages.py`, write the Spanish, run it again."""
    said = {(m.id, m.context) for m in tool().words_of(PRODUCT / room) if m.id}
    spoken = {(m.id, m.context) for m in po_of(room) if m.id and all(texts(m))}

    assert said - spoken == set()


@pytest.mark.parametrize("room", ROOMS)
def test_no_translation_is_a_guess_or_of_words_that_are_gone(room):
    catalog = po_of(room)
    said = {(m.id, m.context) for m in tool().words_of(PRODUCT / room) if m.id}

    assert [m.id for m in catalog if m.id and m.fuzzy] == []
    assert {(m.id, m.context) for m in catalog if m.id} - said == set()
    assert not catalog.obsolete


@pytest.mark.parametrize("room", ROOMS)
def test_a_translation_has_the_places_of_its_english(room):
    def places(text):
        return sorted(PLACEHOLDER.findall(text))

    different = [
        message.id
        for message in po_of(room)
        if message.id and all(texts(message))
        for text in texts(message)
        if places(text)
        not in [places(own) for own in (
            message.id if message.pluralizable else (message.id,)
        )]
    ]  # fmt: skip

    assert different == []


@pytest.mark.parametrize("room", ROOMS)
def test_pages_read_what_was_written(room):
    def content(catalog):
        return {
            (repr(tuple(m.id) if m.pluralizable else m.id), m.context): texts(m)
            for m in catalog
            if m.id and all(texts(m))
        }

    assert content(mo_of(room)) == content(po_of(room))
