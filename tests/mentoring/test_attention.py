"""Which points have had attention: counted from what the team can see, and no more than a role may see."""

from datetime import timedelta

from sqlmodel import select

from bot.mentoring import actions, findings, meetings, notes
from bot.mentoring.attention import Attention, attention
from bot.mentoring.audience import Role
from bot.storage.agreed import Finding
from bot.storage.database import Database
from bot.storage.meetings import Meeting
from tests.mentoring.cast import NOW, Cast

DAY = timedelta(days=1)


async def two_points(cast: Cast) -> list[Finding]:
    """What the report asked for."""
    async with cast.database.write() as session:
        place = cast.place(cast.head, "headteacher")
        return await findings.add(session, place, "Small steps\nKnow the needs", NOW)


async def seen(
    cast: Cast, role: Role = "headteacher", days: int = 0, *, in_group: bool = False
) -> list[Attention]:
    """What this role is told, some days later."""
    async with cast.database.read() as session:
        return await attention(session, cast.place(cast.head, role), NOW + days * DAY, in_group=in_group)


async def test_actions_notes_and_decisions_are_counted_for_their_point(database: Database) -> None:
    """Done, open and dropped; a note, a decision; the day of the newest."""
    cast = await Cast.on(database)
    [first, _] = await two_points(cast)
    place = cast.place(cast.head, "headteacher")
    async with database.write() as session:
        for state in ("open", "needs_help", "done", "dropped"):
            one = await actions.make(session, place, "do it", cast.senco.id, None, NOW, finding_id=first.id)
            await actions.set_state(session, one, state, cast.senco, NOW)
        for kind in ("note", "note", "decision"):
            await notes.add(
                session, place, "said", NOW + DAY, audience="team", kind=kind, finding_id=first.id
            )
    one, other = await seen(cast)
    assert (one.done, one.actions, one.notes, one.decisions) == (1, 3, 2, 1)
    assert one.last == NOW + DAY
    assert other.untouched


async def test_private_words_are_in_no_count(database: Database) -> None:
    """A leader's words to the mentor, a mentor's own note."""
    cast = await Cast.on(database)
    [first, _] = await two_points(cast)
    async with database.write() as session:
        for audience in ("mentorship", "mentor", "owner"):
            place = cast.place(cast.head, "headteacher")
            await notes.add(session, place, "unseen", NOW, audience=audience, finding_id=first.id)
    assert all(one.untouched for one in await seen(cast))


async def test_a_meeting_counts_once_it_has_begun_and_never_when_called_off(database: Database) -> None:
    """Planned is not attention yet."""
    cast = await Cast.on(database)
    [first, second] = await two_points(cast)
    for days, point in ((1, first), (3, first), (1, second)):
        meeting = await cast.meeting(NOW + days * DAY)
        async with database.write() as session:
            row = await session.get_one(Meeting, meeting.id)
            row.finding_id = point.id
            if point is second:
                await meetings.cancel(session, row, cast.mentor, NOW)
    before, _ = await seen(cast)
    assert (before.held, before.planned, before.untouched) == (0, 2, True)
    after, other = await seen(cast, days=2)
    assert (after.held, after.planned, after.last) == (1, 1, NOW + DAY)
    assert (other.held, other.planned) == (0, 0)


async def test_who_sees_no_notes_is_told_of_none(database: Database) -> None:
    """The audience table decides: a trust leader and a governor count decisions; in the group notes show."""
    cast = await Cast.on(database)
    [first, second] = await two_points(cast)
    place = cast.place(cast.head, "headteacher")
    async with database.write() as session:
        await notes.add(session, place, "said", NOW, audience="team", finding_id=first.id)
        await notes.add(session, place, "agreed", NOW, audience="team", kind="decision", finding_id=second.id)
    for role in ("trust_leader", "governor"):
        one, other = await seen(cast, role)
        assert (one.notes, one.untouched, other.decisions) == (0, True, 1)
    assert [one.notes for one in await seen(cast, "mentor")] == [1, 0]


async def test_another_schools_points_are_not_counted(database: Database) -> None:
    """Each school its own list."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    await two_points(cast)
    assert await seen(other) == []
    async with database.read() as session:
        assert len((await session.exec(select(Finding))).all()) == 2
