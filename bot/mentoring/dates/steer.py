"""Corrections and choices: "not this thursday, next", "tues, no, weds", "fri or mon"."""

from dataclasses import replace
from datetime import date, timedelta

from bot.mentoring.dates.reading import (
    Clock,
    Context,
    DayNumber,
    Days,
    Instant,
    Mark,
    MonthDay,
    Piece,
    Refused,
    Relation,
    Shift,
    Week,
    Weekday,
)
from bot.mentoring.dates.resolve import resolved_days

DAYLIKE = (Days, MonthDay, DayNumber, Weekday, Week, Shift, Relation, Refused)
TIMELIKE = (Clock, Instant)


def _kind(piece: Piece) -> str:
    return "day" if isinstance(piece, DAYLIKE) else "time" if isinstance(piece, TIMELIKE) else ""


def steered(found: list[Piece], context: Context) -> list[list[Piece]]:
    """The choices a line offers, likeliest first, with what was taken back left out."""
    said = _listed(_without_corrected(_without_refused(found, context)))
    sides: list[list[Piece]] = [[]]
    for piece in said:
        if piece == Mark("or"):
            sides.append([])
        elif not isinstance(piece, Mark) or piece.word == "following":
            sides[-1].append(piece)
    return _shared([side for side in sides if side])


def _listed(found: list[Piece]) -> list[Piece]:
    """ "mon, tues or weds": where there is an "or", a comma between weekdays is one too."""
    if Mark("or") not in found:
        return found
    around = zip([None, *found[:-1]], found, [*found[1:], None], strict=True)
    return [
        Mark("or") if piece == Mark("comma") and isinstance(a, Weekday) and isinstance(b, Weekday) else piece
        for a, piece, b in around
    ]


def _with_month(side: list[Piece], whole: list[Piece]) -> list[Piece]:
    """ "1st or 2nd march": the month goes for both."""
    month = next((piece for piece in whole if isinstance(piece, MonthDay)), None)
    if month is None or any(isinstance(piece, MonthDay) for piece in side):
        return side
    return [replace(month, day=piece.day) if isinstance(piece, DayNumber) else piece for piece in side]


def _shared(sides: list[list[Piece]]) -> list[list[Piece]]:
    """ "thurs or fri at 3", "3 or 4 on thursday": what one side leaves out it takes from the other."""
    sides = [_lent_week(side, sides[place + 1 :]) for place, side in enumerate(_numbers_placed(sides))]
    sides = [_same_next(side, sides[:place]) for place, side in enumerate(sides)]
    whole = [piece for side in sides for piece in side]
    out = []
    for side in (_with_month(side, whole) for side in sides):
        kinds = {_kind(piece) for piece in side}
        lent = [piece for piece in whole if _kind(piece) and _kind(piece) not in kinds]
        firsts = [piece for piece in lent if _kind(piece) == _kind(lent[0])] if lent else []
        out.append(side + firsts[: len(firsts) if len(sides) == 2 else 1])
    return out


def _numbers_placed(sides: list[list[Piece]]) -> list[list[Piece]]:
    """A bare number beside an "or" is an hour only next to another time: "3 or 10 dec", "2 or 3 weeks"."""
    out = []
    for place, side in enumerate(sides):
        number = side[0]
        before = sides[place - 1][-1] if place else None
        after = sides[place + 1][0] if place + 1 < len(sides) else None
        plain = len(side) == 1 and isinstance(number, Clock) and number.bare and not number.minute
        if not plain or len(sides) == 1 or isinstance(before, Clock) or isinstance(after, Clock):
            out.append(side)
        elif isinstance(number, Clock) and isinstance(after, MonthDay):
            out.append([replace(after, day=number.hour)])
        else:
            out.append([Refused("I can't tell what the number stands for.", "question")])
    return out


def _lent_week(side: list[Piece], following: list[list[Piece]]) -> list[Piece]:
    """ "tues or weds next week": the week goes for both."""
    days = [piece for piece in side if _kind(piece) == "day"]
    if not following or len(days) != 1 or not isinstance(days[0], Weekday) or days[0].how:
        return side
    later: list[Piece] = [
        piece for piece in following[0] if _kind(piece) == "day" and not isinstance(piece, Weekday)
    ]
    named = later and isinstance(later[0], Week | Relation) and isinstance(following[0][0], Weekday)
    return side + later if named else side


def _same_next(side: list[Piece], before: list[list[Piece]]) -> list[Piece]:
    """ "next tues or thurs": both are in next week."""
    spoken = [piece for piece in before[-1] if isinstance(piece, Weekday)] if before else []
    if not spoken or spoken[0].how != "next":
        return side
    return [
        replace(piece, how="next") if isinstance(piece, Weekday) and not piece.how else piece
        for piece in side
    ]


def _without_refused(found: list[Piece], context: Context) -> list[Piece]:
    """Drops what follows "not"; "next" and "the day after" then count from the day refused."""
    out: list[Piece] = []
    refused: tuple[date, ...] = ()
    place = 0
    while place < len(found):
        piece = found[place]
        if piece == Mark("not"):
            run = _run(found[place + 1 :])
            refused = refused or resolved_days([p for p in run if _kind(p) == "day"], context).options
            place += len(run)
        elif piece == Mark("following") and refused:
            out.append(Days(tuple(day + timedelta(weeks=1) for day in refused)))
        elif (
            piece == Shift(1, "day")
            and refused
            and not any(isinstance(p, DAYLIKE) for p in found[place + 1 :])
        ):
            out.append(Days(tuple(day + timedelta(days=1) for day in refused)))
        else:
            out.append(piece)
        place += 1
    return out


def _run(rest: list[Piece]) -> list[Piece]:
    """The day or the time right after "not": pieces of one kind, none of them twice, up to a comma."""
    run: list[Piece] = []
    for piece in rest:
        kinds = {_kind(p) for p in run} - {""}
        filler = piece == Mark("filler")
        if not filler and (not _kind(piece) or any(type(p) is type(piece) for p in run)):
            return run or ([piece] if piece == Mark("following") else run)
        if kinds and _kind(piece) not in (*kinds, ""):
            return run
        run.append(piece)
    return run


def _without_corrected(found: list[Piece]) -> list[Piece]:
    """After "no" or "sorry" the later day replaces the earlier one, and the later time the earlier time."""
    if Mark("sorry") not in found:
        return found
    last = len(found) - 1 - found[::-1].index(Mark("sorry"))
    before, after = found[:last], found[last + 1 :]
    replaced = {_kind(piece) for piece in after} - {""}
    if not replaced and last:
        return [Refused("I'm not sure which day you mean.", "question")]
    kept = [piece for piece in before if piece != Mark("sorry") and _kind(piece) not in replaced]
    return kept + after
