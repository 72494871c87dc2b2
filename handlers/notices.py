"""What the bot says unasked."""

from typing import TYPE_CHECKING, Any

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.people import be_in
from bot.storage import outbox
from bot.storage.outbox import Outgoing

if TYPE_CHECKING:
    from handlers.services import Services


async def tell_leads(
    services: "Services", session: AsyncSession, template: str, *, number: int | None, **values: Any
) -> None:
    """Say a template to every programme lead once; ``number`` keeps it from being said twice."""
    now = services.clock.now()
    said = services.words.render(template, number=number, **values)
    for lead in services.config.programme_leads:
        await be_in(session, lead, "private", now)
        key = f"{template}:{number}:{lead}"
        await outbox.put(session, Outgoing(lead, said.html, said.buttons, priority="digest", key=key), now)
