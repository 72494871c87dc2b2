"""What the guard reports: never any of the text, only which rule spoke and what kind of reply it asks for."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["safeguarding", "crisis", "personal_data"]
Situation = Literal[
    "child_at_risk",
    "adult_may_be_danger",
    "writer_is_child",
    "life_at_risk",
    "end_of_strength",
    "covered_up",
    "pupil_identified",
]


@dataclass(frozen=True, slots=True)
class Guarded:
    """A message that must not be kept, searched or passed on.

    `rule` is the short name of the rule that matched. `hard` marks an identifier that nobody may wave
    through (pupil, learner, NHS or National Insurance number; a date of birth with a name). `situation` names
    the reply in `helplines.toml`.
    """

    kind: Kind
    rule: str
    hard: bool
    situation: Situation
