"""Rows as CSV that a spreadsheet cannot mistake for formulas."""

import csv
import io
from collections.abc import Iterable, Iterator

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_lines(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    """The lines of a CSV file, each cell harmless in a spreadsheet."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    for row in [head], rows:
        for cells in row:
            writer.writerow([harmless(cell) for cell in cells])
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would run."""
    if cell.lstrip(" \N{NO-BREAK SPACE}\ufeff").startswith(FORMULA_STARTS) or (
        cell.startswith(FORMULA_STARTS)
    ):
        return f"'{cell}"
    return cell
