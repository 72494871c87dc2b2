"""Keeping no longer than promised: what goes, and after how long."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, union_all
from sqlmodel import col, select

from bot.storage.agreed import CheckIn
from bot.storage.conversation import Dialogue, Message, Question
from bot.storage.database import Database
from bot.storage.meetings import Meeting, MeetingCard, Notice, Snooze
from bot.storage.outbox import OutboxRow
from bot.storage.people import Chat, Person
from bot.storage.schools import Invite, Member, Mentor, Mentorship, School, SchoolChat
from bot.storage.updates import IncomingUpdate

UPDATES = timedelta(days=7)
STRANGERS = timedelta(days=1)
CLOSED_ROWS = timedelta(days=100)
KEYED_ROWS = timedelta(days=400)
MONTH = timedelta(days=31)


async def purge(
    database: Database,
    now: datetime,
    real_now: datetime,
    question_days: int,
    record_months: int,
    leads: Collection[int],
) -> None:
    """Delete what is older than promised, in one short transaction.

    Conversations, questions and check-ins go after ``question_days``; a stranger's question (which holds
    no words) after a day; handled and set-aside updates after a week of real time; delivery rows once nothing
    can still edit them, those with a unique key when nothing can write them again. A school's agreed record
    goes ``record_months`` after its last mentorship ended, and with it people who are in nothing else;
    a stranger's chat is forgotten after a day. ``leads`` are Telegram ids of people who always stay.
    """
    old = now - timedelta(days=question_days)
    known = select(Person.telegram_id).where(col(Person.telegram_id).is_not(None))
    stranger = (col(Question.asked_at) < now - STRANGERS) & col(Question.asker).not_in(known)
    async with database.write() as session:
        await session.exec(delete(Message).where(col(Message.at) < old))
        await session.exec(delete(CheckIn).where(col(CheckIn.at) < old))
        await session.exec(delete(Question).where((col(Question.asked_at) < old) | stranger))
        await session.exec(delete(Dialogue).where(col(Dialogue.expires_at) < now))
        await session.exec(delete(IncomingUpdate).where(col(IncomingUpdate.handled_at) < real_now - UPDATES))
        for unkeyed, age in ((True, CLOSED_ROWS), (False, KEYED_ROWS)):
            row_kind = col(OutboxRow.key).is_(None) if unkeyed else col(OutboxRow.key).is_not(None)
            await session.exec(
                delete(OutboxRow).where(
                    col(OutboxRow.closed_at) < now - age,
                    row_kind,
                    col(OutboxRow.id).not_in(_standing_cards(now)),
                )
            )
        await session.exec(delete(Notice).where(col(Notice.at) < now - KEYED_ROWS))
        await session.exec(delete(Snooze).where(col(Snooze.due_at) < now - CLOSED_ROWS))
        await session.exec(delete(School).where(col(School.id).in_(_over(now - record_months * MONTH))))
        await session.exec(
            delete(Person).where(
                col(Person.created_at) < now - STRANGERS,
                col(Person.id).not_in(_in_something()),
                col(Person.telegram_id).is_(None) | col(Person.telegram_id).not_in(leads),
            )
        )
        await session.exec(
            delete(Chat).where(
                col(Chat.kind) == "private",
                col(Chat.created_at) < now - STRANGERS,
                col(Chat.id).not_in(known),
                col(Chat.id).not_in(select(Question.chat_id)),
                col(Chat.id).not_in(
                    select(OutboxRow.chat_id).where(col(OutboxRow.state).in_(("pending", "sending")))
                ),
            )
        )


def _over(before: datetime) -> Any:
    """Schools whose mentorships have all ended before then."""
    ended = select(Mentorship.school_id).where(col(Mentorship.ended_at) < before)
    going_on = select(Mentorship.school_id).where(
        (col(Mentorship.state) == "active") | (col(Mentorship.ended_at) >= before)
    )
    return select(School.id).where(col(School.id).in_(ended), col(School.id).not_in(going_on))


def _standing_cards(now: datetime) -> Any:
    """The rows that sent cards which are still kept up to date: an edit finds its message through them."""
    return union_all(
        select(MeetingCard.outbox_id).join(Meeting).where(col(Meeting.starts_at) > now - CLOSED_ROWS),
        select(SchoolChat.card_outbox_id).where(col(SchoolChat.card_outbox_id).is_not(None)),
    )


def _in_something() -> Any:
    """People who are in a team, mentor, or are named in a mentorship or an invitation."""
    return union_all(
        select(Member.person_id),
        select(Mentor.person_id),
        select(Mentorship.mentor_id),
        select(Mentorship.deputy_id).where(col(Mentorship.deputy_id).is_not(None)),
        select(Invite.made_by),
        select(Invite.claimed_by).where(col(Invite.claimed_by).is_not(None)),
        select(Meeting.organiser_id),
        select(SchoolChat.asked_by),
        select(SchoolChat.confirmed_by).where(col(SchoolChat.confirmed_by).is_not(None)),
    )
