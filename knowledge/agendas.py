"""The six meetings: what each is for and what to talk about, as curated data."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Agenda:
    """One meeting's default agenda. ``search`` is a question whose pointers go into the prep pack."""

    stage: str
    title: str
    items: tuple[str, ...]
    search: str


@cache
def agendas() -> tuple[Agenda, ...]:
    """The default agendas, in the order of the meetings."""
    raw = tomllib.loads(files("knowledge").joinpath("agendas.toml").read_text("utf-8"))
    return tuple(
        Agenda(one["stage"], one["title"], tuple(one["items"]), one["search"]) for one in raw["meeting"]
    )


def agenda_for(number: int, planned: int = 6) -> Agenda:
    """The default agenda of a meeting: by number where six are planned, else by its share of the way."""
    every = agendas()
    place = (
        number - 1 if planned == len(every) else round((number - 1) * (len(every) - 1) / max(planned - 1, 1))
    )
    return every[min(max(place, 0), len(every) - 1)]
