"""Single days: weekdays, numbered dates, named days, and days counted from today."""

from collections.abc import Callable
from datetime import date

from bot.mentoring.dates.instants import later, months_on
from bot.mentoring.dates.named import MAY_DAY, NAMED, SPRING_BANK_HOLIDAY, nth_weekday
from bot.mentoring.dates.reading import (
    Clock,
    Context,
    DayNumber,
    Days,
    Groups,
    Instant,
    Mark,
    MonthDay,
    Part,
    Piece,
    Refused,
    Relation,
    Rule,
    Shift,
    Unit,
    Weekday,
)
from bot.mentoring.dates.vocabulary import MONTHS, ORDINALS, WEEKDAYS
from bot.mentoring.terms import add_school_days, add_working_days, is_bank_holiday

WD = "(" + "|".join(WEEKDAYS) + ")"
MON = "(" + "|".join(MONTHS) + ")"
NTH = r"(first|second|third|fourth|fifth|\d{1,2}th)"
_IN_MONTH = rf"(?:the )?(month|this month|next month|{MON[1:-1]})"
_WHICH = r"(first|second|third|fourth|fifth|last|\dth)"
COUNT = r"(an?|one|\d{1,3}|a couple of|couple of)"
UNIT = r"(day|week|fortnight|month)"
_YEAR = r"(?:,? (20[2-9]\d|2[4-9]|3\d))?"
SMALL_HOURS = 4
JUST_PAST = 60  # days: a date gone by so lately is more likely a slip than next year's


def count(text: str) -> int:
    return int(text) if text.isdigit() else 2 if "couple" in text else 1


def nth(text: str) -> int:
    return ORDINALS.get(text) or int(text.removesuffix("th"))


def month(text: str) -> int:
    return MONTHS.index(text) + 1


def yearly(rule: Callable[[int], date], context: Context, year: str | None = None) -> Days:
    """The next time a named day comes round; one just gone is asked about."""
    if year:
        return Days((rule(int(year)),))
    this, following = rule(context.today.year), rule(context.today.year + 1)
    if this >= context.today:
        return Days((this,))
    if (context.today - this).days <= JUST_PAST:
        return Days(
            (following,), f"{this:%A} {this.day} {this:%B} has gone. Did you mean next year?", "question"
        )
    return Days((following,))


def _weekday(groups: Groups, _: Context) -> Piece:
    return Weekday(WEEKDAYS.index(groups[0]))


def _this(groups: Groups, _: Context) -> Piece:
    return Weekday(WEEKDAYS.index(groups[0] or groups[1]), "this")


def _next(groups: Groups, _: Context) -> Piece:
    return Weekday(WEEKDAYS.index(groups[0]), "next")


def _after_next(groups: Groups, _: Context) -> Piece:
    return Weekday(WEEKDAYS.index(groups[0]), "after next")


def _weekday_on(groups: Groups, _: Context) -> list[Piece]:
    """ "friday week", "monday fortnight": that many days after the coming one."""
    return [Shift(2 if groups[1] == "fortnight" else 1, "week"), Weekday(WEEKDAYS.index(groups[0]))]


def _day_month(groups: Groups, _: Context) -> Piece:
    return _numbered(
        nth(groups[0]) if not groups[0].isdigit() else int(groups[0]), month(groups[1]), groups[2]
    )


def _month_day(groups: Groups, _: Context) -> Piece:
    return _numbered(
        nth(groups[1]) if not groups[1].isdigit() else int(groups[1]), month(groups[0]), groups[2]
    )


def _numbered(day: int, month_number: int, year: str | None) -> MonthDay:
    return MonthDay(day, month_number, None if year is None else int(year) % 100 + 2000)


def _slashed(groups: Groups, _: Context) -> Piece:
    """Day before month, as in the UK; the other order is only ever offered, never assumed."""
    return _numbered(int(groups[0]), int(groups[1]), groups[2] if len(groups) > 2 else None)


