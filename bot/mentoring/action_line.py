"""An action in one line: "review passports @jo by friday #2" → text, owner, due date, finding.

Nothing is guessed: an owner who fits two people, or a date that fits two days, is asked about.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.mentoring.dates import read
from bot.mentoring.terms import Terms
from bot.storage.people import Person

_DUE = re.compile(
    r"(?:^|[\s,;])(?:by|due|before|until|deadline)[: ]\s*(?P<when>[^#@]+?)\s*(?=$|[#@])", re.IGNORECASE
)
_OWNER = re.compile(r"@(?P<name>[\w.'-]+)")
_FINDING = re.compile(r"#(?P<number>\d{1,2})\b")
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Line:
    """What was understood. ``owners`` has one person when it is clear, several when it has to be asked.

    ``due_unclear`` is what was said about the date when it could not be read; ``due_choices`` other days
    it may mean.
    """

    text: str
    owners: tuple[Person, ...] = ()
    due: date | None = None
    due_choices: tuple[date, ...] = ()
    due_unclear: str | None = None
    finding: int | None = None


def parse(
    words: str, team: Sequence[Person], speaker: Person, now: datetime, terms: Terms | None, zone: str
) -> Line:
    """Take a line apart. Pure; ``team`` are the people who may own an action here."""
    finding = _FINDING.search(words)
    rest = _FINDING.sub(" ", words)
    due, choices, unclear, rest = _due(rest, now, terms, zone)
    owners, rest = _owners(rest, team, speaker)
    return Line(
        " ".join(rest.split()).strip(" ,;:-")[:LONGEST],
        owners,
        due,
        choices,
        unclear,
        int(finding["number"]) if finding else None,
    )


def read_due(
    words: str, now: datetime, terms: Terms | None, zone: str
) -> tuple[date | None, tuple[date, ...], str]:
    """A due day in words: the reading, other common ones, and why."""
    found = read(words, now, "due", terms, zone)
    days = [_day(one, zone) for one in (found.reading, *found.alternatives) if one is not None]
    first = days[0] if found.reading is not None else None
    others = tuple(dict.fromkeys(day for day in days if day != first))
    return first, others, found.why


def _due(
    words: str, now: datetime, terms: Terms | None, zone: str
) -> tuple[date | None, tuple[date, ...], str | None, str]:
    """The last "by …" that reads as a date; one that does not is kept to be asked about."""
    for match in reversed(list(_DUE.finditer(words))):
        first, others, _ = read_due(match["when"], now, terms, zone)
        rest = words[: match.start()] + " " + words[match.end() :]
        if first is not None or others:
            return first, others, None, rest
    first_match = _DUE.search(words)
    if first_match is not None and len(first_match["when"].split()) <= 4:
        rest = words[: first_match.start()] + " " + words[first_match.end() :]
        return None, (), first_match["when"].strip(), rest
    return None, (), None, words


def _owners(words: str, team: Sequence[Person], speaker: Person) -> tuple[tuple[Person, ...], str]:
    match = _OWNER.search(words)
    if match is None:
        return (), words
    rest = words[: match.start()] + " " + words[match.end() :]
    name = match["name"].lower()
    if name == "me":
        return (speaker,), rest
    exact = [one for one in team if (one.username or "").lower() == name]
    if exact:
        return tuple(exact), rest
    called = tuple(one for one in team if name in one.name.lower().split())
    return (called, rest) if called else ((), words)


def _day(moment: date | datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
