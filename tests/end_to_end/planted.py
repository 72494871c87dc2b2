"""Two schools whose every record carries a word of its own, so that a leak names itself."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, cast

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import mentorship_of
from bot.mentoring.audience import AUDIENCE, Record, Role, sees
from bot.mentoring.calendars import terms_data
from bot.mentoring.people import be_in, meet
from bot.mentoring.schools import join_team, leave_team, make_mentor, make_school
from bot.mentoring.terms import Period, Terms
from bot.rehearsal.chat import Chat
from bot.rehearsal.person import Person as User
from bot.storage.agreed import SEEN_BY, Action, CheckIn, Finding, Note
from bot.storage.conversation import Question
from bot.storage.learnt import Miss, Passed
from bot.storage.meetings import Meeting, Rsvp
from bot.storage.people import Person
from bot.storage.schools import Invite, School, SchoolChat
from tests.conftest import NOON
from tests.end_to_end.harness import World

WORD = re.compile(r"qv[a-z]+[12]")
TEAM_ROLES = ("senco", "headteacher", "senior_leader", "trust_leader", "governor")
NOBODY: Record = "private_question"
OF_AUDIENCE: dict[str, Record] = {
    "mentorship": "mentorship_note",
    "mentor": "mentor_note",
    "owner": NOBODY,
}
POINTER = {"entry": "send-code-2015", "section": None, "matched": None}


@dataclass(frozen=True)
class Secret:
    """A planted word: whose school, what kind of record, and who owns or wrote it (Telegram ids)."""

    school: int
    record: Record
    owners: frozenset[int]


@dataclass
class Planted:
    """Everybody and every word. ``people`` by name: ``senco1`` is the SENCO of school 1."""

    world: World
    people: dict[str, User] = field(default_factory=dict)
    groups: dict[int, Chat] = field(default_factory=dict)
    secrets: dict[str, Secret] = field(default_factory=dict)
    roles: dict[tuple[int, int], Role] = field(default_factory=dict)
    rows: dict[str, Person] = field(default_factory=dict)

    def word(self, name: str, school: int, record: Record, *owners: str) -> str:
        """A new word for a record of this school."""
        made = f"qv{name}{school}"
        self.secrets[made] = Secret(school, record, frozenset(self.people[one].id for one in owners))
        return made

    def leaks(self, text: str, chat_id: int) -> list[str]:
        """The planted words of a text that must not be readable in this chat, by the audience table."""
        found = self.secrets.keys() & set(WORD.findall(text.lower()))
        return sorted(word for word in found if not self._allowed(self.secrets[word], word, chat_id))

    def _allowed(self, secret: Secret, word: str, chat_id: int) -> bool:
        if chat_id > 0:
            role = self.roles.get((chat_id, secret.school))
            return chat_id in secret.owners or (role is not None and sees(role, secret.record))
        of = next((number for number, group in self.groups.items() if group.id == chat_id), 0)
        if of == 0:  # a group without a school: only the choice of a school to link it to
            return word.startswith(("qvschool", "qvmentor"))
        return of == secret.school and AUDIENCE[secret.record].in_group


async def plant(world: World) -> Planted:
    """Fill the database; everybody has pressed Start at some time before."""
    planted = Planted(world)
    telegram = world.telegram
    planted.people["lead"] = world.lead
    planted.people["stranger"] = telegram.add_person("Nell", started=True)
    for school in (1, 2):
        for role in ("mentor", "deputy", *TEAM_ROLES, "left"):
            name = f"{role}{school}"
            shown = f"Qv{role.replace('_', '')}{school}"
            planted.people[name] = telegram.add_person(shown, f"u_{name}", started=True)
    for school in (1, 2):
        first = planted.people[f"mentor{school}"]
        others = [one for one in planted.people.values() if one is not first]
        planted.groups[school] = telegram.add_group(f"qvschool{school} leaders", [first, *others])
    planted.groups[0] = telegram.add_group("No school", list(planted.people.values()))
    async with world.bot.database.write() as session:
        await _meet_everybody(planted, session)
        schools = [await _school(planted, session, number) for number in (1, 2)]
        for each in (_agreed, _meetings, _check_ins, _asked, _invites):
            await each(planted, session, schools)
    return planted


async def _meet_everybody(planted: Planted, session: AsyncSession) -> None:
    for name, user in planted.people.items():
        await be_in(session, user.id, "private", NOON)
        if name == "stranger":
            continue
        person = await meet(session, user.id, user.name, user.username, NOON)
        person.reach = "yes"
        planted.rows[name] = person
        if name == "lead":
            planted.roles |= {(user.id, 1): "lead", (user.id, 2): "lead"}
            continue
        role, school = name[:-1], int(name[-1])
        planted.word(role.replace("_", ""), school, "meeting", name)
        if role != "left":
            planted.roles[user.id, school] = cast(Role, role)
    await session.flush()


async def _school(planted: Planted, session: AsyncSession, number: int) -> School:
    rows, word = planted.rows, planted.word
    await make_mentor(session, rows[f"mentor{number}"], None, NOON)
    await make_mentor(session, rows[f"deputy{number}"], None, NOON)
    period = Period(word("term", number, "meeting"), "term", date(2026, 9, 1), date(2027, 7, 20))
    school = await make_school(
        session,
        rows[f"mentor{number}"],
        word("school", number, "meeting"),
        NOON,
        trust=word("trust", number, "finding"),
        judgement=word("judgement", number, "finding"),
        terms=terms_data(Terms((period,), confirmed_by=word("confirmer", number, "meeting"))),
    )
    mentorship = await mentorship_of(session, school.id or 0)
    assert mentorship is not None
    mentorship.deputy_id = rows[f"deputy{number}"].id
    for role in TEAM_ROLES:
        await join_team(session, school.id or 0, rows[f"{role}{number}"], role, NOON)
    left = rows[f"left{number}"]
    await join_team(session, school.id or 0, left, "senco", NOON)
    await leave_team(session, school.id or 0, left.id or 0, None, None, NOON)
    for group in planted.groups.values():
        await be_in(session, group.id, "supergroup", NOON, title=group.title)
    session.add(
        SchoolChat(
            chat_id=planted.groups[number].id,
            school_id=school.id or 0,
            state="confirmed",
            asked_by=rows[f"mentor{number}"].id or 0,
            at=NOON,
        )
    )
    await session.flush()
    return school


async def _each(
    session: AsyncSession, schools: list[School], make: Callable[[int, School], Any]
) -> dict[int, Any]:
    """One row a school, one after the other, so that school 1 has the odd ids and school 2 the even ones."""
    made = {}
    for number, school in enumerate(schools, start=1):
        made[number] = make(number, school)
        session.add(made[number])
        await session.flush()
    return made


async def _meetings(planted: Planted, session: AsyncSession, schools: list[School]) -> None:
    for name, days in (("held", -1), ("coming", 8)):

        def make(number: int, school: School, name: str = name, days: int = days) -> Meeting:
            return Meeting(
                school_id=school.id or 0,
                number=1 if days < 0 else 2,
                stage="gather",
                title=planted.word(f"{name}title", number, "meeting"),
                starts_at=NOON + timedelta(days=days),
                wall=(NOON + timedelta(days=days)).isoformat()[:16],
                zone="Europe/London",
                place=planted.word(f"{name}place", number, "meeting"),
                state="planned",
                uid=f"{name}{number}",
                organiser_id=planted.rows[f"mentor{number}"].id or 0,
                agenda=[{"text": planted.word(f"{name}item", number, "meeting")}],
                created_at=NOON,
                changed_at=NOON,
            )

        meetings = await _each(session, schools, make)
        for number, meeting in meetings.items():
            for role in ("mentor", *TEAM_ROLES):
                said = {"answer": "other_time", "proposal": planted.word("proposal", number, "meeting")}
                more: dict[str, Any] = said if role == "governor" else {"answer": "none"}
                person = planted.rows[f"{role}{number}"].id or 0
                session.add(Rsvp(meeting_id=meeting.id or 0, person_id=person, **more))
    await _of_meeting(planted, session, schools)


async def _of_meeting(planted: Planted, session: AsyncSession, schools: list[School]) -> None:
    """Notes of the meeting that took place: every audience, and a decision."""
    for audience in ("decision", *SEEN_BY):
        author = "mentor" if audience == "mentor" else "senco"
        record: Record = "team_note" if audience == "team" else OF_AUDIENCE.get(audience, "decision")

        def note(
            n: int, school: School, audience: str = audience, author: str = author, kind: Record = record
        ) -> Note:
            return Note(
                school_id=school.id or 0,
                meeting_id=n,
                finding_id=n,
                author_id=planted.rows[f"{author}{n}"].id,
                kind="decision" if audience == "decision" else "note",
                text=planted.word(f"note{audience}", n, kind, f"{author}{n}"),
                audience="team" if audience == "decision" else audience,
                at=NOON,
            )

        await _each(session, schools, note)


async def _agreed(planted: Planted, session: AsyncSession, schools: list[School]) -> None:
    await _each(
        session,
        schools,
        lambda n, school: Finding(
            school_id=school.id or 0, text=planted.word("finding", n, "finding"), place=1, made_at=NOON
        ),
    )
    for audience in SEEN_BY:

        def action(n: int, school: School, audience: str = audience) -> Action:
            kind = OF_AUDIENCE.get(audience, "action")
            return Action(
                school_id=school.id or 0,
                finding_id=n,
                owner_id=planted.rows[f"senco{n}"].id,
                text=planted.word(f"action{audience}", n, kind, f"senco{n}"),
                due=date(2026, 11, 20),
                audience=audience,
                made_by=planted.rows[f"senco{n}"].id,
                made_at=NOON,
                changed_at=NOON,
            )

        await _each(session, schools, action)


async def _check_ins(planted: Planted, session: AsyncSession, schools: list[School]) -> None:
    await _each(
        session,
        schools,
        lambda n, school: CheckIn(
            school_id=school.id or 0,
            person_id=planted.rows[f"senco{n}"].id or 0,
            value=1,
            words=planted.word("checkin", n, "check_in", f"senco{n}"),
            at=NOON - timedelta(days=1),
        ),
    )


async def _asked(planted: Planted, session: AsyncSession, schools: list[School]) -> None:
    """Questions: private, passed on, still a draft, answered, asked in the group."""
    cases: tuple[tuple[str, Record, str | None], ...] = (
        ("private", NOBODY, None),
        ("waiting", "passed_question", "waiting"),
        ("draft", NOBODY, "draft"),
        ("answered", "passed_question", "answered"),
        ("group", "meeting", None),
    )
    for at, (name, record, state) in enumerate(cases):

        def question(n: int, _: School, name: str = name, record: Record = record, at: int = at) -> Question:
            asker = planted.people[f"senco{n}"]
            return Question(
                chat_id=planted.groups[n].id if name == "group" else asker.id,
                message_id=900 + at,
                asker=asker.id,
                text=planted.word(f"ask{name}", n, record, f"senco{n}"),
                state="unsure",
                audience="chat" if name == "group" else "asker",
                pointers=[POINTER],
                asked_at=NOON,
            )

        asked = await _each(session, schools, question)
        for number, one in asked.items():
            school = schools[number - 1].id or 0
            if state:
                session.add(_passed(planted, number, school, one, state))
            else:
                session.add(Miss(question_id=one.id or 0, topic="other", why="unsure", at=NOON))
            await session.flush()


def _passed(planted: Planted, number: int, school: int, question: Question, state: str) -> Passed:
    mentor = planted.rows[f"mentor{number}"].id
    answered = state == "answered"
    return Passed(
        question_id=question.id,
        school_id=school,
        asker_id=planted.rows[f"senco{number}"].id or 0,
        holder_id=mentor,
        answered_by=mentor if answered else None,
        text=question.text or "",
        state=state,
        answer=planted.word("answer", number, "passed_question", f"senco{number}") if answered else None,
        asked_at=NOON,
        consent=True if answered else None,
    )


async def _invites(planted: Planted, session: AsyncSession, schools: list[School]) -> None:
    """One that is open, and one that a stranger has claimed."""
    for state, role in (("open", "senco"), ("claimed", "headteacher")):

        def invite(n: int, school: School, state: str = state, role: str = role) -> Invite:
            return Invite(
                token_hash=f"{state}{n}".ljust(64, "0"),
                code_hash=f"{state}{n}".ljust(64, "1"),
                role=role,
                school_id=school.id,
                invited_name=planted.word(f"invited{state}", n, "meeting"),
                made_by=planted.rows[f"mentor{n}"].id or 0,
                claimed_by=planted.rows[f"left{n}"].id if state == "claimed" else None,
                state=state,
                expires_at=NOON + timedelta(days=7),
                made_at=NOON,
            )

        await _each(session, schools, invite)
