"""A text as the search sees it: stems and concepts, each with its weight."""

from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from knowledge.concepts import phrases
from knowledge.words import LIGHT, STOP, is_stop, raw_words, stem

CONCEPT, BESIDE = 0.9, 0.25
"""What a concept that a text names counts, and one that is near it, against one word."""


class Said(NamedTuple):
    """The parts of a text: words in order, stems that mean something, concepts named."""

    words: tuple[str, ...]
    stems: tuple[str, ...]
    concepts: tuple[str, ...]
    mended: frozenset[str] = frozenset()  # stems that stand for a word nobody knows

    def bag(self, beside: bool = False) -> dict[str, float]:
        """Terms and weights. ``beside`` adds concepts near the named ones: for questions, not for texts."""
        bag = dict.fromkeys(self.stems, 1.0)
        if len(bag) < len(self.stems):
            bag = {term: 1.0 + 0.3 * min(count - 1, 2) for term, count in Counter(self.stems).items()}
        bag.update(dict.fromkeys(self.concepts, CONCEPT))
        if beside:
            bag.update(dict.fromkeys(phrases().beside(self.concepts), BESIDE))
        return bag


def read(text: str, mend: Callable[[str], str] | None = None) -> Said:
    """Take a text apart; ``mend`` corrects words that are not known."""
    words = [word for word in raw_words(text) if word not in LIGHT]
    mended: frozenset[str] = frozenset()
    if mend is not None:
        spelt = [word if is_stop(word) else mend(word) for word in words]
        mended = frozenset(stem(new) for old, new in zip(words, spelt, strict=True) if old != new)
        words = spelt
    every = [stem(word) for word in words]
    content = [one for word, one in zip(words, every, strict=True) if word not in STOP]
    return Said(tuple(words), tuple(content), tuple(phrases().found(every)), mended)
