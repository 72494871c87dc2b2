"""`read`: what a phrase says, what else it may say, and what is missing."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.mentoring.dates.grammar import NotUnderstood, pieces
from bot.mentoring.dates.hours import Times, times_of
from bot.mentoring.dates.instants import around_gap, instants, later
from bot.mentoring.dates.named import notable
from bot.mentoring.dates.reading import Context, Days, Instant, Moment, Needs, Piece, Reading, Use
from bot.mentoring.dates.resolve import FURTHEST, resolved_days
from bot.mentoring.dates.said import said
from bot.mentoring.dates.steer import steered
from bot.mentoring.dates.wording import LONGEST, canonical
from bot.mentoring.terms import Terms


def read(
    text: str, now: datetime, use: Use = "meeting", terms: Terms | None = None, tz: str = "Europe/London"
) -> Reading:
    """Reads a date phrase as British school staff write it; never raises for any text.

    `now` must be aware. `use` is what the date is for: a "meeting" needs a clock time, something "due" does
    not. `terms` are the school's own; without them, phrases that hang on them are asked about. Every word
    has to be known, or nothing is read. Day comes before month; bare hours are those of the school day.
    """
    if now.tzinfo is None:
        raise ValueError("now must carry its time zone")
    zone = ZoneInfo(tz)
    context = Context(now.astimezone(zone).replace(second=0, microsecond=0), use, zone, terms)
    if not text.strip() or len(text) > LONGEST:
        return Reading(None, (), "I need a date, such as “Thu 3 Dec, 3.30pm”.", "date")
    try:
        choices = steered(pieces(canonical(text), context), context)
    except NotUnderstood as unknown:
        return Reading(None, (), f"I don't understand “{unknown}” in that date.", "question")
    except OverflowError:
        return Reading(None, (), "I can't find that date in the calendar.", "question")
    if not choices:
        return Reading(None, (), "I need a date, such as “Thu 3 Dec, 3.30pm”.", "date")
    readings = [_choice(choice, context) for choice in choices]
    return _joined(readings)


def _joined(readings: list[Reading]) -> Reading:
    """The first choice leads; the others stand beside it. If any is unclear, all of it is asked about."""
    first = readings[0]
    if len(readings) == 1:
        return first
    offered = [r.reading for r in readings if r.reading is not None]
    if len(offered) < len(readings):
        unclear = next(r for r in readings if r.reading is None)
        return Reading(None, _distinct(offered), unclear.why, unclear.needs or "question")
    rest = _distinct([*offered[1:], *first.alternatives], offered[0])
    return Reading(first.reading, rest, first.why, first.needs)


def _distinct(moments: list[Moment], leaving_out: Moment | None = None) -> tuple[Moment, ...]:
    """Without repeats, in order; the two passes of a doubled hour count as different."""
    seen = {moment.isoformat(): moment for moment in moments}
    if leaving_out is not None:
        seen.pop(leaving_out.isoformat(), None)
    return tuple(seen.values())


def _choice(found: list[Piece], context: Context) -> Reading:
    elapsed = [piece for piece in found if isinstance(piece, Instant)]
    if elapsed:
        if len(found) > 1:
            return Reading(None, (), "That gives a length of time and a day. Which one?", "question")
        return _elapsed(elapsed[0].at, context)
    times = times_of(found, context)
    found = times.rest
    days = resolved_days(found, context)
    if not days.options and not days.problem:
        days = _day_left_out(times, context)
    if days.problem:
        return _unsettled(days, times, context)
    if days.options[0] < context.today:
        return Reading(
            None, (), f"{said(days.options[0], context.now)} has gone. Which day do you mean?", "question"
        )
    if days.options[0].year > context.today.year + FURTHEST:
        return Reading(None, (), "That is too far ahead for a plan. Which day do you mean?", "question")
    if times.problem:
        return _time_problem(days, times, context)
    if not times.options:
        return _only_day(days, times, context)
    return _whole(days, times, context)


def _elapsed(at: datetime, context: Context) -> Reading:
    """ "in 72 hours" across a clock change: real hours first, the same clock time beside it."""
    real = timedelta(seconds=at.timestamp() - context.now.timestamp())
    wall = context.now.replace(tzinfo=None) + real
    same = instants(wall.date(), wall.time(), context.zone) if real >= timedelta(days=1) else ()
    return Reading(at, _distinct([*same], at), f"{said(at, context.now)}.")


def _day_left_out(times: Times, context: Context) -> Days:
    """A time alone is today's if still to come; a part of the day alone says too little for a meeting."""
    today = context.today
    if times.options and not times.problem:
        if times.is_range:
            return Days((today, later(today, 1)), "Which day?", "date")
        still = [at for at in times.options[:1] if _ahead(today, at, context)]
        if still:
            return Days((today, later(today, 1)))
        return Days((later(today, 1),), "That time has gone today. Which day do you mean?", "date")
    if times.parts and context.use == "due" and not times.problem and context.now.hour < times.ends:
        return Days((today,))
    return Days((), times.problem or "Which day?", "date")


