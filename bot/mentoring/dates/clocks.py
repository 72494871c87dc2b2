"""Clock times and parts of the day, as school staff write them."""

import re
from dataclasses import replace
from datetime import time

from bot.mentoring.dates.reading import Clock, Context, Groups, Mark, MonthDay, Part, Piece, Rule, Zone
from bot.mentoring.dates.vocabulary import MONTHS

_HALF = r"(?: ?(?:am|pm))?"
TIME = (
    rf"(?:\d{{1,2}}[.:]\d{{2}}{_HALF}|\d{{1,2}} oclock{_HALF}|half (?:past )?\d{{1,2}}{_HALF}"
    rf"|(?:quarter|a quarter|5|10|20|25)(?: minute)? (?:past|to) \d{{1,2}}{_HALF}|(?:12 )?(?:noon|midday)"
    rf"|\d{{1,2}} (?:oh 5|0[05]|[1-5][05]){_HALF}|\d{{3,4}}(?: ?(?:am|pm)| hour)?|\d{{1,2}}{_HALF})"
)
_FORMS = (
    re.compile(r"(?P<h>\d{1,2})[.:](?P<m>\d{2}) ?(?P<half>am|pm)?"),
    re.compile(r"(?P<h>\d{1,2}) oclock ?(?P<half>am|pm)?"),
    re.compile(r"(?P<h>\d{1,2}) ?(?P<half>am|pm)?"),
    re.compile(r"(?P<h>\d{1,2}) (?P<m>0[05]|[1-5][05]) ?(?P<half>am|pm)?"),
    re.compile(r"(?P<h>\d{1,2}) oh (?P<m>5) ?(?P<half>am|pm)?"),
    re.compile(r"(?P<h>\d{1,2})(?P<m>\d{2}) ?(?P<half>am|pm)?(?: hour)?"),
)
_TO_PAST = re.compile(
    r"(?:a )?(?P<m>half|quarter|5|10|20|25)(?: minute)? ?(?P<way>past|to|) ?(?P<h>\d{1,2}) ?(?P<half>am|pm)?"
)
_MINUTES = {"half": 30, "quarter": 15}


def clock(text: str) -> Clock:
    """One clock time in canonical words; what a `bare` hour means is left to the words around it."""
    if text in ("noon", "midday", "12 noon", "12 midday"):
        return Clock(12, 0)
    found = _TO_PAST.fullmatch(text)
    if found and (found["way"] or found["m"] == "half"):
        return _spoken(found)
    form = next(filter(None, (pattern.fullmatch(text) for pattern in _FORMS)), None)
    if form is None:
        return Clock(0, 0, problem=f"I can't read “{text}” as a time.")
    parts = form.groupdict()
    return _figures(text, parts["h"], int(parts.get("m") or 0), parts["half"])


def _figures(text: str, hour_text: str, minute: int, half: str | None) -> Clock:
    hour, as_date = int(hour_text), _as_date(text)
    if hour > 23 or minute > 59:
        return Clock(hour, minute, problem=f"{text} isn't a time on the clock.", as_date=as_date)
    if text.isdigit() and len(text) < 3 and not 0 < hour < 13:
        return Clock(hour, 0, problem=f"I can't tell what {text} is. A time would be {hour}.00.")
    if half:
        return _with_half(text, hour, minute, half)
    if hour_text.startswith("0") or hour > 12:
        odd = (time(hour + 12, minute),) if 0 < hour < 7 else ()
        return Clock(hour, minute, others=odd, as_date=as_date)
    return Clock(hour, minute, bare=True, as_date=as_date)


def _as_date(text: str) -> tuple[int, int] | None:
    """The day and month that a time written with a full stop could also be."""
    found = re.fullmatch(r"(\d{1,2})\.(0[1-9]|1[0-2])", text)
    return (int(found[1]), int(found[2])) if found and 0 < int(found[1]) < 32 else None


def _with_half(text: str, hour: int, minute: int, half: str) -> Clock:
    if hour > 12 or hour == 0:
        others = (time(hour, minute),) if half == "pm" and hour else ()
        return Clock(
            hour, minute, problem=f"“{text}” isn't a time: I can't tell what was meant.", others=others
        )
    return Clock(hour % 12 + (12 if half == "pm" else 0), minute)


def _spoken(found: re.Match[str]) -> Clock:
    """ "half three", "quarter to 4", "20 past 9"; "10 to 12" in figures may also be a range."""
    hour, minute = int(found["h"]), _MINUTES.get(found["m"]) or int(found["m"])
    if not 1 <= hour <= 12:
        return Clock(hour, minute, problem=f"I can't read “{found[0]}” as a time.")
    if found["way"] == "to":
        hour, minute = (hour - 2) % 12 + 1, 60 - minute
    if found["half"]:
        return _with_half(found[0], hour, minute, found["half"])
    return Clock(hour, minute, bare=True)


def _single(groups: Groups, _: Context) -> Piece:
    return clock(groups[0])


def _to_or_range(groups: Groups, _: Context) -> Piece:
    """ "10 to 12" in figures: ten to twelve, or from ten to twelve?"""
    spoken, start, end = clock(f"{groups[0]} minute to {groups[1]}"), int(groups[0]), int(groups[1])
    if spoken.problem or start > 12 or school_hour(end) <= school_hour(start):
        return spoken
    begins = time(school_hour(start))
    if school_hour(end) - begins.hour > 2:
        return replace(spoken, others=(begins,))
    to = time(school_hour(spoken.hour), spoken.minute)
    return Clock(0, 0, problem="That could be one time, or a start and an end.", others=(to, begins))


