"""From the pieces of one choice to the days it may mean."""

from dataclasses import replace
from datetime import date, timedelta

from bot.mentoring.dates.days import JUST_PAST, months_from
from bot.mentoring.dates.instants import later, months_on
from bot.mentoring.dates.reading import (
    Context,
    DayNumber,
    Days,
    Mark,
    MonthDay,
    Piece,
    Refused,
    Relation,
    Shift,
    Week,
    Weekday,
)
from bot.mentoring.dates.vocabulary import WEEKDAYS
from bot.mentoring.terms import add_working_days

FURTHEST = 5  # years ahead that a plan may lie


def resolved_days(found: list[Piece], context: Context) -> Days:
    """The days meant, likeliest first; `problem` says why none may be assumed. No day said: no options."""
    steps = [piece for piece in found if isinstance(piece, Shift | Relation)]
    if not steps:
        return _plain(found, context)
    step, place = steps[-1], found.index(steps[-1])
    left, right = found[:place], found[place + 1 :]
    if isinstance(step, Relation) and step.word in ("commencing", "ending"):
        return _week_named(step.word, left, right, context)
    start = _plain(right, context)
    if start.problem or not start.options:
        return start if start.problem else Days((), "I need the day that is counted from.", "date")
    if isinstance(step, Relation):
        return _related(step, left, start, context)
    moved = _shifted(step, start, weekday=any(isinstance(piece, Weekday) for piece in right))
    return resolved_days([*left, moved], context) if left else moved


def _shifted(step: Shift, start: Days, *, weekday: bool) -> Days:
    if step.unit == "month":
        return _months_shifted(start.options[0], step.count, weekday)
    if step.unit == "working day":
        return Days(tuple(add_working_days(day, step.count) for day in start.options))
    days = step.count * (7 if step.unit == "week" else 1)
    return Days(tuple(later(day, days) for day in start.options))


def _months_shifted(day: date, count: int, weekday: bool) -> Days:
    """ "a month on friday": the same date next month, or the friday four weeks on?"""
    by_date = months_from(day, count)
    if not weekday or by_date.problem or by_date.options[0].weekday() == day.weekday():
        return by_date
    return Days((*by_date.options, later(day, 28 * count)), "By the date, or by the week?", "question")


def _related(step: Relation, left: list[Piece], right: Days, context: Context) -> Days:
    first = right.options[0]
    weekdays = [piece for piece in left if isinstance(piece, Weekday)]
    if len(weekdays) == 1 and len(left) == 1:
        ahead = (weekdays[0].index - first.weekday() - 1) % 7 + 1
        back = (first.weekday() - weekdays[0].index - 1) % 7 + 1
        return Days((later(first, ahead if step.word == "after" else -back),))
    if left:
        return Days((), "I can't tell how those days belong together.", "question")
    if step.word == "before" and context.use == "due":
        eve = later(first, -1)
        working = add_working_days(first, -1)
        return Days((working, eve) if working != eve else (eve,))
    return Days((), f"I need a day {step.word} {first:%A} {first.day} {first:%B}.", "date")


def _week_named(word: str, left: list[Piece], right: list[Piece], context: Context) -> Days:
    """A week named by the day it begins (or ends) on; a weekday beside it picks a day of that week."""
    dates: list[Piece] = [piece for piece in right if not isinstance(piece, Weekday)]
    picked = [*left, *(piece for piece in right if dates and piece not in dates)]
    named = _plain(dates or right, context)
    if named.problem or not named.options:
        return named if named.problem else Days((), "Which week?", "date")
    first = named.options[0]
    expected = (0,) if word == "commencing" else (4, 5, 6)
    monday = first - timedelta(days=first.weekday())
    if first.weekday() not in expected:
        name = "Monday" if word == "commencing" else "Friday"
        near = monday if word == "commencing" else later(monday, 4)
        return Days((near, first), f"{first:%A} {first.day} {first:%B} isn't a {name}.", "question")
    if word == "ending" and not picked:
        return Days((first,))
    return _plain([*picked, Week(monday, True)], context)


def _plain(found: list[Piece], context: Context) -> Days:
    """Days without "before", "after" and the like: a weekday, a date, a week, or those that agree."""
    refusals = [piece for piece in found if isinstance(piece, Refused)]
    if refusals:
        return Days(refusals[0].options, refusals[0].why, refusals[0].needs)
    if Mark("following") in found:
        return Days((), "I can't tell which one “next” follows.", "date")
    weekdays = [piece for piece in found if isinstance(piece, Weekday)]
    weeks = [piece for piece in found if isinstance(piece, Week)]
    dates = [piece for piece in found if isinstance(piece, Days | MonthDay | DayNumber)]
    if max(len(weekdays), len(weeks)) > 1 or (weeks and dates):
        return Days((), "That names more than one day.", "question")
    weekday = weekdays[0] if weekdays else None
    if weeks:
        return _in_week(weeks[0], weekday, context)
    if dates:
        return _agreed([_dated(piece, weekday, context) for piece in dates], weekday)
    return _weekday(weekday, context) if weekday else Days(())


