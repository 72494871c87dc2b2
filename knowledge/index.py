"""An inverted index over short texts: which texts share the rare words of a question, and how much."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

Bag = Mapping[str, float]

BUDGET = 2_500
"""So many postings are read for a question, rarest word first; the words that are left over only add to texts
that were found by then. So the cost of a question hardly grows with the number of texts."""


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

    def scores(self, query: Bag, most: int) -> dict[int, float]:
        """The inner product of the query with texts that share its rarer terms; about ``most`` of them."""
        lists = sorted((len(found), term) for term in query if (found := self.postings.get(term)))
        scores: dict[int, float] = {}
        later: list[str] = []
        spent = 0
        for length, term in lists:
            if scores and spent + length > BUDGET:
                later.append(term)
                continue
            spent += length
            weight = query[term]
            for number, value in self.postings[term]:
                scores[number] = scores.get(number, 0.0) + weight * value
        if len(scores) > most:
            limit = sorted(scores.values(), reverse=True)[most]
            scores = {number: score for number, score in scores.items() if score > limit}
        return self._added(scores, query, later) if later else scores

    def _added(self, scores: dict[int, float], query: Bag, terms: list[str]) -> dict[int, float]:
        """The scores with what these further terms add."""
        weights = [(term, query[term]) for term in terms]
        for number, score in scores.items():
            bag = self.bags[number]
            scores[number] = score + sum(weight * bag[term] for term, weight in weights if term in bag)
        return scores
