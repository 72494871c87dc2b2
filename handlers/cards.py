"""Pointer cards: the guidance that fits a question, short, normal or with everything."""

from dataclasses import dataclass
from typing import Any

from bot.storage.conversation import Question
from handlers.turn import Turn
from handlers.words import Said
from knowledge import Answer, Entry, Section

SHORT, NORMAL, FULL = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Shown:
    """One pointer as a card shows it."""

    entry: Entry
    section: Section | None
    matched: str | None

    @property
    def title(self) -> str:
        """The section's title, or the document's where it has no sections."""
        return self.section.title if self.section else self.entry.title

    @property
    def place(self) -> str | None:
        """Where in the document, if that was seen."""
        return self.section.place if self.section else None


def answer(turn: Turn, question: Question, given: Answer) -> Said:
    """The card for a fresh answer."""
    if given.kind == "close":
        return of_question(turn, question, close=True)
    return of_question(turn, question)


def of_question(turn: Turn, question: Question, *, close: bool = False) -> Said:
    """The card of a question as it stands: what was pointed to, how much is shown, the vote."""
    shown = [item for data in question.pointers if (item := _shown(turn, data))]
    private = question.chat_id > 0
    if not shown:
        return turn.services.words.render("ask/unsure", question=question, private=private)
    level = question.shown if private else SHORT
    return turn.services.words.render(
        "ask/card",
        question=question,
        pointers=shown[:1] if level == SHORT else shown,
        others=len(shown) - 1,
        level=level,
        close=close,
        private=private,
    )


def _shown(turn: Turn, data: dict[str, Any]) -> Shown | None:
    """A remembered pointer with today's entry; one that was retired is left out."""
    entry = turn.services.knowledge.entry(data["entry"])
    if entry is None:
        return None
    section = turn.services.knowledge.section(entry.id, data["section"]) if data.get("section") else None
    return Shown(entry, section, data.get("matched"))
