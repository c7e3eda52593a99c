"""People who write without a pause, and remember what the server promised to keep.

A ledger has two columns: what was acknowledged, and the one write that was under way.
After a kill the database must hold the first; it may hold the second; and when the
second is sent again, it must have happened exactly once.
"""

import hashlib
import random
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from tests.reliability.browser import Answer, Browser, Form, Unanswered
from tests.reliability.stored import Stored, moment_of

ZONE = ZoneInfo("America/New_York")
TEXTS = ("goal", "sentence", "quote", "next_step")
WORDS = ("walked", "home", "by", "another", "street", "before", "the", "urge", "rose")
LONGEST = 160  # then the writer deletes it and begins again: history keeps the long one


@dataclass(frozen=True, slots=True)
class Evening:
    """One session of the demo clinic, and who is in it."""

    id: UUID
    leader_id: UUID
    starts_at: datetime
    places: dict[UUID, UUID]  # patient -> place

    @property
    def patients(self) -> list[UUID]:
        return list(self.places)


@dataclass
class Promise:
    """One field: what it must say, what it may say, and how often it changed."""

    kept: str = ""  # acknowledged
    under_way: str | None = None  # sent, and no answer came
    changes: int = 0  # acknowledged ones
    former: list[str] = field(default_factory=list)  # shortened: history has them

    def settle(self) -> None:
        """The write under way was acknowledged."""
        assert self.under_way is not None
        if len(self.kept) - len(self.under_way) > 20:
            self.former.append(self.kept)
        self.kept, self.under_way = self.under_way, None
        self.changes += 1

    def holds(self, stored: str) -> bool:
        return stored == self.kept or stored == self.under_way


class Writer(ABC):
    """Somebody at a browser of their own who writes until no answer comes."""

    def __init__(self, browser: Browser, evening: Evening, chance: random.Random):
        self.browser, self.evening, self.chance = browser, evening, chance
        self.acknowledged = 0
        self.unanswered: Form | None = None
        self.found_done = 0  # unanswered ones that turned out to be carried out
        self.failure: BaseException | None = None
        self.has_stopped = False

    def work(self, stop: threading.Event) -> None:
        """Write until the server is gone; anything else that goes wrong is kept."""
        self.has_stopped = False
        try:
            while not stop.is_set():
                self.write_once()
        except Unanswered:
            return
        except BaseException as failure:
            self.failure = failure
        finally:
            self.has_stopped = True

    def send(self, form: Form) -> Answer:
        """Post a write of the ledger; it stays `unanswered` until it is promised."""
        self.unanswered = form
        answer = self.browser.must(form)
        self.unanswered = None
        self.acknowledged += 1
        self.settle(form, answer)
        return answer

    def send_again(self) -> None:
        """Send what was under way once more, as a browser does, and then once again."""
        form = self.unanswered
        if form is None:
            return
        if self.is_replay(self.send(form)):
            self.found_done += 1
        self.browser.must(form)

    def is_replay(self, answer: Answer) -> bool:
        return answer.is_replayed

    @abstractmethod
    def write_once(self) -> None: ...

    @abstractmethod
    def settle(self, form: Form, answer: Answer) -> None: ...

    @abstractmethod
    def losses(self, stored: Stored, *, settled: bool) -> Iterator[str]:
        """What is not as promised, as sentences; `settled`: nothing is under way."""


