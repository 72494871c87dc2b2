"""The clock times of one choice: bare hours read by the part of the day, and what contradicts it refused."""

from dataclasses import dataclass, field
from datetime import datetime, time

from bot.mentoring.dates.reading import (
    Clock,
    Context,
    DayNumber,
    Days,
    MonthDay,
    Part,
    Piece,
    Week,
    Weekday,
    Zone,
)


@dataclass(frozen=True)
class Times:
    """Times that may be meant, likeliest first; with a `problem` they are only suggestions."""

    options: tuple[time, ...] = ()
    problem: str = ""
    parts: bool = False
    ends: int = 24
    suggest: tuple[time, ...] = ()
    is_range: bool = False
    zone: str = ""
    rest: list[Piece] = field(default_factory=list)

    def zoned(self, found: tuple[datetime, ...]) -> tuple[datetime, ...]:
        """Only the instants on GMT, or on BST, when one of them was named."""
        wanted = {"gmt": "GMT", "bst": "BST"}.get(self.zone)
        return tuple(moment for moment in found if wanted in (None, moment.tzname()))


_DATES = (Days, MonthDay, DayNumber, Week)


def times_of(found: list[Piece], context: Context) -> Times:
    """The times among the pieces, and in `rest` the pieces that are about days."""
    clocks = [piece for piece in found if isinstance(piece, Clock)]
    parts = [piece for piece in found if isinstance(piece, Part)]
    rest: list[Piece] = [piece for piece in found if not isinstance(piece, Clock | Part | Zone)]
    clocks, rest = _dotted_date(clocks, rest)
    ends = min((part.ends for part in parts), default=24)
    suggest = tuple(at for part in parts for at in part.suggest)
    zone = next((piece.name for piece in found if isinstance(piece, Zone)), "")
    options, problem = _read_clocks(clocks, parts, rest, context)
    return Times(options, problem, bool(parts), ends, suggest, any(c.range_only for c in clocks), zone, rest)


def _dotted_date(clocks: list[Clock], rest: list[Piece]) -> tuple[list[Clock], list[Piece]]:
    """ "3.12 at 2pm": with another time beside it and no other day, 3.12 is the 3rd of December."""
    dotted = [clock for clock in clocks if clock.as_date]
    if len(clocks) != 2 or len(dotted) != 1 or any(isinstance(piece, _DATES) for piece in rest):
        return clocks, rest
    day, month = dotted[0].as_date or (0, 0)
    return [clock for clock in clocks if clock is not dotted[0]], [MonthDay(day, month), *rest]


def _read_clocks(
    clocks: list[Clock], parts: list[Part], rest: list[Piece], context: Context
) -> tuple[tuple[time, ...], str]:
    if not clocks:
        return (), ""
    if len(clocks) > 1:
        return (), "That names more than one time. Which one?"
    clock = clocks[0]
    if clock.problem:
        return clock.others, clock.problem
    if clock.hour == 24:
        return (), "Midnight could be the start or the end of that day. Could you give the time another way?"
    alone = not any(isinstance(piece, _DATES) for piece in rest)
    due = context.use == "due" and not any(isinstance(piece, Weekday) for piece in rest)
    if clock.as_date and alone and (clock.minute % 5 or due):
        return (), "That could be a time or a date. Which one?"
    return _read_clock(clock, parts)


def _read_clock(clock: Clock, parts: list[Part]) -> tuple[tuple[time, ...], str]:
    half = next((part.half for part in sorted(parts, key=lambda part: not part.strong) if part.half), "")
    strong = any(part.strong for part in parts)
    if not clock.bare:
        at = time(clock.hour, clock.minute)
        if strong and not _fits(at, half):
            return (at,), "That time and that part of the day don't go together. Which one?"
        return (at, *clock.others), ""
    hour = _hour(clock.hour % 12, half)
    if hour is None:
        both = (time(clock.hour % 12, clock.minute), time(clock.hour % 12 + 12, clock.minute))
        return both, "Morning or evening?"
    if half == "" and (hour, clock.minute) > (18, 0):
        return (time(hour - 12, clock.minute), time(hour, clock.minute)), "Morning or evening?"
    return (time(hour, clock.minute), *clock.others), ""


def _hour(hour: int, half: str) -> int | None:
    """A bare hour (0 for 12) on the 24-hour clock; None when the part of the day doesn't settle it."""
    if half == "am":
        return hour or None
    if half == "pm":
        return hour + 12
    if half == "evening":
        return hour + 12 if hour >= 5 else None
    if half == "lunch":
        return hour if hour >= 10 else hour + 12
    return hour if hour >= 8 else hour + 12


def _fits(at: time, half: str) -> bool:
    if half == "am":
        return at.hour < 12
    if half == "pm":
        return 12 <= at.hour < 19
    return half != "evening" or at.hour >= 16
