"""Who asks: a nudge towards guidance for their phase and role, never a filter."""

from dataclasses import dataclass

from knowledge.model import Entry
from knowledge.query import Said

SUITS, MISSES = 1.04, 0.9
ROLES = {
    "senco": "senco",
    "headteacher": "headteacher",
    "senior_leader": "headteacher",
    "trust_leader": "mat",
    "governor": "governor",
    "teacher": "teacher",
    "ta": "ta",
    "mentor": "senco",
}
_YEARS = {
    f"y{year}": "primary" if year < 7 else "secondary" if year < 12 else "post16" for year in range(1, 14)
}
_PHASE_WORDS = {
    **_YEARS,
    **dict.fromkeys(("ks1", "ks2", "primary", "infant", "infants", "junior", "juniors", "sats"), "primary"),
    **dict.fromkeys(("ks3", "ks4", "secondary", "gcse", "gcses", "tutor"), "secondary"),
    **dict.fromkeys(("ks5", "college", "sixth", "fe"), "post16"),
    **dict.fromkeys(("nursery", "eyfs", "preschool", "toddler", "childminder", "reception"), "early_years"),
}


@dataclass(frozen=True, slots=True)
class Asker:
    """What is known of who asks. ``phase`` and ``role`` as the entries say them; ``subject`` as taught."""

    phase: str | None = None
    role: str | None = None
    subject: str | None = None


def phases_of(said: Said, asker: Asker | None) -> set[str]:
    """The phases that a question names ("y5", "nursery", "gcse"), or else the asker's."""
    named = {_PHASE_WORDS[word] for word in said.words if word in _PHASE_WORDS}
    return named or ({asker.phase} if asker and asker.phase else set())


def nudge(entry: Entry, asker: Asker | None, phases: set[str]) -> float:
    """A factor near one: more for guidance that suits these phases and the asker."""
    factor = 1.0
    if phases and "all" not in entry.phases:
        factor *= SUITS if phases & set(entry.phases) else MISSES
    if asker and asker.role and ROLES.get(asker.role, asker.role) in entry.audience:
        factor *= SUITS
    if asker and asker.subject and asker.subject.lower() in f"{entry.title} {' '.join(entry.topics)}".lower():
        factor *= SUITS
    return factor
