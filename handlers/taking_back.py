"""Taking back what was passed on: the words go, also from the message that showed them to somebody."""

from bot.mentoring import passing
from bot.mentoring.passing import Waiting
from bot.storage import outbox
from bot.storage.outbox import OutboxRow, Outgoing
from handlers.turn import Turn


async def take_back(turn: Turn, one: Waiting | None) -> None:
    """The asker's wish; nothing happens where nothing was passed on."""
    if one is None or one.passed.state == "withdrawn":
        return
    session = await turn.session()
    shown = await passing.withdraw(session, one)
    row = await session.get(OutboxRow, shown) if shown else None
    if row is not None:
        said = turn.services.words.render("passing/taken_back", school=one.school)
        edit = Outgoing(row.chat_id, said.html, said.buttons, kind="edit", target_row=row.id)
        await outbox.put(session, edit, turn.services.clock.now())
