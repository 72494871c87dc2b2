"""What the reader hands back, and the small pieces a phrase is taken apart into."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from bot.mentoring.terms import Terms

Use = Literal["meeting", "due"]
Needs = Literal["time", "date", "terms", "question"]
Unit = Literal["day", "week", "month", "working day"]
Word = Literal["not", "sorry", "or", "following", "filler", "comma"]
Moment = date | datetime


@dataclass(frozen=True)
class Reading:
    """How a phrase was understood.

    `reading` is what to offer first: a date when no clock time was said, an aware datetime otherwise, None
    when nothing may be assumed. `alternatives` are other common readings, likeliest first. `why` is one plain
    sentence for the person. `needs` says what to ask for next, if anything.
    """

    reading: Moment | None
    alternatives: tuple[Moment, ...] = ()
    why: str = ""
    needs: Needs | None = None


@dataclass(frozen=True)
class Context:
    """What a phrase is read against: the moment in local time, its use, and the school's terms if known."""

    now: datetime
    use: Use
    zone: ZoneInfo
    terms: Terms | None = None

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def monday(self) -> date:
        return self.today - timedelta(days=self.today.weekday())


@dataclass(frozen=True)
class Days:
    """Days a phrase may mean, likeliest first; with a `problem` they are only suggestions."""

    options: tuple[date, ...]
    problem: str = ""
    needs: Needs | None = None
    loose: bool = False  # "in two weeks": a weekday beside it picks a day of that week


@dataclass(frozen=True)
class MonthDay:
    day: int
    month: int
    year: int | None = None


@dataclass(frozen=True)
class DayNumber:
    day: int


@dataclass(frozen=True)
class Weekday:
    index: int
    how: Literal["", "this", "next", "after next"] = ""


@dataclass(frozen=True)
class Week:
    """A whole week, by its Monday; `commencing` when the Monday itself was named."""

    monday: date
    commencing: bool = False


@dataclass(frozen=True)
class Shift:
    """So many days, weeks or months before (negative) or after the day that follows."""

    count: int
    unit: Unit


@dataclass(frozen=True)
class Relation:
    """ "before" or "after" the day that follows; "commencing" or "ending" the week it names."""

    word: Literal["before", "after", "commencing", "ending"]


@dataclass(frozen=True)
class Clock:
    """A clock time as typed; `bare` when morning or afternoon was left open."""

    hour: int
    minute: int
    bare: bool = False
    problem: str = ""
    others: tuple[time, ...] = ()
    as_date: tuple[int, int] | None = None  # "3.12" may be the 3rd of December
    range_only: bool = False


@dataclass(frozen=True)
class Part:
    """A part of the day without a clock time. `half` helps to read a bare hour; `ends` is when it is over."""

    half: Literal["am", "pm", "evening", "lunch", ""] = ""
    ends: int = 24
    suggest: tuple[time, ...] = ()
    strong: bool = False


@dataclass(frozen=True)
class Instant:
    at: datetime


@dataclass(frozen=True)
class Zone:
    name: Literal["gmt", "bst"]


@dataclass(frozen=True)
class Mark:
    """A word that steers the rest: not, sorry, or, to, next (after a refusal), and words that add nothing."""

    word: Word


@dataclass(frozen=True)
class Refused:
    """Understood, and not something a single date can be made of."""

    why: str
    needs: Needs = "date"
    options: tuple[date, ...] = ()


DayPiece = Days | MonthDay | DayNumber | Weekday | Week
Piece = DayPiece | Shift | Relation | Clock | Part | Instant | Zone | Mark | Refused
Groups = tuple[str, ...]
Builder = Callable[[Groups, Context], Piece | list[Piece]]
Rule = tuple[str, Builder]
