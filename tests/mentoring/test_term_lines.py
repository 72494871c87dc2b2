"""Presets, and a school's own dates typed in."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring.term_lines import presets, read_lines
from bot.mentoring.terms import Period, is_working_day


def only(line: str) -> Period:
    (period,) = read_lines(line, 2026).periods
    return period


@pytest.mark.parametrize(
    ("line", "period"),
    [
        ("Autumn 1: 2 Sept - 16 Oct", Period("Autumn 1", "term", date(2026, 9, 2), date(2026, 10, 16))),
        ("INSET 4 Jan", Period("INSET", "training", date(2027, 1, 4), date(2027, 1, 4))),
        (
            "Term 2: 2nd November to 18th December",
            Period("Term 2", "term", date(2026, 11, 2), date(2026, 12, 18)),
        ),
        ("Half term 19/10 - 30/10", Period("Half term", "half_term", date(2026, 10, 19), date(2026, 10, 30))),
        ("HT3: 04/01/2027 – 12/02/2027", Period("HT3", "term", date(2027, 1, 4), date(2027, 2, 12))),
        (
            "Christmas holiday: Mon 21 Dec until Fri 1 Jan",
            Period("Christmas holiday", "holiday", date(2026, 12, 21), date(2027, 1, 1)),
        ),
        (
            "Staff training day - Fri 27 Nov 2026",
            Period("Staff training day", "training", date(2026, 11, 27), date(2026, 11, 27)),
        ),
        (
            "Closed (election) 6 May",
            Period("Closed (election)", "closed", date(2027, 5, 6), date(2027, 5, 6)),
        ),
        ("summer 2  7 june - 21 july", Period("summer 2", "term", date(2027, 6, 7), date(2027, 7, 21))),
    ],
)
def test_a_line_is_read_as_a_school_writes_it(line: str, period: Period) -> None:
    assert only(line) == period


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Autumn 1", "date"),
        ("2 Sept - 16 Oct", "called"),
        ("Autumn 1: 31 Sept - 16 Oct", "no day"),
        ("Autumn 1: 16 Oct - 2 Sept", "before the start"),
        ("Sports day 4 July", "Put that word in"),
        ("Spring 1: 4 Jan", "a first and a last day"),
        ("Autumn 1: 2 Smarch - 16 Oct", "Smarch"),
    ],
)
def test_a_line_that_cannot_be_read_is_kept_with_its_reason(line: str, why: str) -> None:
    typed = read_lines(line, 2026)
    assert typed.periods == ()
    ((kept, reason),) = typed.problems
    assert kept == line
    assert why in reason


def test_good_lines_are_kept_beside_bad_ones_in_order_of_date() -> None:
    typed = read_lines("Spring 1: 4 Jan - 12 Feb\n\nwho knows\nAutumn 2: 2 Nov - 18 Dec", 2026)
    assert [period.name for period in typed.periods] == ["Autumn 2", "Spring 1"]
    assert [line for line, _ in typed.problems] == ["who knows"]


def test_terms_that_overlap_are_pointed_out_and_kept() -> None:
    typed = read_lines("Autumn 1: 2 Sept - 6 Nov\nAutumn 2: 2 Nov - 18 Dec", 2026)
    assert len(typed.periods) == 2
    assert typed.problems == (("Autumn 1 and Autumn 2", "these overlap"),)


@given(st.text(max_size=120))
def test_every_typed_line_is_either_read_or_handed_back(text: str) -> None:
    typed = read_lines(text, 2026)
    lines = [line for line in text.splitlines() if line.strip()]
    overlaps = sum(reason == "these overlap" for _, reason in typed.problems)
    assert len(typed.periods) + len(typed.problems) - overlaps == len(lines)


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.id)
def test_a_preset_says_where_it_is_from_and_that_the_school_must_confirm_it(preset) -> None:  # type: ignore[no-untyped-def]
    assert "confirm with your school" in preset.label
    assert "confirm with your school" in preset.terms.source
    assert not preset.terms.confirmed


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.id)
def test_a_presets_terms_start_and_end_on_working_days_and_do_not_overlap(preset) -> None:  # type: ignore[no-untyped-def]
    terms = sorted((p for p in preset.terms.periods if p.kind == "term"), key=lambda p: p.start)
    assert all(is_working_day(period.start) and is_working_day(period.end) for period in terms)
    assert all(a.end < b.start for a, b in pairwise(terms))
