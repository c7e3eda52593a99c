"""Arrival codes of demo patients, which anyone at /demo/ may know.

A real code is drawn by chance and only its digest is kept; these follow from the record
number, so that the showroom can print them.
"""

SPREAD = 7_919  # a prime that does not divide a million: every number its own code


def arrival_code(record_number: str) -> str:
    """Six digits for a record number like P000012."""
    return f"{(int(record_number[1:]) * SPREAD + 100_003) % 1_000_000:06d}"
