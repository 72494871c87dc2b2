"""Reminders: at the right local minute, once, or not at all with a reason."""

from datetime import datetime, timedelta

import pytest

from bot.mentoring import meetings, reminders, taking
from bot.storage.database import Database
from bot.storage.meetings import Meeting, Rsvp
from bot.storage.outbox import Outgoing, put
from tests.mentoring.cast import HOUSE, NOW, TERMS, Cast, instants, london, reasons, sent


@pytest.mark.parametrize(
    ("start", "day", "hour"),
    [
        (london(2026, 10, 22, 15, 30), london(2026, 10, 21, 15, 30), london(2026, 10, 22, 14, 30)),
        (london(2026, 10, 29, 15, 30), london(2026, 10, 28, 15, 30), london(2026, 10, 29, 14, 30)),
        (london(2026, 10, 26, 9), london(2026, 10, 23, 17, 59), london(2026, 10, 26, 8)),
        (london(2026, 10, 27, 0, 30), london(2026, 10, 23, 17, 59), london(2026, 10, 26, 23, 30)),
        (london(2026, 10, 25, 1, 30), london(2026, 10, 23, 17, 59), london(2026, 10, 25, 0, 30)),
        (london(2027, 3, 25, 15, 30), london(2027, 3, 24, 15, 30), london(2027, 3, 25, 14, 30)),
        (london(2027, 4, 1, 15, 30), london(2027, 3, 31, 15, 30), london(2027, 4, 1, 14, 30)),
        (london(2027, 3, 30, 9), london(2027, 3, 25, 17, 59), london(2027, 3, 30, 8)),
        (london(2027, 3, 28, 12), london(2027, 3, 25, 17, 59), london(2027, 3, 28, 11)),
        (london(2026, 12, 1, 19), london(2026, 11, 30, 17, 59), london(2026, 12, 1, 18)),
        (london(2026, 12, 1, 7, 45), london(2026, 11, 27, 17, 59), london(2026, 12, 1, 6, 45)),
    ],
)
async def test_the_day_before_is_local_and_the_hour_is_elapsed(
    database: Database, start: datetime, day: datetime, hour: datetime
) -> None:
    """Both sides of both clock changes: same wall time the day before, the last open moment before quiet
    time (Good Friday too), exactly one hour of elapsed time before."""
    cast = await Cast.on(database)
    await cast.meeting(start)
    came = await instants(database, start - timedelta(days=9), start)
    assert [(at, lead) for at, lead, name in came if name == "Mina"] == [(day, "day"), (hour, "hour")]
    assert [(at, lead) for at, lead, name in came if name == "Sam"] == [(day, "day")]


