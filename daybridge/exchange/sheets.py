"""Read a table from CSV or XLSX, row by row, without trusting the file.

CSV: UTF-8 (with or without a mark) or Windows-1252; comma, semicolon or tab.
XLSX: the first sheet; values only, and a formula is marked as one. A workbook that
unpacks to more than `LARGEST` bytes is refused before any of it is read.
"""

import csv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO

from openpyxl import DEFUSEDXML, load_workbook

from daybridge.exchange.problems import UnreadableFile

LARGEST = 300 * 2**20  # bytes, unpacked
MOST_PARTS = 2_000
MOST_COLUMNS = 400
LONGEST_CELL = 20_000
FORMULA = "\x00formula"  # stands for a formula; no real cell holds a zero byte


@dataclass(frozen=True, slots=True)
class Line:
    """One row that is not empty."""

    number: int
    cells: dict[str, str]  # column -> trimmed text


def read_lines(path: Path) -> tuple[list[str], Iterator[Line]]:
    """The columns of a file, and its rows as they are read."""
    if not path.is_file():
        raise UnreadableFile(f"{path}: there is no such file.")
    rows = _xlsx(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    try:
        head = next(rows, None)
    except (csv.Error, UnicodeError) as error:
        raise UnreadableFile(f"{path.name}: {error}") from error
    if head is None:
        raise UnreadableFile(f"{path.name} is empty.")
    columns = _columns(head[1], path)
    return columns, _lines(rows, columns, path)


def _columns(head: list[str], path: Path) -> list[str]:
    columns = [name.strip() for name in head]
    while columns and not columns[-1]:
        columns.pop()
    twice = sorted({name for name in columns if name and columns.count(name) > 1})
    if twice:
        raise UnreadableFile(
            f"{path.name} has the column “{twice[0]}” more than once. Rename one."
        )
    if not columns or len(columns) > MOST_COLUMNS:
        raise UnreadableFile(f"{path.name}: the first line has no column names.")
    return columns


def _lines(
    rows: Iterator[tuple[int, list[str]]], columns: list[str], path: Path
) -> Iterator[Line]:
    try:
        for number, row in rows:
            values = [value.strip()[:LONGEST_CELL] for value in row]
            if any(values):
                pairs = zip(columns, values, strict=False)
                yield Line(number, {name: value for name, value in pairs if name})
    except (csv.Error, UnicodeError) as error:
        raise UnreadableFile(f"{path.name}: {error}") from error


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    with path.open(newline="", encoding=_encoding(path)) as file:
        reader = csv.reader(_without_zeros(file), delimiter=_delimiter(path))
        start = 1  # a quoted cell may run over several lines
        for row in reader:
            yield start, [FORMULA if cell.startswith("=") else cell for cell in row]
            start = reader.line_num + 1


def _without_zeros(file: TextIO) -> Iterator[str]:
    for line in file:
        yield line.replace("\x00", "")


def _encoding(path: Path) -> str:
    try:
        with path.open(encoding="utf-8-sig") as file:
            while file.read(2**20):
                pass
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _delimiter(path: Path) -> str:
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        head = file.readline()
    return max(",;\t", key=head.count)


def _xlsx(path: Path) -> Iterator[tuple[int, list[str]]]:
    _refuse_bombs(path)
    try:
        book = load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as error:
        raise UnreadableFile(f"{path.name} is not a workbook: {error}") from error
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some programs write a wrong size
        for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS), start=1):
            yield number, [_text(cell.value, cell.data_type) for cell in row]
    finally:
        book.close()


def _refuse_bombs(path: Path) -> None:
    if not DEFUSEDXML:
        raise UnreadableFile("Install defusedxml to read workbooks from elsewhere.")
    try:
        with zipfile.ZipFile(path) as parts:
            infos = parts.infolist()
    except zipfile.BadZipFile:
        raise UnreadableFile(f"{path.name} is not a workbook (XLSX).") from None
    if len(infos) > MOST_PARTS or sum(info.file_size for info in infos) > LARGEST:
        raise UnreadableFile(
            f"{path.name} unpacks to more than {LARGEST >> 20} MB. Save it as CSV."
        )


def _text(value: Any, data_type: str) -> str:
    if value is None:
        return ""
    if data_type == "f":
        return FORMULA
    if isinstance(value, datetime):
        whole_day = value.time() == time()
        return value.date().isoformat() if whole_day else value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
