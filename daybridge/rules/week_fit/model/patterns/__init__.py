"""Whole weeks of one client as columns of a linear program (column generation).

With a timetable that stands, what is left to decide is who gets which week. Each client
has thousands of possible weeks, or patterns; only those are made that can improve the
best mixture of all found so far, and the dynamic program of `best_week` finds them: it
is told the price of every seat and of every quarter of an hour of a leader or a room.

`stock` says what there is of everything that is scarce, `offers` finds the pattern that
is worth most at given prices, `choice` is the program that picks one for each client,
and `seating` puts what was picked on a board.

Source: G. B. Dantzig and P. Wolfe, "Decomposition principle for linear programs",
Operations Research 8 (1960), 101-111.
"""