def _iso(groups: Groups, _: Context) -> Piece:
    return MonthDay(int(groups[2]), int(groups[1]), int(groups[0]))


def _day_number(groups: Groups, _: Context) -> Piece:
    return DayNumber(nth(groups[0]))


def _nth_or_date(groups: Groups, context: Context) -> Piece | list[Piece]:
    """ "3rd thursday" may be the third Thursday of a month or Thursday the 3rd."""
    if nth(groups[0]) <= 5:
        which, day = nth(groups[0]), groups[1].title()
        return Refused(f"Do you mean {day} the {which}, or a month's {day} number {which}?", "question")
    return [DayNumber(nth(groups[0])), Weekday(WEEKDAYS.index(groups[1]))]


def _nth_weekday(groups: Groups, context: Context) -> Piece:
    """ "first monday in march", "last friday of the month"."""
    which, weekday = -1 if groups[0] == "last" else nth(groups[0]), WEEKDAYS.index(groups[1])
    if which > 5:
        return Refused(f"No month has a {groups[0]} {groups[1].title()}.", "question")
    name, today = groups[2], context.today
    starts = _month_starts(name, today, groups[3])
    found = [day for start in starts if (day := nth_weekday(start.year, start.month, weekday, which))]
    ahead = tuple(day for day in found if day >= today)[:1]
    if ahead:
        return Days(ahead)
    return Refused("That day has gone, or the month doesn't have one.", "question")


def _month_starts(name: str, today: date, year: str | None) -> list[date]:
    first = today.replace(day=1)
    if name == "next month":
        return [months_on(first, 1)]
    if name in ("month", "this month"):
        return [first]
    years = [int(year)] if year else [today.year, today.year + 1]
    return [date(number, month(name), 1) for number in years]


def _today_words(shift: int, *more: Piece) -> Callable[[Groups, Context], list[Piece]]:
    return lambda _groups, context: [Days((later(context.today, shift),)), *more]


def _tomorrow(_groups: Groups, context: Context) -> Piece:
    """In the small hours some mean the day that is about to begin."""
    options = (later(context.today, 1), context.today)
    return Days(options if context.now.hour < SMALL_HOURS else options[:1])


def _counted(groups: Groups, context: Context) -> Piece:
    """ "in 3 days", "a fortnight", "2 months' time"."""
    return from_today(count(groups[0]), groups[1], context)


def _within(groups: Groups, context: Context) -> Piece:
    """A limit for something due; for a meeting it leaves the day open."""
    if context.use == "meeting":
        return Refused("Which day in that time?", "date")
    return from_today(count(groups[0] or "a"), groups[1], context)


def _of_next_month(groups: Groups, context: Context) -> Piece:
    first = months_on(context.today.replace(day=1), 1)
    return MonthDay(nth(groups[0]), first.month, first.year)


def _next_working_day(_groups: Groups, context: Context) -> Piece:
    return Days((add_working_days(context.today, 1),))


def from_today(number: int, unit: str, context: Context) -> Days:
    if unit == "month":
        return months_from(context.today, number)
    days = number * {"day": 1, "week": 7, "fortnight": 14}[unit]
    return Days((later(context.today, days),), loose=unit in ("week", "fortnight"))


def months_from(day: date, number: int) -> Days:
    """The same day number so many months on; asked about when that month is too short."""
    found = months_on(day, number)
    if found.day == day.day:
        return Days((found,))
    return Days((found, later(found, 1)), f"{found:%B} has no day {day.day}.", "question")


def _counted_from(groups: Groups, context: Context) -> Piece | list[Piece]:
    """ "a week today", "2 weeks tomorrow", "a month today"."""
    start = later(context.today, 1 if groups[2] == "tomorrow" else 0)
    number = count(groups[0] or "a")
    more: list[Piece] = [Part("evening", 24, strong=True)] if groups[2] == "tonight" else []
    if groups[1] == "month":
        return [months_from(start, number), *more]
    days = number * {"day": 1, "week": 7, "fortnight": 14}[groups[1]]
    return [Days((later(start, days),)), *more]


