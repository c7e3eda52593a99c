"""A chart as data: one description gives both the drawing and its table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Number = int | float | None  # None is a gap: unknown, never zero


@dataclass(frozen=True, slots=True)
class Series:
    """One line or set of bars, with a number for each label of its chart."""

    name: str
    numbers: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Chart:
    """What a chart says. The component draws it and writes the table below."""

    title: str
    axis: str  # what the labels are: "Week", "Month of admission"
    labels: Sequence[str]
    series: Sequence[Series]
    unit: str = ""  # of the numbers: "hours", "people"
    kind: Literal["line", "bar"] = "line"
    summary: str = ""  # one sentence that says what is to be seen
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a series that does not fit the labels."""
        for line in self.series:
            if len(line.numbers) != len(self.labels):
                raise ValueError(f"{line.name}: one number for each label")

    @property
    def rows(self) -> Iterator[tuple[str, list[Number]]]:
        """Give the table: each label with its number in every series."""
        for place, label in enumerate(self.labels):
            yield label, [line.numbers[place] for line in self.series]

    @property
    def options(self) -> dict[str, Any]:
        """Give the drawing instructions in the words of ECharts."""
        several = len(self.series) > 1
        return {
            "grid": {
                "left": 8,
                "right": 16,
                "top": 64 if several else 32,
                "bottom": 8,
                "containLabel": True,
            },
            "legend": {"show": several, "left": 0, "top": 0},
            "tooltip": {"trigger": "axis", "renderMode": "richText"},
            "xAxis": {"type": "category", "data": list(self.labels)},
            "yAxis": {"type": "value", "name": self.unit},
            "series": [self._drawn(line) for line in self.series],
        }

    def _drawn(self, line: Series) -> dict[str, Any]:
        drawn = {"name": line.name, "type": self.kind, "data": list(line.numbers)}
        if self.kind == "line":
            return drawn | {"symbolSize": 8, "lineStyle": {"width": 2.5}}
        return drawn | {"barMaxWidth": 36, "itemStyle": {"borderRadius": [4, 4, 0, 0]}}
