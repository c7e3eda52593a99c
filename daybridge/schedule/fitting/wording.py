"""What would serve somebody, in the words of the clinic."""

from collections.abc import Mapping

from daybridge.rules.week_fit.model.obstacles import Obstacle
from daybridge.rules.week_fit.model.serving import Way
from daybridge.rules.week_fit.plan import Code
from daybridge.rules.wording import listed


def in_words(
    way: Way,
    groups: Mapping[str, str],  # names, by offering
    tracks: Mapping[str, str],  # names, by tag
) -> str:
    """“A seat in Evening A, and Mon 08:00–17:00 free.”"""
    said = [_one(each, groups, tracks) for each in way.changes]
    if way.with_family:
        said.append("the family at another time than they told")
    return f"{listed(said)}."


def _one(
    obstacle: Obstacle, groups: Mapping[str, str], tracks: Mapping[str, str]
) -> str:
    if obstacle.code is Code.FULL:
        return f"one more seat in {groups[obstacle.ids[0]]}"
    if obstacle.code is Code.NO_LEADER:
        return f"a counselor with a free hour for {groups[obstacle.ids[0]]}"
    if obstacle.code is Code.NO_ROOM:
        return f"a free room for {groups[obstacle.ids[0]]}"
    if obstacle.code is Code.TAG:
        names = listed([tracks[tag] for tag in obstacle.ids])
        return f"a place in a group of the track {names}"
    if obstacle.code is Code.NO_TIME:
        return f"{listed(list(obstacle.ids))} free"
    if obstacle.code is Code.TRAVEL:
        return "no way to travel, or a shorter one"
    return "a longer wait between two groups of one day"
