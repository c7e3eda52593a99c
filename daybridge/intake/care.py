"""One person's care as a page tells it: episodes, levels, doses, and who may admit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from daybridge.access.models import TeamMembership
from daybridge.access.roles import Role
from daybridge.access.viewer import Viewer
from daybridge.intake.models import DischargeReason, Episode
from daybridge.intake.wording import (
    dose_words,
    mix_words,
    referral_words,
    substance_words,
)

MAY_ADMIT = frozenset({Role.COUNSELOR, Role.MEDICAL})
COLUMNS = (
    "pk", "admitted_on", "discharged_on", "discharge_reason", "last_contact_on",
    "referral_source", "primary_substance", "stays__pk", "stays__track__name",
    "stays__track_id", "stays__level_of_care", "stays__started_on", "stays__ended_on",
    "stays__dose_orders__pk", "stays__dose_orders__starts_on",
    "stays__dose_orders__minutes_per_week", "stays__dose_orders__days_per_week",
    "stays__dose_orders__modality_mix",
    "stays__dose_orders__reason", "stays__dose_orders__ordered_by__preferred_name",
    "stays__dose_orders__ordered_by__legal_first_name",
    "stays__dose_orders__ordered_by__legal_last_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DoseLine:
    """One dose order: from when, how much, why, by whom."""

    starts_on: date
    minutes_per_week: int
    days_per_week: int
    reason: str
    ordered_by: str
    mix: dict[str, int]  # modality -> sessions a week

    @property
    def words(self) -> str:
        return dose_words(self.minutes_per_week, self.days_per_week)

    @property
    def told(self) -> str:
        """The mix and the reason, a line each."""
        return "\n".join(filter(None, (mix_words(self.mix), self.reason)))


@dataclass(frozen=True, slots=True)
class Moment:
    """One change of an episode, as the story tells it."""

    on: date
    title: str
    icon: str
    words: str = ""
    by: str = ""


@dataclass(slots=True)
class StayLine:
    """One stay on a track, with its doses from first to last."""

    track_id: UUID
    track: str
    level: str
    started_on: date
    ended_on: date | None
    doses: list[DoseLine] = field(default_factory=list)

    def holds_on(self, day: date) -> bool:
        return self.started_on <= day < (self.ended_on or date.max)


@dataclass(slots=True)
class EpisodeLine:
    """One time in care."""

    id: UUID
    admitted_on: date
    discharged_on: date | None
    reason: str
    last_contact_on: date | None
    referral: str
    substance: str
    stays: list[StayLine] = field(default_factory=list)

    def is_over(self, day: date) -> bool:
        return self.discharged_on is not None and self.discharged_on <= day

    def stay_on(self, day: date) -> StayLine | None:
        """The stay of a day; before the first one begins, the first."""
        on = [stay for stay in self.stays if stay.holds_on(day)]
        return on[-1] if on else next(iter(self.stays), None)

    def dose_on(self, day: date) -> DoseLine | None:
        """The dose that holds on a day; before the first one begins, the first."""
        stay = self.stay_on(day)
        if stay is None:
            return None
        begun = [dose for dose in stay.doses if dose.starts_on <= day]
        return begun[-1] if begun else next(iter(stay.doses), None)

    def days_by(self, day: date) -> int:
        """Days in care up to and with a day; zero before the first one."""
        return max(0, (day - self.admitted_on).days + 1)

    @property
    def days(self) -> int:
        """Days in care of an episode that is over; less than a day counts as one."""
        assert self.discharged_on is not None
        return max(1, (self.discharged_on - self.admitted_on).days)

    @property
    def story(self) -> list[Moment]:
        """What changed, newest first."""
        told = [moment for stay in self.stays for moment in self._of(stay)]
        if self.discharged_on is not None:
            title = f"Discharged: {self.reason}"
            told.append(Moment(self.discharged_on, title, "log-out"))
        told.reverse()
        return sorted(told, key=lambda moment: moment.on, reverse=True)

    def _of(self, stay: StayLine) -> list[Moment]:
        verb = "Admitted to" if stay is self.stays[0] else "Moved to"
        title = f"{verb} {stay.track}, level {stay.level}"
        doses = [
            Moment(dose.starts_on, dose.words, "clock", dose.told, dose.ordered_by)
            for dose in stay.doses
        ]
        return [Moment(stay.started_on, title, "log-in"), *doses]


def episodes_of(patient: Any, *, reads_words: bool) -> list[EpisodeLine]:
    """Every episode of a patient, newest first, with stays and doses; one statement."""
    rows = (
        Episode.objects.in_program(patient.program_id)
        .filter(patient_id=patient.pk)
        .order_by(
            "-admitted_on", "-pk", "stays__started_on", "stays__pk",
            "stays__dose_orders__starts_on",
        )
        .values_list(*COLUMNS)
    )  # fmt: skip
    return _gathered(rows, reads_words)


def who_may_admit(patient: Any, viewer: Viewer) -> list[str]:
    """The names of those on the team who may begin this person's care."""
    team = (
        TeamMembership.objects.in_program(viewer.program_id)
        .on(viewer.at)
        .filter(patient_id=patient.pk)
        .select_related("staff")
    )
    return sorted({
        row.staff.display_name for row in team if row.staff.role_set & MAY_ADMIT
    })  # fmt: skip


def _gathered(rows: Iterable[Any], reads_words: bool) -> list[EpisodeLine]:
    episodes: dict[UUID, EpisodeLine] = {}
    stays: dict[UUID, StayLine] = {}
    for row in rows:
        of_episode, of_stay, of_dose = row[:7], row[7:13], row[13:]
        key = of_episode[0]
        if key not in episodes:
            episodes[key] = _episode(of_episode)
        if of_stay[0] is None:
            continue
        if of_stay[0] not in stays:
            stays[of_stay[0]] = _stay(of_stay)
            episodes[key].stays.append(stays[of_stay[0]])
        if of_dose[0] is not None:
            stays[of_stay[0]].doses.append(_dose(of_dose, reads_words))
    return list(episodes.values())


def _episode(row: Any) -> EpisodeLine:
    key, admitted_on, discharged_on, reason, contact, referral, substance = row
    return EpisodeLine(
        key,
        admitted_on,
        discharged_on,
        str(DischargeReason(reason).label) if reason else "",
        contact,
        referral_words(referral),
        substance_words(substance),
    )


def _stay(row: Any) -> StayLine:
    _, track, track_id, level, started_on, ended_on = row
    return StayLine(track_id, track, level, started_on, ended_on)


def _dose(row: Any, reads_words: bool) -> DoseLine:
    _, starts_on, minutes, days, mix, reason, preferred, first, last = row
    name = f"{preferred or first or ''} {last or ''}".strip()
    words = reason if reads_words else ""
    return DoseLine(starts_on, minutes, days, words, name, mix or {})
