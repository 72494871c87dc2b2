"""A month of a normal mentorship, simulated and counted: less is kinder (two unasked messages in a week)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from bot.clock import Clock
from bot.mentoring.access import Place
from bot.mentoring.calendars import terms_data, terms_of
from bot.mentoring.handing_over import hand_over
from bot.mentoring.people import known
from bot.mentoring.terms import Terms
from bot.rehearsal.chat import Chat
from bot.storage.schools import School, SchoolChat
from tests.end_to_end.harness import School1, World, last
from tests.mentoring.cast import HOUSE, TERMS, ZONE, london

WEEK = timedelta(days=7)


@pytest.fixture
def clock() -> Clock:
    """Monday 14 September 2026, nine in the morning."""
    return Clock(still_at=london(2026, 9, 14, 9))


class Month:
    """Counts what each chat gets while nobody says anything."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.unasked: dict[int, list[datetime]] = {}

    async def passes(self, chats: Sequence[Chat], *until: int) -> None:
        """The clock moves; what arrives on the way was not asked for."""
        before = {chat.id: len(chat.from_bot()) for chat in chats}
        await self.world.moves_to(london(*until))
        for chat in chats:
            new = chat.from_bot()[before[chat.id] :]
            self.unasked.setdefault(chat.id, []).extend(
                datetime.fromtimestamp(one.raw["date"], ZONE) for one in new
            )

    def most_in_a_week(self, chat: Chat) -> int:
        """The most that came in any seven days."""
        times = self.unasked.get(chat.id, [])
        return max((sum(start <= one < start + WEEK for one in times) for start in times), default=0)

    def outside(self, chat: Chat, terms: Terms | None = None) -> list[datetime]:
        """What came in the evening, at a weekend, on a bank holiday or in a school holiday."""
        return [one for one in self.unasked.get(chat.id, []) if not HOUSE.quiet(terms).allows(one)]


async def with_terms(world: World) -> School1:
    """A school whose own term dates are set."""
    school = await world.school()
    async with world.bot.database.write() as session:
        row = await session.get_one(School, school.school.id)
        row.terms = terms_data(TERMS)
        session.add(row)
        assert terms_of(row) == TERMS
    return school


async def works_normally(world: World, school: School1) -> None:
    """Six meetings planned, all answered, an action for each with its day."""
    await world.says(school.mentor, "/meetings")
    await world.presses(school.mentor, last(school.mentor.private), "Plan all that's left")
    await world.says(school.mentor, "thurs 1 oct 3.30")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, plan them")
    cards = [one for one in school.group.from_bot() if "I'm coming" in one.labels]
    for user in (school.senco, school.head):
        await world.presses(user, cards[0], "I'm coming")
    for owner, due in (("sam", "25 sept"), ("sam", "9 oct"), ("hana", "16 oct"), ("mina", "20 oct")):
        await world.says(school.mentor, f"/action review the plans @{owner} by {due}", school.group)
        await world.presses(school.mentor, last(school.group), "Yes, save it")


async def test_a_month_brings_at_most_two_messages_a_week_to_anybody(world: World) -> None:
    """Reminders, digests, the mentor's weekly look and packs together; a group gets at most one."""
    school = await with_terms(world)
    await works_normally(world, school)
    people = [school.mentor.private, school.senco.private, school.head.private]
    month = Month(world)
    await month.passes([*people, school.group], 2026, 10, 24, 12)
    counts = {chat.title: month.most_in_a_week(chat) for chat in people}
    assert max(counts.values()) == 2, counts
    assert month.most_in_a_week(school.group) == 1
    for chat in (*people, school.group):
        assert month.outside(chat, TERMS) == []
    said = "".join(one.text for one in school.senco.private.from_bot())
    assert "Coming up: meeting 1" in said
    assert "Soon: meeting 1, Thu 1 Oct, 3.30pm" in said
    assert "Your week" in said


