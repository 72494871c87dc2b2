"""The second look: what the words of a message weigh together, for worries that no phrase rule knows.

A logistic regression over word stems, neighbouring stems and the groups of `rules/concepts.toml`. The weights
in `weights.txt` come from `fitting.py`; a line reads "evidence, weight for safeguarding, weight for crisis",
in hundredths. Nothing is learnt from real messages.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise

from knowledge.guard.model import Guarded, Situation
from knowledge.guard.phrases import END
from knowledge.guard.rules import read_toml

CLASSES = ("safeguarding", "crisis")
WINDOW = 40
"""Words weighed at once: a longer text is weighed in windows that overlap by half."""
LONGEST = 160
"""Words a text may have: in a long paste some window would be heavy by chance."""
LONG = 1.5
"""How much more a part of a longer text must weigh: of several parts one is easily heavy by chance, while
real worries told at length weigh at least this."""
SUPPORT = 1.5
"""Torn between harm to a child and an adult's own despair, the latter counts this much more."""
DOUBT = 0.09
"""Below this a phrase about harm is not believed: half the false alarms, and no worry in the corpus."""
_SETTING = frozenset({"<ask>", "<send>", "<learn>", "<staff>", "<writer>"})
"""Groups beside which others mean something else: crying alone, or crying and asking for ideas."""
_OTHERS = frozenset({"<somebody>", "<child>", "<children>", "<year>", "<parent>", "<kin>", "<stranger>"})
"""Groups of words for anybody who could be a child, or be a danger to one."""
_OPENINGS = frozenset({"hi", "hello", "hey", "hiya", "sorry", "quick", END})
_ENDINGS = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "y", "e")

Weights = dict[str, tuple[float, float]]


@cache
def stem(word: str) -> str:
    """A word without its ending: "slapped", "slaps" and "slapping" are one."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


@cache
def _concepts() -> dict[str, tuple[str, ...]]:
    groups: dict[str, tuple[str, ...]] = {}
    for name, words in read_toml("concepts").items():
        for word in dict.fromkeys(words.split()):
            groups[word] = (*groups.get(word, ()), f"<{name}>")
    return groups


def features(words: Sequence[str], *, general: bool) -> list[str]:
    """The evidence in a few words: stems, pairs of stems, groups, some pairs of groups, and the shape."""
    concepts = _concepts()
    stems = ["|" if word == END else stem(word) for word in words]
    found = set(stems)
    found.update(f"{a} {b}" for a, b in pairwise(stems))
    groups = {group for word in words for group in concepts.get(word, ())}
    found |= groups
    for one in groups & _SETTING:
        found.update([one + other for other in groups if other != one])
    found.add(f"begins {stems[0]}" if stems else "empty")
    found.add(f"length {min(len(words) // 4, 6)}")
    if general:
        found.add("general")
    return sorted(found)


def windows(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """The parts of a text that are weighed one by one, after any greeting."""
    opening = 0
    while opening < len(words) - 2 and words[opening] in _OPENINGS:
        opening += 1
    words = words[opening:]
    yield words[:WINDOW]
    for start in range(WINDOW // 2, len(words) - WINDOW // 2, WINDOW // 2):
        yield words[start : start + WINDOW]


@cache
def _weights() -> Weights:
    lines = files("knowledge.guard").joinpath("weights.txt").read_text("utf-8").splitlines()
    rows = (line.rsplit("\t", 2) for line in lines if not line.startswith("#"))
    return {name: (_hundredths(first), _hundredths(second)) for name, first, second in rows}


@cache
def _hundredths(written: str) -> float:
    """A weight; there are few hundred different ones, each kept once."""
    return int(written) / 100


def known_word(word: str) -> bool:
    """Whether ordinary messages have the word: what is not known and has a capital may be a name."""
    return stem(word) in _weights() or word in _concepts()


def vocabulary() -> list[str]:
    """The stems of all words that ordinary messages have."""
    return [name for name in _weights() if name.isalpha()]


def shares(found: Sequence[str], weights: Weights) -> tuple[float, float]:
    """How likely the evidence is to be safeguarding and crisis, each 0 to 1."""
    first = second = 0.0
    for name in found:
        weight = weights.get(name)
        if weight:
            first += weight[0]
            second += weight[1]
    scale = 1 / math.sqrt(len(found))
    bias = weights["=bias"]
    heavy = [math.exp(min(30.0, bias[0] + first * scale)), math.exp(min(30.0, bias[1] + second * scale))]
    total = 1 + sum(heavy)
    return heavy[0] / total, heavy[1] / total


def doubtful(words: Sequence[str], *, general: bool) -> bool:
    """Whether a short text weighs so little that a phrase found in it about harm means something else."""
    if not words or len(words) > LONGEST:
        return False
    weights = _weights()
    return all(sum(shares(features(part, general=general), weights)) < DOUBT for part in windows(words))


def weigh(words: Sequence[str], *, general: bool) -> Guarded | None:
    """A result when the words of a short text weigh enough, or None. `general`: it asks about a subject."""
    if not words or len(words) > LONGEST:
        return None
    weights, parts = _weights(), list(windows(words))
    limit = weights["=threshold"][0] * (1 if len(parts) == 1 else LONG)
    for part in parts:
        harm, despair = shares(features(part, general=general), weights)
        if harm + despair >= limit:
            return _result(words, crisis=despair * SUPPORT > harm or _of_oneself(words))
    return None


def _of_oneself(words: Sequence[str]) -> bool:
    """Whether the writer speaks of nobody else: what hurts then is an adult's own, and asks for support."""
    groups = {group for word in words for group in _concepts().get(word, ())}
    return "<writer>" in groups and groups.isdisjoint(_OTHERS)


def _result(words: Sequence[str], *, crisis: bool) -> Guarded:
    if crisis:
        return Guarded("crisis", "weighed", False, "life_at_risk")
    groups = {group for word in words for group in _concepts().get(word, ())}
    at_school = "<staff>" in groups and groups.isdisjoint({"<parent>", "<kin>", "<household>"})
    situation: Situation = "adult_may_be_danger" if at_school else "child_at_risk"
    return Guarded("safeguarding", "weighed", False, situation)
