"""Eligibility replies are read whole, and what is none is refused at its place."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from daybridge.coverage.x12 import codes
from daybridge.coverage.x12.eligibility import Party, read_replies
from daybridge.coverage.x12.segments import X12Error, read

SAMPLES = (
    Path(__file__).parents[4] / "shared/data/x12/linuxforhealth/271_005010X279A1"
)  # fmt: skip
ISA = (
    "ISA*00*          *00*          *ZZ*PAYER          *ZZ*CLINIC         "
    "*261124*1750*^*00501*000000077*0*T*:~"
)
BEFORE = """
GS*HB*PAYER*CLINIC*20261124*1750*7*X*005010X279A1~
ST*271*0001*005010X279A1~
BHT*0022*11*DB-77*20261124*1750~
HL*1**20*1~
NM1*PR*2*KEYSTONE BEHAVIORAL*****PI*54321~
HL*2*1*21*1~
NM1*1P*2*SCHUYLKILL STREET IOP*****XX*1234567893~
HL*3*2*22*0~
TRN*2*DB-77-1*9CLINIC~
NM1*IL*1*ABELARD*NORA****MI*KB0099~
DMG*D8*19880229*F~
DTP*291*RD8*20260101-20261231~
"""
SUBSTANCE_USE = """
EB*1*IND*30**KEYSTONE PPO 500~
EB*1*IND*MH^AI^CJ~
EB*C*IND*30***23*1500*****Y~
EB*C*IND*30***29*312.50*****Y~
EB*C*FAM*30***29*2100*****Y~
EB*G*IND*30***29*2741.08*****Y~
EB*A*IND*CJ*****0.2***Y*Y~
MSG*IOP REQUIRES AUTHORIZATION. CALL 555-0100.~
EB*B*IND*MH***27*40*****N~
EB*F*IND*AI***23***VS*60**Y~
MSG*60 VISITS COMBINED MH AND SUD~
DTP*348*D8*20260101~
EB*R*IND*AI~
LS*2120~
NM1*PRP*2*CARVE OUT BEHAVIORAL*****PI*999~
LE*2120~
"""


def file_of(body, *, before=BEFORE, count=None):
    inside = before.partition("ST*")[2] + body
    number = count or inside.count("~") + 1
    return f"{ISA}{before}{body}SE*{number}*0001~\nGE*1*7~\nIEA*1*000000077~\n"


@pytest.fixture
def reply():
    [found] = read_replies(file_of(SUBSTANCE_USE))
    return found


def test_who_is_spoken_of_and_by_whom(reply):
    assert reply.payer == Party("PR", "KEYSTONE BEHAVIORAL", "", "54321")
    assert reply.provider == Party("1P", "SCHUYLKILL STREET IOP", "", "1234567893")
    assert reply.patient == Party("IL", "ABELARD", "NORA", "KB0099")
    assert reply.traces == ["DB-77-1"]
    [period] = reply.periods
    assert (period.starts_on, period.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert reply.is_active is True
    assert reply.remarks == []


def test_money_is_whole_cents_and_shares_are_hundredths_of_a_percent(reply):
    assert [
        (benefit.kind, benefit.level, benefit.period, benefit.cents)
        for benefit in reply.benefits
        if benefit.cents is not None
    ] == [
        ("C", "IND", "23", 150_000),
        ("C", "IND", "29", 31_250),
        ("C", "FAM", "29", 210_000),
        ("G", "IND", "29", 274_108),
        ("B", "IND", "27", 4_000),
    ]
    [coinsurance] = [each for each in reply.benefits if each.kind == "A"]
    assert coinsurance.percent == 2_000
    assert (coinsurance.authorization, coinsurance.network) == ("Y", "Y")


def test_what_is_said_in_free_text_is_kept_with_its_benefit(reply):
    said = {b.kind: b.messages for b in reply.benefits if b.messages}

    assert said == {
        "A": ["IOP REQUIRES AUTHORIZATION. CALL 555-0100."],
        "F": ["60 VISITS COMBINED MH AND SUD"],
    }
    [limit] = [each for each in reply.benefits if each.kind == "F"]
    assert (limit.quantity_of, limit.quantity) == ("VS", Decimal(60))
    assert limit.periods[0].starts_on == date(2026, 1, 1)
    assert [segment.name for segment in limit.segments] == ["EB", "MSG", "DTP"]


def test_a_benefit_is_said_in_one_line(reply):
    said = [benefit.sentence for benefit in reply.benefits]

    assert said[0] == "Active: Health plan; Individual"
    assert said[1] == (
        "Active: Mental health, Substance use, Substance use facility, outpatient; "
        "Individual"
    )
    assert said[3] == (
        "Deductible: $312.50; remaining; Health plan; Individual; in network"
    )
    assert said[6] == (
        "Coinsurance: 20 %; Substance use facility, outpatient; Individual; "
        "in network; authorization required"
    )
    assert said[7] == (
        "Copayment: $40.00; a visit; Mental health; Individual; out of network"
    )
    assert said[8] == (
        "Limit: 60 visits; a calendar year; Substance use; Individual; in network"
    )


def test_what_has_no_word_of_ours_stays_a_code():
    [reply] = read_replies(file_of("EB*ZZ*QQQ*Z9**PLAN*99*1~"))

    assert reply.benefits[0].sentence == "ZZ: $1.00; 99; Z9; QQQ"


def test_a_carve_out_payer_is_named_with_its_benefit(reply):
    [elsewhere] = [each for each in reply.benefits if each.kind == "R"]

    assert elsewhere.others == [Party("PRP", "CARVE OUT BEHAVIORAL", "", "999")]
    assert reply.payer.last_name == "KEYSTONE BEHAVIORAL"


def test_what_is_about_substance_use_comes_before_the_plan_as_a_whole(reply):
    found = reply.about(codes.SUBSTANCE_USE)

    assert [benefit.kind for benefit in found] == ["1", "A", "F", "R", "1", *"CCCG"]
    assert "B" not in {benefit.kind for benefit in found}  # of mental health only


@pytest.mark.parametrize(
    ("eb", "active"), [("EB*6*IND*30~", False), ("EB*U*IND*30~", None)]
)
def test_a_plan_out_of_force_is_told_from_silence(eb, active):
    [reply] = read_replies(file_of(eb))

    assert reply.is_active is active


def test_a_dependent_is_the_patient_and_the_subscriber_is_known():
    body = "HL*4*3*23*0~NM1*03*1*ABELARD*TOMAS~EB*1**30~"
    [reply] = read_replies(
        file_of(
            body,
            before=BEFORE.replace("TRN*2*DB-77-1*9CLINIC~\n", "").replace(
                "DTP*291*RD8*20260101-20261231~\n", ""
            ),
        )
    )

    assert reply.patient.first_name == "TOMAS"
    assert reply.subscriber.first_name == "NORA"


@pytest.mark.parametrize(
    ("aaa", "reason", "what_next"),
    [
        ("AAA*N**75*C~", "The member was not found", "Correct it and ask again"),
        ("AAA*N**42*R~", "The payer cannot answer now", "Ask again"),
        ("AAA*N**T4*Z~", "T4", "Z"),
    ],
)
def test_a_refusal_is_said_in_words_or_by_its_code(aaa, reason, what_next):
    [reply] = read_replies(file_of(aaa))

    [rejection] = reply.rejections
    assert (rejection.reason, rejection.what_next) == (reason, what_next)
    assert reply.is_active is None


def test_twenty_written_for_a_fifth_is_read_and_remarked():
    [reply] = read_replies(file_of("EB*A**AI*****20~"))

    assert reply.benefits[0].percent == 2_000
    assert "EB08: 20 is read as 20 percent" in reply.remarks[0]


@pytest.mark.parametrize(
    ("change", "remark"),
    [
        (("SE*28*0001", "SE*27*0001"), "SE01: says “27”, but its segments are 28."),
        (("SE*28*0001", "SE*28*0009"), "SE02: says “0009”, but the ST02"),
        (("GE*1*7", "GE*2*7"), "GE01: says “2”, but its transactions are 1."),
        (("IEA*1*000000077", "IEA*1*1"), "IEA02: says “1”, but the ISA13"),
    ],
)
def test_trailers_that_disagree_are_remarked_and_the_reply_is_read(change, remark):
    text = file_of(SUBSTANCE_USE)
    assert change[0] in text
    [reply] = read_replies(text.replace(*change))

    assert any(remark in each for each in reply.remarks)
    assert len(reply.benefits) == 10


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "Segment 1: expected ISA"),
        ("Dear provider, she is covered.", "Segment 1: expected ISA"),
        (ISA.replace("*^*", "*:*"), "Segment 1, ISA11 and ISA16"),
        (ISA, "expected IEA at the end, found “ISA”. The file is cut off."),
        (file_of("")[:-20], "expected IEA at the end"),
        (file_of("EB*C**30***23*much~"), "Segment 14, EB07: expected a number"),
        (file_of("EB*C**30***23*-5~"), "Segment 14, EB07: expected a number"),
        (file_of("EB*C**30***23*1.005~"), "Segment 14, EB07: expected an amount"),
        (file_of("EB*C**30***23*NaN~"), "Segment 14, EB07: expected a number"),
        (file_of("EB*A**30*****120~"), "Segment 14, EB08: expected a share"),
        (file_of("EB**IND*30~"), "Segment 14, EB01: expected a kind of benefit"),
        (file_of("DTP*291*D8*20260231~"), "Segment 14, DTP03: expected a date"),
        (file_of("DTP*291*D8*2026~"), "Segment 14, DTP03: expected a date"),
        (file_of("DTP*291*TM*1750~"), "Segment 14, DTP02: expected D8 or RD8"),
        (file_of("HL*4*3*99*0~"), "Segment 14, HL03: expected a level"),
        (file_of("GS*HB~"), "Segment 14: expected SE before it, found “GS”"),
        (file_of("what is this~"), "Segment 14: expected a name of two or three"),
        (file_of("").replace("ST*271", "ST*835"), "Expected an eligibility reply"),
        (f"{ISA}IEA*0*000000077~", "The file holds no transaction."),
        (f"{ISA}GS*HB~GE*0*7~IEA*1*000000077~", "The file holds no transaction."),
        (f"{ISA}GS*HB~IEA*1*000000077~", "Segment 2: the group has no GE."),
        (
            f"{ISA}GS*HB~ST*271*1~SE*2*1~GE*1*7~IEA*1*000000077~",
            "The reply has no HL",
        ),
        (ISA + "X" * 6_000_000, "longer than 5,000,000 characters"),
        (file_of("MSG*" + "A" * 20_000 + "~"), "Segment 14 is longer than 10,000"),
    ],
)  # fmt: skip
def test_what_is_no_reply_is_refused_at_its_place(text, complaint):
    with pytest.raises(X12Error) as refusal:
        read_replies(text)

    assert complaint in str(refusal.value)


@pytest.mark.parametrize("terminator", ["\n", "'", "~\r\n"])
def test_a_file_brings_its_own_separators(terminator):
    text = file_of(SUBSTANCE_USE).replace("\n", "").replace("~", terminator)

    [reply] = read_replies(text.replace("*", "|"))

    assert len(reply.benefits) == 10


def test_a_broken_file_is_refused_and_never_breaks_the_reader():
    """Two thousand files, each with something cut, doubled, turned or overwritten."""
    chance, text = Random(271), file_of(SUBSTANCE_USE)
    complaints = [broken(text, chance) for _ in range(2_000)]

    refused = [each for each in complaints if each is not None]
    assert 100 < len(refused) < 2_000
    assert all(refused)


def broken(text, chance):
    """The complaint about a copy that was damaged somewhere; None when it was read."""
    at, length = chance.randrange(len(text)), chance.randrange(1, 40)
    there = text[at : at + length]
    middle = chance.choice(["", there * 2, there[::-1], "\x00*~é:^"])
    try:
        read_replies(text[:at] + middle + text[at + length :])
    except X12Error as refusal:
        return str(refusal)
    return None


def sample(name):
    if not SAMPLES.is_dir():
        pytest.skip(f"the samples are not at {SAMPLES}")
    [reply] = read_replies((SAMPLES / name).read_text())
    return reply


@pytest.mark.parametrize(
    ("name", "first_name", "subscriber"),
    [
        ("subscriber-health-benefit-check.271", "JOHN", "JOHN"),
        ("dependent-health-benefit-check.271", "MARY", "JOHN"),
    ],
)
def test_a_published_reply_is_read(name, first_name, subscriber):
    reply = sample(name)

    assert reply.patient.first_name == first_name
    assert reply.subscriber.first_name == subscriber
    assert reply.is_active is True
    copays = [(b.cents, b.network) for b in reply.about({"MH"}) if b.kind == "B"]
    assert copays == [(1_000, "Y"), (3_000, "N")]
    [leader] = [b for b in reply.benefits if b.kind == "L"]
    assert leader.others == [Party("P3", "JONES", "MARCUS", "0202034")]


def test_a_published_refusal_is_read_though_its_trailer_disagrees():
    reply = sample("subscriber-health-benefit-check-error.271")

    assert [each.code for each in reply.rejections] == ["50"]
    assert reply.rejections[0].what_next == "Do not ask again"
    assert reply.patient is None
    assert "SE02: says “4323”" in reply.remarks[0]


def test_a_file_says_its_guide_and_its_number():
    found = read(file_of(""))

    assert found.control_number == "000000077"
    assert [each.guide for each in found.transactions] == ["005010X279A1"]
