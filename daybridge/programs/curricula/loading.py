"""Read a curriculum folder into frozen dataclasses, or say exactly what is wrong.

A folder holds `curriculum.toml` and, for topics written out, `topics/NN-slug.md` with
the parts `# Facilitator plan` and `# Handout`. README.md explains every key.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from daybridge.programs.curricula.checking import check
from daybridge.programs.curricula.curriculum import (
    EVIDENCE_AREAS,
    MODALITIES,
    Block,
    Curriculum,
    EveningShape,
    Module,
    Step,
    Topic,
    WeeklyMinutes,
)
from daybridge.programs.curricula.tables import CurriculumError, Table

__all__ = [
    "SHIPPED",
    "Block",
    "Curriculum",
    "CurriculumError",
    "Module",
    "Topic",
    "load_curriculum",
    "shipped_curricula",
]

SHIPPED = Path(__file__).parent
FORMAT = 1
PARTS = re.compile(r"\A# Facilitator plan\n(.+?)^# Handout\n(.+)\Z", re.S | re.M)


def shipped_curricula() -> tuple[Curriculum, ...]:
    """The curricula that come with Daybridge, in order of their folders."""
    files = sorted(SHIPPED.glob("*/curriculum.toml"))
    return tuple(load_curriculum(file.parent) for file in files)


def load_curriculum(folder: Path) -> Curriculum:
    """Read and check one folder; raise `CurriculumError` at the first mistake."""
    file = f"{folder.name}/curriculum.toml"
    table = _open_table(folder / "curriculum.toml", file)
    if table.number("format") != FORMAT:
        raise table.error("format", f"this version of Daybridge reads format {FORMAT}")
    topics = [_read_topic(row, file) for row in table.tables("topics")]
    for row in table.tables("series"):
        topics += _topics_of_series(row, first_number=len(topics) + 1)
    curriculum = _read_head(table, topics)
    table.finish()
    check(curriculum, file)
    return replace(curriculum, topics=_with_texts(curriculum.topics, folder))


def _open_table(path: Path, file: str) -> Table:
    try:
        return Table(tomllib.loads(path.read_text("utf-8")), file)
    except FileNotFoundError:
        raise CurriculumError(f"{file}: there is no such file") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CurriculumError(f"{file}: cannot be read as TOML: {error}") from error


def _read_head(table: Table, topics: list[Topic]) -> Curriculum:
    return Curriculum(
        slug=table.text("slug"),
        title=table.text("title"),
        version=table.text("version"),
        license=table.text("license"),
        summary=table.text("summary"),
        source=table.text("source"),
        weeks=table.number("weeks"),
        evenings_per_week=table.number("evenings_per_week"),
        notes=table.texts("notes"),
        unconfirmed=table.texts("unconfirmed"),
        weekly_clinical_minutes=tuple(
            _read_weekly(row) for row in table.tables("weekly_clinical_minutes")
        ),
        evening_shapes=tuple(
            _read_shape(row) for row in table.tables("evening_shapes")
        ),
        modules=tuple(
            _read_module(row) for row in table.tables("modules", required=True)
        ),
        topics=tuple(sorted(topics, key=lambda topic: topic.number)),
    )


def _read_weekly(row: Table) -> WeeklyMinutes:
    weekly = WeeklyMinutes(
        row.number("from_week"), row.number("to_week"), row.number("minutes")
    )
    row.finish()
    return weekly


def _read_module(row: Table) -> Module:
    module = Module(row.text("slug"), row.text("title"), row.text("purpose"))
    row.finish()
    return module


def _read_shape(row: Table) -> EveningShape:
    slug = row.text("slug")
    row.where = f"{row.where} ({slug})"
    blocks = tuple(_read_block(block) for block in row.tables("blocks", required=True))
    if sum(block.is_topic for block in blocks) != 1:
        raise row.error("blocks", "exactly one block needs is_topic = true")
    shape = EveningShape(slug, row.text("title"), blocks)
    row.finish()
    return shape


def _read_block(row: Table) -> Block:
    """Read one block; the topic's block takes modality and counting from its topic."""
    is_topic = row.flag("is_topic", default=False)
    block = Block(
        slug=row.text("slug"),
        title=row.text("title"),
        minutes=row.number("minutes"),
        modality=row.choice("modality", MODALITIES) if row.has("modality") else None,
        counts_to_clinical_hours=not is_topic and row.flag("counts_to_clinical_hours"),
        is_topic=is_topic,
    )
    if block.counts_to_clinical_hours and block.modality is None:
        raise row.error("modality", "is missing on a block that counts")
    row.finish()
    return block


