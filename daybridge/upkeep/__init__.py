"""Work that waits and work that returns: one worker process does both.

In: tasks that a page put into the queue, and the clock. Happens: each periodic job of
`table.py` runs when it is due, on one worker at a time; failed work is tried again,
later each time. Out: sealed audit rows, empty bins, coming sessions, daily backups.
"""
