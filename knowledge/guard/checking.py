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
_SOME_TIME = re.compile(r"some ?time (?:soon(?:ish)?|later)[ .!]*", re.IGNORECASE)
"""A whole message that puts a day off, as people answer when asked for one."""
_OF_THE_JOB = re.compile(
    r"\b(?:job|workload|paperwork|teaching|profession|career|role|resign\w*|quit\w*|notice|senco)\b",
    re.IGNORECASE,
)
_OF_LIFE = re.compile(
    r"\b(?:li[fv]e|living|alive|d[iy]e|died|dying|dead|death|kill\w*|end(?:ing)? it|everything|disappear|"
    r"harm|tablets|pills|drink\w*|not just)\b",
    re.IGNORECASE,
)


def check(text: str, today: date = RELEASED) -> Guarded | None:
    """The first rule that asks for `text` to be left alone, or None for an ordinary message.

    Life at risk and safeguarding come before personal data: a disclosure with a name in it is a disclosure.
    `today` only bounds which dates could be a pupil's date of birth. Any string is safe; the cost is linear.
    """
    if len(text) < 60 and any(one.fullmatch(" ".join(text.split())) for one in (_TIME_TO_SPARE, _SOME_TIME)):
        return None
    shown = plain(text)
    words = Text(tokens(shown))
    book = guard_rules()
    spoken, general = book.first(words), book.only_general(words)
    if spoken and spoken.kind == "safeguarding" and doubtful(words.words, general=general):
        spoken = None
    if not spoken or spoken.kind == "personal_data":
        weighed = weigh(words.words, general=general)
        spoken = spoken if weighed is None or _only_strain(shown, weighed) else weighed
    if spoken and spoken.kind != "personal_data":
        return spoken
    identifier = find_identifier(shown, today)
    if identifier and identifier.hard:
        return identifier
    return spoken or identifier or find_name(shown)


def _only_strain(text: str, weighed: Guarded) -> bool:
    """A heavy load said in so many words ("I've had enough of this job") is heard as strain, not as a crisis.

    Only what the words weighed together is put aside so; a phrase about life never is.
    """
    from knowledge.talk import classify  # it builds on this package, so it cannot be imported above

    if weighed.kind != "crisis" or not _OF_THE_JOB.search(text) or _OF_LIFE.search(text):
        return False
    said = classify(text)
    return said is not None and said.kind == "strain"
