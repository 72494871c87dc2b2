"""Phrase rules read from TOML, and the look-up that finds the few rules a text could match."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from knowledge.guard.phrases import Pattern, Text, compile_patterns

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Rule(Generic[Result]):
    """What to report when any of `patterns` is found, unless one of `unless` is there too."""

    result: Result
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]

    def speaks(self, text: Text) -> bool:
        """Whether the rule matches `text`."""
        return found(self.patterns, text) and not found(self.unless, text)


def found(patterns: tuple[Pattern, ...], text: Text) -> bool:
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
    rules: list[Rule[Result]] = field(default_factory=list)
    general: tuple[Pattern, ...] = field(init=False)
    concrete: tuple[Pattern, ...] = field(init=False)
    _by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def __post_init__(self) -> None:
        self.general = self._compiled(self.phrases.get("general", ()))
        self.concrete = self._compiled(self.phrases.get("concrete", ()))

    def add(self, result: Result, written: Mapping[str, Any]) -> None:
        """Append the rule written as a TOML table with `patterns` and perhaps `unless`."""
        patterns, unless = self._compiled(written["patterns"]), self._compiled(written.get("unless", ()))
        for pattern in patterns:
            for word in self._telling(pattern):
                self._by_word[word].add(len(self.rules))
        self.rules.append(Rule(result, patterns, unless))

    def first(self, text: Text) -> Result | None:
        """The result of the first rule that speaks, or None; general questions are let through."""
        candidates: set[int] = set()
        for word in text.vocabulary:
            candidates |= self._by_word.get(word, set())
        heard = next((self.rules[i].result for i in sorted(candidates) if self.rules[i].speaks(text)), None)
        return None if heard and self.only_general(text) else heard

    def only_general(self, text: Text) -> bool:
        """Whether `text` asks about a subject and nothing in it means somebody in particular."""
        return found(self.general, text) and not found(self.concrete, text)

    def _compiled(self, lines: Sequence[str]) -> tuple[Pattern, ...]:
        return tuple(p for line in lines for p in compile_patterns(line, self.words, self.phrases))

    def _telling(self, pattern: Pattern) -> frozenset[str]:
        """The step whose words are rarest: a text without any of them cannot match."""
        common = self.words["common"]
        return min(
            (step.words for step in pattern.steps),
            key=lambda words: (not words.isdisjoint(common), len(words)),
        )
