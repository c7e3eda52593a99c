"""Makes the sessions of the coming weeks from the rules of the groups.

Safe to run as often as one likes: a session exists once per group and rule date, and
one that was changed or cancelled by hand stays as it is.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q

from daybridge.access.service import service
from daybridge.access.viewer import Viewer
from daybridge.audit.recording import record
from daybridge.happenings import happened
from daybridge.programs.models import Topic
from daybridge.schedule.meetings import closed_days, meetings
from daybridge.schedule.models import Group, Session
from daybridge.schedule.occurrences import Occurrence

WEEKS_AHEAD = 5
PER_STATEMENT = 500


@service
def materialize(
    *, program: Any, until: date, at: datetime, by: Viewer,
    first: date | None = None, groups: Iterable[Group] | None = None,
) -> int:  # fmt: skip
    """Make the missing sessions from today (or `first`) to `until`; say how many."""
    first = first or program.day_of(at)
    held = _groups(program, first, until, groups)
    made = _missing_sessions(program, held, first, until)
    if not made:
        return 0
    Session.objects.bulk_create(made, batch_size=PER_STATEMENT)
    record(
        "schedule.sessions_made", by=by.actor, at=at,
        detail={"sessions": len(made), "until": until.isoformat()},
    )  # fmt: skip
    happened("schedule.sessions_made", sessions=made, at=at, by=by)
    return len(made)


@service
def keep_weeks_ahead(
    *, program: Any, at: datetime, by: Viewer, weeks: int = WEEKS_AHEAD
) -> int:
    """Make what is missing of the coming weeks; a task runs this every night."""
    today = program.day_of(at)
    return materialize(
        program=program, until=today + timedelta(weeks=weeks), at=at, by=by
    )


def session_at(group: Group, meeting: Occurrence, topic: Topic | None) -> Session:
    """The session a group holds at one meeting; the topic says what it is."""
    return Session(
        program_id=group.program_id,
        group=group,
        rule_date=meeting.rule_date,
        title=group.name,
        track_id=group.track_id,
        modality=topic.modality if topic else group.modality,
        counts_to_clinical_hours=group.counts_to_clinical_hours
        and (topic is None or topic.counts_to_clinical_hours),
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        leader_id=group.leader_id,
        co_leader_id=group.co_leader_id,
        room_id=group.room_id,
        telehealth_url=group.telehealth_url,
        capacity=group.capacity,
        topic=topic,
    )


def _groups(
    program: Any, first: date, last: date, groups: Iterable[Group] | None
) -> list[Group]:
    """The groups that may meet, held so that two runs do not make a session twice."""
    rows = (
        Group.objects.in_program(program)
        .filter(starts_on__lte=last)
        .exclude(ends_on__lt=first)
        .select_related("track", "room")
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if groups is not None:
        rows = rows.filter(pk__in=[group.pk for group in groups])
    return list(rows)


def _missing_sessions(
    program: Any, groups: Sequence[Group], first: date, last: date
) -> list[Session]:
    known = set(
        Session.objects.in_program(program)
        .filter(group__in=groups, rule_date__gte=first, rule_date__lte=last)
        .values_list("group_id", "rule_date")
    )
    closed, courses = closed_days(program, first, last), _Courses(program, groups)
    return [
        session_at(group, meeting, courses.next_topic(group))
        for group in groups
        for meeting in meetings(program, group, first, last, closed)
        if (group.pk, meeting.rule_date) not in known
    ]


class _Courses:
    """Where each group is in its curriculum; after the last topic comes the first.

    A group that continues another one goes on where that one is.
    """

    def __init__(self, program: Any, groups: Sequence[Group]) -> None:
        following = [group for group in groups if group.curriculum_id]
        self.topics = self._topics(program, following)
        self.number = self._last_numbers(program, following)

    def next_topic(self, group: Group) -> Topic | None:
        """The topic of the group's next session, and remember that it was given."""
        topics = self.topics.get(group.curriculum_id, ()) if group.curriculum_id else ()
        if not topics:
            return None
        former = self.number.get(group.continues_id, 0) if group.continues_id else 0
        last = self.number.get(group.pk, former)
        topic = next((topic for topic in topics if topic.number > last), topics[0])
        self.number[group.pk] = topic.number
        return topic

    def _topics(self, program: Any, groups: Sequence[Group]) -> dict[UUID, list[Topic]]:
        by_curriculum = defaultdict(list)
        if groups:
            ids = [group.curriculum_id for group in groups if group.curriculum_id]
            for topic in (
                Topic.objects.in_program(program)
                .filter(curriculum_id__in=ids)
                .order_by("number")
            ):
                by_curriculum[topic.curriculum_id].append(topic)
        return dict(by_curriculum)

    def _last_numbers(self, program: Any, groups: Sequence[Group]) -> dict[UUID, int]:
        """The number of the topic of each group's latest session that has one."""
        if not groups:
            return {}
        continued = [group.continues_id for group in groups if group.continues_id]
        with_topic = Session.objects.in_program(program).filter(
            Q(group__in=groups) | Q(group__in=continued, cancelled_at=None),
            topic__isnull=False, rule_date__isnull=False,
        )  # fmt: skip
        latest = dict(
            with_topic.values_list("group_id").annotate(last=Max("rule_date"))
        )
        return {
            group_id: number
            for group_id, day, number in with_topic.filter(
                rule_date__in=set(latest.values())
            ).values_list("group_id", "rule_date", "topic__number")
            if latest[group_id] == day
        }
