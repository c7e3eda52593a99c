"""From the first call to admission nobody is asked the same thing twice.

Every page of the way is opened and every question on it compared with those before. A
question counts as asked when it stands there without an answer; what is known stands
there as it was told. FACTS says which fact each question is after, ACTS what is decided
or done in that moment and was never told before; a question in neither fails the test.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from daybridge.access.matrix import ActorKind, Matter
from daybridge.access.services import open_grant
from daybridge.keys import new_id
from tests.cast import hire, today
from tests.journeys.questions import Question, questions

pytestmark = pytest.mark.django_db

FACTS = (  # page and question, the fact
    ("inquiry caller", "who calls"),
    ("inquiry caller_(name|relation|phone)", "the caller: \\1"),
    ("inquiry first_name", "first name"),
    ("inquiry last_name", "last name"),
    ("(inquiry|sign) born_on", "birth date"),
    ("policy (subscriber_\\w+)", "whose policy it is, if not theirs: \\1"),
    ("inquiry (preferred_name|pronouns|email|address|language)", "\\1"),
    ("inquiry phone", "telephone"),
    ("inquiry (may_leave_message|message_name|best_times)", "\\1"),
    ("inquiry words|interview own_words", "why they come, in their own words"),
    ("inquiry (how_soon|track)", "\\1"),
    ("admission track_choice", "track"),
    ("inquiry times-.*|screening times", "times of the week"),
    ("inquiry ties|interview times", "work, school and family times"),
    ("(inquiry|policy) (payer_name|plan)", "who insures them"),
    ("(inquiry|policy) member_number", "member number"),
    ("inquiry insured|policy relationship", "whose insurance it is"),
    ("(inquiry|admission) referral_source", "who sent them"),
    ("screening withdrawal|interview withdrawal_words", "how stopping goes"),
    ("screening home|interview home_safe", "how it is at home"),
    ("screening willing|interview wishes", "what they want of us"),
    ("screening (supervision|impact)", "\\1"),
    ("interview uses-\\d-substance|admission primary_substance", "substances"),
    ("interview uses-\\d-(\\w+)", "of a substance: \\1"),
    ("policy (group_number|rank|starts_on|ends_on)", "policy: \\1"),
    ("interview (\\w+)", "interview: \\1"),
)
ACTS = (
    "booking .*",  # with whom and when
    "sign (name|agree|code|picture|relationship|phone)",  # signatures; whom to call
    "interview confirm-.*",  # "this is right"
    "ratings .*",
    "diagnosis .*",
    "admission (admitted_on|hours_per_week|days_per_week|places|primary|mix_.*)",
    "admission (reason|level_reason|anyway)",
)
EVERY_TIME = {  # what is asked again on purpose, and why
    "screening danger": "danger changes from one hour to the next",
    "interview (suicide|violence|medical)_now": "asked first in every assessment",
    "interview safe_tonight|interview safety_words": "tonight is another night",
}

CALL = {
    "caller": "relative", "first_name": "Lee", "last_name": "Moreau",
    "phone": "215 555 0142", "may_leave_message": "on", "message_name": "Sam",
    "best_times": "evenings", "born_on": "1990-02-03", "language": "en",
    "words": "I cannot stop.", "how_soon": "now", "ties": "A nurse, on nights.",
    "payer_name": "Keystone", "member_number": "XYZ123", "insured": "self",
    "preferred_name": "Lee", "pronouns": "they/them", "email": "lee@example.org",
    "address": "1 Main Street", "referral_source": "1", "times-0-day": "0",
    "times-0-can": "1", "times-0-start": "17:00", "times-0-end": "21:00",
    "caller_name": "Kim Moreau", "caller_relation": "sister",
    "caller_phone": "215 555 0143",
}  # fmt: skip
SCREENING = {
    "danger": "no", "withdrawal": "mild", "supervision": "no", "home": "supportive",
    "impact": "large", "willing": "yes", "times": "evenings",
}  # fmt: skip
INTERVIEW: dict[str, dict[str, Any]] = {
    "safety": {"suicide_now": "no", "violence_now": "no", "medical_now": "no"},
    "reason": {"own_words": CALL["words"], "confirm-own_words": "on"},
    "substances": {"uses-0-substance": "2", "uses-0-first_use": "15",
                   "uses-0-route": "1", "uses-0-days": "12"},
    "withdrawal": {"history": ["none"], "signs_now": "no"},
    "home": {"living": "3"},
}  # fmt: skip
RATINGS = {
    "1A": "0", "1B": "0", "1C": "ANY", "2A": "ANY", "2B": "0", "3A": "0",
    "3B": "0", "4A": "B", "4B": "A", "5A": "A", "5B": "0", "5C": "ANY",
}  # fmt: skip


@dataclass
class Way:
    """One person's way in: what was asked on each page, and what stood there."""

    client: Any
    asked: Counter[str] = field(default_factory=Counter)
    pages: dict[str, list[Question]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def reads(self, place: str, url: str) -> list[Question]:
        page = self.client.get(url)
        assert page.status_code == 200, (place, url, page.status_code)
        found = list(questions(page.content.decode()))
        facts = {fact for one in found if (fact := self._open(place, one))}
        self.asked.update(facts)
        self.pages.setdefault(place, []).extend(found)
        return found

    def _open(self, place: str, question: Question) -> str:
        """The fact that a question without an answer is after."""
        name = f"{place} {question.name}"
        if _any(name, ACTS) or _any(name, EVERY_TIME):
            return ""
        for pattern, fact in FACTS:
            if found := re.fullmatch(pattern, name):
                return "" if question.known else found.expand(fact)
        self.unknown.append(name)
        return ""

    def sends(self, url: str, **answers: Any) -> Any:
        answer = self.client.post(url, answers)
        assert answer.status_code == 302, (url, _problems(answer))
        return answer

    def hidden(self, url: str, name: str) -> str:
        """A value that a page carries along for its next act."""
        page = self.client.get(url).content.decode()
        found = re.search(rf'name="{name}" value="(\w+)"', page)
        assert found, (url, name)
        return found[1]

    def known(self, place: str, name: str) -> str:
        """What stood at a question when its page was opened."""
        return next(one.known for one in self.pages[place] if one.name == name)


def _any(name: str, patterns: Any) -> bool:
    return any(re.fullmatch(pattern, name) for pattern in patterns)


def _problems(answer: Any) -> list[str]:
    return re.findall(r'field-error">(?:<[^>]+>)*([^<]+)', answer.content.decode())


def row_of(model: str, patient_id: Any) -> Any:
    from django.apps import apps

    rows = apps.get_model(model).objects.across_programs(because="a test looks")
    return rows.filter(patient_id=patient_id).latest("created_at")


@pytest.fixture
def coordinator(clinic):
    """Somebody of a small program, who does it all."""
    return hire(
        clinic, "Iris", "Feld", "front_desk", "counselor", "supervisor", "biller"
    )


@pytest.fixture
def way(clinic, coordinator, sign_in, viewer):
    """The whole way of Lee: call, booking, policy, forms, assessment, admission."""
    way = Way(sign_in(coordinator))
    lee = _calls(way, clinic, coordinator)
    _insures(way, clinic, lee, viewer(coordinator))
    _signs(way, lee, sign_in(coordinator))
    _is_assessed(way, lee)
    return way


def _calls(way: Way, clinic: Any, coordinator: Any) -> Any:
    from daybridge.intake.models import Inquiry

    way.reads("inquiry", reverse("intake:new"))
    way.sends(reverse("intake:new"), **CALL, track=clinic.track.pk)
    rows = Inquiry.objects.in_program(clinic.program)
    inquiry = rows.get(last_name="Moreau")
    asked = way.reads("screening", reverse("intake:screening", args=[inquiry.pk]))
    names = {question.name for question in asked}
    answers = {name: said for name, said in SCREENING.items() if name in names}
    way.sends(reverse("intake:screening", args=[inquiry.pk]), **answers)
    way.reads("booking", reverse("intake:book", args=[inquiry.pk]))
    way.sends(
        reverse("intake:book", args=[inquiry.pk]), assessor=coordinator.pk,
        on=today() + timedelta(days=2), start="10:00", minutes=60, mode="in_person",
        place="",
    )  # fmt: skip
    inquiry.refresh_from_db()
    return inquiry.patient


def _insures(way: Way, clinic: Any, lee: Any, by: Any) -> None:
    from daybridge.coverage.models import Payer, Plan

    payer = Payer.objects.create(
        program=clinic.program, name="Keystone", payer_number="K1"
    )
    Plan.objects.create(program=clinic.program, payer=payer, name="Silver")
    open_grant(
        patient=lee, reader=ActorKind.BILLER, opens=Matter.CLAIMS, basis_id=new_id(),
        at=by.at, by=by,
    )  # fmt: skip
    way.reads("policy", reverse("coverage:policy_new", args=[lee.pk]))


def _signs(way: Way, lee: Any, tablet: Any) -> None:
    way.sends(reverse("consents:begin", args=[lee.pk]))
    packet = row_of("consents.Packet", lee.pk)
    desk, way.client = way.client, tablet  # it is in Lee's hands now
    handed = way.sends(reverse("consents:packet_tablet", args=[packet.pk]))
    way.reads("sign", handed.headers["Location"])
    for number in range(1, packet.consents.count() + 1):
        way.reads("sign", f"{handed.headers['Location']}{number}/")
    way.client = desk


def _is_assessed(way: Way, lee: Any) -> None:
    from daybridge.assessments.interview_questions import sections

    def at(name: str, *args: Any) -> str:
        return reverse(f"assessments:{name}", args=args)

    way.sends(at("new", lee.pk))
    one = row_of("assessments.Assessment", lee.pk).pk
    for section in sections():
        url = at("section", one, section.key)
        way.reads("interview", url)
        way.sends(url, base="0", **INTERVIEW.get(section.key, {}))
    way.reads("diagnosis", at("diagnose", lee.pk))
    way.sends(
        at("diagnose", lee.pk),
        code="F10.20",
        is_primary="on",
        criteria=["more", "time", "craving", "duties", "people", "health"],
    )
    version = way.hidden(at("ratings", one), "base")
    way.reads("ratings", at("ratings", one))
    way.sends(at("ratings", one), base=version, selected="2.1", offered="2.1",
              **{f"rate-{key}": code for key, code in RATINGS.items()})  # fmt: skip
    digest = way.hidden(at("finalize", one), "digest")
    way.sends(at("finalize", one), digest=digest)
    way.reads("admission", at("admission", one))


def test_no_question_is_asked_twice(way):
    assert way.unknown == [], "say in FACTS or ACTS what these are"

    twice = {fact: times for fact, times in way.asked.items() if times > 1}
    assert twice == {}
    assert len(way.asked) > 60  # the whole way was walked


def test_what_was_told_stands_where_it_is_needed_again(way, clinic):
    assert way.known("policy", "member_number") == "XYZ123"
    assert way.known("interview", "own_words") == "I cannot stop."
    assert way.known("interview", "home_safe") == "yes"
    assert way.known("admission", "referral_source") == "1"
    assert way.known("admission", "primary_substance") == "2"
    assert way.known("admission", "track_choice") == str(clinic.track.pk)


def test_what_is_asked_again_on_purpose_is_still_on_the_way(way):
    names = [f"{place} {one.name}" for place, all_ in way.pages.items() for one in all_]

    unneeded = [p for p in EVERY_TIME if not any(re.fullmatch(p, n) for n in names)]
    assert unneeded == []
