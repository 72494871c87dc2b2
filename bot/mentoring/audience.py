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
    "own_words",
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
    "own_words": Seen(NOBODY, False),
    "private_question": Seen(NOBODY, False),
    "passed_question": Seen(MENTORS | {"lead"}, False),
    "check_in": Seen(MENTORS, False),
    "lateness": Seen(NOBODY, False),
}


_NARROW: Mapping[str, Record] = {
    "mentorship": "mentorship_note",
    "mentor": "mentor_note",
    "owner": "own_words",
}


def note_record(kind: str, audience: str) -> Record:
    """Which row of the table a note or decision is, by the audience its author gave it."""
    return _NARROW.get(audience) or ("decision" if kind == "decision" else "team_note")


def action_record(audience: str) -> Record:
    """Which row of the table an action is."""
    return _NARROW.get(audience) or "action"


def alike() -> list[tuple[Seen, list[Record]]]:
    """The whole table, records with the same readers together, the widest circle first."""
    found: dict[Seen, list[Record]] = {}
    for record, seen in AUDIENCE.items():
        found.setdefault(seen, []).append(record)
    return sorted(found.items(), key=lambda pair: (-len(pair[0].by), not pair[0].in_group))


def sees(role: Role, record: Record, *, in_group: bool = False) -> bool:
    """Whether this role may be shown this record of somebody else's in this place."""
    seen = AUDIENCE[record]
    return role in seen.by and (seen.in_group or not in_group)
