"""The shipped curricula: complete, sound in their minutes, and fit to print."""

import re
from itertools import pairwise

import pytest

from daybridge.programs.curricula.curriculum import (
    EVIDENCE_AREAS,
    MODALITIES,
    Topic,
)
from daybridge.programs.curricula.loading import (
    SHIPPED,
    load_curriculum,
    shipped_curricula,
)
from daybridge.programs.models import Modality
from daybridge.programs.models import Topic as TopicRow

EVENING = load_curriculum(SHIPPED / "evening_16_weeks")
MATRIX = load_curriculum(SHIPPED / "matrix_shaped")
WRITTEN = EVENING.topics[:8]

NINE_HOURS = 9 * 60
PLAN_HEADINGS = (
    "Purpose",
    "Materials",
    "Before people arrive",
    "Minute by minute",
    "Questions to ask",
    "If someone is in distress, has used, or tells you about a risk",
    "Telehealth",
    "Reading and language",
    "What to watch for in notes",
    "Try it this week",
)
REQUIRED_AREAS = (
    "cognitive-behavioral",
    "relapse-prevention",
    "motivational",
    "dbt-informed",
    "trauma-informed",
    "science-of-addiction",
    "stress",
    "nutrition",
    "sleep",
    "mindfulness",
    "family",
    "vocational",
    "recreation",
)
SHAMING = ("addict", "alcoholic", "junkie", "clean", "dirty", "abuser", "denial")

each_written = pytest.mark.parametrize("topic", WRITTEN, ids=lambda topic: topic.slug)
each_topic = pytest.mark.parametrize("topic", EVENING.topics, ids=lambda t: t.slug)


class TestTheEveningCurriculum:
    def test_has_48_topics_numbered_once_each(self):
        assert [topic.number for topic in EVENING.topics] == list(range(1, 49))

    def test_has_one_topic_on_each_of_three_evenings_in_16_weeks(self):
        places = {(topic.week, topic.evening) for topic in EVENING.topics}

        assert places == {(w, e) for w in range(1, 17) for e in (1, 2, 3)}

    def test_makes_three_clinical_hours_on_every_evening(self):
        for topic in EVENING.topics:
            evening = EVENING.clinical_minutes_on(
                week=topic.week, evening=topic.evening
            )
            assert evening >= 180, topic.slug

    def test_makes_nine_clinical_hours_in_every_week(self):
        for week in range(1, 17):
            assert EVENING.clinical_minutes_in(week) >= NINE_HOURS

    def test_keeps_every_evening_within_four_hours_breaks_included(self):
        for topic in EVENING.topics:
            blocks = EVENING.blocks_around(topic)
            assert sum(block.minutes for block in blocks) <= 240, topic.slug

    def test_does_not_count_breaks_or_outings(self):
        for topic in EVENING.topics:
            for block in EVENING.blocks_around(topic):
                if block.slug == "break" or block.modality == "outing":
                    assert not block.counts_to_clinical_hours

    def test_covers_every_required_area_of_the_evidence(self):
        covered = {area for topic in EVENING.topics for area in topic.evidence_areas}

        assert set(REQUIRED_AREAS) <= covered
        assert set(REQUIRED_AREAS) <= set(EVIDENCE_AREAS)

    def test_uses_the_six_group_modalities_and_all_of_them(self):
        assert {topic.modality for topic in EVENING.topics} == set(MODALITIES) - {
            "individual",
            "conjoint",
        }

    def test_gives_every_module_a_topic(self):
        for module in EVENING.modules:
            assert EVENING.topics_in(module.slug), module.slug

    def test_mixes_three_modules_in_every_week_for_people_who_join_any_day(self):
        for week in range(1, 17):
            modules = {topic.module for topic in EVENING.topics if topic.week == week}
            assert len(modules) == 3, week

    @each_topic
    def test_outline_fills_the_minutes_of_the_topic(self, topic: Topic):
        assert sum(step.minutes for step in topic.outline) == topic.minutes
        assert 4 <= len(topic.outline) <= 6

    @each_topic
    def test_aims_complete_by_the_end_people_can(self, topic: Topic):
        assert 2 <= len(topic.aims) <= 3
        for aim in topic.aims:
            assert aim[0].islower(), aim
            assert not aim.endswith("."), aim

    @each_topic
    def test_texts_fit_the_columns_they_are_stored_in(self, topic: Topic):
        for key in ("title", "modality", "evidence_base"):
            room = TopicRow._meta.get_field(key).max_length
            assert len(getattr(topic, key)) <= room

    @each_topic
    def test_does_not_lean_on_an_earlier_evening(self, topic: Topic):
        for text in (*topic.aims, *(step.step for step in topic.outline)):
            assert "last week" not in text.lower()
            assert "last time" not in text.lower()


