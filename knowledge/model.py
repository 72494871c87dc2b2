"""What the programme knows, as plain values: an entry is one document, a section is where in it to look."""

from dataclasses import dataclass
from datetime import date

TIERS = ("programme", "official", "sector", "local authority", "research", "press")
STATUSES = ("current", "dated", "superseded", "background")
EVIDENCE = ("seen", "unconfirmed", "none found")
SEEN = ("yes", "no", "partly", "not recorded")
PHASES = ("early_years", "primary", "secondary", "post16", "special", "all")
NEEDS = ("communication_interaction", "cognition_learning", "semh", "sensory_physical", "all", "none")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, in one plain sentence, and where it is."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}, line {self.line}: {self.says}"


class KnowledgeError(Exception):
    """The entries cannot be used as they are; ``problems`` says why, line by line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: where it is, what it covers, and how staff ask for it."""

    title: str
    about: str = ""
    where: str = ""
    seen: str = "not recorded"
    topics: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    line: int = 0

    @property
    def place(self) -> str | None:
        """Where in the document ("Chapter 6"), only if somebody saw it there."""
        return self.where if self.where and self.seen in ("yes", "partly") else None


@dataclass(frozen=True, slots=True)
class Entry:
    """One document, guide, page or course. ``minutes`` is reading time; None when it is not stated."""

    id: str
    title: str
    publisher: str
    tier: str
    kind: str
    checked: date
    review_by: date
    edition: str | None = None
    status: str = "current"
    superseded_by: str | None = None
    address: str | None = None
    evidence: str = "none found"
    search_at: str | None = None
    minutes: int | None = None
    minutes_estimated: bool = False
    audience: tuple[str, ...] = ()
    phases: tuple[str, ...] = ("all",)
    needs: tuple[str, ...] = ("all",)
    topics: tuple[str, ...] = ()
    note: str = ""
    summary: str = ""
    questions: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    file: str = ""
    line: int = 0

    @property
    def link(self) -> str | None:
        """The address, only if it was seen to lead there and is https."""
        seen = self.evidence == "seen" and self.address and self.address.startswith("https://")
        return self.address if seen else None

    @property
    def find_at(self) -> str | None:
        """Where to search for the title when there is no link: a named place, else the publisher."""
        return self.search_at or self.publisher or None
