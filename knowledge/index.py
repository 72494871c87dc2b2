"""An inverted index over short texts: which texts share the rare words of a question, and how much of them."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from heapq import nlargest

Bag = Mapping[str, float]

COMMON = 3_000
"""Postings longer than this only add to texts that rarer words already found: cost grows slower than texts."""


@dataclass(slots=True)
class Weights:
    """How rare each term is among all texts."""

    idf: dict[str, float] = field(default_factory=dict)
    unseen: float = 1.0

    @classmethod
    def of(cls, bags: Iterable[Bag]) -> "Weights":
        """Inverse document frequency over these bags, always above zero."""
        counts: Counter[str] = Counter()
        total = 0
        for bag in bags:
            counts.update(bag.keys())
            total += 1
        idf = {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}
        return cls(idf, math.log(1 + (total + 0.5) / 0.5))

    def get(self, term: str) -> float:
        """The weight of a term; one that no text has weighs most."""
        return self.idf.get(term, self.unseen)


@dataclass(slots=True)
class Index:
    """Texts as bags with a value per term, and the way back from a term to its texts."""

    bags: list[Bag] = field(default_factory=list)
    postings: dict[str, list[tuple[int, float]]] = field(default_factory=dict)

    def add(self, bag: Bag) -> int:
        """Take a text in; its number."""
        number = len(self.bags)
        self.bags.append(bag)
        for term, value in bag.items():
            self.postings.setdefault(term, []).append((number, value))
        return number

    def scores(self, query: Bag, most: int = 400) -> dict[int, float]:
        """The inner product of the query with the texts that share its rarer terms, best first, at most ``most``."""
        lists = sorted((len(found), term) for term in query if (found := self.postings.get(term)))
        scores: dict[int, float] = {}
        common: list[str] = []
        for length, term in lists:
            if length > COMMON and scores:
                common.append(term)
                continue
            weight = query[term]
            for number, value in self.postings[term]:
                scores[number] = scores.get(number, 0.0) + weight * value
        if len(scores) > most:
            best = nlargest(most, scores.items(), key=lambda one: one[1])
        else:
            best = sorted(scores.items(), key=lambda one: -one[1])
        if not common:
            return dict(best)
        return {
            number: score + sum(query[term] * self.bags[number].get(term, 0.0) for term in common)
            for number, score in best
        }
