"""Groups, the sessions they hold, and who is enrolled in them.

In: a dose and a life. Happens: groups recur by a rule in wall time; the sessions of
the coming weeks exist as rows of their own, and changing one evening never changes the
rule. Out: a week.
"""