class TestTheWrittenTopics:
    def test_are_the_first_eight(self):
        written = [t.number for t in EVENING.topics if t.facilitator_plan and t.handout]

        assert written == [1, 2, 3, 4, 5, 6, 7, 8]

    @each_written
    def test_plan_has_every_heading_in_order(self, topic: Topic):
        headings = re.findall(r"^## (.+)$", topic.facilitator_plan, re.M)

        assert tuple(headings) == PLAN_HEADINGS

    @each_written
    def test_plan_repeats_the_aims_word_for_word(self, topic: Topic):
        for aim in topic.aims:
            assert f"- {aim}\n" in topic.facilitator_plan

    @each_written
    def test_plan_keeps_to_the_minutes_of_the_outline(self, topic: Topic):
        spans = re.findall(r"^### (\d+)–(\d+) min · ", topic.facilitator_plan, re.M)
        lengths = [int(end) - int(start) for start, end in spans]

        assert lengths == [step.minutes for step in topic.outline]
        assert int(spans[0][0]) == 0
        assert all(one[1] == two[0] for one, two in pairwise(spans))

    @each_written
    def test_plan_says_what_to_do_in_danger(self, topic: Topic):
        for word in ("911", "988", "naloxone", "suicide", "on-call", "report"):
            assert word in topic.facilitator_plan, word

    @each_written
    def test_handout_opens_with_the_title_of_the_topic(self, topic: Topic):
        first_line = topic.handout.splitlines()[0].removeprefix("## ")

        assert first_line in topic.title

    @each_written
    def test_handout_ends_with_one_line_of_crisis_help(self, topic: Topic):
        last_line = topic.handout.splitlines()[-1]

        assert "988 (Suicide & Crisis Lifeline)" in last_line
        assert "911" in last_line

    @each_written
    def test_handout_leaves_room_to_write(self, topic: Topic):
        lines = re.findall(r"^(?:\d\. )?(_+)$", topic.handout, re.M)
        blanks = re.findall(r"_+", topic.handout)

        assert set(lines) == {"_" * 6}
        assert {len(blank) for blank in blanks} <= {6, 12, 24}
        assert "|---|" in topic.handout

    @each_written
    def test_handout_fits_two_printed_pages(self, topic: Topic):
        assert len(words_of(topic.handout)) <= 600
        assert len(topic.handout.splitlines()) <= 120

    @each_written
    def test_handout_never_says_what_the_place_is(self, topic: Topic):
        for word in ("Daybridge", "clinic", "treatment", "rehab", "program"):
            assert word.lower() not in topic.handout.lower(), word

    @each_written
    def test_handout_and_plan_shame_nobody(self, topic: Topic):
        for text in (topic.facilitator_plan, topic.handout):
            words = {word.lower() for word in words_of(text)}
            assert words.isdisjoint(SHAMING)

    @each_written
    def test_handout_reads_at_sixth_grade_or_below(self, topic: Topic):
        assert reading_grade(topic.handout) < 7


class TestTheMatrixShapedFrame:
    @pytest.mark.parametrize(
        ("module", "sessions", "minutes"),
        [
            ("early-recovery-skills", 8, 50),
            ("relapse-prevention", 32, 90),
            ("family-education", 12, 90),
            ("social-support", 36, 90),
            ("individual-conjoint", 3, 50),
        ],
    )
    def test_has_the_published_counts(self, module: str, sessions: int, minutes: int):
        topics = MATRIX.topics_in(module)

        assert len(topics) == sessions
        assert {topic.minutes for topic in topics} == {minutes}

    @pytest.mark.parametrize(
        ("week", "minutes"),
        [(1, 370), (4, 370), (5, 270), (12, 270), (13, 270), (16, 270), (17, 90)],
    )
    def test_adds_up_to_the_published_week(self, week: int, minutes: int):
        assert MATRIX.clinical_minutes_in(week) == minutes

    def test_does_not_reach_nine_hours_and_says_so(self):
        assert max(map(MATRIX.clinical_minutes_in, range(1, 49))) < NINE_HOURS
        assert any("does not reach 9 hours" in note for note in MATRIX.notes)

    def test_carries_numbers_for_titles_and_no_text_of_any_manual(self):
        for topic in MATRIX.topics:
            assert re.fullmatch(r"[A-Z][a-z ]+ \d+", topic.title)
            assert (topic.aims, topic.outline, topic.handout) == ((), (), "")

    def test_says_what_is_still_to_be_checked(self):
        assert len(MATRIX.unconfirmed) == 4


def test_the_modalities_are_those_of_the_program():
    assert set(MODALITIES) == set(Modality.values)


def test_the_overview_for_readers_lists_every_topic_as_it_is():
    overview = (SHIPPED.parents[2] / "docs" / "curriculum.md").read_text("utf-8")

    for topic in EVENING.topics:
        place = f"| {topic.number} | {topic.week} | {topic.evening} | {topic.title} |"
        assert place in overview


def test_the_shipped_curricula_are_these_two():
    assert shipped_curricula() == (EVENING, MATRIX)


def words_of(markdown: str) -> list[str]:
    return re.findall(r"[A-Za-z][A-Za-z’']*", markdown)


def reading_grade(markdown: str) -> float:
    """Flesch-Kincaid grade; each heading, list item and table cell is a sentence."""
    pieces = re.split(r"[.!?:\n|]+", markdown)
    sentences = [words for piece in pieces if len(words := words_of(piece)) > 1]
    words = [word for sentence in sentences for word in sentence]
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    """Vowel groups, without a silent final e: near enough to compare texts."""
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith(("le", "ee"))
    return max(1, groups - silent)
