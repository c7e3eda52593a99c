"""The week in pools: groups that are alike count as one, individual sessions by day.

Nobody in it has a seat in this group or that, only in one of its kind at that start;
and an individual session has a day and a leader, but no hour. Every real week is one
of these, so what no pooled week can reach no real week can: the bounds are proved. The
program is small enough to be solved whole where the full one is not. `rooms` turns its
answer back into a timetable, which `patterns` fills by the hour.
"""
