"""How sure the search may be: a logistic over plain features, with constants fitted on our own questions."""

import json
import math
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.concepts import Phrases, phrases
from knowledge.query import Said
from knowledge.ranking import Library
from knowledge.search import Found
from knowledge.words import stem

FEATURES = (
    "base",  # always one
    "top",  # score of the first hit
    "asked",  # nearest lay question
    "words",  # share of the question that the best section says itself
    "known",  # share of the question's weight in known words
    "familiar",  # how common its words are in lay questions, on average
    "strangest",  # and the least common of them
    "length",
    "short",  # one over the number of words that say something
    "somebody",  # a child or a class is spoken of
    "telling",  # concepts of special needs named
    "concepts",  # all concepts named
    "margin",  # how far the first hit is ahead
    "company",  # how well the next ones do
    "elsewhere",  # phrases that point away
    "school",  # words of any school day
)


FAR = 0.05
"""Below this sureness a word of any school day does not make other business ours ("parking at school")."""


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


@dataclass(frozen=True, slots=True)
class _Signs:
    away: Phrases
    school: frozenset[str]
    somebody: frozenset[str]


@cache
def _signs() -> _Signs:
    """Phrases that point away from what the programme knows, words of a school day, words for a child."""
    raw = tomllib.loads(files("knowledge").joinpath("elsewhere.toml").read_text("utf-8"))
    away = Phrases()
    for theme in raw["away"].values():
        for phrase in theme.replace("\n", " ").split(";"):
            away.add(phrase.strip(), "away")
    return _Signs(
        away, frozenset(stem(word) for word in raw["school"].split()), frozenset(raw["somebody"].split())
    )


def features(library: Library, found: Found) -> tuple[float, ...]:
    """The features of a search, in the order of FEATURES, each around 0 to 1."""
    said, hits = found.said, found.hits
    if not hits:
        return (1.0, *(0.0 for _ in FEATURES[1:]))
    others = [hit.score for hit in hits[1:6]] or [0.0]
    average = sum(others) / len(others)
    return (
        1.0,
        hits[0].score / 3,
        max(hit.asked for hit in hits[:3]),
        max(hit.words for hit in hits[:3]),
        *_words(library, said),
        min(len(said.stems), 15) / 15,
        1 / max(len(said.stems), 1),
        float(not _signs().somebody.isdisjoint(said.words)),
        min(sum(1 for one in said.concepts if one in phrases().telling), 4) / 4,
        min(len(said.concepts), 6) / 6,
        (hits[0].score - average) / 3,
        average / 3,
        *_places(said),
    )


def _words(library: Library, said: Said) -> tuple[float, float, float]:
    """Share known by weight; how common the words are in lay questions, on average and the least."""
    weigh, asked = library.weights, library.asked.index
    total = sum(weigh.get(one) for one in said.stems)
    known = sum(weigh.get(one) for one in said.stems if one in weigh.idf and one not in said.mended)
    common = [math.log1p(asked.count(one)) / 6 for one in said.stems]
    if not common:
        return 0.0, 0.0, 0.0
    return known / total, sum(common) / len(common), min(common)


def _places(said: Said) -> tuple[float, float]:
    """Phrases that point away, and words of any school day; up to three each."""
    every = [stem(word) for word in said.words]
    signs = _signs()
    strayed = len({at for at, _ in signs.away.places(every)})
    return min(strayed, 3) / 3, min(sum(1 for one in every if one in signs.school), 3) / 3


def strays(values: Sequence[float]) -> bool:
    """Whether the features of a search speak of other business, and of no child, school day or need."""
    known = dict(zip(FEATURES, values, strict=True))
    ours = known["somebody"] or known["telling"]
    return known["elsewhere"] > 0 and not ours and (not known["school"] or confidence(values) < FAR)


def confidence(values: Sequence[float], given: Constants | None = None) -> float:
    """The probability that the search has something worth showing, 0 to 1."""
    weights = (given or constants()).weights
    total = sum(weights[name] * value for name, value in zip(FEATURES, values, strict=True))
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))
