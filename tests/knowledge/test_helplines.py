"""Numbers to turn to: in the agreed order, and reported when nobody has looked for half a year."""

from datetime import date

import pytest

from knowledge.guard import Situation
from knowledge.helplines import helplines, parse, public_contacts, stale

ONE = """
[[line]]
key = "{key}"
name = "A line"
number = "0800 000 000"
hours = "always"
who_for = "anybody"
verified_on = {day}
source = "Its own page"

[reply]
child_at_risk = ["line:{key}", "step:dsl_now"]
"""


def test_a_line_stands_for_six_months_to_the_day() -> None:
    book = parse(ONE.format(key="a", day="2026-01-31"))
    assert stale(date(2026, 7, 31), book) == []
    assert [line.key for line in stale(date(2026, 8, 1), book)] == ["a"]


def test_six_months_after_the_end_of_august_is_the_end_of_february() -> None:
    book = parse(ONE.format(key="a", day="2026-08-31"))
    assert stale(date(2027, 2, 28), book) == []
    assert [line.key for line in stale(date(2027, 3, 1), book)] == ["a"]


def test_the_oldest_line_is_reported_first() -> None:
    days = [line.verified_on for line in stale(date(2030, 1, 1))]
    assert len(days) == len(helplines().lines)
    assert days == sorted(days)


def test_the_line_known_only_from_an_old_page_is_reported_today() -> None:
    assert [line.key for line in stale(date(2026, 11, 25))] == ["education_support"]


def test_a_reply_that_names_an_unknown_line_is_refused() -> None:
    with pytest.raises(KeyError):
        parse(ONE.format(key="a", day="2026-01-31").replace("line:a", "line:b"))


def test_every_situation_of_the_guard_has_a_reply() -> None:
    situations: tuple[Situation, ...] = Situation.__args__
    for situation in situations:
        assert helplines().reply(situation)


@pytest.mark.parametrize(
    ("situation", "keys"),
    [
        ("child_at_risk", ["emergency", "dsl_now", "senior_leader_or_social_care", "record_in_school"]),
        ("adult_may_be_danger", ["headteacher_or_chair", "lado", "nspcc_whistleblowing"]),
        ("writer_is_child", ["emergency", "childline", "trusted_adult"]),
        ("end_of_strength", ["education_support"]),
        ("life_at_risk", ["emergency", "samaritans", "shout", "education_support"]),
        ("covered_up", ["nspcc_whistleblowing"]),
    ],
)
def test_each_reply_says_where_to_go_in_the_agreed_order(situation: str, keys: list[str]) -> None:
    assert [step.key for step in helplines().reply(situation)] == keys


def test_steps_that_are_lines_carry_their_number() -> None:
    numbers = [step.line.number for step in helplines().reply("life_at_risk") if step.line]
    assert numbers == ["999", "116 123", "85258", "08000 562 561"]


def test_listed_numbers_are_known_as_public() -> None:
    assert {"08001111", "116123", "08000280285"} <= public_contacts()
