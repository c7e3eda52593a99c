"""Hours as windows of a week: without what is taken, with what stands, on the grid."""

from collections.abc import Iterable, Sequence

from daybridge.rules.week_fit.clock import Window, merged
from daybridge.schedule.fitting.facts import meeting_windows
from daybridge.schedule.models import Group

GRID = 15  # minutes; finer where a group needs it


def without(windows: Iterable[Window], taken: Iterable[Window]) -> tuple[Window, ...]:
    """What is left of a shift or of opening hours."""
    left = list(windows)
    for each in taken:
        gone = on_grid(each)
        left = [
            part
            for window in left
            for part in (
                Window(window.start, min(window.end, gone.start)),
                Window(max(window.start, gone.end), window.end),
            )
            if part.start < part.end
        ]
    return tuple(left)


def and_standing(
    windows: Sequence[Window], groups: Iterable[Group]
) -> tuple[Window, ...]:
    """Hours, and the groups that run whatever the hours say: what stands, stands."""
    held = (on_grid(each) for group in groups for each in meeting_windows(group))
    return merged([*windows, *held])


def on_grid(window: Window) -> Window:
    """In whole quarters of an hour, none too short."""
    return Window(window.start // GRID * GRID, -(-window.end // GRID) * GRID)


def in_steps(minutes: int, grid: int) -> int:
    """A time in whole steps of the grid, none too short: documents know no others."""
    return -(-minutes // grid) * grid
