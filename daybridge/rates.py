"""How often something happened lately, counted in the memory of one server process.

With two processes up to twice as much is let through: these limits keep a machine from
being kept busy, and are no lock on a door.
"""

from django.core.cache import cache


def is_within(what: str, *, most: int, seconds: int) -> bool:
    """Count one more of `what`; False once there were more than `most` in the time."""
    key = f"rate:{seconds}:{what}"
    cache.add(key, 0, timeout=seconds)
    try:
        return cache.incr(key) <= most
    except ValueError:  # it ran out between the two
        cache.set(key, 1, timeout=seconds)
        return True
