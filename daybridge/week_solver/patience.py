"""Whether somebody still waits for an answer."""

from collections.abc import Callable
from dataclasses import dataclass


def _always() -> bool:
    return True


@dataclass(slots=True)
class Patience:
    """Shared by all solvers of a search: once it is over, none of them goes on."""

    goes_on: Callable[[], bool] = _always  # asked every second
    is_over: bool = False

    def end(self) -> None:
        self.is_over = True

    def ask(self) -> None:
        """End when whoever watches wants no more."""
        self.is_over = self.is_over or not self.goes_on()
