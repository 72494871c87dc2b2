"""The one door: phrases about life and harm, then what the words weigh, then what may tell who a pupil is."""

import re
from datetime import date

from knowledge.guard.identifiers import find_identifier
from knowledge.guard.model import Guarded
from knowledge.guard.names import find_name
from knowledge.guard.phrases import Text, plain, tokens
from knowledge.guard.rules import guard_rules
from knowledge.guard.weighing import doubtful, weigh

RELEASED = date(2026, 11, 25)
_TIME_TO_SPARE = re.compile(
    r"(?:(?:i|we)(?:['’ ]?ve| have)?|have)? ?(?:got |only |just |about )*"
    r"(?:\d{1,3}|an?|half an|five|ten|fifteen|twenty|thirty|forty) ?(?:m|mins?|minutes?|h|hrs?|hours?)"
    r"(?: and a half| free| to spare)?[ .!]*",
    re.IGNORECASE,
)
"""A whole message that only says how long somebody has got; nothing else may stand in it."""


def check(text: str, today: date = RELEASED) -> Guarded | None:
    """The first rule that asks for `text` to be left alone, or None for an ordinary message.

    Life at risk and safeguarding come before personal data: a disclosure with a name in it is a disclosure.
    `today` only bounds which dates could be a pupil's date of birth. Any string is safe; the cost is linear.
    """
    if len(text) < 60 and _TIME_TO_SPARE.fullmatch(" ".join(text.split())):
        return None
    shown = plain(text)
    words = Text(tokens(shown))
    book = guard_rules()
    spoken, general = book.first(words), book.only_general(words)
    if spoken and spoken.kind == "safeguarding" and doubtful(words.words, general=general):
        spoken = None
    if not spoken or spoken.kind == "personal_data":
        spoken = weigh(words.words, general=general) or spoken
    if spoken and spoken.kind != "personal_data":
        return spoken
    identifier = find_identifier(shown, today)
    if identifier and identifier.hard:
        return identifier
    return spoken or identifier or find_name(shown)
