"""A school's dates as presets to start from, and as lines somebody typed."""

import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise

from bot.mentoring.dates.vocabulary import MONTHS, mended
from bot.mentoring.terms import Kind, Period, Terms

CONFIRM = "confirm with your school"


@dataclass(frozen=True)
class Preset:
    """A council's or area's pattern. `label` names it for a button; `about` says what to look out for."""

    id: str
    label: str
    about: str
    terms: Terms


@cache
def presets() -> tuple[Preset, ...]:
    """The patterns we have dates for, each unconfirmed and labelled so."""
    data = json.loads(files("bot.mentoring").joinpath("term_presets.json").read_text("utf-8"))
    return tuple(_preset(entry, data["school_year"]) for entry in data["presets"])


def _preset(entry: dict[str, object], year: str) -> Preset:
    rows = entry["periods"]
    assert isinstance(rows, list)  # noqa: S101 - our own file
    periods = tuple(Period(n, kind, date.fromisoformat(a), date.fromisoformat(b)) for n, kind, a, b in rows)
    source = f"{entry['source']} ({CONFIRM})"
    label = f"{entry['area']}, {year} ({CONFIRM})"
    return Preset(str(entry["id"]), label, str(entry["about"]), Terms(periods, source))


@dataclass(frozen=True)
class Typed:
    """What was read from typed lines; a line that could not be read is kept in `problems`, with why."""

    periods: tuple[Period, ...]
    problems: tuple[tuple[str, str], ...] = ()


_DAYS = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?"
_DATE = (
    rf"{_DAYS}(?:(\d{{1,2}})(?:st|nd|rd|th)?(?: of)? ([a-z]{{3,}})\.?(?:,? (\d{{4}}))?"
    r"|(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4}))?)"
)
_LINE = re.compile(rf"(?P<name>.*?)[ :,–-]*{_DATE}(?: *(?:-|–|—|to|until) *{_DATE})?[. ]*", re.IGNORECASE)
_KINDS: tuple[tuple[str, Kind], ...] = (
    (r"inset|training|twilight|staff day", "training"),
    (r"closed|closure|polling|strike", "closed"),
    (r"half[ -]?term|\bht ?(?:break|holiday)|mid[ -]?term break", "half_term"),
    (r"holiday|break|hols|bank hol", "holiday"),
    (r"autumn|spring|summer|term|\bht ?\d", "term"),
)


def read_lines(text: str, school_year: int) -> Typed:
    """Periods from lines such as "Autumn 1: 2 Sept - 16 Oct" or "INSET 4 Jan".

    `school_year` is the calendar year its September lies in; dates without a year are placed in that school
    year (August to July). Empty lines are passed over.
    """
    periods: list[Period] = []
    problems: list[tuple[str, str]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        try:
            periods.append(_period(line, school_year))
        except ValueError as error:
            problems.append((line, str(error)))
    problems += [(f"{a.name} and {b.name}", "these overlap") for a, b in _overlapping(periods)]
    return Typed(tuple(sorted(periods, key=lambda period: (period.start, period.end))), tuple(problems))


def _period(line: str, school_year: int) -> Period:
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError("I can't see a date here, such as “Autumn 1: 2 Sept - 16 Oct”")
    groups = found.groups()[1:]
    name = found["name"].strip(" :,-–")
    if not name:
        raise ValueError("what is this called? Put a name first, such as “Autumn 1” or “INSET”")
    start = _date(groups[:6], school_year)
    end = _date(groups[6:], school_year) if any(groups[6:]) else start
    kind = next((kind for pattern, kind in _KINDS if re.search(pattern, name, re.IGNORECASE)), None)
    if kind is None:
        raise ValueError(
            "is this a term, a holiday, a half term, an INSET day or a closed day? Put that word in"
        )
    if end < start:
        raise ValueError("the end is before the start")
    if kind == "term" and end - start < timedelta(days=5):
        raise ValueError("a term needs a first and a last day")
    return Period(name, kind, start, end)


def _date(groups: tuple[str | None, ...], school_year: int) -> date:
    day = int(groups[0] or groups[3] or 0)
    month = _month(groups[1]) if groups[1] else int(groups[4] or 0)
    said = groups[2] or groups[5]
    year = int(said) % 100 + 2000 if said else school_year + (month < 8)
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {day}/{month} in {year}") from None


def _month(word: str) -> int:
    name = mended(word.lower())
    if name not in MONTHS:
        raise ValueError(f"I don't know the month “{word}”")
    return MONTHS.index(name) + 1


def _overlapping(periods: list[Period]) -> list[tuple[Period, Period]]:
    """Two terms that share days: one of the dates must be a slip."""
    found = sorted((period for period in periods if period.kind == "term"), key=lambda period: period.start)
    return [(a, b) for a, b in pairwise(found) if b.start <= a.end]
