"""A meeting's card: one text for everywhere, kept current by edits wherever it stands."""

from collections.abc import Sequence

from sqlmodel import col, select

from bot.mentoring import meetings
from bot.mentoring.access import Place
from bot.mentoring.calendar_file import calendar_file, file_name, outlook_link
from bot.mentoring.errors import Refusal
from bot.storage.meetings import Meeting, MeetingCard
from bot.storage.outbox import File, OutboxRow, Outgoing
from bot.storage.schools import School, SchoolChat
from handlers import group_card
from handlers.turn import Turn
from handlers.words import Said


async def named(turn: Turn, meeting_id: int) -> tuple[Place, Meeting]:
    """The meeting a button named, and the presser's standing in its school. Raises Refusal."""
    session = await turn.session()
    meeting = await session.get(Meeting, meeting_id)
    if meeting is None:
        raise Refusal("wrong_school")
    place = await turn.place_in(meeting.school_id)
    if not turn.is_private:
        chat = await session.get(SchoolChat, turn.chat.id)
        if chat is None or chat.state != "confirmed" or chat.school_id != meeting.school_id:
            raise Refusal("wrong_school")
    return place, meeting


async def send(turn: Turn, meeting: Meeting, school: School) -> None:
    """Say the card here; from now on it is kept current here."""
    said = await said_of(turn, meeting, school)
    row = await turn.say(Outgoing(turn.chat.id, said.html, said.buttons, thread_id=turn.thread_id))
    await _remember(turn, meeting, school, turn.chat.id, row)


async def announce(turn: Turn, made: Sequence[Meeting], school: School) -> None:
    """Show new meetings: a card in the school's groups, else one private message to each person."""
    session = await turn.session()
    groups = await group_card.groups_of(session, school.id or 0)
    fresh = await group_card.put_up(turn.services, session, school)
    for group in groups:
        if fresh.get(group.chat_id) != made[0].id:
            said = await said_of(turn, made[0], school)
            row = await turn.say(Outgoing(group.chat_id, said.html, said.buttons))
            await _remember(turn, made[0], school, group.chat_id, row)
        if len(made) > 1:
            await turn.say_in(group.chat_id, "meetings/series_made", meetings=made, school=school)
    if groups:
        return
    for person, _ in await meetings.answers(session, made[0]):
        if person.telegram_id and person.telegram_id != turn.user.id and person.reach == "yes":
            await turn.tell(person.telegram_id, "meetings/invited", meetings=made, school=school)


async def refresh(turn: Turn, meeting: Meeting, school: School) -> None:
    """Bring the card up to date everywhere it stands."""
    session = await turn.session()
    said = await said_of(turn, meeting, school)
    cards = (await session.exec(select(MeetingCard).where(MeetingCard.meeting_id == meeting.id))).all()
    for card in cards:
        await turn.say(
            Outgoing(card.chat_id, said.html, said.buttons, kind="edit", target_row=card.outbox_id)
        )
    await group_card.keep(turn.services, session, school)


async def stands_here(turn: Turn, meeting: Meeting) -> bool:
    """Whether the pressed message is the meeting's card, which shows everybody's answers by itself."""
    query = turn.update.callback_query
    pressed = query.message.message_id if query and query.message else None
    found = await (await turn.session()).exec(
        select(OutboxRow.message_id)
        .join(MeetingCard, col(MeetingCard.outbox_id) == OutboxRow.id)
        .where(MeetingCard.meeting_id == meeting.id, MeetingCard.chat_id == turn.chat.id)
    )
    return found.first() == pressed


async def send_file(turn: Turn, meeting: Meeting, school: School) -> None:
    """The meeting as a calendar file, to the presser in private."""
    content = calendar_file(meeting, school.name)
    said = turn.services.words.render(
        "meetings/file", meeting=meeting, school=school, outlook=outlook_link(meeting, school.name)
    )
    await turn.say(
        Outgoing(
            turn.user.id, said.html, said.buttons, kind="document", file=File(file_name(meeting), content)
        )
    )


async def said_of(turn: Turn, meeting: Meeting, school: School) -> Said:
    """The card's words and buttons."""
    session = await turn.session()
    answers = await group_card.shown_of(session, meeting)
    return turn.services.words.render("meetings/card", meeting=meeting, school=school, **answers)


async def _remember(turn: Turn, meeting: Meeting, school: School, chat_id: int, row: int) -> None:
    """From now on this is the meeting's card in that chat; an earlier one says where to look."""
    session = await turn.session()
    found = await session.exec(
        select(MeetingCard).where(MeetingCard.meeting_id == meeting.id, MeetingCard.chat_id == chat_id)
    )
    card = found.first()
    if card is None:
        card = MeetingCard(meeting_id=meeting.id or 0, chat_id=chat_id, outbox_id=row)
    else:
        below = turn.services.words.render("meetings/card_below", meeting=meeting, school=school)
        await turn.say(Outgoing(chat_id, below.html, kind="edit", target_row=card.outbox_id))
    card.outbox_id = row
    session.add(card)
    await session.flush()
