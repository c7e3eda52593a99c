"""Fit treatment around a life: which week serves the most people their full dose.

One problem, asked in three ways: design a timetable, place a newcomer in the one that
runs, repair it after an absence. `reading` turns documents into the facts of `instance`
and `plan`; `check` says which rules a plan breaks, in a way of its own.

Source: our own contract, docs/contracts/week-fit.md, to the letter.
Units:  minutes of a repeating week in the site's zone, Monday 00:00 is 0.
"""
