"""What stands against publishing a draft, as the clinic is known now; in sentences.

A refusal would leave a group without a leader, a room or a seat. A remark is read and
may be accepted.
"""

from collections.abc import Iterator

from daybridge.rules.week_fit.instance import Arrangement, Offering
from daybridge.rules.wording import count_of
from daybridge.schedule.drafting.in_the_way import refusals_of_hours
from daybridge.schedule.drafting.publishing import GroupStep, Steps, group_key
from daybridge.schedule.drafting.timetable import group_names, when_words
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.fitting.individual import OwnSession
from daybridge.schedule.fitting.individual_instance import arrangement
from daybridge.schedule.models import Draft, Group
from daybridge.schedule.wording import day_words


def refusals(steps: Steps) -> list[str]:
    """Why it cannot be published from that day, or nothing."""
    found = [
        *_changed_since(steps),
        *(sentence for step in steps.groups.values() for sentence in _lacks(step)),
        *(s for step in steps.groups.values() for s in _rooms_differ(steps, step)),
        *_collisions(steps),
        *refusals_of_hours(steps),
        *_too_many(steps),
    ]
    return list(dict.fromkeys(found))


def remarks(steps: Steps) -> list[str]:
    """What whoever publishes should have read."""
    names = group_names(steps.found.draft)
    staff = steps.clinic.instance.staff
    return [
        *_hours_to_book(steps),
        *_hours_not_moved(steps),
        *(sentence for step in steps.groups.values() for sentence in _left_alone(step)),
        *(
            f"{names[offering.id]}: whoever leads it on {when_words(run.start)} is not "
            "at work all that time, by their hours as they are now."
            for offering, run in _running(steps)
            if not steps.groups[group_key(offering.id)].is_kept
            and run.leader in staff
            and not run.window(offering.minutes).lies_in(staff[run.leader].shifts)
        ),
    ]


def _hours_to_book(steps: Steps) -> Iterator[str]:
    """Ordered hours that will not stand: the draft has none, or it is not free."""
    own = steps.clinic.facts.own
    begun = {step.own.id for step in steps.hours_begun}
    missing = [
        each
        for patient in steps.in_care
        for each in own.of(patient)
        if each.id not in begun
        and (each.standing is None or each.standing.pk in steps.ending)
    ]
    if missing:
        sessions = count_of(len(missing), "individual or family session")
        yield (
            f"{sessions} that {'is' if len(missing) == 1 else 'are'} ordered will have "
            "no hour from that day on. Find them under Weeks to find."
        )


def _hours_not_moved(steps: Steps) -> Iterator[str]:
    """Hours that the draft has elsewhere, and that stay where they are."""
    staying = [
        own
        for patient in steps.in_care
        for own in steps.clinic.facts.own.of(patient)
        if own.standing is not None
        and own.standing.pk not in steps.hours_moved | steps.ending
        and _is_elsewhere(steps, own, own.standing)
    ]
    if staying:
        sessions = count_of(len(staying), "individual or family session")
        yield (
            f"{sessions} that this draft has at another time or place will stay as "
            f"{'it is' if len(staying) == 1 else 'they are'}: another week was found "
            "since, or the other hour is not free any more."
        )


def _is_elsewhere(steps: Steps, own: OwnSession, hour: Group) -> bool:
    held = steps.found.week.clients[str(own.patient_id)].individual.get(own.id)
    return held is not None and held != arrangement(hour)


def _changed_since(steps: Steps) -> Iterator[str]:
    """Groups that are not what the draft was made from."""
    names, now = group_names(steps.found.draft), steps.clinic.instance.offerings
    for id, offering in steps.found.instance.offerings.items():
        if offering.current is None:
            continue
        today = now.get(id)
        if today is None or today.current != offering.current:
            yield (
                f"{names[id]} was changed or has ended since this draft was made. Make "
                "a new draft."
            )


def _lacks(step: GroupStep) -> Iterator[str]:
    after = step.after
    if after is None or step.is_kept:
        return
    if after.leader is None:
        yield f"{step.name}: its leader does not lead groups any more."
    if after.room is None and not after.telehealth_url:
        yield f"{step.name}: it has no room that is in use."


def _left_alone(step: GroupStep) -> Iterator[str]:
    """Who co-leads and cannot go along."""
    group, after = step.group, step.after
    if group is None or after is None or group.co_leader is None:
        return
    if after.co_leader is None and after.leader != group.co_leader:
        yield (
            f"{step.name} would be led without {group.co_leader.display_name}, who is "
            "not free then or has no seat in that room. Choose somebody else on the "
            "page of the group if it needs two."
        )


def _rooms_differ(steps: Steps, step: GroupStep) -> Iterator[str]:
    rooms = {run.room for _, run in steps.runs[step.key] if run is not None}
    if len(rooms) > 1:
        yield f"{step.name} would meet in two rooms. Choose one by hand."


def _collisions(steps: Steps) -> Iterator[str]:
    """Groups that a draft does not know and that have the leader or the room then."""
    names = group_names(steps.found.draft)
    facts = steps.clinic.facts
    groups = [group for group in facts.groups if str(group.pk) not in steps.runs]
    for offering, run in _running(steps):
        window = run.window(offering.minutes)
        for other in groups:
            meetings = meeting_windows(other)
            if _is_met_by(other, run) and any(map(window.meets, meetings)):
                yield (
                    f"{names[offering.id]} on {when_words(run.start)} meets "
                    f"{other.name}, {_why_unknown(other, steps.found.draft)}"
                )


def _why_unknown(group: Group, draft: Draft) -> str:
    if group.created_at > draft.created_at:
        return "which was made since."
    day = day_words(group.starts_on)
    return f"which is not in this draft and begins on {day}. Draft a week from then."


def _too_many(steps: Steps) -> Iterator[str]:
    for key, members in steps.people.items():
        after, people = steps.groups[key].after, len(members)
        if after is not None and people > after.capacity:
            crowd = count_of(people, "person", "people")
            yield (
                f"{steps.groups[key].name} would have {crowd} on "
                f"{count_of(after.capacity, 'seat')}: places were given in it since "
                "this draft was made."
            )


def _running(steps: Steps) -> Iterator[tuple[Offering, Arrangement]]:
    for key in steps.groups:
        for offering, run in steps.runs[key]:
            if run is not None:
                yield offering, run


def _is_met_by(group: Group, run: Arrangement) -> bool:
    leaders = {str(group.leader_id), str(group.co_leader_id)}
    return run.leader in leaders or (
        run.room is not None and run.room == str(group.room_id)
    )
