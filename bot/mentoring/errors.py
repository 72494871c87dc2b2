"""Named refusals: what cannot be done, told to the person in one kind sentence."""

from typing import Any


class Refusal(Exception):
    """Something a person asked for that is not possible; ``name`` picks the sentence, ``values`` fill it.

    Raising one takes back everything the handler wrote for this update.
    """

    def __init__(self, name: str, **values: Any) -> None:
        super().__init__(name)
        self.name = name
        self.values = values
