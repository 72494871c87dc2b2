"""Phrase rules read from TOML, and the look-up that finds the few rules a text could match."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from knowledge.guard.phrases import Compiler, Pattern, Text

Result = TypeVar("Result")


def found(patterns: Iterable[Pattern], text: Text) -> bool:
    """Whether any of `patterns` is in `text`."""
    return any(pattern.found_in(text) for pattern in patterns)


@dataclass(slots=True)
class Rulebook(Generic[Result]):
    """Rules in the order in which they speak; `words` and `phrases` are the lists that patterns may name.

    The phrase lists `general` and `concrete`, where given, let a question about a subject ("policy on ...",
    "what is ...") through, as long as nothing says that somebody in particular is meant.
    """

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    general: tuple[Pattern, ...] = field(init=False)
    concrete: tuple[Pattern, ...] = field(init=False)
    _rules: list[tuple[Result, tuple[Pattern, ...]]] = field(default_factory=list)
    _by_word: dict[str, list[tuple[int, Pattern]]] = field(default_factory=lambda: defaultdict(list))
    _compiler: Compiler = field(init=False)

    def __post_init__(self) -> None:
        self._compiler = Compiler(self.words, self.phrases)
        self.general = self._compiled(self.phrases.get("general", ()))
        self.concrete = self._compiled(self.phrases.get("concrete", ()))

    def add(self, result: Result, written: Mapping[str, Any]) -> None:
        """Append the rule written as a TOML table with `patterns` and perhaps `unless`."""
        for pattern in self._compiled(written["patterns"]):
            place = (len(self._rules), pattern)
            for word in self._telling(pattern):
                self._by_word[word].append(place)
        self._rules.append((result, self._compiled(written.get("unless", ()))))

    def first(self, text: Text) -> Result | None:
        """The result of the first rule that speaks, or None; general questions are let through.

        A rule speaks when any of its patterns is found, and none of its `unless`.
        """
        candidates: dict[int, list[Pattern]] = defaultdict(list)
        for word in text.vocabulary:
            for number, pattern in self._by_word.get(word, ()):
                candidates[number].append(pattern)
        for number in sorted(candidates):
            result, unless = self._rules[number]
            if found(candidates[number], text) and not found(unless, text):
                return None if self.only_general(text) else result
        return None

    def only_general(self, text: Text) -> bool:
        """Whether `text` asks about a subject and nothing in it means somebody in particular."""
        return found(self.general, text) and not found(self.concrete, text)

    def _compiled(self, lines: Sequence[str]) -> tuple[Pattern, ...]:
        return tuple(pattern for line in lines for pattern in self._compiler.compiled(line))

    def _telling(self, pattern: Pattern) -> frozenset[str]:
        """The step whose words are rarest: a text without any of them cannot match."""
        common = self.words["common"]
        return min(
            (step.words for step in pattern.steps),
            key=lambda words: (not words.isdisjoint(common), len(words)),
        )
