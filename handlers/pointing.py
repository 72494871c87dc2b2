"""Choosing a place in the guidance: what a search offers, as buttons."""

from typing import Any

from bot.mentoring.errors import Refusal
from bot.mentoring.questions import pointer_data
from bot.storage.conversation import Dialogue
from handlers import cards
from handlers.turn import Turn
from knowledge import Knowledge

Offer = dict[str, Any]
MOST = 5


def offers(knowledge: Knowledge, text: str) -> list[Offer]:
    """The best places for these words, then documents with a title like them."""
    found = [pointer_data(pointer) | {"matched": None} for pointer in knowledge.search(text).best]
    have = {one["entry"] for one in found}
    titles = [entry for entry in knowledge.find(text[:200], limit=MOST) if entry.id not in have]
    found += [{"entry": entry.id, "section": None, "matched": None} for entry in titles]
    return found[:MOST]


def shown(turn: Turn, offered: list[Offer]) -> list[cards.Shown | None]:
    """Offers as a card shows them, each in its place; None for one that is gone."""
    return [cards.shown(turn, one) for one in offered]


def chosen(turn: Turn, dialogue: Dialogue) -> Offer:
    """The offer whose button was pressed. Raises Refusal("old_button")."""
    offered: list[Offer] = dialogue.data["offered"]
    if turn.number() >= len(offered):
        raise Refusal("old_button")
    return offered[turn.number()]
