"""Finding a week: the clinic's week as a problem of `rules.week_fit`, and its answers.

`instance` writes the problem down, `finding` answers it for one person, `taking` gives
them the places of the week they choose.
"""
