"""The menus of commands: a mentor's and a programme lead's own, in their private chats alone."""

from datetime import timedelta

from sqlmodel import select

from bot.mentoring.schools import make_mentor
from bot.rehearsal.person import Person as User
from bot.storage.outbox import OutboxRow
from handlers.menus import BOTH, LEAD, MENTOR, PRIVATE
from tests.end_to_end.harness import World, last


def menu(world: World, user: User) -> tuple[str, ...]:
    """The commands as somebody sees them in their private chat."""
    return tuple(one["command"] for one in world.telegram.world.commands_in(user.private))


async def a_moment(world: World) -> None:
    """The next knock."""
    await world.moves_to(world.clock.now() + timedelta(minutes=1))


async def set_rows(world: World) -> list[str]:
    """What became of every menu that was to be set."""
    async with world.bot.database.read() as session:
        return [one.state for one in await session.exec(select(OutboxRow).where(OutboxRow.kind == "menu"))]


async def test_mentors_and_leads_have_their_own_menu_and_others_do_not(world: World) -> None:
    """Six commands at most; nothing is sent again while nothing changes, also after a restart."""
    school = await world.school()
    await world.lead.start()
    await a_moment(world)
    assert menu(world, school.mentor) == MENTOR
    assert menu(world, world.lead) == LEAD
    assert menu(world, school.senco) == PRIVATE
    assert max(len(one) for one in (MENTOR, LEAD, BOTH)) <= 6
    await world.restart()
    await a_moment(world)
    assert await set_rows(world) == ["sent", "sent"]
    async with world.bot.database.write() as session:
        await make_mentor(session, await world._known(session, world.lead), None, world.clock.now())
    await a_moment(world)
    assert menu(world, world.lead) == BOTH


async def test_a_mentor_who_leaves_loses_the_menu(world: World) -> None:
    """A programme lead lets them go; while they mentor a school it has to be handed over first."""
    school = await world.school()
    nell = world.telegram.add_person("Nell", started=True)
    async with world.bot.database.write() as session:
        await make_mentor(session, await world._known(session, nell), None, world.clock.now())
    await a_moment(world)
    assert menu(world, nell) == MENTOR
    await world.says(world.lead, "/mentors")
    assert "Mina leaves" not in last(world.lead.private).labels
    await world.presses(world.lead, last(world.lead.private), "Nell leaves")
    await world.presses(world.lead, last(world.lead.private), "Yes, they leave")
    await a_moment(world)
    assert menu(world, nell) == PRIVATE
    assert menu(world, school.mentor) == MENTOR
    await world.says(nell, "/caseload")
    assert "Only the school's mentor" in last(nell.private).text


async def test_a_mentor_who_never_pressed_start_is_no_trouble(world: World) -> None:
    """Refused by Telegram: nobody is alerted, and everything else goes on."""
    nell = world.telegram.add_person("Nell")
    async with world.bot.database.write() as session:
        await make_mentor(session, await world._known(session, nell), None, world.clock.now())
    await a_moment(world)
    assert await set_rows(world) == ["obsolete"]
    assert world.lead.private.from_bot() == []
