"""Rate the dimensions and choose the level: recommended, selected, offered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.assessments.errors import ChangedMeanwhile, NotComplete
from daybridge.assessments.levels import levels_of, rateables, suggest
from daybridge.assessments.models import Assessment, Placement, SafetyStop
from daybridge.assessments.services.holding import hold
from daybridge.assessments.services.stopping import look_for_danger
from daybridge.audit.recording import record
from daybridge.audit.versions import remember
from daybridge.rules.note_format import tidy

READABLE = ("ratings", "rating_words", "version")
DECIDED = ("recommended", "selected", "offered", "difference_reason")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The level a clinician selects and the program offers, and why they differ."""

    selected: str = ""
    offered: str = ""
    difference_reason: str = ""


@dataclass(frozen=True, slots=True)
class Rating:
    """All ratings with their words, and what was chosen."""

    ratings: Mapping[str, str]
    words: Mapping[str, str]
    chosen: Chosen = Chosen()


@dataclass(frozen=True, slots=True)
class SavedRating:
    assessment: Assessment
    placement: Placement
    stop: SafetyStop | None


@service
def rate(
    *, assessment: Assessment, rating: Rating, base: int, at: datetime, by: Viewer
) -> SavedRating:
    """Keep ratings and choice. Raises ChangedMeanwhile for a version since changed."""
    held = hold(assessment, by)
    if held.version != base:
        who = held.rated_by.display_name if held.rated_by else "Somebody"
        raise ChangedMeanwhile(
            f"{who} rated meanwhile. What you see now is how it reads; save again to "
            "put yours in its place.",
            now=held,
            who=who,
        )
    refuse_unknown(held.edition, rating.ratings)
    held.ratings = {key: code for key, code in rating.ratings.items() if code}
    held.rating_words = {key: w for key, t in rating.words.items() if (w := tidy(t))}
    held.rated_at, held.rated_by_id, held.version = at, by.person_id, base + 1
    held.save(
        update_fields=["ratings", "rating_words", "rated_at", "rated_by", "version"]
    )
    remember([held], fields=READABLE, by=by.actor, at=at)
    placement = _choose(held, rating.chosen, at=at, by=by)
    record("assessments.rated", by=by.actor, target=held, at=at)
    return SavedRating(held, placement, look_for_danger(held, at=at, by=by))


def refuse_unknown(edition: str, ratings: Mapping[str, str]) -> None:
    """A code that its dimension does not have never enters a record."""
    known = {each.key: dict(each.codes) for each in rateables(edition)}
    for key, code in ratings.items():
        if key not in known or (code and code not in known[key]):
            raise NotComplete("Choose one of the codes.", field=f"rate-{key}")


def differ(recommended: str, chosen: Chosen) -> bool:
    """Whether two of the levels are given and not the same."""
    given = {recommended, chosen.selected, chosen.offered} - {""}
    return len(given) > 1


def _choose(held: Assessment, chosen: Chosen, *, at: datetime, by: Viewer) -> Placement:
    suggestion = suggest(held.edition, held.ratings, uses_rule_pack=held.uses_rule_pack)
    levels = dict(levels_of(held.edition))
    for name in ("selected", "offered"):
        if (level := getattr(chosen, name)) and level not in levels:
            raise NotComplete("Choose one of the levels.", field=name)
    reason = tidy(chosen.difference_reason)
    if differ(suggestion.code, chosen) and not reason:
        raise NotComplete(
            "The levels are not the same: say why.", field="difference_reason"
        )
    row = Placement.objects.in_program(by.program_id).filter(assessment=held).first()
    row = row or Placement(
        program_id=by.program_id, assessment=held, patient_id=held.patient_id
    )
    row.rule_pack, row.recommended = suggestion.rule_pack, suggestion.code
    row.residence = suggestion.residence
    row.selected, row.offered = chosen.selected, chosen.offered
    row.difference_reason = reason
    row.decided_at, row.decided_by_id = at, by.person_id
    row.save(force_insert=row._state.adding)
    remember([row], fields=DECIDED, by=by.actor, at=at)
    return row
