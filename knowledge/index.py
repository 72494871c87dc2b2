"""An inverted index over short texts: which texts share the rare words of a question, and how much."""

import math
from array import array
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
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
    def of(cls, counts: Mapping[str, int], total: int) -> "Weights":
        """Inverse document frequency of terms that so many of ``total`` texts have, always above zero."""
        idf = {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}
        return cls(idf, math.log(1 + (total + 0.5) / 0.5))

    def get(self, term: str) -> float:
        """The weight of a term; one that no text has weighs most."""
        return self.idf.get(term, self.unseen)


@dataclass(slots=True)
class Index:
    """For each term the texts that have it, in order, and what it is worth in each: two flat arrays."""

    size: int = 0
    _found: dict[str, tuple["array[int]", "array[float]"]] = field(default_factory=dict)

    def add(self, bag: Bag) -> int:
        """Take a text in; its number."""
        number, self.size = self.size, self.size + 1
        for term, value in bag.items():
            found = self._found.get(term)
            if found is None:
                found = self._found[term] = (array("i"), array("d"))
            found[0].append(number)
            found[1].append(value)
        return number

    def counts(self) -> dict[str, int]:
        """How many texts have each term."""
        return {term: len(numbers) for term, (numbers, _) in self._found.items()}

    def count(self, term: str) -> int:
        """How many texts have a term."""
        return len(self._found[term][0]) if term in self._found else 0

    def value(self, number: int, term: str) -> float:
        """What a term is worth in one text; 0 if the text does not have it."""
        if term not in self._found:
            return 0.0
        numbers, values = self._found[term]
        at = bisect_left(numbers, number)
        return values[at] if at < len(numbers) and numbers[at] == number else 0.0

    def normalise(self, weights: Weights) -> None:
        """Weigh every value by the rarity of its term, then give each text, as a vector, the length one."""
        squares = [0.0] * self.size
        for term, (numbers, values) in self._found.items():
            weight = weights.get(term)
            values[:] = array("d", [weight * value for value in values])
            for number, value in zip(numbers, values, strict=True):
                squares[number] += value * value
        lengths = [math.sqrt(square) for square in squares]
        for numbers, values in self._found.values():
            pairs = zip(numbers, values, strict=True)
            values[:] = array("d", [value / lengths[number] for number, value in pairs])

    def scores(self, query: Bag, most: int) -> dict[int, float]:
        """The inner product of the query with texts that share its rarer terms; about ``most`` of them."""
        terms = sorted((found, term) for term in query if (found := self.count(term)))
        scores: dict[int, float] = defaultdict(float)
        later: list[str] = []
        spent = 0
        for length, term in terms:
            if scores and spent + length > BUDGET:
                later.append(term)
                continue
            spent += length
            weight = query[term]
            for number, value in zip(*self._found[term], strict=True):
                scores[number] += weight * value
        if len(scores) > most:
            limit = sorted(scores.values(), reverse=True)[most]
            scores = {number: score for number, score in scores.items() if score > limit}
        for term in later:
            for number in scores:
                scores[number] += query[term] * self.value(number, term)
        return scores
