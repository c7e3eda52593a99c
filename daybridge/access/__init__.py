"""The one gate: who may see and do what, as executable policy.

In: a signed-in account. Happens: its roles, treatment teams and emergency access decide
which records exist for it. Out: scoped querysets and a yes or a 404; forbidden and
absent are the same answer. The policy itself is `matrix.csv`, row by row.
"""
