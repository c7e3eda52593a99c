"""The policy read afresh from its file, not by the code under test."""

import csv

from daybridge.access.matrix import MATRIX_FILE

WHO = {  # matrix row: who of the cast stands in it, toward Dana
    "FD": "faye", "CT": "ruth", "CN": "ben", "SV": "sylvia", "RX": "nora",
    "PS": "theo", "BI": "omar", "PD": "grace", "IT": "ivan",
}  # fmt: skip


def source() -> dict[tuple[str, str], tuple[str, str, bool]]:
    """Each cell: decision, letters of its operations, whether it is limited (`*`)."""
    with MATRIX_FILE.open(newline="") as file:
        cells = {}
        for row in csv.DictReader(file, delimiter=";"):
            for column, text in row.items():
                if column != "actor":
                    parts = text.split("/")
                    letters = parts[1] if len(parts) == 3 else ""
                    cells[row["actor"], column] = (
                        parts[0], letters.rstrip("*"), letters.endswith("*"),
                    )  # fmt: skip
        return cells


CELLS = source()
