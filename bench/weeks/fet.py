"""FET lays out the coordinator's groups, which must all run; then everyone enrolls.

What its input can express: when each group may begin, in which rooms, when its leader
is on shift, and how long a leader may lead in a day. What it cannot: that a group may
stay closed, who of several leads it (we give it the coordinator's), what patients can
attend when, doses, individual sessions. Those come afterwards, as for the coordinator.
"""

import subprocess
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable
from pathlib import Path

from daybridge.rules.week_fit.clock import DAY, DAYS
from daybridge.rules.week_fit.instance import Arrangement, Instance, Leader, Offering
from daybridge.rules.week_fit.model.board import Board
from daybridge.rules.week_fit.model.greedy import enroll_all, greedy

Placed = dict[int, tuple[int, str | None]]  # start and room of each group
SLOT = 30  # minutes; every group of `generate` begins and ends on the half hour
HOURS = [f"{minute // 60:02}:{minute % 60:02}" for minute in range(0, DAY, SLOT)]


def timetabled(instance: Instance, seconds: float) -> Board | None:
    """The week that FET's timetable makes; None when it finds none."""
    runs = greedy(instance).runs
    groups = {instance.offerings[id]: held.leader for id, held in runs.items()}
    found = _asked(_document(instance, groups), seconds)
    if found is None:
        return None
    board = Board(instance)
    for number, (offering, leader) in enumerate(groups.items(), 1):
        start, room = found[number]
        board.hold(offering.id, Arrangement(start, leader, room))
    enroll_all(board)
    return board


def _asked(document: ET.Element, seconds: float) -> Placed | None:
    """When and where FET puts each group."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "week.fet")
        ET.ElementTree(document).write(file, encoding="unicode", xml_declaration=True)
        subprocess.run(
            ["fet-cl", f"--inputfile={file}", f"--outputdir={folder}",
             f"--timelimitseconds={int(seconds)}"],
            capture_output=True, check=False, timeout=seconds + 30,
        )  # fmt: skip
        answers = list(Path(folder).glob("timetables/week/week_activities.xml"))
        if not answers:
            return None
        return {
            int(each.findtext("Id") or 0): (_start(each), each.findtext("Room") or None)
            for each in ET.parse(answers[0]).getroot().iter("Activity")
        }


def _start(activity: ET.Element) -> int:
    day = DAYS.index(activity.findtext("Day") or "")
    return day * DAY + HOURS.index(activity.findtext("Hour") or "") * SLOT


def _document(instance: Instance, groups: dict[Offering, str]) -> ET.Element:
    top = ET.Element("fet", version="6.0.0")
    _add(top, "Institution_Name", instance.site)
    _named(top, "Days_List", "Day", DAYS, "Number_of_Days")
    _named(top, "Hours_List", "Hour", HOURS, "Number_of_Hours")
    _named(top, "Subjects_List", "Subject", sorted({o.modality for o in groups}))
    ET.SubElement(top, "Activity_Tags_List")
    _named(top, "Teachers_List", "Teacher", sorted(set(groups.values())))
    ET.SubElement(top, "Students_List")
    activities = ET.SubElement(top, "Activities_List")
    for number, (offering, leader) in enumerate(groups.items(), 1):
        slots = offering.minutes // SLOT
        _fields(activities, "Activity", Teacher=leader, Subject=offering.modality,
                Duration=slots, Total_Duration=slots, Id=number, Activity_Group_Id=0,
                Active="true")  # fmt: skip
    ET.SubElement(top, "Buildings_List")
    rooms = ET.SubElement(top, "Rooms_List")
    for id in sorted({room for offering in groups for room in offering.rooms}):
        _fields(rooms, "Room", Name=id, Capacity=30_000, Virtual="false")
    times = ET.SubElement(top, "Time_Constraints_List")
    _sure(times, "ConstraintBasicCompulsoryTime")
    for id in sorted(set(groups.values())):
        _on_shift(times, instance.staff[id])
    for number, offering in enumerate(groups, 1):
        _starts(times, number, offering)
    places = ET.SubElement(top, "Space_Constraints_List")
    _sure(places, "ConstraintBasicCompulsorySpace")
    for number, offering in enumerate(groups, 1):
        if offering.rooms:
            chosen = _sure(places, "ConstraintActivityPreferredRooms")
            _add(chosen, "Activity_Id", number)
            _add(chosen, "Number_of_Preferred_Rooms", len(offering.rooms))
            for room in offering.rooms:
                _add(chosen, "Preferred_Room", room)
    return top


def _on_shift(times: ET.Element, leader: Leader) -> None:
    """When a leader cannot be had, and how long they may lead in a day."""
    away = [
        (day, hour)
        for day in range(7)
        for hour in range(len(HOURS))
        if not any(
            window.start <= day * DAY + hour * SLOT < window.end
            for window in leader.shifts
        )
    ]
    absent = _sure(times, "ConstraintTeacherNotAvailableTimes")
    _add(absent, "Teacher", leader.id)
    _add(absent, "Number_of_Not_Available_Times", len(away))
    for day, hour in away:
        _fields(absent, "Not_Available_Time", Day=DAYS[day], Hour=HOURS[hour])
    if leader.max_day_minutes is not None:
        most = _sure(times, "ConstraintTeacherMaxHoursDaily")
        _add(most, "Teacher_Name", leader.id)
        _add(most, "Maximum_Hours_Daily", leader.max_day_minutes // SLOT)


def _starts(times: ET.Element, number: int, offering: Offering) -> None:
    chosen = _sure(times, "ConstraintActivityPreferredStartingTimes")
    _add(chosen, "Activity_Id", number)
    _add(chosen, "Number_of_Preferred_Starting_Times", len(offering.starts))
    for start in offering.starts:
        _fields(
            chosen,
            "Preferred_Starting_Time",
            Preferred_Starting_Day=DAYS[start // DAY],
            Preferred_Starting_Hour=HOURS[start % DAY // SLOT],
        )


def _sure(parent: ET.Element, name: str) -> ET.Element:
    """A constraint that always holds."""
    found = ET.SubElement(parent, name)
    _add(found, "Weight_Percentage", 100)
    _add(found, "Active", "true")
    return found


def _named(
    top: ET.Element, name: str, one: str, names: Iterable[str], count: str = ""
) -> None:
    parent, listed = ET.SubElement(top, name), list(names)
    if count:
        _add(parent, count, len(listed))
    for each in listed:
        _fields(parent, one, Name=each)


def _fields(parent: ET.Element, name: str, **fields: object) -> None:
    element = ET.SubElement(parent, name)
    for key, value in fields.items():
        _add(element, key, value)


def _add(parent: ET.Element, name: str, value: object) -> None:
    ET.SubElement(parent, name).text = str(value)
