"""Whom to turn to: numbers with the day they were verified, and what each reply contains, in order."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

SHELF_LIFE_MONTHS = 6
"""How long a verified number may stand before the release check asks for another look."""


@dataclass(frozen=True, slots=True)
class Helpline:
    """One service. `number` is written as people read it; `address` is an e-mail, an instruction or empty."""

    key: str
    name: str
    number: str
    hours: str
    who_for: str
    verified_on: date
    source: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One part of a reply: a helpline, or the key of a sentence that the templates hold."""

    key: str
    line: Helpline | None = None


@dataclass(frozen=True, slots=True)
class Helplines:
    """All lines by key, and the parts of each reply by situation."""

    lines: dict[str, Helpline]
    replies: dict[str, tuple[Step, ...]]

    def reply(self, situation: str) -> tuple[Step, ...]:
        """The parts of the reply for `situation`, in the order in which they must appear."""
        return self.replies[situation]


def parse(text: str) -> Helplines:
    """Read the TOML of `helplines.toml`; a reply that names an unknown line raises KeyError."""
    raw = tomllib.loads(text)
    lines = {entry["key"]: Helpline(**entry) for entry in raw["line"]}
    replies = {name: tuple(_step(part, lines) for part in parts) for name, parts in raw["reply"].items()}
    return Helplines(lines, replies)


def _step(part: str, lines: dict[str, Helpline]) -> Step:
    kind, _, key = part.partition(":")
    return Step(key, lines[key] if kind == "line" else None)


@cache
def helplines() -> Helplines:
    """The project's own lines and replies."""
    return parse(files("knowledge").joinpath("helplines.toml").read_text("utf-8"))


@cache
def public_contacts() -> frozenset[str]:
    """The digits of every listed number, which are never a person's own."""
    return frozenset(re.sub(r"\D", "", line.number) for line in helplines().lines.values())


def stale(today: date, book: Helplines | None = None) -> list[Helpline]:
    """The lines verified more than six calendar months before `today`, oldest first."""
    late = [line for line in (book or helplines()).lines.values() if _expires(line.verified_on) < today]
    return sorted(late, key=lambda line: line.verified_on)


def _expires(day: date) -> date:
    month = day.month + SHELF_LIFE_MONTHS
    year, month = day.year + (month - 1) // 12, (month - 1) % 12 + 1
    for last in range(day.day, 27, -1):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, min(day.day, 28))
