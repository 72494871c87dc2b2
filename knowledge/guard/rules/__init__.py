"""The rules as data, and how they are read: word lists, phrase lists, then one file a theme."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from knowledge.guard.model import Guarded
from knowledge.guard.phrases import word_list
from knowledge.guard.rulebook import Rulebook

ORDER = ("pupil_despair", "crisis", "writer", "staff", "safeguarding", "combinations")
"""Rule files in the order in which they speak: life first, then harm, then what merely identifies."""


def read_toml(name: str) -> dict[str, Any]:
    """The contents of a file of this folder."""
    return tomllib.loads(files(__name__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The word lists of `words.toml`; a list may name earlier ones."""
    lists: dict[str, frozenset[str]] = {}
    for name, written in read_toml("words").items():
        lists[name] = word_list("/".join(written.split()), lists)
    return lists


@cache
def guard_rules() -> Rulebook[Guarded]:
    """All guard rules, compiled once."""
    book: Rulebook[Guarded] = Rulebook(word_lists(), read_toml("phrases"))
    for name in ORDER:
        for written in read_toml(name)["rule"]:
            book.add(
                Guarded(written["kind"], written["name"], written.get("hard", False), written["situation"]),
                written,
            )
    return book