async def test_only_those_who_said_yes_hear_of_the_hour_and_nobody_who_said_no_hears_anything(
    database: Database,
) -> None:
    """Yes: both; no answer: the day; no: nothing."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    await cast.answers(meeting, cast.senco, "yes")
    await cast.answers(meeting, cast.head, "no")
    came = [one[1:] for one in await instants(database, NOW, london(2026, 9, 25))]
    assert came == [("day", "Mina"), ("day", "Sam"), ("hour", "Mina"), ("hour", "Sam")]


async def test_each_goes_once_however_often_the_schedule_knocks(database: Database) -> None:
    """Every knock in the same minute finds nothing more."""
    cast = await Cast.on(database)
    await cast.meeting(london(2026, 9, 24, 15, 30))
    at = london(2026, 9, 23, 15, 30)
    assert await sent(database, at - timedelta(minutes=1)) == []
    assert len(await sent(database, at)) == 3
    assert await sent(database, at) == []
    assert await sent(database, at + timedelta(minutes=1)) == []


async def test_a_meeting_after_the_holidays_is_announced_on_the_last_open_day_of_term(
    database: Database,
) -> None:
    """The first morning back after Christmas: the Friday before the holiday, not Boxing Day."""
    cast = await Cast.on(database, terms=TERMS)
    await cast.meeting(london(2027, 1, 4, 9))
    came = await instants(database, london(2026, 12, 10), london(2027, 1, 4, 10))
    assert {(at, lead) for at, lead, _ in came} == {
        (london(2026, 12, 18, 17, 59), "day"),
        (london(2027, 1, 4, 8), "hour"),
    }


async def test_a_chosen_week_before_comes_and_a_muted_one_does_not(database: Database) -> None:
    """Everybody can change what they get."""
    cast = await Cast.on(database)
    await cast.meeting(london(2026, 10, 1, 15, 30))
    await cast.chooses(cast.senco, leads=("week",))
    await cast.chooses(cast.head, leads=())
    came = await instants(database, NOW, london(2026, 10, 2))
    assert [(at, lead) for at, lead, name in came if name == "Sam"] == [(london(2026, 9, 24, 15, 30), "week")]
    assert not [one for one in came if one[2] == "Hana"]


async def test_a_pause_holds_a_reminder_back_until_it_ends(database: Database) -> None:
    """Still useful at the end of the pause: then; of no use any more: noted as paused."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    await cast.answers(meeting, cast.head, "yes")
    await cast.chooses(cast.senco, paused_until=london(2026, 9, 24, 8))
    await cast.chooses(cast.head, paused_until=london(2026, 9, 28, 8))
    came = await instants(database, NOW, london(2026, 9, 29))
    assert [(at, lead) for at, lead, name in came if name == "Sam"] == [(london(2026, 9, 24, 8), "day")]
    assert not [one for one in came if one[2] == "Hana"]
    assert await reasons(database) == {("day Hana", "paused"), ("hour Hana", "paused")}


async def test_after_two_days_down_what_is_useful_is_sent_and_the_rest_has_its_reason(
    database: Database,
) -> None:
    """Thursday morning: this afternoon's meeting is told of, yesterday's is not; on a Saturday all waits."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    await cast.meeting(london(2026, 9, 24, 15, 30))
    await other.meeting(london(2026, 9, 23, 11))
    assert await sent(database, london(2026, 9, 24, 9)) == [("day", "Hana"), ("day", "Mina"), ("day", "Sam")]
    assert {why for _, why in await reasons(database)} == {"too late"}
    assert await sent(database, london(2026, 9, 24, 9, 1)) == []


async def test_what_is_found_late_at_a_weekend_waits_for_monday(database: Database) -> None:
    """Nobody is written to on a Saturday because the bot was down on Friday."""
    cast = await Cast.on(database)
    await cast.meeting(london(2026, 9, 28, 15, 30))
    assert await sent(database, london(2026, 9, 26, 10)) == []
    async with database.read() as session:
        assert await reminders.next_due(session, london(2026, 9, 26, 10), HOUSE) == london(2026, 9, 28, 8)
    assert len(await sent(database, london(2026, 9, 28, 8))) == 3


async def test_a_meeting_planned_or_moved_at_short_notice_is_not_reminded_of_late(database: Database) -> None:
    """Whoever was just told needs no "coming up, sorry that this is late"."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    moved_at = london(2026, 9, 21, 12)
    async with database.write() as session:
        row = await session.get_one(Meeting, meeting.id)
        await meetings.move(session, row, london(2026, 9, 22, 9), cast.mentor, moved_at)
    assert await sent(database, moved_at + timedelta(minutes=1)) == []
    assert await sent(database, london(2026, 9, 22, 8)) == [("hour", "Mina")]


