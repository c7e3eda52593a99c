"""The program's own way with passwords, at a cost that a test can pay each time."""

from daybridge.access.hashing import OneAtATime


class AtLowCost(OneAtATime):
    """One at a time and out of the way like the program's, in a thousandth of the time.

    What the full cost is, and that the program pays it, `test_hashing.py` holds.
    """

    time_cost, memory_cost, parallelism = 1, 8, 1  # rounds, KiB, lanes: the least
