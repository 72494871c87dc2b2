"""A school's own calendar, and counting in it.

There is no national term calendar: every school has its own record, offered from a preset or typed in, and
confirmed by somebody there. Everything here is plain data and pure functions; days are local calendar days.
Bank holidays are England's, from the `holidays` package (loaded when first needed).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Literal

Kind = Literal["term", "holiday", "half_term", "training", "closed"]
_DAY = timedelta(days=1)
_SCAN = 400  # days; no break or gap between terms is longer than this


@dataclass(frozen=True)
class Period:
    """A named stretch of days, both ends included."""

    name: str
    kind: Kind
    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError(f"{self.name} ends before it starts")

    def covers(self, day: date) -> bool:
        return self.start <= day <= self.end


@dataclass(frozen=True)
class Terms:
    """One school's calendar and where it came from; it counts once somebody there has confirmed it."""

    periods: tuple[Period, ...]
    source: str = ""
    confirmed_by: str = ""
    confirmed_at: datetime | None = None
    version: int = 1

    @property
    def confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def first(self) -> date | None:
        return min((period.start for period in self.periods if period.kind == "term"), default=None)

    @property
    def last(self) -> date | None:
        return max((period.end for period in self.periods if period.kind == "term"), default=None)


@dataclass(frozen=True)
class Break:
    """The days between two stretches of school. `end` is None where the calendar stops."""

    kind: Literal["half_term", "holiday"]
    start: date
    end: date | None


@cache
def _bank_holidays(year: int) -> frozenset[date]:
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=[year]))


def is_bank_holiday(day: date) -> bool:
    return day in _bank_holidays(day.year)


def is_working_day(day: date) -> bool:
    """Monday to Friday, without England's bank holidays."""
    return day.weekday() < 5 and not is_bank_holiday(day)


def is_school_day(day: date, terms: Terms) -> bool:
    """A working day inside a term on which pupils are in: no break, training day or closure."""
    kinds = {period.kind for period in terms.periods if period.covers(day)}
    return kinds == {"term"} and is_working_day(day)


def is_training_day(day: date, terms: Terms) -> bool:
    """Staff in, pupils out: a good day for a group session, a poor one for seeing lessons."""
    return any(period.kind == "training" and period.covers(day) for period in terms.periods)


def covers(day: date, terms: Terms) -> bool:
    """Whether the calendar says anything about that day."""
    return terms.first is not None and terms.last is not None and terms.first <= day <= terms.last


def next_working_day(day: date) -> date:
    """The first working day after `day`."""
    return add_working_days(day, 1)


def add_working_days(day: date, count: int) -> date:
    """`count` working days after `day` (before it when negative); `day` itself is never counted."""
    step = _DAY if count >= 0 else -_DAY
    for _ in range(abs(count)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def add_school_days(day: date, count: int, terms: Terms) -> date | None:
    """`count` school days after `day`, or None when the calendar stops first."""
    last = terms.last
    while last and count > 0 and day < last:
        day += _DAY
        count -= is_school_day(day, terms)
    return day if count == 0 else None


def next_school_day(after: date, terms: Terms) -> date | None:
    """The first school day after `after`."""
    return add_school_days(after, 1, terms)


def previous_school_day(before: date, terms: Terms) -> date | None:
    """The last school day before `before`."""
    days = (before - _DAY * back for back in range(1, _SCAN))
    return next((day for day in days if is_school_day(day, terms)), None)


def school_weeks_between(start: date, end: date, terms: Terms) -> int:
    """Weeks in term time after the week of `start`, up to `end`: only weeks that hold a school day count."""
    days = (start + _DAY * ahead for ahead in range(1, (end - start).days + 1))
    weeks = {day - _DAY * day.weekday() for day in days if is_school_day(day, terms)}
    return max(0, len(weeks) - (start - _DAY * start.weekday() in weeks))


def _blocks(terms: Terms) -> Iterator[tuple[date, date]]:
    """Unbroken stretches of term, without the breaks inside them."""
    away = [p for p in terms.periods if p.kind in ("half_term", "holiday")]
    for term in sorted((p for p in terms.periods if p.kind == "term"), key=lambda p: p.start):
        start = term.start
        for gap in sorted((p for p in away if term.start < p.start <= term.end), key=lambda p: p.start):
            yield start, gap.start - _DAY
            start = gap.end + _DAY
        if start <= term.end:
            yield start, term.end


def breaks(terms: Terms) -> tuple[Break, ...]:
    """The breaks a calendar implies, in order: first and last day off school, weekends included."""
    blocks = list(_blocks(terms))
    starts: list[date | None] = [*(start for start, _ in blocks[1:]), None]
    found = []
    for (_, end), following in zip(blocks, starts, strict=bool(blocks)):
        gap = Break(_kind_of_break(end), end + _DAY, following - _DAY if following else None)
        if following is None or (following - end).days > 3:
            found.append(gap)
    return tuple(found)


def _kind_of_break(last_day: date) -> Literal["half_term", "holiday"]:
    """By the season it starts in: October, February and late May breaks are half terms."""
    half = last_day.month in (10, 11, 2, 5) or (last_day.month == 6 and last_day.day < 15)
    return "half_term" if half else "holiday"


def half_term_after(day: date, terms: Terms) -> Break | None:
    """The next half-term break that starts after `day`."""
    return next((gap for gap in breaks(terms) if gap.kind == "half_term" and gap.start > day), None)


def last_day_of_term(day: date, terms: Terms) -> date | None:
    """The last school day of the term `day` is in, or of the next one."""
    ends = (
        previous_school_day(gap.start, terms)
        for gap in breaks(terms)
        if gap.kind == "holiday" and gap.start > day
    )
    return next((end for end in ends if end and end >= day), None)


def first_week_back(day: date, terms: Terms) -> date | None:
    """The first school day after the break that `day` is in, or after the next one."""
    back = (gap.end for gap in breaks(terms) if gap.end and gap.end >= day)
    return next((next_school_day(end, terms) for end in back), None)
