"""The texts of the public pages: as shipped in both languages, or a program's own.

A program's own text is plain: paragraphs, or for a list a line for each item, of which
the first part up to a colon or full stop stands out. Nothing of it is read as HTML.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from daybridge.programs.models import Program, PublicText
from daybridge.ui.languages import language_now

LONGEST = 4000  # characters
EMPTY_LINE = re.compile(r"\n\s*\n")


class Kind(StrEnum):
    LINE = "One line"
    PARAGRAPHS = "Paragraphs, with an empty line between them"
    LIST = "A list: a line for each item. What stands before the first : or . is bold"


@dataclass(frozen=True, slots=True)
class Text:
    """One text that a program may say in its own words."""

    key: str
    page: str  # the address it is on
    label: str
    kind: Kind
    shipped: tuple[str | Promise, ...] = ()

    def as_shipped(self, program: Program) -> str:
        """The shipped text in the language of the page, as somebody types it."""
        between = "\n" if self.kind is Kind.LIST else "\n\n"
        return between.join(
            str(one).replace("%(name)s", program.name) for one in self.shipped
        )


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph or an item; of an item, the first words stand out."""

    text: str
    strong: str = ""


TEXTS = (
    Text(
        "start_title", "start", "What it is: the title", Kind.LINE,
        (_("Treatment that fits around a life"),),
    ),
    Text(
        "start_lede", "start", "What it is: the first sentences", Kind.PARAGRAPHS,
        (_("%(name)s is an intensive outpatient program for people who drink or use "
           "drugs and want that to change. You come several times a week, and you "
           "sleep at home."),),
    ),
    Text(
        "what", "start", "What it is", Kind.PARAGRAPHS,
        (_("More than one appointment a week, less than moving into a hospital or a "
           "residential program. Adults come for 9 to 19 hours a week, on three to "
           "five days. Young people come for 6 hours or more."),),
    ),
    Text(
        "parts", "start", "What it is made of", Kind.LIST,
        (_("Groups: with a counselor and people who know what you are talking about."),
         _("Talks of your own: with one counselor, who stays yours."),
         _("Learning: how addiction works, what sets it off, and what helps on a hard "
           "day."),
         _("Help with the rest of life: work, school, a place to live, a court date.")),
    ),
    Text(
        "medication", "start", "Medication", Kind.PARAGRAPHS,
        (_("Medication for addiction is treatment. If you take it, you are welcome "
           "with it."),),
    ),
    Text(
        "first", "start", "The first weeks: the steps", Kind.LIST,
        (_("A call. Somebody kind listens, asks a little, and finds a time. You decide "
           "what you tell."),
         _("A long talk. A professional asks about your health, what you use, your "
           "home and what you want. Together you see whether this is the right amount "
           "of help."),
         _("The first group. You may just listen. Nobody has to tell their story on "
           "the first day."),
         _("The first month. You make a plan with your counselor, meet somebody who "
           "has been here a while, and we ask you how it is going.")),
    ),
    Text(
        "first_after", "start", "The first weeks: how they feel", Kind.PARAGRAPHS,
        (_("The first two weeks are often the hardest, and tiring. If you drink or use "
           "again, tell us: that is a reason to talk, and not the end."),),
    ),
    Text(
        "family", "start", "Families and friends", Kind.PARAGRAPHS,
        (_("People who are close to you are welcome, if you want that. There are "
           "evenings for families, and talks together."),
         _("Are you worried about someone? Ask us for a call for yourself. We can tell "
           "you how the program works and how to talk with them. We cannot tell "
           "anybody who comes here: federal law protects that, and we keep to it even "
           "when it is hard.")),
    ),
    Text(
        "after", "start", "After the program", Kind.PARAGRAPHS,
        (_("Most people come for two to four months. Then the hours become fewer, step "
           "by step: one evening a week, a call now and then, for as long as it helps. "
           "The door stays open: whoever needs more again comes back without starting "
           "from nothing."),),
    ),
    Text(
        "private", "start", "Private", Kind.PARAGRAPHS,
        (_("That you come here is protected by a federal law stricter than the one for "
           "other health care (42 CFR Part 2). We tell your employer, your family, the "
           "police and other doctors nothing, not even that we know you, unless you "
           "agree in writing or the law makes a narrow exception, such as an "
           "emergency."),),
    ),
    Text(
        "cost", "start", "Cost", Kind.PARAGRAPHS,
        (_("Most health insurance pays for intensive outpatient treatment, often after "
           "you have paid a part."),),
    ),
    Text(
        "week_lede", "week", "Days and times: the first sentences", Kind.PARAGRAPHS,
        (_("These are the times at which we meet now. Together we look for the ones "
           "that fit your work and your family; you do not come to all of them."),),
    ),
    Text(
        "evening", "week", "How three hours go", Kind.PARAGRAPHS,
        (_("You arrive, and everybody says in a sentence how they are. A counselor "
           "opens with a topic; you practice something together; there is a break with "
           "something to drink. Then people talk, and at the end each one says what "
           "comes next until they meet again."),
         _("Cannot come one day? Tell us. There is usually another group in the same "
           "week.")),
    ),
    Text("way_here", "week", "How to find us: entrance, bus, parking", Kind.PARAGRAPHS),
)  # fmt: skip
BY_KEY: Mapping[str, Text] = {text.key: text for text in TEXTS}


def texts_of(program: Program) -> dict[str, list[Part]]:
    """What each text says now, in the language of the page."""
    rows = PublicText.objects.in_program(program).current()
    own = dict(rows.filter(language=language_now()).values_list("key", "text"))
    return {
        text.key: parts_of(text, own.get(text.key) or text.as_shipped(program))
        for text in TEXTS
    }


def parts_of(text: Text, written: str) -> list[Part]:
    """A written text as its page shows it."""
    written = written.replace("\r\n", "\n").replace("\r", "\n").strip()
    if text.kind is Kind.LIST:
        return [_item(line.strip()) for line in written.split("\n") if line.strip()]
    if text.kind is Kind.LINE:
        return [Part(" ".join(written.split()))] if written else []
    return [Part(one.strip()) for one in EMPTY_LINE.split(written) if one.strip()]


def _item(line: str) -> Part:
    ends = [place for mark in (": ", ". ") if (place := line.find(mark)) >= 0]
    if not ends:
        return Part(line)
    end = min(ends) + 1
    return Part(line[end:].strip(), strong=line[:end])
