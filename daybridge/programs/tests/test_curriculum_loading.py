"""A clinic's own curriculum folder: what loads, and what its writer is told."""

import re
from pathlib import Path

import pytest

from daybridge.programs.curricula.curriculum import Curriculum
from daybridge.programs.curricula.loading import CurriculumError, load_curriculum

ONE_TOPIC = """
format = 1
slug = "own"
title = "Our own"
version = "1"
license = "Ours"
summary = "One evening."
source = "Us"
weeks = 1
evenings_per_week = 1

[[modules]]
slug = "all"
title = "All"
purpose = "Everything."

[[topics]]
number = 1
week = 1
evening = 1
slug = "hello"
title = "Hello"
module = "all"
modality = "group"
minutes = 60
counts_to_clinical_hours = true
evidence_areas = ["motivational"]
evidence_base = "TIP 35"
aims = ["say hello"]
outline = [{ minutes = 60, step = "Say hello" }]
"""


class TestAClinicsOwnFolder:
    def test_loads_when_it_is_sound(self, tmp_path: Path):
        own = self.load(tmp_path, ONE_TOPIC)

        assert own.topics[0].title == "Hello"
        assert own.clinical_minutes_in(1) == 60

    def test_takes_titles_for_the_sessions_of_a_series(self, tmp_path: Path):
        own = self.load(tmp_path, ONE_TOPIC + series('titles = ["Alpha", "Beta"]'))

        assert [topic.title for topic in own.topics] == ["Hello", "Alpha", "Beta"]

    @pytest.mark.parametrize(
        ("line", "instead", "message"),
        [
            ("minutes = 60\n", "minutes = 50\n", "topic 1 (hello), outline: the steps"),
            ("minutes = 60\n", 'minutes = "60"\n', "topic 1 (hello), minutes: needs a"),
            ("minutes = 60\n", "minutes = true\n", "topic 1 (hello), minutes: needs a"),
            ('modality = "group"', 'modality = "talk"', "(hello), modality: is 'talk'"),
            ('module = "all"', 'module = "al"', "(hello), module: there is no module"),
            (
                'title = "Hello"\n',
                "",
                "own/curriculum.toml, topic 1 (hello), title: is",
            ),
            ('title = "Hello"', 'titel = "Hello"', "(hello), title: is missing"),
            ("week = 1\n", "week = 2\n", "(hello), week: is 2, and there are 1 weeks"),
            ("evening = 1\n", "evening = 2\n", "(hello), evening: is 2, and a week"),
            ("number = 1\n", "number = 2\n", "number: found 2 where 1 belongs"),
            ("hours = true", "hours = 1", "counts_to_clinical_hours: needs true or"),
            ('["motivational"]', '["magic"]', "evidence_areas: 'magic' is not one of"),
            ('["say hello"]', "[]", "(hello), aims: needs a list"),
            ("format = 1", "format = 2", "format: this version of Daybridge reads"),
            ("weeks = 1", "weeks = ", "cannot be read as TOML"),
        ],
    )
    def test_is_told_file_topic_and_key_of_a_mistake(
        self, tmp_path: Path, line: str, instead: str, message: str
    ):
        with pytest.raises(CurriculumError, match=re.escape(message)):
            self.load(tmp_path, ONE_TOPIC.replace(line, instead))

    @pytest.mark.parametrize(
        ("extra", "message"),
        [
            ("colour = 1", "topic 1 (hello), colour: is not a key of this format"),
            ('evening_shape = "long"', "evening_shape: there is no shape 'long'"),
            ("[[weekly_clinical_minutes]]\nfrom_week = 1\nto_week = 1\nminutes = 90",
             "weekly_clinical_minutes: week 1 is given as 90, and its topics add up"),
            ('[[series]]\nmodule = "all"\ntitle = "X"\nsessions = 3\nweeks = [1]',
             "series 1 (all), sessions: is 3; weeks and evenings make 1"),
        ],
    )  # fmt: skip
    def test_is_told_what_does_not_belong(
        self, tmp_path: Path, extra: str, message: str
    ):
        with pytest.raises(CurriculumError, match=re.escape(message)):
            self.load(tmp_path, ONE_TOPIC + extra)

    def test_counts_an_evening_without_its_break(self, tmp_path: Path):
        own = self.load(tmp_path, in_shape(ONE_TOPIC) + SHAPE)

        blocks = own.blocks_around(own.topics[0])

        assert [block.title for block in blocks] == ["Check-in", "Break", "Hello"]
        assert own.clinical_minutes_in(1) == 30 + 60

    @pytest.mark.parametrize(
        ("line", "instead", "message"),
        [
            ("minutes = 60 }", "minutes = 50 }", "minutes: is 60, and the 'long' even"),
            ("is_topic = true,", "", "counts_to_clinical_hours: is missing"),
            ('modality = "group",', "", "modality: is missing on a block that counts"),
            (
                "counts_to_clinical_hours = false",
                "is_topic = true",
                "exactly one block needs is_topic",
            ),
        ],
    )
    def test_is_told_of_a_mistake_in_an_evening_shape(
        self, tmp_path: Path, line: str, instead: str, message: str
    ):
        shape = SHAPE.replace(line, instead)
        assert shape != SHAPE

        with pytest.raises(CurriculumError, match=re.escape(message)):
            self.load(tmp_path, in_shape(ONE_TOPIC) + shape)

    def test_is_told_of_two_topics_in_one_evening_shape(self, tmp_path: Path):
        second = topic_table(number=2, slug="bye")

        with pytest.raises(CurriculumError, match="has more than one topic"):
            self.load(tmp_path, in_shape(ONE_TOPIC + second) + SHAPE)

    def test_is_told_of_two_topics_with_one_slug(self, tmp_path: Path):
        second = topic_table(number=2, slug="hello")

        with pytest.raises(CurriculumError, match="slug 'hello' is used 2 times"):
            self.load(tmp_path, ONE_TOPIC + second)

    def test_is_told_when_it_has_no_topics(self, tmp_path: Path):
        head = ONE_TOPIC.partition("[[topics]]")[0]

        with pytest.raises(CurriculumError, match="there are none, and no series"):
            self.load(tmp_path, head)

    def test_is_told_when_titles_and_sessions_differ(self, tmp_path: Path):
        with pytest.raises(CurriculumError, match="titles: has 1, and there are 2"):
            self.load(tmp_path, ONE_TOPIC + series('titles = ["Alpha"]'))

    def test_is_told_when_the_file_is_not_there(self, tmp_path: Path):
        with pytest.raises(CurriculumError, match="there is no such file"):
            load_curriculum(tmp_path)

    def test_is_told_of_a_text_that_belongs_to_no_topic(self, tmp_path: Path):
        texts = {"02-hallo.md": "# Facilitator plan\nx\n# Handout\ny\n"}

        with pytest.raises(CurriculumError, match=r"02-hallo\.md: belongs to no topic"):
            self.load(tmp_path, ONE_TOPIC, texts)

    def test_is_told_of_a_text_without_a_handout(self, tmp_path: Path):
        texts = {"01-hello.md": "# Facilitator plan\nSay hello.\n"}

        with pytest.raises(CurriculumError, match="topic 1: needs the parts"):
            self.load(tmp_path, ONE_TOPIC, texts)

    def test_parts_plan_and_handout(self, tmp_path: Path):
        texts = {"01-hello.md": "# Facilitator plan\nWave.\n# Handout\n______\n"}

        topic = self.load(tmp_path, ONE_TOPIC, texts).topics[0]

        assert (topic.facilitator_plan, topic.handout) == ("Wave.", "______")

    @staticmethod
    def load(
        tmp_path: Path, toml: str, texts: dict[str, str] | None = None
    ) -> Curriculum:
        folder = tmp_path / "own"
        (folder / "topics").mkdir(parents=True)
        (folder / "curriculum.toml").write_text(toml, "utf-8")
        for name, text in (texts or {}).items():
            (folder / "topics" / name).write_text(text, "utf-8")
        return load_curriculum(folder)


SHAPE = """
[[evening_shapes]]
slug = "long"
title = "Long"
blocks = [
    { slug = "check-in", title = "Check-in", minutes = 30, modality = "group", counts_to_clinical_hours = true },
    { slug = "break", title = "Break", minutes = 10, counts_to_clinical_hours = false },
    { slug = "topic", title = "Topic", is_topic = true, minutes = 60 },
]
"""  # noqa: E501


def in_shape(toml: str) -> str:
    return toml.replace("evening = 1\n", 'evening = 1\nevening_shape = "long"\n')


def topic_table(*, number: int, slug: str) -> str:
    """Another topic like the first, on the same evening."""
    table = "[[topics]]" + ONE_TOPIC.partition("[[topics]]")[2]
    return table.replace("number = 1", f"number = {number}").replace(
        'slug = "hello"', f'slug = "{slug}"'
    )


def series(line: str) -> str:
    """Two arranged sessions, with one line of choice."""
    return f"""
[[series]]
module = "all"
title = "Talk"
modality = "individual"
sessions = 2
minutes = 50
weeks = [1, 1]
counts_to_clinical_hours = true
evidence_areas = ["motivational"]
evidence_base = "TIP 35"
{line}
"""