def _swapped_from(groups: Groups, context: Context) -> Piece | list[Piece]:
    """ "tomorrow week", "today fortnight"."""
    return _counted_from(("a", groups[1], groups[0]), context)


def _working(groups: Groups, context: Context) -> Piece:
    number = count(groups[0])
    if groups[1] == "working":
        return Days((add_working_days(context.today, number),))
    if context.terms is None:
        return Refused("I need your school's term dates to count school days.", "terms")
    found = add_school_days(context.today, number, context.terms)
    return Days((found,)) if found else Refused("Your school's term dates don't reach that far.", "terms")


def _hours(groups: Groups, context: Context) -> Piece:
    """Elapsed time, so it is counted in UTC and not on the clock."""
    minutes = float(groups[0]) if groups[0].replace(".", "").isdigit() else count(groups[0])
    return Instant(later(context.now, minutes=minutes * (60 if groups[1] == "hour" else 1)))


def _hours_and(groups: Groups, context: Context) -> Piece:
    if groups[0] == "half":
        return Instant(later(context.now, minutes=30))
    extra = {"half": 30, "quarter": 15}.get(groups[1], 0)
    return Instant(later(context.now, minutes=count(groups[0]) * 60 + (extra or int(groups[1]))))


def _shift(groups: Groups, _: Context) -> Piece:
    number = count(groups[0] or "a") * (-1 if groups[2] == "before" else 1)
    unit = groups[1]
    return Shift(number * (2 if unit == "fortnight" else 1), _UNITS[unit])


_UNITS: dict[str, Unit] = {
    "day": "day",
    "week": "week",
    "fortnight": "week",
    "month": "month",
    "working day": "working day",
}


def _next_bank_holiday(groups: Groups, context: Context) -> Piece:
    latest = 0 if groups[0] else 4
    days = (later(context.today, ahead) for ahead in range(1, 400))
    return Days((next(day for day in days if day.weekday() <= latest and is_bank_holiday(day)),))


def _may_bank_holiday(_groups: Groups, context: Context) -> Piece:
    """There are two: the early one, and the one at the end of the month."""
    days = sorted(yearly(rule, context).options[0] for rule in (MAY_DAY, SPRING_BANK_HOLIDAY))
    return Days(tuple(days))


def _same_time(_groups: Groups, context: Context) -> Piece:
    return Clock(context.now.hour, context.now.minute)


def _same_time_next_week(groups: Groups, context: Context) -> list[Piece]:
    return [_same_time(groups, context), Days((later(context.today, 7),))]


def _gone(groups: Groups, _: Context) -> Piece:
    return Refused("That has already gone. Which day do you mean?", "question")


def _vague(groups: Groups, _: Context) -> Piece:
    return Refused("I need a day for that. Which day do you mean?", "date")


def _recurring(groups: Groups, _: Context) -> Piece:
    return Refused("I can only take one date at a time. Which day is the first?", "date")


