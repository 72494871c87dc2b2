"""The rules, and the scan that takes a line apart: at each place the longest rule that fits wins."""

import re
from functools import cache

from bot.mentoring.dates import clocks, days, school, weeks
from bot.mentoring.dates.reading import Builder, Context, Groups, Mark, Piece, Rule, Word

_WORDS: dict[Word, str] = {
    "not": "not|instead of|rather than|as opposed to",
    "sorry": (
        "no|oh no|sorry|actually|wait|no wait|i mean|i meant|scratch that|correction|make it|make that"
    ),
    "or": "or|to|or maybe|or else|failing that|otherwise",
    "comma": ",|but",
    "filler": (
        "at|on|the|either|for|of|a|this|please|thanks|thank you|lets|lets do|lets say|do|say|how about"
        "|what about|maybe|ideally|if possible|possibly|probably|at a push|at the latest|latest|if need be"
        "|ok|okay|yes|can we do|can we|shall we say|shall we|could we do|could we|meet|between|the date|date"
        "|deadline|instead|will do|will be|works|uk time"
    ),
}


def _mark(word: Word) -> Rule:
    return "|".join(sorted(_WORDS[word].split("|"), key=len, reverse=True)), lambda _groups, _context: Mark(
        word
    )


RULES: list[Rule] = [*school.RULES, *days.RULES, *weeks.RULES, *clocks.RULES, *map(_mark, _WORDS)]


@cache
def _compiled() -> tuple[tuple[re.Pattern[str], Builder], ...]:
    return tuple((re.compile(rf"(?:{pattern})(?= |$)", re.ASCII), build) for pattern, build in RULES)


class NotUnderstood(ValueError):
    """A word or figure that no rule accounts for; the message is that word and what follows."""


def pieces(line: str, context: Context) -> list[Piece]:
    """Every part of a canonical line, in order. Raises NotUnderstood at the first word no rule knows."""
    found: list[Piece] = []
    place = 0
    while place < len(line):
        end, build, groups = _longest(line, place)
        if build is None:
            raise NotUnderstood(" ".join(line[place:].split()[:3]))
        built = build(groups, context)
        found.extend(built if isinstance(built, list) else [built])
        place = end + 1
    return found


def _longest(line: str, place: int) -> tuple[int, Builder | None, Groups]:
    best: tuple[int, Builder | None, Groups] = (place, None, ())
    for pattern, build in _compiled():
        match = pattern.match(line, place)
        if match and match.end() > best[0]:
            best = (match.end(), build, match.groups())
    return best
