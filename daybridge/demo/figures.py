"""The published figures behind the demo, read from `figures.toml`."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("figures.toml")


@dataclass(frozen=True, slots=True)
class Weights:
    """Values with their published counts, ready to be drawn from."""

    values: tuple[str, ...]
    running: tuple[float, ...]  # running totals of the counts

    @classmethod
    def of(cls, counts: dict[str, float]) -> "Weights":
        totals: list[float] = []
        for count in counts.values():
            totals.append(count + (totals[-1] if totals else 0))
        return cls(tuple(counts), tuple(totals))


@dataclass(frozen=True, slots=True)
class Source:
    """Where a group of figures comes from, as people read it at /demo/."""

    name: str
    year: int
    people: int

    @property
    def count(self) -> str:
        return f"{self.people:,}"


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the generator draws from."""

    age: Weights
    sex: Weights
    referral: Weights
    substance: Weights
    frequency: Weights
    facts: dict[str, Weights]  # TEDS field -> codes
    reasons: Weights
    median_days: dict[str, float]
    mean_over_median: dict[str, float]
    percent_coming: tuple[float, ...]  # by week in care, from the first
    missed_reasons: Weights
    assumed: dict[str, Any]
    sources: tuple[Source, ...]


@cache
def figures() -> Figures:
    """Read the figures once."""
    tables = tomllib.loads(FILE.read_text())
    national, iop = tables["tedsa_2021"], tables["tedsa_2023_iop"]
    stays, trials = tables["teds_2004_discharges"], tables["ctn0094"]
    return Figures(
        age=Weights.of(national["age"]),
        sex=Weights.of(iop["sex"]),
        referral=Weights.of(iop["referral_source"]),
        substance=Weights.of(iop["primary_substance"]),
        frequency=Weights.of(iop["frequency"]),
        facts={name: Weights.of(counts) for name, counts in national["facts"].items()},
        reasons=Weights.of(stays["reasons"]),
        median_days=stays["median_days"],
        mean_over_median=stays["mean_over_median"],
        percent_coming=tuple(trials["percent_coming"].values()),
        missed_reasons=Weights.of(trials["missed_visit_reasons"]),
        assumed=tables["assumed"],
        sources=tuple(
            Source(" ".join(table["source"].split()), table["year"], table["n"])
            for table in (national, iop, stays, trials)
        ),
    )
