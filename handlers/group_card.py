"""The group's own card: one message in a school's group that always shows the next meeting.

It is said once, pinned where it may be, and from then on only edited: it never shows a time that has gone.
Where the bot may not pin, one person is asked to, once for each group; it never asks to be made an admin.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import findings, meetings, outlook
from bot.mentoring.outlook import Outlook
from bot.mentoring.people import can_be_reached
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.meetings import Meeting, MeetingCard
from bot.storage.outbox import OutboxRow, Outgoing
from bot.storage.people import Chat, Person
from bot.storage.schools import School, SchoolChat
from handlers.words import Said

if TYPE_CHECKING:
    from handlers.services import Services

FIRST_SUPERGROUP = -1_000_000_000_000
"""Ids of supergroups lie below; t.me/c/… names them by what is left."""


async def put_up(services: "Services", session: AsyncSession, school: School) -> dict[int, int | None]:
    """Say the card in the linked groups where it does not stand yet, and bring the others up to date.

    Where people deleted it, it is said again. Gives the groups in which it was said now, each with the
    meeting it shows.
    """
    ahead, said = await _said(services, session, school)
    new: dict[int, int | None] = {}
    for group in await groups_of(session, school.id or 0):
        if group.card_outbox_id is not None and not await outbox.is_gone(session, group.card_outbox_id):
            await _edit(services, session, group, ahead, said)
        elif not ahead.is_empty:
            await _say(services, session, group, ahead, said)
            new[group.chat_id] = group.card_meeting_id
    return new


async def keep(services: "Services", session: AsyncSession, school: School) -> None:
    """Bring the card up to date wherever it stands."""
    standing = [one for one in await groups_of(session, school.id or 0) if one.card_outbox_id is not None]
    if standing:
        ahead, said = await _said(services, session, school)
        for group in standing:
            await _edit(services, session, group, ahead, said)


async def take_down(services: "Services", session: AsyncSession, group: SchoolChat) -> None:
    """The group is no longer the school's: every card there says so; its own is pinned no more."""
    said, now = services.words.render("meetings/group_card_gone"), services.clock.now()
    cards = (await session.exec(select(MeetingCard).where(MeetingCard.chat_id == group.chat_id))).all()
    for row in (group.card_outbox_id, *(card.outbox_id for card in cards)):
        if row is not None:
            edit = Outgoing(group.chat_id, said.html, kind="edit", target_row=row)
            await outbox.put(session, edit, now)
    for card in cards:
        await session.delete(card)
    if group.card_outbox_id is not None:
        unpin = Outgoing(group.chat_id, kind="unpin", target_row=group.card_outbox_id)
        await outbox.put(session, unpin, now)


async def not_pinned(services: "Services", session: AsyncSession, row: OutboxRow) -> None:
    """Telegram did not pin: one person is asked to, once for each group; privately where that can be."""
    group = await session.get(SchoolChat, row.chat_id)
    if row.kind != "pin" or row.state in ("blocked", "kicked") or group is None or group.pin_asked:
        return
    group.pin_asked = True
    meeting = await session.get(Meeting, group.card_meeting_id) if group.card_meeting_id else None
    person = await session.get(Person, meeting.organiser_id if meeting else group.asked_by)
    chat, card = await session.get(Chat, group.chat_id), await session.get(OutboxRow, group.card_outbox_id)
    if person is None or card is None:
        return
    privately = person.telegram_id is not None and await can_be_reached(session, person.telegram_id)
    said = services.words.render(
        "meetings/please_pin",
        person=person,
        title=chat.title if chat else None,
        card=_address(group.chat_id, card.message_id),
        privately=privately,
    )
    where = person.telegram_id if privately and person.telegram_id else group.chat_id
    asked = Outgoing(where, said.html, said.buttons, reply_to=None if privately else card.message_id)
    await outbox.put(session, asked, services.clock.now())


async def groups_of(session: AsyncSession, school_id: int) -> list[SchoolChat]:
    """The groups that a mentor has confirmed as the school's."""
    found = await session.exec(
        select(SchoolChat)
        .where(SchoolChat.school_id == school_id, SchoolChat.state == "confirmed")
        .order_by(col(SchoolChat.chat_id))
    )
    return list(found.all())


async def shown_of(session: AsyncSession, meeting: Meeting) -> dict[str, Any]:
    """What the cards show of a meeting besides itself: the point it serves, who comes and who does not."""
    answers = await meetings.answers(session, meeting)
    return {
        "point": await findings.maybe(session, meeting.finding_id),
        "coming": [person for person, row in answers if row.answer == "yes"],
        "not_coming": [person for person, row in answers if row.answer == "no"],
        "other": [(person, row.proposal) for person, row in answers if row.answer == "other_time"],
        "silent": [p for p, row in answers if row.answer == "none" and p.telegram_id],
        "offline": [p for p, row in answers if row.answer == "none" and not p.telegram_id],
    }


class Keeping:
    """The duty: when a meeting is over, the card goes on to the next."""

    def __init__(self, services: "Services") -> None:
        self._services = services

    async def run(self, database: Database, now: datetime) -> None:
        """Bring every card up to date that shows what is over."""
        async with database.read() as session:
            due = select(SchoolChat.school_id).where(col(SchoolChat.card_until) <= now).distinct()
            over = (await session.exec(due)).all()
        for school_id in sorted(over):
            async with database.write() as session:
                await keep(self._services, session, await session.get_one(School, school_id))

    async def next_at(self, database: Database, now: datetime) -> datetime | None:
        """When the next card will have to show something else."""
        async with database.read() as session:
            later = select(func.min(SchoolChat.card_until)).where(col(SchoolChat.card_until) > now)
            return (await session.exec(later)).one()


async def _said(services: "Services", session: AsyncSession, school: School) -> tuple[Outlook, Said]:
    every = await meetings.all_of(session, [school.id or 0])
    ahead = outlook.outlook(every, services.clock.now())
    answers = await shown_of(session, ahead.next) if ahead.next else {}
    said = services.words.render(
        "meetings/group_card", school=school, ahead=ahead, meeting=ahead.next, **answers
    )
    return ahead, said


async def _say(
    services: "Services", session: AsyncSession, group: SchoolChat, ahead: Outlook, said: Said
) -> None:
    now = services.clock.now()
    group.card_outbox_id = await outbox.put(session, Outgoing(group.chat_id, said.html, said.buttons), now)
    _shows(group, ahead)
    pin = Outgoing(group.chat_id, kind="pin", target_row=group.card_outbox_id)
    await outbox.put(session, pin, now)


async def _edit(
    services: "Services", session: AsyncSession, group: SchoolChat, ahead: Outlook, said: Said
) -> None:
    _shows(group, ahead)
    edit = Outgoing(group.chat_id, said.html, said.buttons, kind="edit", target_row=group.card_outbox_id)
    await outbox.put(session, edit, services.clock.now())


def _shows(group: SchoolChat, ahead: Outlook) -> None:
    group.card_meeting_id = ahead.next.id if ahead.next else None
    group.card_until = ahead.until


def _address(chat_id: int, message_id: int | None) -> str | None:
    """The card's address for people in the group; plain groups have none."""
    if message_id is None or chat_id >= FIRST_SUPERGROUP:
        return None
    return f"https://t.me/c/{FIRST_SUPERGROUP - chat_id}/{message_id}"
