"""A mentor's schools on one screen, those who may need them first; and the handover of one school."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import check_ins
from bot.mentoring.actions import OPEN
from bot.mentoring.calendars import terms_of
from bot.mentoring.check_ins import Trend
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
    cases = [await _case(session, school, mentorship, now, zone) for mentorship, school in found.all()]
    return sorted(cases, key=lambda case: (-case.weight, case.school.name))


async def _case(
    session: AsyncSession, school: School, mentorship: Mentorship, now: datetime, zone: ZoneInfo
) -> Case:
    today = now.astimezone(zone).date()
    open_ones = (
        await session.exec(select(Action).where(Action.school_id == school.id, col(Action.state).in_(OPEN)))
    ).all()
    following = await session.exec(
        select(Meeting)
        .where(Meeting.school_id == school.id, Meeting.state == "planned", Meeting.starts_at > now)
        .order_by(col(Meeting.starts_at))
        .limit(1)
    )
    waiting = await session.exec(
        select(func.count())
        .select_from(Passed)
        .where(Passed.school_id == school.id, Passed.state == "waiting")
    )
    heard = await check_ins.heard(session, school.id or 0)
    return Case(
        school,
        mentorship,
        following.first(),
        sum(one.due is not None and one.due < today for one in open_ones),
        sum(one.state == "needs_help" for one in open_ones),
        waiting.one(),
        await quiet_weeks(session, school, mentorship, now, zone),
        check_ins.trend_of(heard),
        any(one.check_in.value == check_ins.VERY_HARD for one in heard),
    )


async def quiet_weeks(
    session: AsyncSession, school: School, mentorship: Mentorship, now: datetime, zone: ZoneInfo
) -> int:
    """School weeks since the last sign of life: an answer, note, check-in, changed action, a meeting held."""
    signs = [mentorship.started_at]
    for query in (
        select(func.max(Action.changed_at)).where(Action.school_id == school.id),
        select(func.max(Note.at)).where(Note.school_id == school.id),
        select(func.max(CheckIn.at)).where(CheckIn.school_id == school.id),
        select(func.max(Rsvp.at))
        .join(Meeting, col(Meeting.id) == Rsvp.meeting_id)
        .where(Meeting.school_id == school.id),
        select(func.max(Meeting.starts_at)).where(
            Meeting.school_id == school.id, Meeting.state != "cancelled", Meeting.starts_at <= now
        ),
    ):
        latest = (await session.exec(query)).one()
        if latest is not None:
            signs.append(latest)
    last = max(signs).astimezone(zone).date()
    today = now.astimezone(zone).date()
    terms = terms_of(school)
    if terms is None:
        return max((today - last).days // 7, 0)
    return school_weeks_between(last, today, terms)
