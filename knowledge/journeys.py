"""Learning journeys: the published tier names, and where to start, as curated data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Tier:
    """A length of journey. ``name`` is empty where the programme has published none."""

    name: str
    up_to: int


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(files("knowledge").joinpath("journeys.toml").read_text("utf-8"))


@cache
def tiers() -> tuple[Tier, ...]:
    """Every tier, the shortest first."""
    return tuple(Tier(one["name"], one["up_to"]) for one in _data()["tier"])


def tier_for(minutes: int) -> Tier:
    """The tier of a journey of that many minutes."""
    return next((tier for tier in tiers() if minutes <= tier.up_to), tiers()[-1])


def start_for(role: str | None) -> tuple[str, ...]:
    """Questions to start from where nothing is known of the school."""
    start = _data()["start"]
    return tuple(start.get(role or "", start["other"]))
