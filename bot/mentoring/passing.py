"""A question passed on to people: drafted, sent by its asker's own tap, answered, or taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import misses
from bot.mentoring.access import Place, mentors_of, places_of, school_of_chat
from bot.mentoring.errors import Refusal
from bot.mentoring.receivers import Receiver, due_at
from bot.mentoring.reminders import House
from bot.storage.conversation import Dialogue, Question
from bot.storage.learnt import Passed
from bot.storage.people import Person
from bot.storage.schools import School
from knowledge import Asker
from knowledge.model import PHASES

LONGEST = 1_000
LONGEST_ANSWER = 3_000
WITH_LEADS = 2
DIALOGUES = ("pass", "panswer", "pguide", "teach")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A passed question with whose it is; ``question`` is None where somebody asks to be rung."""

    passed: Passed
    asker: Person
    school: School
    question: Question | None

    @property
    def from_group(self) -> bool:
        """Whether it was asked where others could read it."""
        return self.question is not None and self.question.chat_id < 0

    @property
    def seen_by_group(self) -> bool:
        """Whether the answer will be read by the group."""
        return self.from_group and self.passed.answer_in == "here"


async def mentor_for(session: AsyncSession, person: Person, chat_id: int) -> Person | None:
    """Who could be asked here: the mentor of the group's school, or of the team this person is in."""
    school = await school_of_chat(session, chat_id) if chat_id < 0 else None
    for place in await places_of(session, person):
        if place.is_team and (chat_id > 0 or (school and place.school.id == school.id)):
            mentors = await mentors_of(session, place.school.id or 0)
            if mentors and mentors[0].telegram_id:
                return mentors[0]
    return None


async def asker_of(session: AsyncSession, person: Person) -> Asker | None:
    """What the search may know of who asks: their role and their school's phase."""
    for place in await places_of(session, person):
        phase = (place.school.phase or "").lower().replace(" ", "_")
        return Asker(phase=phase if phase in PHASES else None, role=place.role)
    return None


async def draft(session: AsyncSession, question: Question, place: Place, now: datetime) -> Waiting:
    """What would be sent, for its asker to look at; nobody else sees it.

    Raises Refusal("for_the_team") for anybody outside the school's team, Refusal("question_gone") where
    the words were not kept, Refusal("passed_already").
    """
    if not place.is_team:
        raise Refusal("for_the_team")
    if not question.text:
        raise Refusal("question_gone")
    row = (await session.exec(select(Passed).where(Passed.question_id == question.id))).first()
    if row is not None and row.state not in ("draft", "withdrawn"):
        raise Refusal("passed_already")
    row = row or Passed(school_id=0, asker_id=0, asked_at=now, question_id=question.id)
    row.state, row.text, row.steps = "draft", question.text[:LONGEST], 0
    row.told_at = row.told_outbox_id = None
    row.school_id, row.asker_id = place.school.id or 0, place.person.id or 0
    session.add(row)
    await session.flush()
    return Waiting(row, place.person, place.school, question)


def reword(passed: Passed, text: str) -> None:
    """Other words before it is sent. Raises Refusal("nothing_typed") or ("too_long")."""
    passed.text = _words(text, LONGEST)


def choose_place(passed: Passed, answer_in: str) -> None:
    """Where the answer goes. Raises Refusal("old_button")."""
    if answer_in not in ("here", "private"):
        raise Refusal("old_button")
    passed.answer_in = answer_in


async def send(session: AsyncSession, one: Waiting, to: Receiver, now: datetime, house: House) -> None:
    """The asker's tap: the question waits for its receiver, and curators may see its words."""
    if one.passed.state != "draft":
        raise Refusal("passed_already")
    await _hand_to(session, one.passed, to, now, house)
    if one.question is not None:
        one.question.state = "passed_on"
        await misses.share(session, one.question, one.asker, one.passed.text)


async def ask_for_ring(
    session: AsyncSession, place: Place, to: Receiver, now: datetime, house: House
) -> Waiting:
    """Somebody wants to be rung; no reason is sent. Raises Refusal("passed_already") while one waits."""
    if not place.is_team:
        raise Refusal("for_the_team")
    open_one = await session.exec(
        select(Passed).where(
            Passed.asker_id == place.person.id, Passed.kind == "ring", Passed.state == "waiting"
        )
    )
    if open_one.first() is not None:
        raise Refusal("passed_already")
    row = Passed(kind="ring", school_id=place.school.id or 0, asker_id=place.person.id or 0, asked_at=now)
    session.add(row)
    await _hand_to(session, row, to, now, house)
    return Waiting(row, place.person, place.school, None)


async def own(session: AsyncSession, passed_id: int, person: Person | None) -> Waiting:
    """A passed question of this asker's. Raises Refusal("question_gone")."""
    one = await _found(session, passed_id, lock=True)
    if one is None or person is None or one.asker.id != person.id:
        raise Refusal("question_gone")
    return one


async def waiting_for(session: AsyncSession, person: Person, *, lead: bool) -> list[Waiting]:
    """What waits for this person, the oldest first: for a mentor all of their schools, for a deputy and a
    programme lead what was handed on to them."""
    rows = await session.exec(select(Passed).where(Passed.state == "waiting").order_by(col(Passed.asked_at)))
    roles = {place.school.id: place.role for place in await places_of(session, person)}
    mine = [row for row in rows.all() if _may_answer(row, roles.get(row.school_id), person, lead)]
    return [one for row in mine if (one := await _found(session, row.id or 0)) is not None]


