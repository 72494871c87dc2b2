"""Mends words that the knowledge does not know, if one it knows is a slip of the finger away."""

from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 5


class Spelling:
    """The known words, by length; built once for a set of entries.

    Of two known words equally near to a slip, the one that comes first in ``words`` was meant.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = dict.fromkeys(words)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in self._known:
            if len(word) >= SHORTEST - 1 and word.isalpha():
                self._by_length[len(word)].append(word)
        self._mended: dict[str, str] = {}

    def mend(self, word: str) -> str:
        """The known word that was probably meant, else the word itself."""
        if word in self._known or len(word) < SHORTEST or len(word) > 20 or not word.isalpha():
            return word
        if word not in self._mended:
            if len(self._mended) > 5_000:
                self._mended.clear()
            self._mended[word] = self._nearest(word)
        return self._mended[word]

    def _nearest(self, word: str) -> str:
        slips = 1 if len(word) < 8 else 2
        near = [
            other
            for length in range(len(word) - slips, len(word) + slips + 1)
            for other in self._by_length.get(length, ())
            if other[0] == word[0]
        ]
        found = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=slips)
        return found[0] if found else word
