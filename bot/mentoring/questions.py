"""Questions: what was asked, what it was answered with, and taking it back."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.storage.conversation import Message, Question
from knowledge import Answer, Pointer


def pointer_data(pointer: Pointer) -> dict[str, Any]:
    """A pointer as it is remembered: where it leads and which lay question matched."""
    section = pointer.section.title if pointer.section else None
    return {"entry": pointer.entry.id, "section": section, "matched": pointer.matched}


def state_of(answer: Answer) -> str:
    """The state a question starts in."""
    if answer.answered:
        return "answered"
    return "outside" if answer.kind == "outside" else "unsure"


async def ask(
    session: AsyncSession,
    *,
    chat_id: int,
    thread_id: int | None,
    message_id: int | None,
    asker: int,
    text: str | None,
    answer: Answer,
    private: bool,
    now: datetime,
) -> Question:
    """Write a question down; ``text`` is None where it may not be kept. Ids are Telegram's."""
    question = Question(
        chat_id=chat_id,
        thread_id=thread_id,
        message_id=message_id,
        asker=asker,
        text=text,
        state=state_of(answer),
        audience="asker" if private else "chat",
        pointers=[pointer_data(pointer) for pointer in answer.pointers],
        shown=1 if private else 0,
        asked_at=now,
    )
    session.add(question)
    await session.flush()
    return question


async def answer_again(session: AsyncSession, question: Question, text: str | None, answer: Answer) -> None:
    """A question was edited: keep the new words and what they are answered with."""
    question.text = text
    question.state = state_of(answer)
    question.pointers = [pointer_data(pointer) for pointer in answer.pointers]
    question.vote = "none"
    await session.exec(
        update(Message)
        .where(col(Message.chat_id) == question.chat_id, col(Message.message_id) == question.message_id)
        .values(text=text)
    )


async def asked_in(session: AsyncSession, chat_id: int, message_id: int) -> Question | None:
    """The question that this message asked."""
    found = await session.exec(
        select(Question).where(Question.chat_id == chat_id, Question.message_id == message_id)
    )
    return found.first()


async def last_of(session: AsyncSession, chat_id: int, asker: int) -> Question | None:
    """The newest question that this person asked in this chat and has not taken back."""
    found = await session.exec(
        select(Question)
        .where(Question.chat_id == chat_id, Question.asker == asker, Question.state != "withdrawn")
        .order_by(col(Question.id).desc())
        .limit(1)
    )
    return found.first()


async def withdraw(session: AsyncSession, question: Question) -> None:
    """Forget a question's words and its answer's, wherever they are stored."""
    question.text, question.pointers, question.state = None, [], "withdrawn"
    ids = [question.message_id] if question.message_id is not None else []
    await session.exec(
        update(Message)
        .where(
            col(Message.chat_id) == question.chat_id,
            col(Message.message_id).in_(ids) | (col(Message.outbox_id) == question.answer_outbox_id),
        )
        .values(text=None)
    )


async def private_copies(session: AsyncSession, question: Question) -> Sequence[Question]:
    """What :func:`copy_to_private` made of a question asked in a group."""
    found = await session.exec(
        select(Question).where(
            Question.chat_id == question.asker,
            Question.asker == question.asker,
            Question.text == question.text,
            col(Question.message_id).is_(None),
            Question.chat_id != question.chat_id,
        )
    )
    return found.all()


async def copy_to_private(session: AsyncSession, question: Question, asker: int, now: datetime) -> Question:
    """The same question as if it had been asked in the asker's private chat."""
    copy = Question(
        chat_id=asker,
        asker=asker,
        text=question.text,
        state=question.state,
        audience="asker",
        pointers=question.pointers,
        shown=1,
        asked_at=now,
    )
    session.add(copy)
    await session.flush()
    return copy
