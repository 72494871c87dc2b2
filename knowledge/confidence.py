"""How sure the search may be: a logistic over a few plain features, with constants fitted on our own questions."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.concepts import Phrases
from knowledge.ranking import Library
from knowledge.search import Found
from knowledge.words import stem

FEATURES = (
    "base",
    "top",
    "asked",
    "words",
    "known",
    "length",
    "concepts",
    "margin",
    "elsewhere",
    "school",
    "company",
)


@dataclass(frozen=True, slots=True)
class Constants:
    """Fitted by ``python -m knowledge fit``: a weight a feature, and the two thresholds."""

    weights: dict[str, float]
    close: float
    confident: float


@cache
def constants() -> Constants:
    """The fitted constants, read once."""
    raw = json.loads(files("knowledge").joinpath("confidence.json").read_text("utf-8"))
    return Constants(raw["weights"], raw["close"], raw["confident"])


@cache
def _elsewhere() -> tuple[Phrases, frozenset[str]]:
    """Phrases that point away from what the programme knows, and words of any school day."""
    raw = json.loads(files("knowledge").joinpath("elsewhere.json").read_text("utf-8"))
    away = Phrases()
    for phrases in raw["elsewhere"].values():
        for phrase in phrases.split(";"):
            away.add(phrase.strip(), "elsewhere")
    return away, frozenset(stem(word) for word in raw["school"].split())


def features(library: Library, found: Found) -> tuple[float, ...]:
    """The features of a search, in the order of FEATURES, each around 0 to 1."""
    said, hits = found.said, found.hits
    if not hits:
        return (1.0, *(0.0 for _ in FEATURES[1:]))
    weigh = library.weights
    total = sum(weigh.get(one) for one in said.stems) or 1.0
    known = sum(weigh.get(one) for one in said.stems if one in weigh.idf)
    every = [stem(word) for word in said.words]
    away, school = _elsewhere()
    strayed = sum(1 for at in range(len(every)) if away.found_at(every, at))
    others = [hit.score for hit in hits[1:6]] or [0.0]
    return (
        1.0,
        hits[0].score,
        max(hit.asked for hit in hits[:3]),
        max(hit.words for hit in hits[:3]),
        known / total,
        math.log1p(len(said.stems)) / 3,
        min(len(said.concepts), 5) / 5,
        hits[0].score - sum(others) / len(others),
        min(strayed, 3) / 3,
        min(sum(1 for one in every if one in school), 3) / 3,
        sum(others) / len(others),
    )


def confidence(values: Sequence[float], given: Constants | None = None) -> float:
    """The probability that the search has something worth showing, 0 to 1."""
    weights = (given or constants()).weights
    total = sum(weights[name] * value for name, value in zip(FEATURES, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
