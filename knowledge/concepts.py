"""Concepts: what a phrase means, whoever says it. Read from synonyms.toml and glossary.toml."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.words import is_stop, raw_words, stem, stems

MARK = "@"
"""What a concept's token begins with, so that it never meets a word."""


@dataclass(slots=True)
class Phrases:
    """Finds phrases in stems, by their first two; knows which concepts are near another.

    ``after`` leads from a first stem over the second ("" for none) to what must follow and what it means.
    ``telling`` holds the concepts that prove a question to be about special needs.
    """

    after: dict[str, dict[str, list[tuple[tuple[str, ...], str]]]] = field(default_factory=dict)
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)

    def add(self, phrase: str, concept: str) -> None:
        """Let ``phrase`` mean ``concept``; a phrase of one stop word is ignored."""
        first, *rest = stems(phrase) or [""]
        if not first or (not rest and is_stop(first)):
            return
        known = self.after.setdefault(first, {}).setdefault(rest[0] if rest else "", [])
        meaning = (tuple(rest[1:]), MARK + concept)
        if meaning not in known:
            known.append(meaning)

    def found(self, said: Sequence[str]) -> list[str]:
        """The concept tokens of a text's stems, each once, in the order in which they appear."""
        return list(dict.fromkeys(concept for _, concept in self.places(said)))

    def places(self, said: Sequence[str]) -> Iterator[tuple[int, str]]:
        """Where phrases begin in a text's stems, and the concept tokens of each."""
        for at, first in enumerate(said):
            following = self.after.get(first)
            if following is None:
                continue
            for _, concept in following.get("", ()):
                yield at, concept
            for rest, concept in following.get(said[at + 1], ()) if at + 1 < len(said) else ():
                if not rest or tuple(said[at + 2 : at + 2 + len(rest)]) == rest:
                    yield at, concept

    def beside(self, concepts: Iterable[str]) -> list[str]:
        """The concepts near these, without these."""
        own = list(concepts)
        near = {other: None for one in own for other in self.near.get(one, ())}
        return [other for other in near if other not in own]


def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("knowledge").joinpath(name).read_text("utf-8"))


@cache
def phrases() -> Phrases:
    """The curated phrases, read once."""
    table = Phrases()
    for concept, about in _data("synonyms.toml").items():
        for phrase in about["said"].replace("\n", " ").split(";"):
            table.add(phrase.strip(), concept)
        table.near[MARK + concept] = tuple(MARK + other for other in about.get("near", ()))
        if not about.get("broad"):
            table.telling.add(MARK + concept)
    for short in _data("glossary.toml")["short"]:
        _add_short(table, short)
    return table


def _add_short(table: Phrases, short: dict[str, Any]) -> None:
    """An abbreviation: said short, in full, otherwise, or misspelt. Common words count only in full."""
    concept = "-".join(stem(word) for word in raw_words(short["word"])) + "."
    said = [short["means"], *short.get("also", ()), *short.get("slips", ())]
    for phrase in said if short.get("common") else [short["word"], *said]:
        table.add(phrase, concept)