def _agreed(named: list[Days], weekday: Weekday | None) -> Days:
    """Several dates must be the same day; a weekday beside a date must be that date's own."""
    first = named[0]
    if len({days.options[:1] for days in named}) > 1:
        both = tuple(days.options[0] for days in named if days.options)
        return Days(both, "Those are two different days. Which one?", "question")
    if first.problem or weekday is None or not first.options:
        return first
    fitting = tuple(day for day in first.options if day.weekday() == weekday.index)
    if fitting:
        return replace(first, options=fitting)
    day = first.options[0]
    near = nearest(day, weekday.index)
    if first.loose:
        week = later(day, weekday.index - day.weekday())
        coming = later(near, 7 if near < day else 0)
        return Days((week,) if week == coming else (week, coming))
    return _contradiction(day, weekday.index)


def nearest(day: date, weekday: int) -> date:
    """The `weekday` closest to `day`."""
    ahead = (weekday - day.weekday()) % 7
    return later(day, ahead if ahead <= 3 else ahead - 7)


def _contradiction(day: date, weekday: int) -> Days:
    said = WEEKDAYS[weekday].title()
    why = f"{day.day} {day:%B %Y} is a {day:%A}, not a {said}. Which did you mean?"
    return Days((day, nearest(day, weekday)), why, "question")


def _weekday(weekday: Weekday, context: Context) -> Days:
    """The coming one, and never today; "next" is the one in next week, with the coming one beside it."""
    today = context.today
    ahead = (weekday.index - today.weekday() - 1) % 7 + 1
    coming = later(today, ahead)
    of_next_week = later(context.monday, 7 + weekday.index)
    if weekday.how == "next":
        return Days((of_next_week,) if of_next_week == coming else (of_next_week, coming))
    if weekday.how == "after next":
        further = later(of_next_week, 7)
        return Days((further,) if of_next_week == coming else (further, later(coming, 7)))
    return Days((coming, today) if ahead == 7 else (coming,))


def _in_week(week: Week, weekday: Weekday | None, context: Context) -> Days:
    days = tuple(later(week.monday, n) for n in range(5))
    if weekday:
        return Days((later(week.monday, weekday.index),))
    if week.commencing:
        return Days(days[:1] if context.use == "meeting" else (days[0], days[4]), needs="date")
    if context.use == "due":
        return Days((days[4], days[0]) if days[0] > context.today else days[4:])
    ahead = tuple(day for day in days if day >= context.today)
    return Days(ahead, "Which day that week?", "date")


def _dated(piece: Days | MonthDay | DayNumber, weekday: Weekday | None, context: Context) -> Days:
    if isinstance(piece, Days):
        return piece
    if isinstance(piece, DayNumber):
        return _day_number(piece.day, context.today)
    if not 1 <= piece.month <= 12:
        return _american(piece, context)
    if piece.year is not None:
        return _full(piece.day, piece.month, piece.year, context)
    return _yearless(piece.day, piece.month, weekday, context.today)


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full(day: int, month: int, year: int, context: Context) -> Days:
    if not 0 <= year - context.today.year <= FURTHEST:
        gone = year < context.today.year
        why = "That date has gone." if gone else "That is too far ahead for a plan."
        return Days((), f"{why} Which date do you mean?", "question")
    found = _valid(year, month, day)
    return Days((found,)) if found else _impossible(day, month, year)


def _american(piece: MonthDay, context: Context) -> Days:
    """ "12/13": no thirteenth month; the other order is offered, never taken."""
    swapped = (
        _dated(MonthDay(piece.month, piece.day, piece.year), None, context)
        if 1 <= piece.day <= 12
        else Days(())
    )
    return Days(swapped.options, f"There is no month {piece.month}. I read dates day first.", "question")


def _impossible(day: int, month: int, year: int) -> Days:
    first = date(year, month, 1)
    following = months_on(first, 1)
    options = (later(following, -1), following) if 28 < day < 32 else ()
    return Days(options, f"{first:%B} {year} has no day {day}.", "question")


def _yearless(day: int, month: int, weekday: Weekday | None, today: date) -> Days:
    """The next time the date comes round. One just gone is asked about: it never jumps a year by itself."""
    this, following = _valid(today.year, month, day), _valid(today.year + 1, month, day)
    if this is not None and this >= today:
        return Days((this,))
    if this is None and (month >= today.month or following is None):
        upcoming = today.year if month >= today.month else today.year + 1
        return _impossible(day, month, upcoming)
    if following is None:
        return _impossible(day, month, today.year + 1)
    fits_next = weekday is not None and following.weekday() == weekday.index
    fits_this = weekday is not None and this is not None and this.weekday() == weekday.index
    gone = (today - this).days if this else JUST_PAST + 1
    if (fits_this and not fits_next) or (gone <= JUST_PAST and not fits_next):
        return Days(
            (following,), f"{day} {following:%B} has gone. Did you mean {following.year}?", "question"
        )
    return Days((following,))


def _day_number(day: int, today: date) -> Days:
    """The next month that has such a day; on the day itself, today with the next one beside it."""
    if not 1 <= day <= 31:
        return Days((), f"No month has a day {day}.", "question")
    first = today.replace(day=1)
    found = (_valid(start.year, start.month, day) for start in (months_on(first, n) for n in range(4)))
    ahead = [known for known in found if known and known >= today]
    return Days(tuple(ahead[:2]) if ahead[0] == today else tuple(ahead[:1]))
