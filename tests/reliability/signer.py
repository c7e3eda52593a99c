"""A leader who writes, reads and signs twelve notes, one session after the other."""

import random
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from tests.reliability.browser import Answer, Browser, Form
from tests.reliability.stored import Stored
from tests.reliability.writers import Evening, Writer

SHOWN = re.compile(r'name="(shown-[0-9a-f-]{36})" value="([0-9a-f]{64})"')
NOTHING = "e3b0c44298fc"  # the mark of an empty text
RATINGS = {"participation": "active", "affect": "calm", "response": "applied"}


@dataclass
class Signed:
    """What was promised of one session."""

    evening: Evening
    sentences: dict[UUID, str] = field(default_factory=dict)  # sent, by patient
    is_saved: bool = False
    is_signed: bool = False


class Signer(Writer):
    """Saves a whole page, reads it, signs it; each is one write that holds as one."""

    def __init__(
        self, browsers: dict[UUID, Browser], evenings: list[Evening],
        chance: random.Random,
    ):  # fmt: skip
        super().__init__(browsers[evenings[0].leader_id], evenings[0], chance)
        self._browsers, self._waiting = browsers, evenings
        self._next, self._page_was_there = "save", False
        self.sessions: list[Signed] = []
        self.signs = threading.Event()  # set as a signature leaves for the server
        self.seconds = 0.1  # that the last signature took

    @property
    def now(self) -> Signed:
        return self.sessions[-1]

    @property
    def is_done(self) -> bool:
        """Every session that was there is signed."""
        return not self._waiting and self._next == "save"

    def write_once(self) -> None:
        if self._next == "save":
            if not self._waiting:
                time.sleep(0.1)  # the others go on
                return
            self._begin(self._waiting.pop())
            self.send(self._page())
        shown = self._read()
        self.signs.set()
        started = time.monotonic()
        self.send(Form(f"/sessions/{self.evening.id}/signatures/", shown))
        self.seconds = time.monotonic() - started

    def settle(self, form: Form, answer: Answer) -> None:
        if form.path.endswith("/save/"):
            self.now.is_saved, self._next = True, "sign"
            return
        assert answer.location == f"/sessions/{self.evening.id}/", answer
        self.now.is_signed, self._next = True, "save"

    def is_replay(self, answer: Answer) -> bool:
        """A page has no submission id: whether it was carried out is seen before."""
        return answer.is_replayed or self._page_was_there

    def losses(self, stored: Stored, *, settled: bool) -> Iterator[str]:
        self._page_was_there = False
        for session in self.sessions:
            yield from self._losses_of(session, stored, settled)

    def _losses_of(
        self, session: Signed, stored: Stored, settled: bool
    ) -> Iterator[str]:
        evening = session.evening
        notes = {
            patient: stored.notes.get((evening.id, patient))
            for patient in evening.patients
        }
        written = sum(
            note is not None and note.values["sentence"] == session.sentences[patient]
            for patient, note in notes.items()
        )
        came = sum(
            stored.places[place]["mark"] == "attended"
            for place in evening.places.values()
        )
        signed = sum(note is not None and note.is_signed for note in notes.values())
        whole = len(notes)
        self._page_was_there |= not session.is_saved and written == whole
        if (written, came) not in ((0, 0), (whole, whole)):
            yield f"session {evening.id}: {written} notes and {came} arrivals"
        if session.is_saved and written != whole:
            yield f"session {evening.id}: {whole} notes were promised; found {written}"
        if signed not in (0, whole):
            yield f"session {evening.id}: {signed} of {whole} notes are signed"
        if session.is_signed and signed != whole:
            yield f"session {evening.id}: signatures promised; found {signed}"
        if settled and not session.is_signed and signed:
            yield f"session {evening.id}: {signed} signatures nobody was told of"

    def _begin(self, evening: Evening) -> None:
        self.evening, self.browser = evening, self._browsers[evening.leader_id]
        sentences = {
            patient: f"Person {number} named a trigger {uuid4().hex[:12]} and a way."
            for number, patient in enumerate(evening.patients)
        }
        self.sessions.append(Signed(evening, sentences))

    def _page(self) -> Form:
        fields: dict[str, str] = {}
        for patient, place in self.evening.places.items():
            card = RATINGS | {
                "goal": "Get home without stopping",
                "sentence": self.now.sentences[patient],
                "next_step": "Walk the other street on Thursday",
            }
            fields[f"base-{patient}"] = ",".join(f"{n}:{NOTHING}" for n in card)
            fields |= {f"card-{patient}-{name}": text for name, text in card.items()}
            fields |= {f"mark-{place}": "attended", f"place-version-{place}": "1"}
        return Form(f"/sessions/{self.evening.id}/save/", fields)

    def _read(self) -> dict[str, str]:
        """The digests on the reading page, with a submission id of this signature."""
        page = self.browser.get(f"/sessions/{self.evening.id}/review/").body
        shown = dict(SHOWN.findall(page))
        assert len(shown) == len(self.evening.places), "a note cannot be signed"
        return {**shown, "submission": str(uuid4())}
