"""What a report is made of: numbers that can be opened, charts and tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from daybridge.access.matrix import Matter
from daybridge.access.viewer import Reach, Viewer
from daybridge.ui.charts import Chart, Number, Series

VERSION = "1"  # of the reports' own rules; a change of a rule changes it
SMALLEST_CELL = 11  # 45 CFR 164.514, as docs/access.md applies it to OUT
TOO_FEW = f"fewer than {SMALLEST_CELL}"

Cell = int | float | str | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One number with everything that stands behind it."""

    key: str
    label: str
    value: Cell
    unit: str
    people: int  # how many people it is about: what suppression looks at
    inputs: str
    rule: str
    source: str
    version: str = VERSION

    @property
    def opens(self) -> str:
        """The address, on the same page, of what stands behind the number."""
        return f"#behind-{self.key}"

    @property
    def shown(self) -> str:
        if self.value is None:
            return "–"
        return f"{self.value:,}" if isinstance(self.value, int) else str(self.value)


@dataclass(frozen=True, slots=True)
class Table:
    """A table on the page and in the file."""

    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]  # the first cell names the row
    counts: frozenset[int] = frozenset()  # columns that count people


@dataclass(frozen=True, slots=True)
class Report:
    """One report, whole."""

    title: str
    lede: str
    figures: Sequence[Figure]
    tables: Sequence[Table]
    chart: Chart | None = None
    notes: Sequence[str] = field(default_factory=tuple)


def sees_no_small_cells(viewer: Viewer) -> bool:
    """Whether this viewer reads outcomes only, and no treatment record at all."""
    return viewer.reach(Matter.SUD_RECORD) is Reach.NOBODY


def suppress(report: Report) -> Report:
    """Hide every cell about one to ten people, and what would give it away."""
    chart = report.chart and replace(
        report.chart, series=[_suppress_series(line) for line in report.chart.series]
    )
    return replace(
        report,
        figures=[_suppress_figure(figure) for figure in report.figures],
        tables=[_suppress_table(table) for table in report.tables],
        chart=chart,
        notes=(
            *report.notes,
            f"Cells about {TOO_FEW} people are hidden, and a second cell where one "
            "alone could be worked out.",
        ),
    )


def _is_small(count: Cell) -> bool:
    return isinstance(count, int | float) and 0 < count < SMALLEST_CELL


def _suppress_figure(figure: Figure) -> Figure:
    if not _is_small(figure.people):
        return figure
    return replace(figure, value=TOO_FEW, unit="", inputs=f"About {TOO_FEW} people.")


def _suppress_series(line: Series) -> Series:
    numbers: list[Number] = [None if _is_small(n) else n for n in line.numbers]
    return replace(line, numbers=numbers)


def _suppress_table(table: Table) -> Table:
    rows = [list(row) for row in table.rows]
    for column in table.counts:
        small = [n for n, row in enumerate(rows) if _is_small(row[column])]
        if len(small) == 1:
            small += _next_smallest(rows, column, small[0])
        for place in small:
            rows[place][column] = TOO_FEW
            _blank_derived(rows[place], table, column)
    return replace(table, rows=rows)


def _next_smallest(rows: list[list[Cell]], column: int, but: int) -> list[int]:
    """The row whose hiding keeps one hidden cell from being subtracted out."""
    others = [
        (value, place)
        for place, row in enumerate(rows)
        if place != but and isinstance(value := row[column], int | float) and value > 0
    ]
    return [min(others)[1]] if others else []


def _blank_derived(row: list[Cell], table: Table, column: int) -> None:
    """What is computed from a hidden count goes with it."""
    for place in range(1, len(row)):
        if place != column and place not in table.counts:
            row[place] = "–"
