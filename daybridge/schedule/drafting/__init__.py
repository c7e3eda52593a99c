"""Drafting a week: which groups, when, with whom and where, for the most people.

`problem` writes down what is asked, `task` looks for the best week while somebody
watches, `figures`, `demand`, `timetable` and `changes` say what came of it.
"""
