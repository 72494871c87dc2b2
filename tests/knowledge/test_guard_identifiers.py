"""Numbers and addresses: what is refused for good, what may be waved through, and what is nobody's."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.guard import check

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("B801200005001", "upn"),
        ("P207000016049 needs a plan", "upn"),
        ("upn A123456789012", "upn"),
        ("his NHS number is 943 476 5919", "nhs_number"),
        ("nhs 9434765919", "nhs_number"),
        ("ULN 9276308686", "uln"),
        ("NI AB123456C", "national_insurance"),
        ("dob 12/03/2015", "date_of_birth"),
        ("born 4th May 2014", "date_of_birth"),
        ("Ellie Brown 04.05.2014", "date_with_name"),
    ],
)
def test_identifiers_have_no_way_round(text: str, rule: str) -> None:
    result = check(text, TODAY)
    assert result is not None
    assert (result.rule, result.hard) == (rule, True)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("nhs 9434765917", "number_like_nhs_or_uln"),
        ("ring 07700 900123", "phone"),
        ("+44 7700 900123 is the number", "phone"),
        ("write to jane.doe@gmail.com", "email"),
        ("he lives at 12 orchard road", "address"),
        ("12 Orchard Road", "address"),
        ("taxi from LS6 2AB", "postcode"),
    ],
)
def test_contact_details_may_be_waved_through(text: str, rule: str) -> None:
    result = check(text, TODAY)
    assert result is not None
    assert (result.rule, result.hard) == (rule, False)


@pytest.mark.parametrize(
    "text",
    [
        "QQ123456A is the sample number",
        "KS4 2AB grouping",
        "Y7 2nd set",
        "ring Samaritans on 116 123",
        "Childline is 0800 1111",
        "NSPCC 0800 028 0285 or help@nspcc.org.uk",
        "senco@ourschool.co.uk",
        "office@school.sch.uk",
        "meet on 12/01/2027",
        "Review Meeting 03/12/2026",
        "the Code of 2015",
        "9434765919",
        "telegram id 5123456789",
        "2 close friends",
        "3 way meeting",
    ],
)
def test_what_identifies_nobody_passes(text: str) -> None:
    assert check(text, TODAY) is None


def test_a_date_of_birth_is_between_three_and_twenty_six_years_ago() -> None:
    assert check("born 01/09/2026", TODAY) is None
    assert check("born 01/09/2026", date(2032, 1, 1)) is not None
    assert check("born 01/09/1990", TODAY) is None


@given(st.integers(10**9, 10**10 - 1))
def test_ten_digits_without_a_word_about_them_pass(number: int) -> None:
    assert check(str(number), TODAY) is None


@given(st.text("ABCDEFGHJKLMNPQRTUVWXYZ", min_size=1, max_size=1), st.integers(0, 10**12 - 1))
def test_whatever_looks_like_a_pupil_number_is_guarded(letter: str, digits: int) -> None:
    assert check(f"{letter}{digits:012d}", TODAY) is not None