def _range_or_date(groups: Groups, context: Context) -> Piece:
    """ "3-12" is a range of hours, unless a time stands beside it; "26-11" can only be a date."""
    day, month = int(groups[0]), int(groups[1])
    if 12 < day < 32 or "0" in (groups[0][0], groups[1][0]):
        return MonthDay(day, month)
    found = _range(groups, context)
    return replace(found, as_date=(day, month)) if isinstance(found, Clock) and 0 < day < 13 else found


def _from_to(groups: Groups, context: Context) -> Piece:
    """ "from ten to eleven": with "from" it can only be a range."""
    return _range((groups[0], groups[1]), context)


def _short_dotted(groups: Groups, _: Context) -> Piece:
    """ "12.1": a date when a time stands beside it, otherwise unclear."""
    why = f"I can't tell whether {groups[0]}.{groups[1]} is a date or a time."
    return Clock(0, 0, problem=why, as_date=(int(groups[0]), int(groups[1])))


def _range(groups: Groups, _: Context) -> Piece:
    """The start of a range; "pm" at the end goes for both ends when that keeps them in order."""
    first, last = groups
    end = clock(last)
    start = clock(first)
    if end.problem or start.problem:
        return end if end.problem else start
    if start.bare and re.search("am|pm", last):
        lent = clock(first + last[-2:])
        earlier = lent.hour * 60 + lent.minute < end.hour * 60 + end.minute
        start = lent if earlier else clock(first + "am")
    if _minutes(end) <= _minutes(start):
        return Clock(0, 0, problem="The end of that time range is before its start.")
    return Clock(start.hour, start.minute, start.bare, others=start.others, range_only=True)


def _minutes(value: Clock) -> int:
    return (school_hour(value.hour) if value.bare else value.hour) * 60 + value.minute


def school_hour(hour: int) -> int:
    """A bare hour of the working day: 8 to 12 as they stand, 1 to 7 after noon."""
    return hour + 12 if hour < 8 else hour


def _midnight(_groups: Groups, context: Context) -> Piece:
    """Due by midnight is due that day; for a meeting, midnight could be either end of the day."""
    return Part() if context.use == "due" else Clock(24, 0)


def _after(_groups: Groups, _: Context) -> Piece:
    return Part()


def _before(groups: Groups, context: Context) -> Piece:
    return clock(groups[0]) if context.use == "due" else Part()


_LUNCH = Part("lunch", 15, (time(12), time(12, 30), time(13)))
_NEAR = "(?:before |after |during |in |at )?"
_PARTS: dict[str, Part] = {
    r"(?:in the |on the |this )?(?:early |late |mid ?)?morning|am|first half of the morning": Part(
        "am", 12, strong=True
    ),
    r"(?:in the )?(?:early |late |mid ?)?afternoon|pm": Part("pm", 18, strong=True),
    r"(?:in the )?(?:early |late )?evening|(?:at )?night": Part("evening", 24, strong=True),
    r"(?:at |over |around )?lunch(?: ?time)?(?: ?break)?|middle of (?:the )?day|dinner ?time": _LUNCH,
    r"(?:just |straight |right )?after lunch": Part("lunch", 16),
    r"(?:just |right )?before lunch": Part("lunch", 13),
    r"(?:at |during )?(?:morning )?break(?: ?time)?|play ?time": Part("am", 12),
    r"(?:at )?(?:the )?end of (?:the )?school(?: day)?|home ?time|(?:at )?pick ?up|last thing": Part(
        "pm", 17
    ),
    r"(?:just |straight |right )?after ?school|twilight": Part("pm", 20),
    r"(?:just |right )?before ?school|first thing(?: in the morning)?|drop ?off|breakfast": Part("am", 10),
    r"(?:at )?(?:the )?beginning of (?:the )?(?:school )?day": Part("am", 10),
    r"(?:at |by )?(?:the )?(?:end|close) of (?:the )?(?:working )?day|end of|(?:by |at )?close": Part(
        "pm", 24
    ),
    rf"{_NEAR}(?:registration|tutor ?time|form ?time|assembly|briefing|tutor)": Part("am", 12),
    rf"{_NEAR}(?:period|lesson|p) ?\d|\d(?:th)? (?:period|lesson)|ppa(?: time)?": Part(),
    r"all day|any ?time|sometime|some time|anytime during the day": Part(),
}

_NOT_MONTH = rf"(?! (?:of )?(?:{'|'.join(MONTHS)}))"
RULES: list[Rule] = [
    (r"(\d{1,2})-(0?[1-9]|1[0-2])", _range_or_date),
    (rf"from (5|10|20|25) minute to ({TIME})", _from_to),
    (r"(5|10|20|25) to (\d{1,2})", _to_or_range),
    (rf"({TIME})", _single),
    (rf"(?:from )?({TIME}) ?(?:-|to|until) ?({TIME})", _range),
    (rf"between ({TIME}) (?:and|-|to) ({TIME})", _range),
    (rf"(?:from )?({TIME})(?: onwards?)?{_NOT_MONTH}", _single),
    (r"(\d{1,2})\.([1-9])", _short_dotted),
    (rf"(?:any ?time |sometime )?(?:after|past) ({TIME}){_NOT_MONTH}", _after),
    (rf"(?:any ?time )?(?:before|by|until|no later than) ({TIME}){_NOT_MONTH}", _before),
    (r"(?:at )?midnight", _midnight),
    (r"(gmt|bst)", lambda groups, _context: Zone("gmt" if groups[0] == "gmt" else "bst")),
    (
        r"for (?:an?|half an|an hour and a half|\d{1,3}) (?:hour|minute)",
        lambda _groups, _context: Mark("filler"),
    ),
    (r"ish|about|sharp|prompt|on the dot", lambda _groups, _context: Mark("filler")),
    *((pattern, lambda _groups, _context, part=part: part) for pattern, part in _PARTS.items()),
]
