"""Reminders that can be answered.

In: places in sessions ahead, and those that were missed today. Happens: each person is
told once a day's appointments through the outbox, with a link of their own to say
whether they come, and to take another time of the week. Out: answers, freed seats,
make-ups and calls. Who came is still said by who was there.
"""
