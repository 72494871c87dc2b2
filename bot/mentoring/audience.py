"""Who can see what: one table for the guards, for /privacy and for "Who can see this?".

A cell says whether a role sees a kind of record at all, and whether the record may be shown in the
school's group. Nothing falls back to a wider audience: what is not in the table is seen by nobody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal[
    "lead", "mentor", "deputy", "senco", "headteacher", "senior_leader", "trust_leader", "governor"
]
Record = Literal[
    "meeting",
    "finding",
    "action",
    "decision",
    "team_note",
    "mentorship_note",
    "mentor_note",
    "private_question",
    "passed_question",
    "check_in",
    "lateness",
]

TEAM: frozenset[Role] = frozenset({"senco", "headteacher", "senior_leader", "trust_leader", "governor"})
SCHOOL_STAFF: frozenset[Role] = TEAM - {"trust_leader", "governor"}
MENTORS: frozenset[Role] = frozenset({"mentor", "deputy"})
NOBODY: frozenset[Role] = frozenset()


@dataclass(frozen=True, slots=True)
class Seen:
    """By which roles besides its author or owner, and whether in the school's group."""

    by: frozenset[Role]
    in_group: bool


AUDIENCE: Mapping[Record, Seen] = {
    "meeting": Seen(TEAM | MENTORS | {"lead"}, True),
    "finding": Seen(TEAM | MENTORS | {"lead"}, True),
    "action": Seen(TEAM | MENTORS, True),
    "decision": Seen(TEAM | MENTORS, True),
    "team_note": Seen(SCHOOL_STAFF | MENTORS, True),
    "mentorship_note": Seen(MENTORS, False),
    "mentor_note": Seen(MENTORS, False),
    "private_question": Seen(NOBODY, False),
    "passed_question": Seen(MENTORS | {"lead"}, False),
    "check_in": Seen(MENTORS, False),
    "lateness": Seen(NOBODY, False),
}


def sees(role: Role, record: Record, *, in_group: bool = False) -> bool:
    """Whether this role may be shown this record of somebody else's in this place."""
    seen = AUDIENCE[record]
    return role in seen.by and (seen.in_group or not in_group)
