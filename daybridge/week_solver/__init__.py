"""The one place that knows a solver: week fit's programs go in, values come out.

What comes in is an instance of `daybridge.rules.week_fit`; what leaves is a plan that
the checker has passed. The solvers (OR-Tools, HiGHS) take a second to import, so they
are imported when they are first asked, which is never in a web process.
"""