async def asked_by(session: AsyncSession, person: Person) -> list[Waiting]:
    """What this person passed on and still waits for, the oldest first."""
    rows = await session.exec(
        select(Passed)
        .where(Passed.asker_id == person.id, Passed.state == "waiting")
        .order_by(col(Passed.asked_at))
    )
    return await found(session, rows.all())


async def to_answer(session: AsyncSession, passed_id: int, person: Person | None, *, lead: bool) -> Waiting:
    """One that this person may answer. Raises Refusal("question_gone") or Refusal("answered_already")."""
    one = await _found(session, passed_id, lock=True)
    if one is None or person is None or one.passed.state in ("draft", "withdrawn"):
        raise Refusal("question_gone")
    roles = {place.school.id: place.role for place in await places_of(session, person)}
    if not _may_answer(one.passed, roles.get(one.school.id), person, lead):
        raise Refusal("question_gone")
    if one.passed.state != "waiting":
        raise Refusal("answered_already")
    return one


async def answer(
    session: AsyncSession,
    one: Waiting,
    by: Person,
    now: datetime,
    *,
    text: str | None = None,
    pointer: dict[str, Any] | None = None,
) -> None:
    """Answer in one's own words or with a pointer. Raises Refusal("nothing_typed") or ("too_long")."""
    passed = one.passed
    passed.answer = _words(text, LONGEST_ANSWER) if text is not None else None
    passed.pointer = pointer
    passed.state, passed.answered_at, passed.answered_by, passed.due_at = "answered", now, by.id, None
    if one.question is not None:
        one.question.state = "resolved"
    session.add(passed)


async def withdraw(session: AsyncSession, one: Waiting) -> int | None:
    """Taken back by its asker: the words go. Gives the outbox row that had shown them to somebody."""
    shown = one.passed.told_outbox_id
    one.passed.state, one.passed.text, one.passed.due_at = "withdrawn", "", None
    one.passed.answer = one.passed.pointer = one.passed.told_outbox_id = None
    if one.question is not None:
        if one.question.state == "passed_on":
            one.question.state = "unsure"
        await misses.unshare(session, one.question)
    await _leave_dialogues(session, one.passed)
    session.add(one.passed)
    return shown


async def of_question(session: AsyncSession, question: Question) -> Waiting | None:
    """The passing on of this question, if there is one."""
    row = (await session.exec(select(Passed).where(Passed.question_id == question.id))).first()
    return await _found(session, row.id or 0) if row else None


async def answerer(session: AsyncSession, one: Waiting) -> Person | None:
    """Who answered it."""
    return await session.get(Person, one.passed.answered_by) if one.passed.answered_by else None


def agree(one: Waiting, yes: bool) -> bool:
    """Whether the answer may help others, without name and school; says whether the word is new.

    Raises Refusal("proposed_already") once it has been rewritten and proposed.
    """
    if one.passed.state != "answered":
        raise Refusal("proposed_already" if one.passed.state == "closed" else "question_gone")
    new = one.passed.consent != yes
    one.passed.consent = yes
    return new


async def agreed(session: AsyncSession, person: Person) -> list[Waiting]:
    """What this person answered, may help others and has not been proposed yet."""
    rows = await session.exec(
        select(Passed)
        .where(Passed.state == "answered", Passed.answered_by == person.id, col(Passed.consent).is_(True))
        .order_by(col(Passed.answered_at))
    )
    return await found(session, rows.all())


async def to_propose(session: AsyncSession, passed_id: int, person: Person | None) -> Waiting:
    """One of those. Raises Refusal("not_agreed")."""
    for one in await agreed(session, person) if person else []:
        if one.passed.id == passed_id:
            return one
    raise Refusal("not_agreed")


async def _found(session: AsyncSession, passed_id: int, *, lock: bool = False) -> Waiting | None:
    passed = await session.get(Passed, passed_id, with_for_update=lock or None)
    if passed is None:
        return None
    asker = await session.get(Person, passed.asker_id)
    school = await session.get(School, passed.school_id)
    question = await session.get(Question, passed.question_id) if passed.question_id else None
    return Waiting(passed, asker, school, question) if asker and school else None


async def found(session: AsyncSession, passed: Sequence[Passed]) -> list[Waiting]:
    """The same with asker, school and question."""
    return [one for row in passed if (one := await _found(session, row.id or 0)) is not None]


async def _leave_dialogues(session: AsyncSession, passed: Passed) -> None:
    """Nobody goes on answering or rewriting what was taken back; such a dialogue holds its words."""
    open_ones = await session.exec(select(Dialogue).where(col(Dialogue.name).in_(DIALOGUES)))
    for dialogue in open_ones.all():
        if dialogue.data.get("passed") == passed.id:
            await session.delete(dialogue)


async def _hand_to(session: AsyncSession, passed: Passed, to: Receiver, now: datetime, house: House) -> None:
    passed.state, passed.asked_at = "waiting", now
    passed.holder_id, passed.steps, passed.due_at = to.person.id, to.step, due_at(to.reply_by, house)
    session.add(passed)
    await session.flush()


def _may_answer(passed: Passed, role: str | None, person: Person, lead: bool) -> bool:
    """A mentor all of their schools', a deputy what they hold, a programme lead what reached the leads."""
    if role == "mentor" or (passed.holder_id == person.id and role == "deputy"):
        return True
    return lead and passed.steps >= WITH_LEADS


def _words(text: str, most: int) -> str:
    words = text.strip()
    if not words:
        raise Refusal("nothing_typed")
    if len(words) > most:
        raise Refusal("too_long", most=most)
    return words