async def test_the_organiser_of_a_school_without_a_group_gets_no_more_either(world: World) -> None:
    """The pack goes to them in private, and the hour before gives way to it."""
    lonely = await world.school("Lonely School", tag="9")
    await world.says(lonely.mentor, "/link", lonely.group)
    async with world.bot.database.write() as session:
        await session.delete(await session.get_one(SchoolChat, lonely.group.id))
    await world.says(lonely.mentor, "/meet thurs 1 oct 3.30")
    await world.presses(lonely.mentor, last(lonely.mentor.private), "Yes, plan it")
    month = Month(world)
    await month.passes([lonely.mentor.private, lonely.senco.private], 2026, 10, 10, 12)
    assert month.most_in_a_week(lonely.mentor.private) == 2
    assert "To talk about" in "".join(one.text for one in lonely.mentor.private.from_bot())
    assert month.most_in_a_week(lonely.senco.private) == 1


async def test_two_schools_at_once_are_no_reason_for_more(world: World) -> None:
    """A mentor with two meetings in a week: two messages, the first names both."""
    schools = [await world.school("Alder School"), await world.school("Birch School", tag="2")]
    for school, when in zip(schools, ("tues 29 sept 10", "thurs 1 oct 3.30"), strict=True):
        await world.says(school.mentor, f"/meet {when}", school.group)
        await world.presses(school.mentor, last(school.group), "Yes, plan it")
    first = schools[0]
    async with world.bot.database.write() as session:
        mine = await known(session, first.mentor.id)
        theirs = await known(session, schools[1].mentor.id)
        assert mine is not None
        assert theirs is not None
        await hand_over(session, Place(theirs, schools[1].school, "mentor"), mine.id or 0, world.clock.now())
    month = Month(world)
    await month.passes([first.mentor.private], 2026, 10, 3, 12)
    assert month.most_in_a_week(first.mentor.private) == 2
    first_words = next(
        one.text
        for one in first.mentor.private.from_bot()
        if "Coming up" in one.text or "Your schools" in one.text
    )
    assert "Birch School" in first_words


async def test_nothing_due_means_nothing_said(world: World) -> None:
    """A school with no meetings and no actions: a month of silence."""
    school = await world.school()
    async with world.bot.database.write() as session:
        row = await session.get_one(School, school.school.id)
        row.terms = terms_data(TERMS)
        session.add(row)
    month = Month(world)
    people = [school.senco.private, school.head.private, school.group]
    await month.passes(people, 2026, 10, 14, 12)
    assert [month.unasked[chat.id] for chat in people] == [[], [], []]


async def test_holidays_pauses_and_absence_are_quiet(world: World) -> None:
    """Over Christmas nobody hears anything, though actions are due; a pause and an absence hold too."""
    school = await with_terms(world)
    for owner in ("sam", "hana", "mina"):
        for due in ("22 dec", "23 oct"):
            await world.says(school.mentor, f"/action review the plans @{owner} by {due}", school.group)
            await world.presses(school.mentor, last(school.group), "Yes, save it")
    await world.says(school.head, "/settings")
    await world.presses(school.head, last(school.head.private), "Quiet until")
    await world.says(school.head, "23 november")
    await world.presses(school.head, last(school.head.private), "Yes")
    await world.says(school.mentor, "/settings")
    await world.presses(school.mentor, last(school.mentor.private), "I'm away until")
    await world.says(school.mentor, "20 november")
    await world.presses(school.mentor, last(school.mentor.private), "They can wait")
    people = [school.mentor.private, school.senco.private, school.head.private]
    month = Month(world)
    await month.passes(people, 2026, 11, 20, 12)
    assert month.unasked[school.head.private.id] == []
    assert month.unasked[school.mentor.private.id] == []
    assert len(month.unasked[school.senco.private.id]) > 2
    await month.passes(people, 2027, 1, 3, 12)
    for chat in people:
        assert month.outside(chat, TERMS) == []
        assert month.most_in_a_week(chat) <= 2
    assert month.unasked[school.head.private.id]
