"""The caseload: who may need their mentor first, in counts, with school weeks counted in term only."""

from datetime import date

from bot.mentoring import actions, notes
from bot.mentoring.caseload import Case, caseload
from bot.mentoring.handing_over import set_deputy
from bot.storage.agreed import CheckIn
from bot.storage.database import Database
from bot.storage.learnt import Passed
from tests.mentoring.cast import NOW, TERMS, ZONE, Cast, london


async def seen(cast: Cast, now: object = NOW) -> list[Case]:
    """The caseload of the cast's mentor."""
    async with cast.database.read() as session:
        return await caseload(session, cast.mentor, now, ZONE)  # type: ignore[arg-type]


async def test_counts_are_of_that_school_only(database: Database) -> None:
    """Overdue, help wanted, questions waiting, the next meeting, the last check-ins."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    meeting = await cast.meeting(london(2026, 9, 24, 9))
    async with database.write() as session:
        place = cast.place(cast.senco, "senco")
        await actions.make(session, place, "late", cast.senco.id, date(2026, 9, 11), NOW)
        help_wanted = await actions.make(session, place, "hard", cast.senco.id, date(2026, 9, 14), NOW)
        await actions.set_state(session, help_wanted, "needs_help", cast.senco, NOW)
        done = await actions.make(session, place, "done", cast.senco.id, date(2026, 9, 1), NOW)
        await actions.set_state(session, done, "done", cast.senco, NOW)
        waiting = {"school_id": cast.school.id, "asker_id": cast.senco.id, "asked_at": NOW}
        session.add_all([Passed(**waiting, state="waiting"), Passed(**waiting, state="draft")])
        for value in (4, 3, 1):
            session.add(
                CheckIn(school_id=cast.school.id or 0, person_id=cast.senco.id or 0, value=value, at=NOW)
            )
            await session.flush()
    [case] = await seen(cast)
    assert (case.overdue, case.help_wanted, case.questions) == (1, 1, 1)
    assert (case.trend, case.very_hard) == ("harder", True)
    assert case.next_meeting is not None
    assert case.next_meeting.id == meeting.id
    [empty] = await seen(other)
    assert (empty.overdue, empty.help_wanted, empty.questions, empty.next_meeting) == (0, 0, 0, None)
    assert (empty.trend, empty.very_hard) == ("none", False)
    assert case.weight > empty.weight


async def test_who_waits_for_an_answer_comes_before_who_has_no_meeting(database: Database) -> None:
    """A deputy sees the school too; the order is by need, then by name."""
    busy, calm = await Cast.on(database, tag=2), await Cast.on(database, tag=1)
    async with database.write() as session:
        await set_deputy(session, busy.place(busy.mentor, "mentor"), calm.mentor.id or 0, NOW)
        waiting = {"school_id": busy.school.id, "asker_id": busy.senco.id, "asked_at": NOW}
        session.add(Passed(**waiting, state="waiting"))
    assert [case.school.name for case in await seen(calm)] == ["School 2", "School 1"]


async def test_quiet_weeks_are_school_weeks(database: Database) -> None:
    """From the last day of term to the first of the next no week of school has passed."""
    cast = await Cast.on(database, terms=TERMS)
    async with database.write() as session:
        place = cast.place(cast.senco, "senco")
        await notes.add(session, place, "a sign of life", london(2026, 12, 18), audience="team")
    assert [case.quiet_weeks for case in await seen(cast, london(2027, 1, 3))] == [0]
    assert [case.quiet_weeks for case in await seen(cast, london(2027, 2, 5))] == [5]
