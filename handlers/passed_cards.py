"""What the cards of a passed question show: whose it is, what was pointed to, who will read the answer."""

from typing import Any

from sqlmodel import select

from bot.mentoring.passing import Waiting
from bot.storage.people import Chat
from bot.storage.schools import Member
from handlers import cards
from handlers.turn import Turn


async def values(turn: Turn, one: Waiting) -> dict[str, Any]:
    """The values of passing/_question.j2."""
    session = await turn.session()
    group = await session.get(Chat, one.question.chat_id) if one.question and one.from_group else None
    member = await session.exec(
        select(Member.role).where(
            Member.school_id == one.school.id, Member.person_id == one.asker.id, Member.state == "active"
        )
    )
    return {
        "one": one,
        "group": group,
        "role": member.first(),
        "pointed": cards.pointed(turn, one.question) if one.question else [],
    }
