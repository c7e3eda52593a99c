"""Write the ICD-10-CM codes of chapter F that the rulebook keeps, from a release.

For maintainers, once a year: in an environment of its own, `pip install
simple-icd-10-cm` (the release it carries is named in its notes), then
`python scripts/diagnosis_codes.py 2026-04-01`. ICD-10-CM is in the public domain.
"""

import csv
import sys
from datetime import date
from pathlib import Path

import simple_icd_10_cm as release

ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT / "daybridge" / "rules" / "diagnosis" / "icd10cm_f.csv"


def main(effective_on: date) -> None:
    """One row a code: code, whether it can be billed, description."""
    codes = [
        code
        for code in release.get_all_codes(True)
        if code.startswith("F") and not release.is_chapter_or_block(code)
    ]
    with FILE.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("code", "billable", effective_on.isoformat()))
        for code in sorted(codes):
            is_leaf = int(release.is_leaf(code))
            rows.writerow((code, is_leaf, release.get_description(code)))


if __name__ == "__main__":
    main(date.fromisoformat(sys.argv[1]))
