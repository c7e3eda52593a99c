"""The markup of a chart's moments: whole, in order, and every text only text."""

from datetime import UTC, date, datetime
from html.parser import HTMLParser
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from daybridge.notes.moments import written
from daybridge.notes.queries.story import NoteInStory
from daybridge.notes.queries.telling import Moment
from tests.naughty import naughty_strings

HOSTILE = '</li><script>alert("x")</script> & O\'Neil "onclick=1 &lt; {{ 7 }}'
AT = datetime(2026, 11, 24, 22, 45, tzinfo=UTC)  # 5:45 pm in Philadelphia
KEY, OTHER = UUID(int=7), UUID(int=8)


class Page(HTMLParser):
    """Tags with their attributes, and the text between them; refuses what is open."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.texts, self.open = [], [], []
        self.feed(markup)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return "".join(self.texts)

    def attributes(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(autouse=True)
def philadelphia():
    with timezone.override(ZoneInfo("America/New_York")):
        yield


def note(**fields):
    given = {
        "pk": OTHER, "session_id": None, "happened_at": AT, "kind": "individual",
        "session_title": None, "sentence": "", "minutes": 0, "format": "DAP",
        "signed_text": "", "signed_at": None, "signed_as": "",
        "co_signature_needed": False, "co_signed_at": None, "co_signed_as": "",
        "author": "Ruth Abelson",
    }  # fmt: skip
    return NoteInStory(**given | fields)


def signed(text="Data\nCame.\n\nAssessment\nWell.\n\nPlan\nAgain.", **fields):
    return note(signed_text=text, signed_at=AT, signed_as="Ruth, LCSW", **fields)


def moment(**fields):
    given = {"key": KEY, "title": "Evening skills", "icon": "sun", "tone": "settled"}
    return Moment(**given | {"at": AT, "on": None} | fields)


def read(**fields):
    return Page(written([moment(**fields)]))


TEXTS = [
    {"title": HOSTILE}, {"words": HOSTILE}, {"who": HOSTILE}, {"detail": HOSTILE},
    {"state": HOSTILE},
    {"note": note(sentence=HOSTILE)},
    {"note": note(author=HOSTILE)},
    {"note": signed(HOSTILE)},
    {"note": signed(f"Session\nToday\n\nData\n{HOSTILE}\n\nAssessment\nA\n\nPlan\nB")},
    {"note": signed()._replace(signed_as=HOSTILE)},
    {"note": signed(co_signed_at=AT, co_signed_as=HOSTILE)},
]  # fmt: skip


@pytest.mark.parametrize("fields", TEXTS)
def test_each_text_comes_out_once_as_text_and_leaves_the_markup_alone(fields):
    page = read(**fields)

    said = page.text + "".join(
        attrs.get("aria-label") or "" for attrs in page.attributes("article")
    )
    assert HOSTILE in said
    assert "&amp;" not in said
    assert page.attributes("script") == []
    assert [tag for tag, _ in page.tags].count("li") == 1
    assert all("onclick" not in attrs for _, attrs in page.tags)


def test_texts_of_the_public_list_come_out_as_they_are():
    for text in filter(str.strip, naughty_strings()):
        words = text.replace("\0", "").replace("\r", "")
        page = Page(written([moment(words=words, note=signed(f"Data\n{words}"))]))
        assert page.text.count(words) >= 2


def test_a_moment_says_when_in_the_time_of_the_program():
    page = read(who="Ruth Abelson")

    [time] = page.attributes("time")
    assert time["datetime"] == "2026-11-24T17:45:00-05:00"
    assert "Tue, Nov 24, 2026, 5:45 pm · Ruth Abelson" in page.text


def test_a_change_of_care_has_a_day_and_no_time():
    page = read(at=None, on=date(2026, 11, 24))

    [time] = page.attributes("time")
    assert time["datetime"] == "2026-11-24"
    assert page.text.strip().endswith("Tue, Nov 24, 2026")


def test_a_moment_carries_its_key_its_tone_and_its_icon():
    page = read()

    [item] = page.attributes("li")
    assert item["id"] == f"moment-{KEY}"
    assert item["data-tone"] == "settled"
    assert page.attributes("use")[0]["href"].endswith("#sun")


def test_moments_keep_their_order():
    page = Page(written([moment(title="Second"), moment(title="First")]))

    assert page.text.index("Second") < page.text.index("First")


def test_a_session_says_how_it_was_attended_and_how_long():
    page = read(state="Late", detail="2 h 40 min", words="Cravings")

    assert [attrs["class"] for attrs in page.attributes("p")] == [
        "row small",
        "pre-line soft",
    ]
    assert "Late2 h 40 minCravings" in page.text


def test_a_signed_note_shows_its_parts_and_not_the_session_again():
    text = "Session\nEvening skills\n\nData\nCame.\n\nAssessment\nWell.\n\nPlan\nOn."
    page = read(note=signed(text))

    assert [a["class"] for a in page.attributes("h3")] == ["note-part"] * 3
    assert "DataCame.AssessmentWell.PlanOn." in page.text
    assert " Ruth, LCSW, Nov 24, 2026 5:45 pm" in page.text
    assert page.text.count("Evening skills") == 1


def test_a_note_leads_to_its_page_and_says_whose_it_is():
    page = read(note=signed())

    [article] = page.attributes("article")
    assert article["aria-label"] == "Note by Ruth Abelson"
    [link] = page.attributes("a")
    assert link["href"] == reverse("notes:note", args=[OTHER])
    assert "Open the note of Nov 24, 2026" in page.text


def test_a_note_that_waits_for_a_co_signature_says_so_until_it_has_one():
    waiting = read(note=signed(co_signature_needed=True)).text
    done = read(
        note=signed(co_signature_needed=True, co_signed_at=AT, co_signed_as="Sylvia")
    ).text

    assert "Waits for a co-signature" in waiting
    assert "Waits for a co-signature" not in done
    assert "5:45 pm · co-signed by Sylvia" in done


def test_a_draft_shows_how_it_begins():
    sentence = " ".join(f"word{number}" for number in range(1, 31))
    page = read(note=note(sentence=sentence))

    assert "Draft, not signed" in page.text
    assert "word24 …" in page.text
    assert "word25" not in page.text


def test_an_addendum_leads_to_the_note_it_adds_to():
    page = read(title="Addendum", words="It was Market Street.", note_id=OTHER)

    [link] = page.attributes("a")
    assert link["href"] == reverse("notes:note", args=[OTHER])
    assert "The note it adds to" in page.text
