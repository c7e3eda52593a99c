"""A curriculum in memory: modules, topics, the blocks of an evening, and their minutes.

Units: minutes throughout. Weeks and evenings count from 1; a week may start on any
day, and groups are open, so week 1 is where the file begins and not where people do.
"""

from dataclasses import dataclass, replace
from typing import Self

MODALITIES = (
    "group",
    "education",
    "skills",
    "wellness",
    "family",
    "outing",
    "individual",
    "conjoint",
)

EVIDENCE_AREAS = (
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
    "mutual-help",
    "medication",
    "co-occurring",
)


@dataclass(frozen=True, slots=True)
class Module:
    """A family of topics."""

    slug: str
    title: str
    purpose: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a topic's outline."""

    minutes: int
    step: str


@dataclass(frozen=True, slots=True)
class Topic:
    """One session that stands on its own."""

    number: int
    week: int
    evening: int | None  # None: arranged with the person
    slug: str
    title: str
    module: str  # the module's slug
    modality: str
    minutes: int
    counts_to_clinical_hours: bool
    evening_shape: str | None  # the shape's slug; None: the topic is all there is
    evidence_areas: tuple[str, ...]
    evidence_base: str
    aims: tuple[str, ...]  # each completes "By the end people can …"
    outline: tuple[Step, ...]
    facilitator_plan: str = ""  # Markdown; empty until written
    handout: str = ""  # Markdown; empty until written

    @property
    def clinical_minutes(self) -> int:
        return self.minutes if self.counts_to_clinical_hours else 0


@dataclass(frozen=True, slots=True)
class Block:
    """One part of an evening, such as check-in or break."""

    slug: str
    title: str
    minutes: int
    modality: str | None  # None for a break, and for the topic until it is known
    counts_to_clinical_hours: bool
    is_topic: bool = False

    def holding(self, topic: Topic) -> Self:
        """The topic's block with the topic of the evening in it."""
        return replace(
            self,
            title=topic.title,
            modality=topic.modality,
            counts_to_clinical_hours=topic.counts_to_clinical_hours,
        )


@dataclass(frozen=True, slots=True)
class EveningShape:
    """The blocks of an evening, in order; exactly one of them holds the topic."""

    slug: str
    title: str
    blocks: tuple[Block, ...]

    @property
    def topic_minutes(self) -> int:
        return sum(block.minutes for block in self.blocks if block.is_topic)


@dataclass(frozen=True, slots=True)
class WeeklyMinutes:
    """The clinical minutes a file promises for each of a run of weeks."""

    from_week: int
    to_week: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Curriculum:
    """A whole curriculum, checked."""

    slug: str
    title: str
    version: str
    license: str
    summary: str
    source: str
    weeks: int
    evenings_per_week: int
    notes: tuple[str, ...]
    unconfirmed: tuple[str, ...]  # facts still to be checked against their source
    weekly_clinical_minutes: tuple[WeeklyMinutes, ...]
    evening_shapes: tuple[EveningShape, ...]
    modules: tuple[Module, ...]
    topics: tuple[Topic, ...]  # in order of number

    def topics_in(self, module: str) -> tuple[Topic, ...]:
        return tuple(topic for topic in self.topics if topic.module == module)

    def topics_on(self, *, week: int, evening: int) -> tuple[Topic, ...]:
        return tuple(t for t in self.topics if (t.week, t.evening) == (week, evening))

    def blocks_around(self, topic: Topic) -> tuple[Block, ...]:
        """The evening of a topic from check-in to close, or the topic alone."""
        shape = next(
            (s for s in self.evening_shapes if s.slug == topic.evening_shape), None
        )
        if shape is None:
            alone = Block("topic", "", topic.minutes, None, False, is_topic=True)
            return (alone.holding(topic),)
        return tuple(b.holding(topic) if b.is_topic else b for b in shape.blocks)

    def clinical_minutes_on(self, *, week: int, evening: int) -> int:
        """What one evening counts, breaks left out."""
        return sum(
            block.minutes
            for topic in self.topics_on(week=week, evening=evening)
            for block in self.blocks_around(topic)
            if block.counts_to_clinical_hours
        )

    def clinical_minutes_in(self, week: int) -> int:
        """What a week of evenings counts; arranged sessions come on top."""
        return sum(
            self.clinical_minutes_on(week=week, evening=evening)
            for evening in range(1, self.evenings_per_week + 1)
        )