def _ahead(day: date, at: time, context: Context) -> bool:
    return any(moment.timestamp() > context.now.timestamp() for moment in instants(day, at, context.zone))


def _unsettled(days: Days, times: Times, context: Context) -> Reading:
    """No day may be assumed: each suggestion gets the time that was said, and none may lie in the past."""
    at = None if times.problem or not times.options else times.options[0]
    options: list[Moment] = []
    for day in days.options:
        options += _at(day, at, context) if at else [day] if day >= context.today else []
    return Reading(None, _distinct(options), days.problem, days.needs or "question")


def _at(day: date, at: time | None, context: Context) -> list[Moment]:
    if at is None:
        return [day]
    return [m for m in instants(day, at, context.zone) if m.timestamp() > context.now.timestamp()]


def _time_problem(days: Days, times: Times, context: Context) -> Reading:
    options = [moment for at in times.options for moment in _at(days.options[0], at, context)]
    return Reading(None, _distinct(options), times.problem, "question")


def _only_day(days: Days, times: Times, context: Context) -> Reading:
    first, *others = [day for day in days.options if day >= context.today]
    if first == context.today and context.now.hour >= times.ends:
        return Reading(None, (), "That part of today has gone. Which day do you mean?", "date")
    needs: Needs | None = days.needs or ("time" if context.use == "meeting" else None)
    suggested = [moment for at in times.suggest if needs == "time" for moment in _at(first, at, context)]
    why = _with_note(first, context) + (" What time?" if needs == "time" else "")
    return Reading(first, _distinct([*others, *suggested], first), why, needs)


def _with_note(value: Moment, context: Context) -> str:
    name = notable(value.date() if isinstance(value, datetime) else value)
    return f"{said(value, context.now)}. That is {name}." if name else f"{said(value, context.now)}."


def _whole(days: Days, times: Times, context: Context) -> Reading:
    """A day and a time: one instant, unless the clocks skip or repeat it or it has gone."""
    day, at = days.options[0], times.options[0]
    found = times.zoned(instants(day, at, context.zone))
    if not found:
        return _skipped(day, at, times, context)
    if len(found) > 1:
        why = f"The clocks go back that night, so {at:%H:%M} comes twice. Before or after the change?"
        return Reading(None, found, why, "question")
    if found[0].timestamp() <= context.now.timestamp():
        tomorrow = _at(later(day, 1), at, context) if day == context.today else []
        others = [m for other in days.options[1:] for m in _at(other, at, context)]
        return Reading(
            None, _distinct([*others, *tomorrow]), "That time has gone. When do you mean?", "question"
        )
    others = [m for other in days.options[1:] for m in _at(other, at, context)]
    others += [m for time_ in times.options[1:] for m in _at(day, time_, context)]
    return Reading(found[0], _distinct(others, found[0]), _with_note(found[0], context), None)


def _skipped(day: date, at: time, times: Times, context: Context) -> Reading:
    if instants(day, at, context.zone):
        why = "The UK isn't on that time then."
        return Reading(None, tuple(instants(day, at, context.zone)), why, "question")
    why = f"The clocks go forward that night, so there is no {at:%H:%M}."
    return Reading(None, around_gap(day, at, context.zone), why, "question")
