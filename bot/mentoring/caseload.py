"""A mentor's schools on one screen, those who may need them first; and the handover of one school."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import check_ins
from bot.mentoring.actions import OPEN
from bot.mentoring.calendars import terms_of
from bot.mentoring.check_ins import Heard, Trend
from bot.mentoring.terms import school_weeks_between
from bot.storage.agreed import Action, CheckIn, Note
from bot.storage.learnt import Passed
from bot.storage.meetings import Meeting, Rsvp
from bot.storage.people import Person
from bot.storage.schools import Mentorship, School

QUIET_AFTER = 4
"""School weeks without a sign after which a school counts as quiet."""


@dataclass(frozen=True, slots=True)
class Case:
    """One school as its mentor sees it. Counts only; lateness of a single person is not in it."""

    school: School
    mentorship: Mentorship
    next_meeting: Meeting | None
    overdue: int
    help_wanted: int
    questions: int
    quiet_weeks: int
    trend: Trend
    very_hard: bool

    @property
    def weight(self) -> int:
        """How much this school may need its mentor; the biggest comes first."""
        return (
            5 * self.questions
            + 4 * self.help_wanted
            + 2 * min(self.overdue, 5)
            + (3 if self.next_meeting is None else 0)
            + (4 if self.quiet_weeks >= QUIET_AFTER else 0)
            + (3 if self.trend == "harder" else 0)
            + (3 if self.very_hard else 0)
        )


async def caseload(session: AsyncSession, mentor: Person, now: datetime, zone: ZoneInfo) -> list[Case]:
    """Every school this person mentors or stands in for, those who may need them first."""
    found = await session.exec(
        select(Mentorship, School)
        .join(School, col(School.id) == Mentorship.school_id)
        .where(
            Mentorship.state == "active",
            (col(Mentorship.mentor_id) == mentor.id) | (col(Mentorship.deputy_id) == mentor.id),
        )
    )
    pairs = found.all()
    known = await _known_of(session, [school.id or 0 for _, school in pairs], now)
    cases = [_case(known, school, mentorship, now, zone) for mentorship, school in pairs]
    return sorted(cases, key=lambda case: (-case.weight, case.school.name))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the lines are made of, each by school, read with as many statements for thirty as for one."""

    actions: dict[int, list[Action]]
    following: dict[int, Meeting]
    waiting: dict[int, int]
    heard: dict[int, list[Heard]]
    signs: dict[int, datetime]


async def _known_of(session: AsyncSession, ids: Sequence[int], now: datetime) -> _Known:
    actions: dict[int, list[Action]] = {}
    open_ones = select(Action).where(col(Action.school_id).in_(ids), col(Action.state).in_(OPEN))
    for action in (await session.exec(open_ones)).all():
        actions.setdefault(action.school_id, []).append(action)
    planned = select(Meeting).where(
        col(Meeting.school_id).in_(ids), Meeting.state == "planned", Meeting.starts_at > now
    )
    latest_first = (await session.exec(planned.order_by(col(Meeting.starts_at).desc()))).all()
    waiting = await session.exec(
        select(Passed.school_id, func.count())
        .where(col(Passed.school_id).in_(ids), Passed.state == "waiting")
        .group_by(col(Passed.school_id))
    )
    return _Known(
        actions,
        {meeting.school_id: meeting for meeting in latest_first},
        {school_id: count for school_id, count in waiting.all() if school_id is not None},
        await check_ins.heard_in(session, ids),
        await _signs(session, ids, now),
    )


def _case(known: _Known, school: School, mentorship: Mentorship, now: datetime, zone: ZoneInfo) -> Case:
    today, school_id = now.astimezone(zone).date(), school.id or 0
    open_ones, heard = known.actions.get(school_id, []), known.heard.get(school_id, [])
    return Case(
        school,
        mentorship,
        known.following.get(school_id),
        sum(one.due is not None and one.due < today for one in open_ones),
        sum(one.state == "needs_help" for one in open_ones),
        known.waiting.get(school_id, 0),
        _quiet_weeks(
            max(known.signs.get(school_id, mentorship.started_at), mentorship.started_at), school, now, zone
        ),
        check_ins.trend_of(heard),
        any(one.check_in.value == check_ins.VERY_HARD for one in heard),
    )


async def _signs(session: AsyncSession, ids: Sequence[int], now: datetime) -> dict[int, datetime]:
    """The last sign of life by school: an answer, note, check-in, changed action, a meeting held."""
    held = select(Meeting.school_id, func.max(Meeting.starts_at)).where(
        Meeting.state != "cancelled", Meeting.starts_at <= now
    )
    answers = select(Meeting.school_id, func.max(Rsvp.at)).join(Rsvp, col(Meeting.id) == Rsvp.meeting_id)
    latest: dict[int, datetime] = {}
    for query, school in (
        (select(Action.school_id, func.max(Action.changed_at)), Action.school_id),
        (select(Note.school_id, func.max(Note.at)), Note.school_id),
        (select(CheckIn.school_id, func.max(CheckIn.at)), CheckIn.school_id),
        (answers, Meeting.school_id),
        (held, Meeting.school_id),
    ):
        found = await session.exec(query.where(col(school).in_(ids)).group_by(col(school)))
        for school_id, at in found.all():
            if at is not None:
                latest[school_id] = max(at, latest.get(school_id, at))
    return latest


def _quiet_weeks(last_sign: datetime, school: School, now: datetime, zone: ZoneInfo) -> int:
    """School weeks since the last sign of life."""
    last, today = last_sign.astimezone(zone).date(), now.astimezone(zone).date()
    terms = terms_of(school)
    if terms is None:
        return max((today - last).days // 7, 0)
    return school_weeks_between(last, today, terms)
