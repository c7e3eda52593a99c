"""Something that is given so many seconds, whatever the other side does.

The timeouts of a connection count between two bytes: who sends one every nine seconds
keeps it open for ever. What takes too long is left behind; if it goes through after
all, the next try has the same id.
"""

import threading
from collections.abc import Callable

from daybridge.outbox.ways import NotNow

TOO_LONG = "It took too long to be taken."


def within(seconds: float, act: Callable[[], None]) -> None:
    """Do it within so many seconds, or raise NotNow; what it raises is raised."""
    raised: list[BaseException] = []

    def acting() -> None:
        try:
            act()
        except BaseException as problem:  # raised where it is waited for
            raised.append(problem)

    thread = threading.Thread(target=acting, name="sending", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise NotNow(TOO_LONG)
    if raised:
        raise raised[0]
