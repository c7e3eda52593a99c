"""How plans are found: nothing here knows a solver, and nothing here is asked whether
a plan is one (see `checking`).

`slots` is time as bits, `board` is a week that is being filled, `options` are the
sessions somebody could attend on it, and `best_week` picks the best of them exactly.
"""
