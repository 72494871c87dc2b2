"""A second look for worries that no phrase knows: words that add up, less what belongs to ordinary school."""

from functools import cache

from knowledge.guard.model import Guarded
from knowledge.guard.phrases import Text
from knowledge.guard.rules import read_toml, word_lists

_RESULT = Guarded("safeguarding", "signs_together", False, "child_at_risk")
_LONGEST = 60
"""Words a message may have for its words to add up: in a long paste they would add up by chance."""


@cache
def _groups() -> tuple[int, tuple[tuple[int, frozenset[str]], ...]]:
    raw = read_toml("signals")
    return raw["threshold"], tuple(
        (group["weight"], frozenset(group["words"].split())) for group in raw["group"]
    )


@cache
def _somebody() -> frozenset[str]:
    lists = word_lists()
    return (
        lists["some_child"] | lists["carer"] | lists["year"] | {"her", "him", "his", "kids", "boys", "lads"}
    )


def add_up(text: Text) -> Guarded | None:
    """A safeguarding result when the words of a short `text` weigh enough together, or None."""
    if len(text.words) > _LONGEST or text.vocabulary.isdisjoint(_somebody()):
        return None
    threshold, groups = _groups()
    weight = sum(weight for weight, words in groups if not text.vocabulary.isdisjoint(words))
    return _RESULT if weight >= threshold else None