async def test_another_room_does_not_repeat_a_reminder_that_was_sent(database: Database) -> None:
    """The place changed after the reminder: the card says so, nobody is pinged again."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    at = london(2026, 9, 23, 15, 30)
    assert len(await sent(database, at)) == 3
    async with database.write() as session:
        row = await session.get_one(Meeting, meeting.id)
        await meetings.set_place(session, row, "Library", at + timedelta(minutes=5))
    assert await sent(database, at + timedelta(minutes=6)) == []


async def test_a_reminder_taken_back_unsent_by_another_room_comes_again(database: Database) -> None:
    """It stood in the queue with the old room: it is written anew, and so is not lost."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    at = london(2026, 9, 23, 15, 30)
    async with database.read() as session:
        found = await reminders.due(session, at, HOUSE)
    async with database.write() as session:
        for one in await taking.take(session, found, at):
            key, chat = f"{one.reminder.key}:{one.meeting.version}", one.person.telegram_id or 0
            await put(session, Outgoing(chat, "old room", key=key, subject=f"meeting:{meeting.id}"), at)
    async with database.write() as session:
        row = await session.get_one(Meeting, meeting.id)
        await meetings.set_place(session, row, "Library", at)
    assert len(await sent(database, at)) == 3


async def test_a_change_between_finding_and_taking_wins(database: Database) -> None:
    """Called off, moved or declined in the same minute: nothing goes out, and it is noted why."""
    cast = await Cast.on(database)
    kept = [await cast.meeting(london(2026, 9, day, 15, 30)) for day in (24, 24, 24)]
    at = london(2026, 9, 23, 15, 30)
    async with database.read() as session:
        found = await reminders.due(session, at, HOUSE)
    async with database.write() as session:
        rows = [await session.get_one(Meeting, one.id) for one in kept]
        await meetings.cancel(session, rows[0], cast.mentor, at)
        await meetings.move(session, rows[1], london(2026, 9, 30, 9), cast.mentor, at)
        for rsvp in await meetings.rsvps(session, rows[2]):
            rsvp.answer = "no"
            session.add(rsvp)
    async with database.write() as session:
        assert await taking.take(session, found, at) == []
    assert {why for _, why in await reasons(database)} == {"changed meanwhile", "does not come"}


async def test_with_two_meetings_in_a_week_the_hour_gives_way_to_the_next_day_before(
    database: Database,
) -> None:
    """Two messages in seven days, whatever the diary holds; the first names the other meeting."""
    cast = await Cast.on(database)
    for day in (22, 24, 25):
        meeting = await cast.meeting(london(2026, 9, day, 15, 30))
        await cast.answers(meeting, cast.senco, "yes")
    async with database.read() as session:
        found = await reminders.due(session, london(2026, 9, 21, 15, 30), HOUSE)
    async with database.write() as session:
        taken = await taking.take(session, found, london(2026, 9, 21, 15, 30))
    assert {len(one.others) for one in taken} == {2}
    came = await instants(database, london(2026, 9, 21, 15, 31), london(2026, 9, 26))
    assert [(at, lead) for at, lead, name in came if name == "Sam"] == [(london(2026, 9, 23, 15, 30), "day")]


async def test_reminders_that_a_person_chose_are_not_counted_against_them(database: Database) -> None:
    """A week, a day and an hour before, because they asked for all three."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    await cast.answers(meeting, cast.senco, "yes")
    await cast.chooses(cast.senco, leads=("week", "day", "hour"))
    came = await instants(database, NOW, london(2026, 9, 25))
    assert [lead for _, lead, name in came if name == "Sam"] == ["week", "day", "hour"]


async def test_somebody_who_says_yes_in_the_last_hour_is_not_reminded_at_once(database: Database) -> None:
    """They have just looked at it."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    await cast.answers(meeting, cast.senco, "yes", london(2026, 9, 24, 14, 45))
    assert ("hour", "Sam") not in await sent(database, london(2026, 9, 24, 14, 46))


async def test_people_who_blocked_the_bot_or_left_get_nothing(database: Database) -> None:
    """Noted, not sent."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 15, 30))
    async with database.write() as session:
        cast.senco.reach = "blocked"
        session.add(await session.merge(cast.senco))
        for rsvp in await meetings.rsvps(session, meeting):
            if rsvp.person_id == cast.head.id:
                await session.delete(await session.get_one(Rsvp, rsvp.id))
    assert await sent(database, london(2026, 9, 23, 15, 30)) == [("day", "Mina")]
    assert await reasons(database) == {("day Sam", "cannot be reached")}
