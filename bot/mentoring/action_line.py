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

_KEY = re.compile(
    r"(?:^|(?<=[\s,;]))(?P<key>by|due|before|until|deadline|within|in|on)(?::\s*|\s+)", re.IGNORECASE
)
_WEAK = ("in", "within", "on")
"""They begin a day only where what follows is one: "in a fortnight", but not "in art lessons"."""
_TIMELY = re.compile(
    r"\d|\b(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|yesterday|today"
    r"|tomorrow|week|fortnight|month|term|christmas|easter|summer|end of)",
    re.IGNORECASE,
)
_OWNER = re.compile(r"(?<!\w)@(?P<name>[\w.'-]+)")
_SPEAKER = re.compile(r"^(?:i'll|i’ll|ill|i will|i am going to|i'm going to|me to|me:)\s+", re.IGNORECASE)
_LEADING = re.compile(r"^(?P<name>[\w'’.-]+(?: [\w'’.-]+)?)(?::| to| will)\s+(?=\S)", re.IGNORECASE)
_TRAILING = re.compile(r"(?:,|;| [-–—])\s*(?P<name>[\w'’.-]+(?: [\w'’.-]+)?)[\s,;.]*$", re.IGNORECASE)
_ME = re.compile(r"(?P<before>\S+)[\s,]+me[\s.]*$", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"to|for|with|from|by|about|at|of|on|and|or|ask|asks|tell|tells|show|give|send|ring|call|email|help|let"
    r"|remind|text|message|phone|meet|see|update|join|copy",
    re.IGNORECASE,
)
"""Before a last "me" these make it whom something is done to, not who does it."""
_FINDING = re.compile(r"(?<!\w)#(?P<number>\d{1,2})\b")
_LONGEST_DAY = 6  # words
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
    """The last "by …" that reads as a day. One that only looks like a day is kept to be asked about; any
    other stays in the text ("stand by the gate")."""
    unclear = None
    for match in reversed(list(_KEY.finditer(words))):
        tail = re.split("[#@]", words[match.end() :], maxsplit=1)[0]
        weak = match["key"].lower() in _WEAK
        for said in _said(tail, beginning=match.start() == 0):
            first, others, _ = read_due(
                f"in {said}" if weak and match["key"] != "on" else said, now, terms, zone
            )
            if first is not None or others:
                return first, others, None, _without(words, match, said)
        line = tail.strip(" ,;.-")
        if not weak and unclear is None and len(line.split()) <= 4 and _TIMELY.search(line):
            unclear = (line, _without(words, match, tail))
    return (None, (), None, words) if unclear is None else (None, (), *unclear)


def _said(tail: str, *, beginning: bool) -> list[str]:
    """What may be the day: all that follows; at the beginning of a line also its first words."""
    found = [tail]
    if beginning:
        ends = [match.end() for match in re.finditer(r"\S+", tail)]
        found += [tail[:end] for end in reversed(ends[:_LONGEST_DAY])]
    return [one for one in found if one.strip(" ,;.-")]


def _without(words: str, match: re.Match[str], said: str) -> str:
    return words[: match.start()] + " " + words[match.end() + len(said) :]


def _owners(words: str, team: Sequence[Person], speaker: Person) -> tuple[tuple[Person, ...], str]:
    """Everybody named with @ who is in the team; other @words stay in the text. Else as plainly said."""
    found: dict[int | None, Person] = {}
    rest = words
    for match in _OWNER.finditer(words):
        people = called(match["name"].lower().rstrip(".'-"), team, speaker)
        found |= {one.id: one for one in people}
        if people:
            rest = rest.replace(match[0], " ", 1)
    return (tuple(found.values()), rest) if found else _plainly(rest.strip(), team, speaker)


def _plainly(words: str, team: Sequence[Person], speaker: Person) -> tuple[tuple[Person, ...], str]:
    """An owner said without @: "Jo to …", "…, Jo", "I'll …", "… me". A name elsewhere owns nothing."""
    if said := _SPEAKER.match(words):
        return (speaker,), words[said.end() :]
    last = _ME.search(words)
    if last and not _OF_OTHERS.fullmatch(last["before"].strip(",")):
        return (speaker,), words[: last.end("before")]
    for place in (_LEADING.match(words), _TRAILING.search(words)):
        people = called(place["name"].lower(), team, speaker) if place else ()
        if place and people:
            return tuple(people), (words[: place.start()] + " " + words[place.end() :])
    return (), words


def called(name: str, team: Sequence[Person], speaker: Person) -> Sequence[Person]:
    """The people of ``team`` whom a name in small letters means; "me" is the speaker."""
    if name in ("i", "me", "myself"):
        return (speaker,)
    exact = [one for one in team if (one.username or "").lower() == name]
    whole = [one for one in team if one.name.lower() == name]
    return exact or whole or [one for one in team if name in one.name.lower().split()]


def _day(moment: date | datetime, zone: str) -> date:
    return moment.astimezone(ZoneInfo(zone)).date() if isinstance(moment, datetime) else moment
