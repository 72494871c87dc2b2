""" "Later" on a reminder: said once more at the moment chosen, and not when it has become pointless."""

import pytest
from sqlmodel import select

from bot.rehearsal.person import Person as User
from bot.storage.meetings import Notice
from tests.end_to_end.harness import School1, World, last
from tests.mentoring.cast import london


async def reminded(world: World, when: str = "thurs 3 dec 3.30") -> School1:
    """A school whose SENCO has just got the reminder of the day before."""
    school = await world.school()
    await world.says(school.mentor, f"/meet {when}", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.moves_to(london(2026, 12, 2, 15, 30))
    assert "Coming up: meeting 1" in last(school.senco.private).text
    return school


async def puts_off(world: World, user: User, until: str) -> None:
    """Press "Later" and choose."""
    await world.presses(user, last(user.private), "Later")
    await world.presses(user, last(user.private), until)


async def test_a_reminder_put_off_comes_once_at_the_moment_chosen(world: World) -> None:
    """The card says when; nothing comes before, one message then, none after."""
    school = await reminded(world)
    await world.presses(school.senco, last(school.senco.private), "Later")
    assert last(school.senco.private).labels[:3] == ["In an hour", "This evening, 5pm", "Tomorrow, 8am"]
    await world.presses(school.senco, last(school.senco.private), "This evening, 5pm")
    assert "I say it again: Wed 2 Dec, 5pm" in last(school.senco.private).text
    before = len(school.senco.private.from_bot())
    await world.moves_to(london(2026, 12, 2, 16, 59))
    assert len(school.senco.private.from_bot()) == before
    await world.restart()
    await world.moves_to(london(2026, 12, 2, 17))
    assert "Once more, as you asked: meeting 1" in last(school.senco.private).text
    assert "I'm coming" in last(school.senco.private).labels
    await world.moves_to(london(2026, 12, 3, 14))
    assert len(school.senco.private.from_bot()) == before + 1
    assert len(school.head.private.from_bot()) == 1


async def test_only_moments_before_the_meeting_and_outside_quiet_hours_are_offered(world: World) -> None:
    """A meeting next morning at half past eight: only tonight and eight o'clock are left."""
    school = await reminded(world, "thurs 3 dec 8.05am")
    await world.moves_to(london(2026, 12, 2, 16, 45))
    await world.presses(school.senco, last(school.senco.private), "Later")
    assert last(school.senco.private).labels == ["In an hour", "Show the card"]
    await world.moves_to(london(2026, 12, 2, 17, 30))
    answer = await world.presses(school.head, last(school.head.private), "Later")
    assert "no better moment" in answer


@pytest.mark.parametrize("change", ["Another time", "Call it off"])
async def test_a_moved_or_cancelled_meeting_is_not_said_again(world: World, change: str) -> None:
    """The snooze dies with the time it was for, and it is noted why."""
    school = await reminded(world)
    await puts_off(world, school.senco, "Tomorrow, 8am")
    card = next(one for one in school.group.from_bot() if "Change it" in one.labels)
    await world.presses(school.mentor, card, "Change it")
    await world.presses(school.mentor, last(school.mentor.private), change)
    if change == "Another time":
        await world.says(school.mentor, "fri 4 dec 9am")
        await world.presses(school.mentor, last(school.mentor.private), "Yes, move it")
    else:
        await world.presses(school.mentor, last(school.mentor.private), "Yes, call it off")
    await world.moves_to(london(2026, 12, 3, 8, 5))
    assert not [one for one in school.senco.private.from_bot() if "Once more" in (one.text or "")]
    assert await snoozes(world) == [("skipped", "changed meanwhile")]


async def test_who_has_said_meanwhile_that_they_cannot_come_is_left_in_peace(world: World) -> None:
    """Re-checked at the moment of sending."""
    school = await reminded(world)
    await puts_off(world, school.senco, "In an hour")
    await world.presses(school.senco, last(school.senco.private), "Show the card")
    await world.presses(school.senco, last(school.senco.private), "I can't")
    await world.moves_to(london(2026, 12, 2, 16, 35))
    assert await snoozes(world) == [("skipped", "does not come")]


async def test_a_pause_begun_meanwhile_is_kept(world: World) -> None:
    """Quiet until after the meeting: the reminder is not said at all."""
    school = await reminded(world)
    await puts_off(world, school.senco, "In an hour")
    await world.says(school.senco, "/settings")
    await world.presses(school.senco, last(school.senco.private), "Quiet until…")
    await world.says(school.senco, "friday")
    await world.presses(school.senco, last(school.senco.private), "Yes")
    before = len(school.senco.private.from_bot())
    await world.moves_to(london(2026, 12, 2, 17))
    assert len(school.senco.private.from_bot()) == before
    assert await snoozes(world) == [("skipped", "quiet time")]


async def snoozes(world: World) -> list[tuple[str, str | None]]:
    """What became of every snooze."""
    async with world.bot.database.read() as session:
        rows = await session.exec(select(Notice).where(Notice.kind == "snooze"))
        return [(row.state, row.reason) for row in rows.all()]
