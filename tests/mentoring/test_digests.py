"""Weekly summaries and prep packs: on their day, once, only when there is something, never in a break."""

from datetime import date, datetime

import pytest

from bot.mentoring import actions, digests
from bot.mentoring.budget import said_lately
from bot.storage.database import Database
from bot.storage.meetings import Notice
from bot.storage.people import Chat
from bot.storage.schools import Mentor, SchoolChat
from tests.mentoring.cast import HOUSE, NOW, TERMS, Cast, london

GROUP = -100_777


async def promised(cast: Cast, due: date, text: str = "review passports") -> None:
    """An action of the SENCO's."""
    async with cast.database.write() as session:
        await actions.make(session, cast.place(cast.head, "headteacher"), text, cast.senco.id, due, NOW)


async def due_for(cast: Cast, now: datetime) -> list[tuple[str, list[str]]]:
    """Who would get a digest now, with what."""
    async with cast.database.read() as session:
        found = await digests.digests_due(session, now, HOUSE)
    return [(one.person.name, [action.text for action in one.actions]) for one in found]


async def round_done(cast: Cast, now: datetime) -> None:
    """The week's round is noted."""
    async with cast.database.write() as session:
        assert await digests.take(session, digests.round_key(now, HOUSE), "digests", None, now)


@pytest.mark.parametrize(
    ("now", "comes"),
    [
        (london(2026, 9, 21, 8, 29), False),
        (london(2026, 9, 21, 8, 30), True),
        (london(2026, 9, 21, 18), False),
        (london(2026, 9, 23, 10), True),
        (london(2026, 9, 26, 10), False),
    ],
)
async def test_the_round_is_on_monday_morning_or_as_soon_as_the_bot_is_up(
    database: Database, now: datetime, comes: bool
) -> None:
    """Found late on a Wednesday it still comes; not in the evening and not at the weekend."""
    cast = await Cast.on(database)
    await promised(cast, date(2026, 9, 25))
    assert bool(await due_for(cast, now)) is comes


async def test_there_is_one_round_a_week(database: Database) -> None:
    """What is agreed on Tuesday waits for next Monday; there it is, if it is due soon."""
    cast = await Cast.on(database)
    await round_done(cast, london(2026, 9, 21, 8, 30))
    await promised(cast, date(2026, 9, 25))
    await promised(cast, date(2026, 12, 11), "far away")
    assert await due_for(cast, london(2026, 9, 22, 9)) == []
    assert await due_for(cast, london(2026, 9, 28, 8, 30)) == [("Sam", ["review passports"])]


async def test_after_a_bank_holiday_it_comes_on_tuesday(database: Database) -> None:
    """Easter Monday 2027 in a school without term dates."""
    cast = await Cast.on(database)
    await promised(cast, date(2027, 4, 1))
    assert await due_for(cast, london(2027, 3, 29, 9)) == []
    assert len(await due_for(cast, london(2027, 3, 30, 9))) == 1


async def test_a_school_in_its_holidays_is_left_in_peace(database: Database) -> None:
    """Its actions are left out; those of a school that is open are not."""
    resting, working = await Cast.on(database, terms=TERMS), await Cast.on(database, tag=1)
    await promised(resting, date(2026, 10, 28))
    await promised(working, date(2026, 10, 28), "elsewhere")
    assert await due_for(resting, london(2026, 10, 26, 9)) == [("Sam", ["elsewhere"])]


async def test_a_week_with_a_meeting_has_no_digest(database: Database) -> None:
    """The two reminders are enough; also for one on next Monday morning."""
    cast = await Cast.on(database)
    await promised(cast, date(2026, 9, 25))
    await cast.meeting(london(2026, 9, 28, 9))
    assert await due_for(cast, london(2026, 9, 21, 9)) == []


async def test_a_mentor_looks_at_their_schools_on_their_first_working_day(database: Database) -> None:
    """Thursdays only: on Thursday; not while every school of theirs is on holiday."""
    cast = await Cast.on(database, terms=TERMS)
    async with database.write() as session:
        (await session.get_one(Mentor, cast.mentor.id)).works_on = [3, 4]
    async with database.read() as session:
        for now, comes in (
            (london(2026, 9, 21, 9), False),
            (london(2026, 9, 24, 8), False),
            (london(2026, 9, 24, 9), True),
            (london(2026, 10, 29, 9), False),
        ):
            assert bool(await digests.caseloads_due(session, now, HOUSE)) is comes, now


async def test_a_pack_comes_three_working_days_before_to_the_group_and_one_a_week(database: Database) -> None:
    """In the morning; a second meeting in that week gets none of its own."""
    cast = await Cast.on(database)
    await cast.meeting(london(2026, 9, 24, 15))
    await cast.meeting(london(2026, 9, 25, 15))
    async with database.write() as session:
        session.add(Chat(id=GROUP, kind="supergroup", created_at=NOW))
        await session.flush()
        linked = {"chat_id": GROUP, "school_id": cast.school.id, "asked_by": cast.mentor.id}
        session.add(SchoolChat(**linked, state="confirmed", at=NOW))
    async with database.write() as session:
        assert await digests.packs_due(session, london(2026, 9, 18, 9), HOUSE) == []
        [pack] = await digests.packs_due(session, london(2026, 9, 21, 8, 30), HOUSE)
        assert pack.chat_id == GROUP
        await digests.take(session, pack.key, digests.pack_kind(pack), None, london(2026, 9, 21, 8, 30))
    async with database.read() as session:
        assert await digests.packs_due(session, london(2026, 9, 22, 9), HOUSE) == []


async def test_only_what_was_sent_in_the_last_seven_days_is_counted(database: Database) -> None:
    """Skipped ones, older ones and other people's are not; nor what colleagues set off."""
    cast = await Cast.on(database)
    now = london(2026, 9, 21, 9)
    rows = [
        ("digest", "sent", london(2026, 9, 15)),
        ("digest", "skipped", london(2026, 9, 16)),
        ("reminder_day", "sent", london(2026, 9, 14, 9)),
        ("invite_try", "sent", london(2026, 9, 16)),
    ]
    async with database.write() as session:
        for number, (kind, state, at) in enumerate(rows):
            session.add(Notice(key=f"k{number}", person_id=cast.senco.id, kind=kind, state=state, at=at))
        await session.flush()
        assert await said_lately(session, {cast.senco.id or 0, cast.head.id or 0}, now) == {
            cast.senco.id: ["k0"]
        }