def _read_topic(row: Table, file: str) -> Topic:
    number, slug = row.number("number"), row.text("slug")
    row.where = f"{file}, topic {number} ({slug})"
    topic = Topic(
        number=number,
        slug=slug,
        week=row.number("week"),
        evening=row.number("evening") if row.has("evening") else None,
        title=row.text("title"),
        module=row.text("module"),
        modality=row.choice("modality", MODALITIES),
        minutes=row.number("minutes"),
        counts_to_clinical_hours=row.flag("counts_to_clinical_hours"),
        evening_shape=row.text("evening_shape") if row.has("evening_shape") else None,
        evidence_areas=row.choices("evidence_areas", EVIDENCE_AREAS),
        evidence_base=row.text("evidence_base"),
        aims=row.texts("aims", required=True),
        outline=tuple(
            _read_step(step) for step in row.tables("outline", required=True)
        ),
    )
    row.finish()
    return topic


def _read_step(row: Table) -> Step:
    step = Step(minutes=row.number("minutes"), step=row.text("step"))
    row.finish()
    return step


def _topics_of_series(row: Table, *, first_number: int) -> list[Topic]:
    """Write a series out: one topic on each of its evenings in each of its weeks."""
    module, title = row.text("module"), row.text("title")
    row.where = f"{row.where} ({module})"
    titles, places = row.texts("titles"), _places_of_series(row)
    if titles and len(titles) != len(places):
        raise row.error("titles", f"has {len(titles)}, and there are {len(places)}")
    pattern = Topic(
        number=first_number,
        week=1,
        evening=None,
        slug=module,
        title=title,
        module=module,
        modality=row.choice("modality", MODALITIES),
        minutes=row.number("minutes"),
        counts_to_clinical_hours=row.flag("counts_to_clinical_hours"),
        evening_shape=row.text("evening_shape") if row.has("evening_shape") else None,
        evidence_areas=row.choices("evidence_areas", EVIDENCE_AREAS),
        evidence_base=row.text("evidence_base"),
        aims=(),
        outline=(),
    )
    row.finish()
    return [
        replace(
            pattern,
            number=first_number + nth,
            week=week,
            evening=evening,
            slug=f"{module}-{nth + 1}",
            title=titles[nth] if titles else f"{title} {nth + 1}",
        )
        for nth, (week, evening) in enumerate(places)
    ]


def _places_of_series(row: Table) -> list[tuple[int, int | None]]:
    """Week and evening of each session; no evenings means arranged with the person."""
    sessions, weeks = row.number("sessions"), row.numbers("weeks")
    evenings: tuple[int | None, ...] = row.numbers("evenings") or (None,)
    places = [(week, evening) for week in weeks for evening in evenings]
    if len(places) != sessions:
        raise row.error(
            "sessions", f"is {sessions}; weeks and evenings make {len(places)}"
        )
    return places


def _with_texts(topics: tuple[Topic, ...], folder: Path) -> tuple[Topic, ...]:
    """Each topic with its plan and handout, where they are written."""
    files = {path.name: path for path in sorted(folder.glob("topics/*.md"))}
    written = tuple(_read_texts(topics, files))
    for name in files:
        raise CurriculumError(
            f"{folder.name}/topics/{name}: belongs to no topic; files are named "
            "NN-slug.md after a topic's number and slug"
        )
    return written


def _read_texts(topics: tuple[Topic, ...], files: dict[str, Path]) -> Iterator[Topic]:
    """Take each topic's file out of `files` and read its two parts."""
    for topic in topics:
        path = files.pop(f"{topic.number:02}-{topic.slug}.md", None)
        if path is None:
            yield topic
            continue
        parts = PARTS.match(path.read_text("utf-8"))
        if parts is None:
            raise CurriculumError(
                f"{path.parent.parent.name}/topics/{path.name}, "
                f"topic {topic.number}: needs the parts '# Facilitator plan' and "
                "'# Handout', in this order, with text in both"
            )
        plan, handout = (part.strip() for part in parts.groups())
        yield replace(topic, facilitator_plan=plan, handout=handout)
