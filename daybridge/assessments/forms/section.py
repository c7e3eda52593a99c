"""One section of the interview as a form, made from its questions.

Every answer may stay open while a section is written; what is needed is asked for when
the assessment is signed. What was told before is in its field already, and is taken
only when somebody confirms or changes it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms

from daybridge.assessments.answers import is_answered, words_of
from daybridge.assessments.interview_questions import Question, Section
from daybridge.assessments.prefill import Told
from daybridge.ui.fields import DateField

LONGEST_LINE, LONGEST_TEXT = 300, 4000
MOST_ROWS = 12
OPEN = ("", "Not answered")


@dataclass(frozen=True, slots=True)
class Line:
    """One question as the page shows it."""

    question: Question
    field: forms.BoundField | None = None
    told: Told | None = None
    told_words: str = ""
    confirm: forms.BoundField | None = None
    rows: tuple[tuple[forms.BoundField, ...], ...] = ()
    theirs: str = ""  # what somebody else saved meanwhile


class SectionForm(forms.Form):
    """The questions of a section; `answers()` is what was said."""

    base = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, data: Any = None, *, section: Section, stored: Mapping[str, Any],
        told: Mapping[str, Told], version: int,
    ) -> None:  # fmt: skip
        self.section, self.stored = section, stored
        self.told = {
            key: one for key, one in told.items() if not is_answered(stored.get(key))
        }
        self.theirs: dict[str, str] = {}
        super().__init__(data, initial={"base": version})
        for question in section.questions:
            if question.kind == "rows":
                self._add_rows(question)
            else:
                self._add(question)

    @property
    def lines(self) -> Iterator[Line]:
        for question in self.section.questions:
            key = question.key
            if question.kind == "rows":
                rows = tuple(
                    tuple(
                        self[f"{key}-{n}-{column.key}"] for column in question.columns
                    )
                    for n in range(self._count(question))
                )
                yield Line(question, rows=rows, theirs=self.theirs.get(key, ""))
                continue
            told = self.told.get(key)
            yield Line(
                question,
                field=self[key],
                told=told,
                told_words=words_of(question, told.value) if told else "",
                confirm=self[f"confirm-{key}"] if told else None,
                theirs=self.theirs.get(key, ""),
            )

    def answers(self) -> dict[str, Any]:
        """What was answered, as it is stored; the form is valid."""
        said = {}
        for question in self.section.questions:
            value = (
                self._rows_said(question)
                if question.kind == "rows"
                else self._said(question)
            )
            if is_answered(value):
                said[question.key] = value
        return said

    def clash(self, stored: Mapping[str, Any], version: int) -> None:
        """Show beside each answer what somebody else saved, and begin on theirs."""
        mine = self.answers()
        for question in self.section.questions:
            theirs = stored.get(question.key)
            if theirs != mine.get(question.key):
                words = words_of(question, theirs) or "Not answered"
                self.theirs[question.key] = words
        self.data = begun_on(self.data, version)

    # How questions become fields.

    def _add(self, question: Question) -> None:
        known = self.told.get(question.key)
        stored = self.stored.get(question.key)
        field = field_of(question)
        field.initial = stored if is_answered(stored) else known and known.value
        self.fields[question.key] = field
        if known is not None:
            self.fields[f"confirm-{question.key}"] = forms.BooleanField(
                required=False, label="This is right"
            )

    def _add_rows(self, question: Question) -> None:
        stored = self.stored.get(question.key) or []
        for n in range(self._count(question)):
            row = stored[n] if n < len(stored) else {}
            for column in question.columns:
                field = field_of(column)
                field.initial = row.get(column.key)
                self.fields[f"{question.key}-{n}-{column.key}"] = field

    def _count(self, question: Question) -> int:
        """Rows stored and one more; as many as were sent; one more when asked for."""
        stored = len(self.stored.get(question.key) or []) + 1
        sent = str(self.data.get(f"{question.key}-count", ""))
        count = max(question.rows, stored, int(sent) if sent.isdecimal() else 0)
        return min(count + ("more" in self.data), MOST_ROWS)

    def _said(self, question: Question) -> Any:
        value = _plain(self.cleaned_data.get(question.key))
        known = self.told.get(question.key)
        is_same = known is not None and value == known.value
        if is_same and not self.cleaned_data.get(f"confirm-{question.key}"):
            return None
        return value

    def _rows_said(self, question: Question) -> list[dict[str, Any]]:
        rows = []
        for n in range(self._count(question)):
            row = {
                column.key: value
                for column in question.columns
                if is_answered(
                    value := _plain(
                        self.cleaned_data.get(f"{question.key}-{n}-{column.key}")
                    )
                )
            }
            if row:
                rows.append(row)
        return rows


def begun_on(data: Any, version: int) -> Any:
    """What was sent, as if it had begun on this version."""
    sent = data.copy()
    sent["base"] = str(version)
    return sent


def field_of(question: Question) -> forms.Field:
    """The field of one question; none of them is required while it is written."""
    shared: dict[str, Any] = {"label": question.en, "required": False}
    choices = [(option.key, option.en) for option in question.options]
    if question.kind == "several":
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **shared
        )
    if question.kind in ("choice", "yes_no"):
        return forms.ChoiceField(choices=[OPEN, *choices], **shared)
    if question.kind == "number":
        return forms.IntegerField(
            min_value=question.least, max_value=question.most, **shared
        )
    if question.kind == "date":
        return DateField(**shared)
    if question.kind == "text":
        widget = forms.Textarea(attrs={"rows": 3})
        return forms.CharField(max_length=LONGEST_TEXT, widget=widget, **shared)
    return forms.CharField(max_length=LONGEST_LINE, **shared)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
