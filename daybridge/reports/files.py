"""A report as CSV that no spreadsheet will take for a formula."""

import csv
from io import StringIO

from daybridge.reports.parts import Cell, Report, Table

STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(report: Report, *, about: str) -> str:
    """Every number and table of a report, one under the other, for a spreadsheet."""
    file = StringIO()
    write = csv.writer(file, lineterminator="\r\n")
    write.writerow([safe(report.title), safe(about)])
    write.writerow([])
    write.writerow(["Number", "Value", "Unit", "Inputs", "Rule", "Source", "Version"])
    for figure in report.figures:
        cells = (figure.label, figure.value, figure.unit, figure.inputs, figure.rule)
        write.writerow([safe(c) for c in (*cells, figure.source, figure.version)])
    for table in _tables(report):
        write.writerow([])
        write.writerow([safe(table.title)])
        write.writerow([safe(cell) for cell in table.head])
        write.writerows([safe(cell) for cell in row] for row in table.rows)
    return "\ufeff" + file.getvalue()


def safe(cell: Cell) -> Cell:
    """A cell whose text cannot start a formula; numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, str) and cell.startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def _tables(report: Report) -> list[Table]:
    chart = report.chart
    if chart is None:
        return list(report.tables)
    head = (chart.axis, *(line.name for line in chart.series))
    drawn = Table(chart.title, head, [(label, *cells) for label, cells in chart.rows])
    return [drawn, *report.tables]
