"""Whole weeks and months, and their beginnings, middles and ends."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.mentoring.dates.days import MON, WD, month
from bot.mentoring.dates.instants import months_on
from bot.mentoring.dates.reading import (
    Context,
    Days,
    Groups,
    Mark,
    Piece,
    Refused,
    Relation,
    Rule,
    Week,
    Weekday,
)
from bot.mentoring.dates.vocabulary import WEEKDAYS
from bot.mentoring.terms import add_working_days

_WEEK = r"(week after next week|week after next|week|this week|next week)"
_MONTH = rf"(month|this month|next month|{MON[1:-1]})(?: (20\d\d))?"
_EDGE = r"(end|beginning|middle|mid|early|late) ?(?:of |in )?(?:the )?"
_FRIDAY = 4


def _monday(name: str, context: Context) -> date:
    ahead = {"next week": 1, "week after next": 2, "week after next week": 2}.get(name, 0)
    return context.monday + timedelta(weeks=ahead)


def _week(groups: Groups, context: Context) -> Piece:
    return Week(_monday(groups[0], context))


def _weekday_of_week(groups: Groups, context: Context) -> list[Piece]:
    return [Weekday(WEEKDAYS.index(groups[0])), Week(_monday(groups[1], context))]


def _week_edge(groups: Groups, context: Context) -> Piece:
    """A school week ends on Friday; on a weekend "the end of the week" is the coming one."""
    edge, monday = groups[0], _monday(groups[1], context)
    if groups[1] in ("week", "this week") and context.today.weekday() > _FRIDAY:
        monday += timedelta(weeks=1)
    return Days(tuple(monday + timedelta(days=day) for day in _WEEK_DAYS[edge]))


_WEEK_DAYS = {"end": (4, 6), "late": (4, 3), "beginning": (0,), "early": (0, 1), "middle": (2,), "mid": (2,)}


def _first_of(name: str, year: str | None, context: Context) -> date:
    first = context.today.replace(day=1)
    if name in ("month", "this month", "next month"):
        return months_on(first, 1 if name == "next month" else 0)
    start = date(int(year or first.year), month(name), 1)
    return start if year or start >= first else months_on(start, 12)


def _month_edge(groups: Groups, context: Context) -> Piece:
    """ "end of november" is its last day; the last weekday stands beside it when that differs."""
    edge, first = groups[0], _first_of(groups[1], groups[2], context)
    last = months_on(first, 1) - timedelta(days=1)
    if edge in ("end", "late"):
        return Days(_with_weekday(last, -1, context))
    if edge in ("middle", "mid"):
        return Days((first.replace(day=15),))
    return Days(_with_weekday(first, 1, context))


def _with_weekday(day: date, step: int, context: Context) -> tuple[date, ...]:
    """The calendar day and the nearest weekday inside the month; nobody means to meet on a Sunday."""
    near = day
    while near.weekday() > _FRIDAY:
        near += timedelta(days=step)
    both = (day, near) if context.use == "due" else (near, day)
    return both if near != day else (day,)


def _last_day(groups: Groups, context: Context) -> Piece:
    edge = {"last": "end", "first": "beginning"}[groups[0]]
    return _month_edge((edge, *groups[1:]), context)


def _working_day_of(groups: Groups, context: Context) -> Piece:
    first = _first_of(groups[1], groups[2], context)
    if groups[0] == "first":
        return Days((add_working_days(first - timedelta(days=1), 1),))
    return Days((add_working_days(months_on(first, 1), -1),))


def _month_end(_groups: Groups, context: Context) -> Piece:
    return _month_edge(("end", "month", ""), context)


def _midweek(_groups: Groups, context: Context) -> Piece:
    return _week_edge(("mid", "week"), context)


def _weekend(groups: Groups, context: Context) -> Piece:
    """Saturday and Sunday; for something due "by the weekend", the Friday before."""
    monday = context.monday + timedelta(weeks=1 if groups[0] == "next" else 0)
    friday, saturday, sunday = (monday + timedelta(days=day) for day in (4, 5, 6))
    if context.use == "due":
        return Days((sunday, friday, saturday))
    return Refused("Saturday or Sunday?", "question", (saturday, sunday))


def _by_weekend(_groups: Groups, context: Context) -> Piece:
    friday = context.monday + timedelta(days=_FRIDAY)
    return Days((friday, friday + timedelta(days=2)))


def _whole_month(groups: Groups, context: Context) -> Piece:
    return Refused("That is a whole month. Which day?", "date")


def _year_end(_groups: Groups, context: Context) -> Piece:
    return Days((date(context.today.year, 12, 31),))


def _of_week(word: str) -> Callable[[Groups, Context], Piece]:
    return lambda _groups, _context: Relation("commencing" if word == "commencing" else "ending")


RULES: list[Rule] = [
    (rf"{WD} (?:the )?(week after next)(?: week)?", _weekday_of_week),
    (r"(?:the |later )?(week after next week|week after next|this week|next week)", _week),
    (r"(?:one day|some ?time|any ?time) next week", lambda _groups, context: _week(("next week",), context)),
    (r"this week sometime|some ?time this week|any ?time this week", lambda _g, c: _week(("this week",), c)),
    (rf"{_EDGE}{_WEEK}", _week_edge),
    (rf"{_EDGE}{_MONTH}", _month_edge),
    (rf"(last|first) day (?:of|in) (?:the )?{_MONTH}", _last_day),
    (rf"(last|first) (?:working|week) ?day (?:of|in) (?:the )?{_MONTH}", _working_day_of),
    (r"month end|end of month", _month_end),
    (r"mid ?week", _midweek),
    (r"(?:at |over |on )?(?:the |this |(next) )?week ?end", _weekend),
    (r"(?:by|before) (?:the |this )?week ?end", _by_weekend),
    (rf"(?:in |during |by )?(this month|next month|{MON[1:-1]})(?: 20\d\d)?", _whole_month),
    (r"end of (?:the |this )?(?:calendar )?year", _year_end),
    (r"commencing|week of", _of_week("commencing")),
    (r"ending", _of_week("ending")),
    (r"(?:the )?(?:next(?: 1)?|1 after(?: that)?|week after(?: that)?|following(?: 1| week)?)",
     lambda _groups, _context: Mark("following")),
]  # fmt: skip
