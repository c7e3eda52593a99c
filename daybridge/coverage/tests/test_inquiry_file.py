"""A 270 is what an independent library takes for one, whatever people are called."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from linuxforhealth.x12.io import X12ModelReader

from daybridge.coverage.errors import CannotBeWritten
from daybridge.coverage.npi import is_npi
from daybridge.coverage.x12.inquiry import (
    LONGEST_CONTROL,
    PLAIN,
    Person,
    Question,
    plain,
    write,
)
from daybridge.coverage.x12.segments import read
from tests.naughty import naughty_strings

AT = datetime(2026, 11, 28, 9, 5, tzinfo=UTC)


def question(**changed):
    known = {
        "payer_name": "Keystone Behavioral", "payer_number": "54321",
        "receiver_number": "CLEARHOUSE", "provider_name": "Schuylkill Street IOP",
        "npi": "1234567893", "sender_number": "CLINIC", "member_number": "KB-0099",
        "subscriber": Person("Whitfield", "Dana", date(1988, 5, 4), "F"),
        "dependent": None, "relationship": "18", "about_on": date(2026, 11, 28),
        "trace_number": "0123456789ABCDEF01234567", "control_number": 42,
    }  # fmt: skip
    return Question(**known | changed)


CHILD = {
    "subscriber": Person("Whitfield", "Lou", date(1960, 1, 2), "M"),
    "dependent": Person("Whitfield", "Dana", date(1988, 5, 4), "F"),
    "relationship": "19",
}


def models(text):
    with X12ModelReader(text) as reader:
        return list(reader.models())


def segments(text, name):
    [transaction] = read(text).transactions
    return [one.elements for one in transaction.segments if one.name == name]


def test_a_question_about_the_subscriber_reads_as_written():
    text = write(question(), at=AT)

    assert text.splitlines() == [
        "ISA*00*          *00*          *ZZ*CLINIC         *ZZ*CLEARHOUSE     *261128*"
        "0905*^*00501*000000042*0*P*:~",
        "GS*HS*CLINIC*CLEARHOUSE*20261128*0905*42*X*005010X279A1~",
        "ST*270*0001*005010X279A1~",
        "BHT*0022*13*0123456789ABCDEF01234567*20261128*0905~",
        "HL*1**20*1~",
        "NM1*PR*2*KEYSTONE BEHAVIORAL*****PI*54321~",
        "HL*2*1*21*1~",
        "NM1*1P*2*SCHUYLKILL STREET IOP*****XX*1234567893~",
        "HL*3*2*22*0~",
        "TRN*1*0123456789ABCDEF01234567*9000CLINIC~",
        "NM1*IL*1*WHITFIELD*DANA****MI*KB-0099~",
        "DMG*D8*19880504*F~",
        "DTP*291*D8*20261128~",
        "EQ*30^MH^A8^AI^CJ~",
        "SE*13*0001~",
        "GE*1*42~",
        "IEA*1*000000042~",
    ]


def test_the_first_segment_has_106_characters():
    text = write(question(sender_number="ABCDEFGHIJKLMNO", receiver_number="1"), at=AT)

    assert text.index("~") == 105


def test_a_question_about_a_dependent_has_a_loop_for_each():
    text = write(question(**CHILD), at=AT)

    assert segments(text, "HL")[2:] == [("3", "2", "22", "1"), ("4", "3", "23", "0")]
    subscriber, dependent = segments(text, "NM1")[2:]
    assert subscriber == ("IL", "1", "WHITFIELD", "LOU", "", "", "", "MI", "KB-0099")
    assert dependent == ("03", "1", "WHITFIELD", "DANA")
    assert segments(text, "INS") == [("N", "19")]
    [trace] = segments(text, "TRN")
    names = [line.split("*")[0] for line in text.splitlines()]
    assert names.index("TRN") > names.index("DMG")  # it is the dependent's
    assert trace[1] == "0123456789ABCDEF01234567"


def test_counts_and_numbers_agree_with_our_own_reader():
    for asked in (question(), question(**CHILD), question(control_number=999)):
        interchange = read(write(asked, at=AT))

        assert interchange.remarks == ()
        assert interchange.control_number == f"{asked.control_number:09}"
        assert interchange.transactions[0].kind == "270"


@pytest.mark.parametrize("more", [{}, CHILD])
def test_an_independent_library_takes_it(more):
    [model] = models(write(question(**more), at=AT))

    assert model.header.st_segment.transaction_set_identifier_code == "270"
    assert model.footer.se_segment.transaction_segment_count in (13, 17)


def test_the_library_would_notice_a_code_that_is_none():
    with pytest.raises(ValueError, match="service_type_code"):
        models(write(question(services=("30", "QQ")), at=AT))


def test_the_library_would_notice_a_wrong_count():
    text = write(question(), at=AT).replace("SE*13*", "SE*14*")

    with pytest.raises(ValueError, match="count"):
        models(text)


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("Quiñones", "QUINONES"), ("Ångström-Łoś", "ANGSTROM-OS"),
        ("Strauß", "STRAUSS"),
        ("O’Brien", "OBRIEN"), ("O'Brien", "O'BRIEN"), ("de~la*Cruz:^", "DELACRUZ"),
        ("  Two\n\tlines ", "TWO LINES"), ("A" * 70, "A" * 60),
    ],
)  # fmt: skip
def test_names_are_written_in_letters_a_payer_can_read(typed, written):
    assert plain(typed, "The name", longest=60) == written


@pytest.mark.parametrize("typed", ["", " ", "~*^:", "李小龍", "—", "!!!"])
def test_a_name_without_such_letters_is_refused(typed):
    with pytest.raises(CannotBeWritten, match="no letters or digits"):
        write(question(subscriber=Person("Whitfield", typed)), at=AT)


@pytest.mark.parametrize("number", [0, -1, LONGEST_CONTROL + 1])
def test_a_number_that_does_not_fit_is_refused(number):
    with pytest.raises(CannotBeWritten, match="nine digits"):
        write(question(control_number=number), at=AT)


def test_the_last_number_that_fits_is_written():
    text = write(question(control_number=LONGEST_CONTROL), at=AT)

    assert text.index("~") == 105
    assert read(text).remarks == ()


def test_a_test_says_that_it_is_one():
    assert "*0*T*:~" in write(question(is_test=True), at=AT)


def test_without_a_date_of_birth_the_segment_is_left_out():
    text = write(question(subscriber=Person("Whitfield", "Dana")), at=AT)

    assert segments(text, "DMG") == []
    text = write(
        question(subscriber=Person("Whitfield", "Dana", date(1988, 5, 4), "U")), at=AT
    )
    assert segments(text, "DMG") == [("D8", "19880504")]


def test_no_naughty_text_breaks_a_file():
    refused = 0
    for text in naughty_strings():
        asked = question(
            payer_name=text, member_number=text, subscriber=Person(text, text)
        )
        try:
            written = write(asked, at=AT)
        except CannotBeWritten:
            refused += 1
            continue
        assert read(written).remarks == ()
        assert len(written.splitlines()) == 16  # nobody adds a segment of their own
    assert refused > 0


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80), st.text(max_size=80))
def test_whatever_is_typed_no_separator_comes_out(first, last):
    for typed in (first, last):
        try:
            written = plain(typed, "The name", longest=60)
        except CannotBeWritten:
            continue
        assert set(written) <= PLAIN
        assert 0 < len(written) <= 60
        assert written == written.strip()


def test_the_same_question_is_written_the_same_way():
    asked = question()

    assert write(asked, at=AT) == write(replace(asked), at=AT)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("1234567893", True), ("1245319599", True), ("1234567890", False),
        ("1234567892", False), ("3234567893", False), ("123456789", False),
        ("12345678931", False), ("١٢٣٤٥٦٧٨٩٣", False), ("", False),
    ],
)  # fmt: skip
def test_the_last_digit_of_a_provider_number_checks_the_others(number, is_one):
    assert is_npi(number) is is_one
