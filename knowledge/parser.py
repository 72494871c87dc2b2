"""Reads the plain text of an entries file. Every fault becomes one plain sentence with its line."""

import re
from bisect import bisect
from dataclasses import dataclass, field
from datetime import date

from knowledge import model
from knowledge.model import Entry, Problem, Section

NEEDED = ("id", "publisher", "tier", "kind", "address-evidence", "checked", "review-by", "audience", "phases")
MAY = ("edition", "status", "superseded-by", "address", "find-at", "minutes", "needs", "topics", "note")
ENTRY_KEYS = frozenset((*NEEDED, *MAY, "note-sections"))
SECTION_KEYS = frozenset(("where", "seen", "topics"))
CHOICES = {
    "tier": model.TIERS,
    "status": model.STATUSES,
    "address-evidence": model.EVIDENCE,
    "seen": model.SEEN,
}
LISTS = {"phases": model.PHASES, "needs": model.NEEDS}
_KEY = re.compile(r"([a-z][a-z-]*):\s*(.*)")
_MINUTES = re.compile(r"(\d+)( \(estimated\))?")


@dataclass(slots=True)
class _Part:
    """One heading and what stands under it."""

    title: str
    line: int
    keys: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    prose: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    open: bool = True  # keys may still follow: the first blank line after a key closes them


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.parts: list[list[_Part]] = []

    def fault(self, line: int, says: str) -> None:
        self.problems.append(Problem(self.name, line, says))

    def read(self, text: str) -> None:
        for number, raw in enumerate(text.splitlines(), 1):
            line = raw.strip()
            if line.startswith("# "):
                self.parts.append([_Part(line[2:].strip(), number)])
            elif not self.parts:
                if line:
                    self.fault(number, 'Text before the first entry: an entry begins with "# Title".')
            elif line.startswith("## "):
                self.parts[-1].append(_Part(line[3:].strip(), number))
            else:
                self._under_heading(self.parts[-1][-1], number, line)

    def _under_heading(self, part: _Part, number: int, line: str) -> None:
        if not line:
            part.open = part.open and not part.keys
        elif line.startswith("- "):
            part.open = False
            part.questions.append(line[2:].strip())
        elif part.open and (found := _KEY.fullmatch(line)):
            self._key(part, number, *found.groups())
        elif line.startswith("#"):
            self.fault(number, 'A heading is "# Title" for an entry or "## Title" for a section.')
        else:
            part.open = False
            part.prose.append(line)

    def _key(self, part: _Part, number: int, key: str, value: str) -> None:
        known = ENTRY_KEYS if part is self.parts[-1][0] else SECTION_KEYS
        if key not in known:
            self.fault(number, f'"{key}" is not a key here; known are {", ".join(sorted(known))}.')
        elif key in part.keys:
            self.fault(number, f'"{key}" is given twice.')
        elif key in CHOICES and value not in CHOICES[key]:
            self.fault(number, f'"{key}" must be one of: {", ".join(CHOICES[key])}.')
        part.keys.setdefault(key, value)
        part.lines.setdefault(key, number)

    def entry(self, parts: list[_Part]) -> Entry | None:
        head, before = parts[0], len(self.problems)
        for key in NEEDED:
            if not head.keys.get(key):
                self.fault(head.line, f'The entry "{head.title}" needs a line "{key}: …".')
        sections = tuple(self._section(part) for part in parts[1:])
        checked, review_by = self._date(head, "checked"), self._date(head, "review-by")
        lists = {name: self._list(head, name) for name in ("audience", "phases", "needs", "topics")}
        minutes, estimated = self._minutes(head)
        if len(self.problems) > before or checked is None or review_by is None:
            return None
        said = head.keys.get
        return Entry(
            id=head.keys["id"],
            title=head.title,
            publisher=_stated(said("publisher")) or "",
            tier=head.keys["tier"],
            kind=head.keys["kind"],
            checked=checked,
            review_by=review_by,
            edition=_stated(said("edition")),
            status=said("status", "current"),
            superseded_by=_stated(said("superseded-by")),
            address=_stated(said("address")),
            evidence=head.keys["address-evidence"],
            search_at=_stated(said("find-at")),
            minutes=minutes,
            minutes_estimated=estimated,
            note=said("note", ""),
            summary=" ".join(head.prose),
            questions=tuple(head.questions),
            sections=sections,
            file=self.name,
            line=head.line,
            **lists,
        )

    def _section(self, part: _Part) -> Section:
        where = _stated(part.keys.get("where")) or ""
        about, questions = " ".join(part.prose), tuple(part.questions)
        seen = part.keys.get("seen", "not recorded")
        return Section(part.title, about, where, seen, self._list(part, "topics"), questions, part.line)

    def _list(self, part: _Part, key: str) -> tuple[str, ...]:
        values = tuple(value for one in part.keys.get(key, "").split(",") if (value := one.strip()))
        for value in values if key in LISTS else ():
            if value not in LISTS[key]:
                self.fault(part.lines[key], f'"{value}" is not one of the {key}: {", ".join(LISTS[key])}.')
        return values

    def _date(self, part: _Part, key: str) -> date | None:
        if not part.keys.get(key):
            return None
        try:
            return date.fromisoformat(part.keys[key])
        except ValueError:
            self.fault(part.lines[key], f'"{key}" must be a date like 2026-11-23.')
            return None

    def _minutes(self, part: _Part) -> tuple[int | None, bool]:
        value = _stated(part.keys.get("minutes"))
        if value is None:
            return None, False
        found = _MINUTES.fullmatch(value)
        if found is None:
            self.fault(part.lines["minutes"], '"minutes" must be a number, "30 (estimated)" or "not stated".')
            return None, False
        return int(found[1]), bool(found[2])


def _stated(value: str | None) -> str | None:
    return value if value and value != "not stated" else None


def parse(text: str, name: str = "entries") -> tuple[list[Entry], list[Problem]]:
    """The entries of one file's text and what is wrong with it; faulty entries are left out."""
    reader = _Reader(name)
    reader.read(text)
    entries = [entry for parts in reader.parts if (entry := reader.entry(parts))]
    starts = [parts[0].line for parts in reader.parts]
    faulty = {starts[at - 1] for problem in reader.problems if (at := bisect(starts, problem.line))}
    return [entry for entry in entries if entry.line not in faulty], reader.problems
