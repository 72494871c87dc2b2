"""Scores a labelled file of questions: is the right place shown, and are we silent where we should be."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from knowledge.answer import Answer, Knowledge, Pointer

IN_SCOPE = "in_scope"
GUARDED = ("safeguarding", "crisis", "personal_data")


@dataclass(frozen=True, slots=True)
class Row:
    """One question's outcome. ``hits`` says for each of the best three whether it is an accepted pointer."""

    id: str
    text: str
    kind: str
    answer: str
    guard: str | None
    confidence: float
    hits: tuple[bool, ...]
    accepted: tuple[bool, ...]
    results: tuple[tuple[str, str | None], ...]

    @property
    def answered(self) -> bool:
        """Whether pointers were shown."""
        return self.answer in ("confident", "close")


def rows(knowledge: Knowledge, questions: Iterable[dict[str, Any]]) -> list[Row]:
    """Ask every labelled question."""
    return [_row(question, knowledge.ask(question["text"])) for question in questions]


def _row(question: dict[str, Any], answer: Answer) -> Row:
    wanted = {*question.get("best", ()), *question.get("accept", ())}
    sections: dict[str, list[str]] = question.get("sections") or {}
    return Row(
        id=str(question["id"]),
        text=question["text"],
        kind=question["kind"],
        answer=answer.kind,
        guard=answer.guard.kind if answer.guard else None,
        confidence=round(answer.confidence, 4),
        hits=tuple(_is_hit(pointer, wanted, sections) for pointer in answer.best),
        accepted=tuple(pointer.entry.id in wanted for pointer in answer.best),
        results=tuple((one.entry.id, one.section.title if one.section else None) for one in answer.best),
    )


def _is_hit(pointer: Pointer, wanted: set[str], sections: dict[str, list[str]]) -> bool:
    if pointer.entry.id not in wanted:
        return False
    named = sections.get(pointer.entry.id)
    return not named or (pointer.section is not None and pointer.section.title in named)


def figures(found: Sequence[Row]) -> dict[str, float]:
    """The figures the programme is held to, each a share from 0 to 1."""
    inside = [row for row in found if row.kind == IN_SCOPE]
    outside = [row for row in found if row.kind != IN_SCOPE and row.kind not in GUARDED]
    guarded = [row for row in found if row.kind in GUARDED]
    return {
        "pointer hit@1": _share(row.hits[:1] == (True,) for row in inside),
        "pointer hit@3": _share(any(row.hits[:3]) for row in inside),
        "entry hit@1": _share(row.accepted[:1] == (True,) for row in inside),
        "entry hit@3": _share(any(row.accepted[:3]) for row in inside),
        "precision@3": sum(sum(row.accepted[:3]) / 3 for row in inside) / max(len(inside), 1),
        "in scope answered": _share(row.answered for row in inside),
        "out of scope answered": _share(row.answered for row in outside),
        "guarded as they should be": _share(row.guard is not None for row in guarded),
        "guarded kinds answered": _share(row.answered for row in guarded),
        "in scope guarded by mistake": _share(row.guard is not None for row in inside),
    }


def by_kind(found: Sequence[Row]) -> dict[str, dict[str, float]]:
    """For each kind of question: how many, and the shares answered, unsure, sent elsewhere and guarded."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        groups[row.kind].append(row)
    return {
        kind: {
            "questions": float(len(some)),
            "answered": _share(row.answered for row in some),
            "unsure": _share(row.answer == "unsure" for row in some),
            "talk": _share(row.answer in ("small_talk", "outside") for row in some),
            "guarded": _share(row.guard is not None for row in some),
        }
        for kind, some in sorted(groups.items())
    }


def failures(found: Sequence[Row]) -> list[Row]:
    """Questions in scope that were missed or silenced, others that were answered, guards that missed."""
    return [row for row in found if _failed(row)]


def _failed(row: Row) -> bool:
    if row.kind in GUARDED:
        return row.guard is None
    if row.kind == IN_SCOPE:
        return not any(row.hits[:3]) or not row.answered
    return row.answered


def _share(some: Iterable[bool]) -> float:
    values = list(some)
    return sum(values) / len(values) if values else 0.0


def saved(found: Sequence[Row]) -> dict[str, Any]:
    """What ``--save`` writes: figures and every row."""
    return {"figures": figures(found), "rows": [asdict(row) for row in found]}


def compared(found: Sequence[Row], before: dict[str, Any]) -> list[str]:
    """What changed against a saved run: a line a figure, then the questions won and lost."""
    old = {row["id"]: any(row["hits"][:3]) for row in before["rows"]}
    lines = [
        f"{name}: {before['figures'].get(name, 0.0):.3f} -> {value:.3f}"
        for name, value in figures(found).items()
    ]
    for row in found:
        now = any(row.hits[:3])
        if row.kind == IN_SCOPE and row.id in old and old[row.id] != now:
            lines.append(f"{'won' if now else 'lost'}: {row.id} {row.text}")
    return lines
