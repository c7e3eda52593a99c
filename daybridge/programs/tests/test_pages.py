"""Curricula can be read and handed out, each program's own."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from daybridge.programs.handouts import as_page
from daybridge.programs.models import Closure, Curriculum, Module, Topic


@pytest.fixture
def topic(clinic):
    course = Curriculum.objects.create(
        program=clinic.program, title="Evenings", version="1", license="Apache-2.0"
    )
    module = Module.objects.create(
        program=clinic.program, curriculum=course, position=1, title="Foundations"
    )
    return Topic.objects.create(
        program=clinic.program, curriculum=course, module=module, number=1,
        title="Triggers", modality="skills", minutes=60, aims=["name three triggers"],
        outline=[{"minutes": 60, "step": "Map a day"}],
        facilitator_plan="# Plan\n\nAsk about Tuesday.",
        handout="# Triggers\n\n______\n\n| When | What |\n| --- | --- |\n| | |",
    )  # fmt: skip


def test_a_handout_keeps_its_table_and_its_line_to_write_on():
    page = as_page("______\n\n| When |\n| --- |\n| |")
    assert "<hr>" in page
    assert "<td>" in page


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "[x](javascript:alert(1))", "<img src=x onerror=y>"],
)
def test_a_handout_carries_no_script(hostile):
    page = as_page(hostile)
    assert "<script" not in page
    assert "href" not in page
    assert "<img" not in page


def test_everyone_on_staff_reads_topic_plan_and_handout(clinic, sign_in, topic, ruth):
    client = sign_in(ruth)
    for name, pk, words in (
        ("curriculum", topic.curriculum_id, "Triggers"),
        ("topic", topic.pk, "Ask about Tuesday."),
        ("handout", topic.pk, "<table>"),
    ):
        page = client.get(reverse(f"programs:{name}", args=[pk])).content.decode()
        assert words in page


def test_another_programs_topic_is_not_there(sign_in, topic, vera):
    for name in ("topic", "handout"):
        page = reverse(f"programs:{name}", args=[topic.pk])
        assert sign_in(vera).get(page).status_code == 404


def test_an_empty_shelf_says_so(clinic, sign_in, ruth):
    page = sign_in(ruth).get(reverse("programs:curricula")).content.decode()
    assert "No curriculum yet" in page


@pytest.mark.parametrize("somewhere", [True, False])
def test_a_day_is_closed_once(clinic, somewhere):
    closed = {"program": clinic.program, "on": date(2026, 12, 24), "name": "Eve"}
    if somewhere:
        closed["site"] = clinic.site
    Closure.objects.create(**closed)

    with pytest.raises(IntegrityError), transaction.atomic():
        Closure.objects.create(**closed)
