"""The phrase rules, read once from `rules/*.toml`, and the look-up that finds the few that a text could match."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.guard.model import Guarded
from knowledge.guard.phrases import Pattern, Text, compile_patterns, word_list

ORDER = ("pupil_despair", "crisis", "writer", "staff", "safeguarding", "combinations")
"""Rule files in the order in which they speak: life first, then harm, then what merely identifies."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule: any of `patterns`, unless one of `unless` is there too."""

    result: Guarded
    patterns: tuple[Pattern, ...]
    unless: tuple[Pattern, ...]

    def speaks(self, text: Text) -> bool:
        """Whether the rule matches `text`."""
        return any(pattern.found_in(text) for pattern in self.patterns) and not any(
            pattern.found_in(text) for pattern in self.unless
        )


@dataclass(slots=True)
class Rulebook:
    """All rules in order, indexed by one telling word of each pattern."""

    rules: list[Rule] = field(default_factory=list)
    _by_word: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))

    def add(self, rule: Rule, common: frozenset[str]) -> None:
        """Append `rule`; it is considered only for texts that hold a telling word of one of its patterns."""
        for pattern in rule.patterns:
            lists = [step.words for step in pattern.steps]
            for word in min(lists, key=lambda words: (not words.isdisjoint(common), len(words))):
                self._by_word[word].add(len(self.rules))
        self.rules.append(rule)

    def first(self, text: Text) -> Guarded | None:
        """The result of the first rule that speaks, or None."""
        candidates: set[int] = set()
        for word in text.vocabulary:
            candidates |= self._by_word.get(word, set())
        return next((self.rules[i].result for i in sorted(candidates) if self.rules[i].speaks(text)), None)


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads(files("knowledge.guard").joinpath("rules", f"{name}.toml").read_text("utf-8"))


@cache
def vocabulary() -> dict[str, frozenset[str]]:
    """The word lists of `rules/words.toml`; a list may name earlier ones."""
    lists: dict[str, frozenset[str]] = {}
    for name, written in _toml("words").items():
        lists[name] = word_list("/".join(written.split()), lists)
    return lists


@cache
def rulebook(names: Iterable[str] = ORDER) -> Rulebook:
    """The compiled rules of the files `names`."""
    book, words, phrases = Rulebook(), vocabulary(), _toml("phrases")
    for name in names:
        for raw in _toml(name)["rule"]:
            result = Guarded(raw["kind"], raw["name"], raw.get("hard", False), raw["situation"])
            book.add(
                Rule(
                    result,
                    tuple(p for line in raw["patterns"] for p in compile_patterns(line, words, phrases)),
                    tuple(
                        p for line in raw.get("unless", []) for p in compile_patterns(line, words, phrases)
                    ),
                ),
                words["common"],
            )
    return book
