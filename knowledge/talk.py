"""What somebody does when not asking about guidance: greeting, arranging, chatting, or being worn out."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from knowledge.guard.phrases import END, Text, plain, tokens, word_list
from knowledge.guard.rulebook import Rulebook
from knowledge.guard.rules import word_lists

Kind = Literal["greeting", "thanks", "small_talk", "logistics", "outside", "strain"]
Topic = Literal["next_meeting", "cannot_make", "agreed", "actions", "mentor", "running_late"]

LONGEST = 1_000
"""Characters looked at: longer messages are questions, and search cuts them at the same place."""


@dataclass(frozen=True, slots=True)
class Talk:
    """What the message is. `topic` says which card fits a piece of logistics; None when none does."""

    kind: Kind
    topic: Topic | None = None


def classify(text: str) -> Talk | None:
    """The kind of talk in `text`, or None when it may be a question and search should decide.

    A mixed message ("hi, thanks! what does an annual review need?") is None. `strain` is heard, and search
    runs too.
    """
    if not text.strip():
        return None
    words = tokens(plain(text[:LONGEST]))
    said = [word for word in words if word != END]
    return _whole_message(said) or _rules().first(Text(words))


def _whole_message(said: list[str]) -> Talk | None:
    """Talk that must be the whole message: every word is a courtesy or a filler, or there is none."""
    if not said:
        return Talk("small_talk")
    lists, spoken = _lists(), set(said)
    polite = lists["greet"] | lists["thank"] | lists["bye"] | lists["small"] | lists["fill"]
    if not spoken <= polite:
        return None
    if spoken & _THANKING or (spoken <= lists["thank"] | lists["fill"] and spoken & lists["thank"]):
        return Talk("thanks")
    if spoken & lists["greet"]:
        return Talk("greeting")
    return Talk("small_talk")


_THANKING = frozenset({"thanks", "thank", "thankyou", "thx", "cheers", "ty", "tysm", "ta"})


@cache
def _lists() -> dict[str, frozenset[str]]:
    lists = dict(word_lists())
    for name, written in _data()["lists"].items():
        lists[name] = word_list("/".join(written.split()), lists)
    return lists


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("knowledge").joinpath("talk.toml").read_text("utf-8"))


@cache
def _rules() -> Rulebook[Talk]:
    book: Rulebook[Talk] = Rulebook(_lists())
    for written in _data()["rule"]:
        book.add(Talk(written["kind"], written.get("topic")), written)
    return book
