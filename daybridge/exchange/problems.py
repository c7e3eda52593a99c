"""What is wrong with a file, in words a person at a spreadsheet can act on."""

from dataclasses import asdict, dataclass
from typing import Any


class UnreadableFile(Exception):
    """The file as a whole cannot be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that cannot be used."""

    line: int  # as the spreadsheet counts, the header is line 1
    column: str
    value: str
    expected: str

    @property
    def sentence(self) -> str:
        return (
            f"line {self.line}, column “{self.column}”: “{self.value}” is not "
            f"{self.expected}"
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)