RULES: list[Rule] = [
    (WD, _weekday),
    (rf"(?:this coming|this|coming) {WD}|{WD} coming", _this),
    (rf"next {WD}", _next),
    (rf"{WD} after next", _after_next),
    (rf"{WD} (week|fortnight)", _weekday_on),
    (rf"(?:a )?(week|fortnight) {WD}", lambda groups, context: _weekday_on(groups[::-1], context)),
    (rf"(?:last|previous) {WD}|yesterday|last (?:week|month|night|year|time)", _gone),
    (r"(?:a|\d+) (?:day|week) ago", _gone),
    (rf"(\d{{1,2}}|\d{{1,2}}th|first|second|third|fourth|fifth) (?:of )?{MON}{_YEAR}", _day_month),
    (rf"{MON} (?:the )?(\d{{1,2}}|\d{{1,2}}th|first|second|third|fourth|fifth){_YEAR}", _month_day),
    *((rf"(\d{{1,2}}){mark}(\d{{1,2}}){mark}(\d{{4}}|\d{{2}})", _slashed) for mark in ("/", r"\.", "-")),
    (r"(\d{1,2})/(\d{1,2})", _slashed),
    (r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})", _iso),
    (NTH, _day_number),
    (rf"(?:on the|on|the) (\d{{1,2}})(?! (?:of )?(?:{MON[1:-1]}))", _day_number),
    (rf"{NTH} {WD}", _nth_or_date),
    (rf"{NTH} of (?:this|the) month", _day_number),
    (rf"{NTH} of (next) month", _of_next_month),
    (rf"{_WHICH} {WD} (?:in|of) {_IN_MONTH}(?: (20\d\d))?", _nth_weekday),
    (r"today|this day|later today|later on today", _today_words(0)),
    (r"tomorrow", _tomorrow),
    (r"day after tomorrow", _today_words(2)),
    (r"tonight|this evening", _today_words(0, Part("evening", 24, strong=True))),
    (r"this (?:early |late |mid )?morning|this am", _today_words(0, Part("am", 12, strong=True))),
    (r"this (?:early |late |mid )?afternoon|this pm", _today_words(0, Part("pm", 18, strong=True))),
    (r"this lunch ?time", _today_words(0, Part("lunch", 15))),
    (rf"(?:in )?{COUNT} {UNIT}(?: ?time| from now)?", _counted),
    (rf"(?:within|over|in|during) (?:the )?(?:next )?{COUNT}? ?{UNIT}", _within),
    (rf"(?:in )?{COUNT} {UNIT}s time", _counted),
    (rf"{COUNT}? ?{UNIT} (?:from )?(today|tomorrow|tonight)", _counted_from),
    (r"(today|tomorrow|tonight) (week|fortnight)", _swapped_from),
    (rf"(?:in |within )?{COUNT} (working|school) day(?: ?time| from now)?", _working),
    (r"next working day", _next_working_day),
    (r"(?:in |within )(an?|\d{1,3}(?:\.5)?|a couple of) (hour|minute)(?: ?time)?", _hours),
    (r"(an?|\d{1,3}(?:\.5)?) (hour|minute) from now", _hours),
    (r"in (half) an hour(s? time)?", _hours_and),
    (r"in (an?|\d{1,2}) hour and (?:a )?(half|quarter)", _hours_and),
    (r"in (an?|\d{1,2}) hour (?:and )?(\d{1,2}) minute", _hours_and),
    (r"in (\d{1,2}) and a (half) hour", _hours_and),
    (rf"{COUNT}? ?{UNIT} (on|from|after|before)", _shift),
    (rf"{COUNT} (working day) (from|after|before)", _shift),
    (r"(before|after)", lambda groups, _context: Relation("before" if groups[0] == "before" else "after")),
    *(
        (rf"(?:{pattern})(?: (20\d\d))?", lambda groups, context, rule=rule: yearly(rule, context, groups[0]))
        for pattern, rule in NAMED.items()
    ),
    (r"may bank holiday(?: monday)?", _may_bank_holiday),
    (r"(?:next )?bank holiday( monday)?", _next_bank_holiday),
    (r"(?:at )?(?:same|this) time", _same_time),
    (r"(?:at )?(?:the )?(?:same|this) time next week", _same_time_next_week),
    (r"(?:same|this) day next week", lambda _g, c: Days((later(c.today, 7),))),
    (r"asap|a s a p|as soon as possible|soon|now|right now|straight away|immediately", _vague),
    (r"urgent(?:ly)?|whenever|in a few (?:day|week|month)|in a bit|later|some ?day|one day", _vague),
    (r"at some point|in due course", _vague),
    (r"every .*|each .*|weekly|fortnightly|monthly|daily", _recurring),
    (r"(?:mon|tues|wednes|thurs|fri|satur|sun)days", _recurring),
    (r"by|by the|no later than|on or before|due(?: by| on)?|until", lambda _groups, _context: Mark("filler")),
]  # fmt: skip