class TextWriter(Writer):
    """Types texts word by word, field by field, as the page saves them."""

    where = ""  # the target type, for people

    def __init__(
        self, browser: Browser, evening: Evening, chance: random.Random,
        fields: Sequence[tuple[str, str]],
    ):  # fmt: skip
        super().__init__(browser, evening, chance)
        self.promises = {field: Promise() for field in fields}  # by (card, name)
        self._at: tuple[str, str] = fields[0]
        self._seen_before = False

    def write_once(self) -> None:
        self._at = card, name = self.chance.choice(list(self.promises))
        promise = self.promises[self._at]
        promise.under_way = self._next_text(promise.kept)
        base = hashlib.sha256(promise.kept.encode()).hexdigest()[:12]
        fields = {
            f"base-{card}": f"{name}:{base}",
            f"card-{card}-{name}": promise.under_way,
        }
        self.send(Form(self.path_of(card), fields))

    def settle(self, form: Form, answer: Answer) -> None:
        self.promises[self._at].settle()

    def is_replay(self, answer: Answer) -> bool:
        return self._seen_before

    def losses(self, stored: Stored, *, settled: bool) -> Iterator[str]:
        self._seen_before = False
        for card in dict.fromkeys(card for card, _ in self.promises):
            mine = {n: p for (c, n), p in self.promises.items() if c == card}
            yield from self._losses_of(card, mine, stored, settled)

    def _losses_of(
        self, card: str, promises: dict[str, Promise], stored: Stored, settled: bool
    ) -> Iterator[str]:
        row_id, version, values = self.row_of(card, stored)
        for name, promise in promises.items():
            text = values.get(name, "")
            if not promise.holds(text):
                yield f"{card} {name}: {promise.kept!r} was promised; found {text!r}"
            self._seen_before |= text == promise.under_way
            history = stored.former.get(row_id, set()) if row_id else set()
            for former in promise.former:
                if (name, former) not in history:
                    yield f"{card} {name}: no history has {former!r}"
        changes = sum(promise.changes for promise in promises.values())
        if settled and version != changes:
            yield f"{card}: {changes} changes were promised; {version} were made"

    def _next_text(self, text: str) -> str:
        word = self.chance.choice(WORDS)
        return f"{text} {word}".strip() if len(text) < LONGEST else word

    @abstractmethod
    def path_of(self, card: str) -> str: ...

    @abstractmethod
    def row_of(
        self, card: str, stored: Stored
    ) -> tuple[UUID | None, int, dict[str, str]]:
        """The id, version and texts of the row behind a card."""


class CardWriter(TextWriter):
    """Writes the cards of some patients of a session."""

    def __init__(
        self, browser: Browser, evening: Evening, chance: random.Random,
        patients: Sequence[UUID],
    ):  # fmt: skip
        fields = [(str(patient), name) for patient in patients for name in TEXTS]
        super().__init__(browser, evening, chance, fields)

    def path_of(self, card: str) -> str:
        return f"/sessions/{self.evening.id}/cards/{card}/"

    def row_of(
        self, card: str, stored: Stored
    ) -> tuple[UUID | None, int, dict[str, str]]:
        note = stored.notes.get((self.evening.id, UUID(card)))
        return (note.id, note.version, note.values) if note else (None, 0, {})


class SummaryWriter(TextWriter):
    """Writes the text that all charts of a session share."""

    def __init__(self, browser: Browser, evening: Evening, chance: random.Random):
        fields = [("summary", "text"), ("summary", "next_step")]
        super().__init__(browser, evening, chance, fields)

    def path_of(self, card: str) -> str:
        return f"/sessions/{self.evening.id}/summary/"

    def row_of(
        self, card: str, stored: Stored
    ) -> tuple[UUID | None, int, dict[str, str]]:
        row = stored.summaries.get(self.evening.id)
        if row is None:
            return None, 0, {}
        return UUID(str(row["id"])), row["version"], row


class ArrivalWriter(Writer):
    """Puts arrivals down, one place after the other, each with its time."""

    action = "attendance.times_corrected"

    def __init__(self, browser: Browser, evening: Evening, chance: random.Random):
        super().__init__(browser, evening, chance)
        self.promises = {place: Promise() for place in evening.places.values()}
        self._at = next(iter(self.promises))

    def write_once(self) -> None:
        self._at = place = self.chance.choice(list(self.promises))
        promise = self.promises[place]
        start = self.evening.starts_at.astimezone(ZONE)
        promise.under_way = f"{start.hour:02}:{self.chance.randrange(60):02}"
        fields = {
            "act": f"{place}:times",
            f"arrived-{place}": promise.under_way,
            "submission": str(uuid4()),
        }
        path = f"/sessions/{self.evening.id}/places/"
        self.send(Form(path, fields, htmx=True))

    def settle(self, form: Form, answer: Answer) -> None:
        self.promises[self._at].settle()

    def losses(self, stored: Stored, *, settled: bool) -> Iterator[str]:
        for place, promise in self.promises.items():
            row = stored.places[place]
            found = self._clock_of(row["arrived_at"])
            if not promise.holds(found):
                yield f"place {place}: {promise.kept} was promised; found {found!r}"
            made = stored.acts[place, self.action]
            if row["version"] != made + 1:
                yield f"place {place}: version {row['version']}, audited {made} times"
            if settled and made != promise.changes:
                yield f"place {place}: {promise.changes} arrivals promised; {made} made"

    def _clock_of(self, arrived_at: object) -> str:
        if arrived_at is None:
            return ""
        local = moment_of(arrived_at).astimezone(ZONE)
        same_day = local.date() == self.evening.starts_at.astimezone(ZONE).date()
        return f"{local:%H:%M}" if same_day else f"{local}"
