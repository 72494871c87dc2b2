"""Calendar files, opened with another library than the one that wrote them."""

from datetime import datetime, timedelta

import pytest
from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from ical.event import EventStatus
from ical.store import EventStore

from bot.mentoring import meetings
from bot.mentoring.calendar_file import calendar_file, file_name, outlook_link
from bot.storage.database import Database
from bot.storage.meetings import Meeting
from tests.mentoring.cast import ZONE, Cast, london


def opened(content: bytes) -> Calendar:
    """The file as the other library reads it."""
    return IcsCalendarStream.calendar_from_ics(content.decode())


class Diary:
    """A person's diary, as calendar programs keep one: by UID, the highest SEQUENCE wins, CANCEL removes."""

    def __init__(self) -> None:
        self.calendar = Calendar()

    def opens(self, content: bytes) -> None:
        """Take a file into the diary."""
        incoming = opened(content)
        store = EventStore(self.calendar)
        for event in incoming.events:
            there = next((one for one in self.calendar.events if one.uid == event.uid), None)
            if there is not None and (event.sequence or 0) < (there.sequence or 0):
                continue
            if there is not None:
                store.delete(there.uid or "")
            if incoming.method != "CANCEL" and event.status != EventStatus.CANCELLED:
                store.add(event)

    @property
    def entries(self) -> list[tuple[str, datetime]]:
        """What stands in it: title and local start."""
        return [(one.summary or "", one.start_datetime.astimezone(ZONE)) for one in self.calendar.events]


@pytest.mark.parametrize(
    ("start", "wall"),
    [
        (london(2026, 10, 22, 15, 30), "2026-10-22 15:30 +0100"),
        (london(2026, 10, 29, 15, 30), "2026-10-29 15:30 +0000"),
        (london(2027, 3, 25, 15, 30), "2027-03-25 15:30 +0000"),
        (london(2027, 4, 1, 15, 30), "2027-04-01 15:30 +0100"),
    ],
)
async def test_it_opens_at_the_right_local_time_on_both_sides_of_the_clock_changes(
    database: Database, start: datetime, wall: str
) -> None:
    """The hour that people agreed on, for an hour."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(start)
    [event] = opened(calendar_file(meeting, cast.school.name)).events
    assert f"{event.start_datetime.astimezone(ZONE):%Y-%m-%d %H:%M %z}" == wall
    assert event.end_datetime - event.start_datetime == timedelta(minutes=60)
    assert event.uid == meeting.uid


async def test_an_update_replaces_the_earlier_entry_and_a_cancellation_removes_it(database: Database) -> None:
    """Same UID, rising SEQUENCE; an old file opened late changes nothing."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 10, 22, 15, 30))
    first = calendar_file(meeting, cast.school.name)
    diary = Diary()
    diary.opens(first)
    async with database.write() as session:
        meeting = await session.get_one(Meeting, meeting.id)
        await meetings.move(session, meeting, london(2026, 10, 29, 9), cast.mentor, london(2026, 10, 1))
        await meetings.set_place(session, meeting, "Room 4; with, commas\\and more", london(2026, 10, 1))
    second = calendar_file(meeting, cast.school.name)
    diary.opens(second)
    diary.opens(first)
    assert [at for _, at in diary.entries] == [london(2026, 10, 29, 9)]
    assert opened(second).events[0].location == "Room 4; with, commas\\and more"
    async with database.write() as session:
        meeting = await session.get_one(Meeting, meeting.id)
        await meetings.cancel(session, meeting, cast.mentor, london(2026, 10, 2))
    diary.opens(calendar_file(meeting, cast.school.name))
    assert diary.entries == []
    async with database.write() as session:
        meeting = await session.get_one(Meeting, meeting.id)
        await meetings.restore(session, meeting, cast.mentor, london(2026, 10, 3))
    diary.opens(calendar_file(meeting, cast.school.name))
    assert len(diary.entries) == 1


async def test_versions_have_names_of_their_own_and_outlook_gets_a_filled_in_link(database: Database) -> None:
    """Two files in a downloads folder can be told apart; no address of anybody is in them."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 10, 22, 15, 30))
    assert file_name(meeting) == "meeting-1-v0.ics"
    assert "startdt=2026-10-22T14%3A30%3A00Z" in outlook_link(meeting, cast.school.name)
    content = calendar_file(meeting, cast.school.name).decode()
    assert "ATTENDEE" not in content
    assert "ORGANIZER" not in content
