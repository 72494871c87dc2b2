"""Pointer cards: the guidance that fits a question, short, normal or with everything."""

from dataclasses import dataclass
from typing import Any

from bot.storage.conversation import Question
from bot.storage.people import Person
from handlers.turn import Turn
from handlers.words import Said
from knowledge import Entry, Section

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


def of_question(turn: Turn, question: Question, *, close: bool = False, mentor: Person | None = None) -> Said:
    """The card of a question as it stands: what was pointed to, how much is shown, the vote.

    ``mentor`` is whom it can be passed on to, where the asker is in a school's team.
    """
    items = pointed(turn, question)
    private = question.chat_id > 0
    if not items:
        return turn.services.words.render("ask/unsure", question=question, private=private, mentor=mentor)
    level = question.shown if private else SHORT
    return turn.services.words.render(
        "ask/card",
        question=question,
        pointers=items[:1] if level == SHORT else items,
        others=len(items) - 1,
        level=level,
        close=close,
        private=private,
        mentor=mentor,
    )


def pointed(turn: Turn, question: Question) -> list[Shown]:
    """What a question was answered with."""
    return [item for data in question.pointers if (item := shown(turn, data))]


def shown(turn: Turn, data: dict[str, Any]) -> Shown | None:
    """A remembered pointer with today's entry; one that was retired is left out."""
    entry = turn.services.knowledge.entry(data["entry"])
    if entry is None:
        return None
    section = turn.services.knowledge.section(entry.id, data["section"]) if data.get("section") else None
    return Shown(entry, section, data.get("matched"))
