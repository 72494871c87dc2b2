"""Questions without a good answer, for curators: a topic always, words only where the asker agreed."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz, utils
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import mentors_of, places_of, team_of
from bot.storage.conversation import Question
from bot.storage.learnt import Miss
from bot.storage.people import Person
from bot.storage.schools import Preference
from knowledge import Answer, Knowledge

ALIKE = 85
"""Two questions count as the same from this likeness on (RapidFuzz token_set_ratio, 0 to 100)."""
NO_TOPIC = "other"
SHORTEST_NAME = 2
PASSED_ON = ("passed_on", "resolved")


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same thing; the first was asked last."""

    misses: tuple[Miss, ...]

    @property
    def text(self) -> str:
        """The newest wording."""
        return self.misses[0].text or ""

    @property
    def unanswered(self) -> bool:
        """Whether at least one of them had no answer at all."""
        return any(one.why == "unsure" for one in self.misses)


def topic_of(answer: Answer) -> str:
    """What a question seems to be about: the topic of the nearest guidance."""
    for pointer in answer.best[:1]:
        topics = (pointer.section.topics if pointer.section else ()) or pointer.entry.topics
        return topics[0] if topics else NO_TOPIC
    return NO_TOPIC


def topic_of_entry(knowledge: Knowledge, pointers: Sequence[dict[str, Any]]) -> str:
    """The same for a question whose answer is remembered."""
    entry = knowledge.entry(pointers[0]["entry"]) if pointers else None
    return entry.topics[0] if entry and entry.topics else NO_TOPIC


async def forget(session: AsyncSession, question: Question) -> None:
    """Curators hear no more of a question that was taken back or asked anew."""
    row = await _of(session, question)
    if row is not None:
        await session.delete(row)
        await session.flush()


async def note(
    session: AsyncSession, question: Question, why: str | None, now: datetime, topic: str = NO_TOPIC
) -> None:
    """A question had no answer, or the asker said "not for me"; None: all is well after all.

    Nothing is noted of people the programme does not know.
    """
    row = await _of(session, question)
    if why is None:
        if row is not None:
            await session.delete(row)
        return
    person = (await session.exec(select(Person).where(Person.telegram_id == question.asker))).first()
    if person is None:
        return
    if row is None:
        row = Miss(question_id=question.id or 0, topic=topic, why=why, at=now)
        words = question.text if await _shares(session, person) else None
        row.text = without(words, await _names_around(session, person)) if words else None
    row.why = why
    session.add(row)


async def share(session: AsyncSession, question: Question, asker: Person, text: str) -> None:
    """The asker passed the question on: curators may see the words that were sent, without names."""
    row = await _of(session, question)
    if row is not None:
        row.text = without(text, await _names_around(session, asker))
        session.add(row)


async def unshare(session: AsyncSession, question: Question) -> None:
    """The asker took it back: the words go, unless all their questions are shared."""
    row = await _of(session, question)
    person = (await session.exec(select(Person).where(Person.telegram_id == question.asker))).first()
    if row is not None and not (person and await _shares(session, person)):
        row.text = None
        session.add(row)


async def hide(session: AsyncSession, person: Person) -> None:
    """This person's words go from the curators' list, except what they passed on."""
    rows = await session.exec(
        select(Miss)
        .join(Question, col(Question.id) == Miss.question_id)
        .where(Question.asker == person.telegram_id, col(Question.state).not_in(PASSED_ON))
    )
    for row in rows.all():
        row.text = None
        session.add(row)


def without(text: str, names: Collection[str]) -> str:
    """The text with these names (of people and schools) left out, the longest first."""
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text


async def grouped(session: AsyncSession) -> list[Group]:
    """Open questions whose words may be seen, alike ones together: unanswered and popular first."""
    rows = await session.exec(
        select(Miss)
        .where(Miss.state == "open", col(Miss.text).is_not(None))
        .order_by(col(Miss.at).desc(), col(Miss.id).desc())
    )
    groups = group(rows.all())
    return sorted(groups, key=lambda one: (-len(one.misses), not one.unanswered))


async def group_of(session: AsyncSession, miss_id: int) -> Group | None:
    """The group that this one is in."""
    groups = await grouped(session)
    return next((one for one in groups if any(miss.id == miss_id for miss in one.misses)), None)


def group(rows: Sequence[Miss]) -> list[Group]:
    """Alike questions together, each with the first group it is like, in the order given."""
    heads: list[str] = []
    members: list[list[Miss]] = []
    for row in rows:
        words = utils.default_process(row.text or "")
        at = next((n for n, head in enumerate(heads) if fuzz.token_set_ratio(words, head) >= ALIKE), None)
        if at is None:
            heads.append(words)
            members.append([row])
        else:
            members[at].append(row)
    return [Group(tuple(some)) for some in members]


async def by_topic(session: AsyncSession) -> list[tuple[str, int]]:
    """How many open questions there are on each topic whose words nobody may see, most first."""
    rows = await session.exec(select(Miss.topic).where(Miss.state == "open", col(Miss.text).is_(None)))
    counts: dict[str, int] = {}
    for topic in rows.all():
        counts[topic] = counts.get(topic, 0) + 1
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))


async def close(session: AsyncSession, group: Group) -> None:
    """Nothing more to do about these."""
    for miss in group.misses:
        miss.state = "closed"
        session.add(miss)


async def _names_around(session: AsyncSession, person: Person) -> set[str]:
    """Names that would tell where a question came from: the school's, its trust's, its people's."""
    names = {person.name}
    for place in await places_of(session, person):
        school = place.school
        names |= {school.name, *([school.trust] if school.trust else [])}
        names |= {one.name for one, _ in await team_of(session, school.id or 0)}
        names |= {one.name for one in await mentors_of(session, school.id or 0)}
    return {name for name in names | {name.split()[0] for name in names} if len(name) > SHORTEST_NAME}


async def _of(session: AsyncSession, question: Question) -> Miss | None:
    return (await session.exec(select(Miss).where(Miss.question_id == question.id))).first()


async def _shares(session: AsyncSession, person: Person) -> bool:
    row = await session.get(Preference, person.id)
    return row is not None and row.shares_questions
