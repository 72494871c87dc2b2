"""Concepts: what a phrase means, whoever says it. Read from synonyms.toml and glossary.toml."""

import tomllib
from collections.abc import Iterable, Sequence
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

    ``telling`` holds the concepts that prove a question to be about special needs.
    """

    alone: dict[str, list[str]] = field(default_factory=dict)
    by_two: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = field(default_factory=dict)
    near: dict[str, tuple[str, ...]] = field(default_factory=dict)
    telling: set[str] = field(default_factory=set)

    def add(self, phrase: str, concept: str) -> None:
        """Let ``phrase`` mean ``concept``; a phrase of one stop word is ignored."""
        token, parts = MARK + concept, tuple(stems(phrase))
        if len(parts) > 1:
            known = self.by_two.setdefault((parts[0], parts[1]), [])
            if (parts[2:], token) not in known:
                known.append((parts[2:], token))
        elif parts and not is_stop(parts[0]) and token not in self.alone.setdefault(parts[0], []):
            self.alone[parts[0]].append(token)

    def found(self, said: Sequence[str]) -> list[str]:
        """The concept tokens of a text's stems, each once, in the order in which they appear."""
        hits: dict[str, None] = {}
        for at in range(len(said)):
            for concept in self.found_at(said, at):
                hits[concept] = None
        return list(hits)

    def found_at(self, said: Sequence[str], at: int) -> list[str]:
        """The concept tokens of the phrases that begin with the stem at one place."""
        found = list(self.alone.get(said[at], ()))
        for rest, concept in self.by_two.get((said[at], said[at + 1]), ()) if at + 1 < len(said) else ():
            if not rest or tuple(said[at + 2 : at + 2 + len(rest)]) == rest:
                found.append(concept)
        return found

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
