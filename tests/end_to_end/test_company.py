"""Who is in the group: the organiser hears whom the bot cannot write to, and failing costs nothing."""

import pytest

from bot.rehearsal.server import LocalTelegram
from handlers import company
from tests.end_to_end.harness import School1, World, last, text_of


async def crowded(world: World) -> School1:
    """A school whose group has two people more than its team."""
    school = await world.school()
    for name in ("Ola", "Piet"):
        await school.mentor.add(world.telegram.add_person(name), school.group)
    await world.settled()
    return school


def asked(telegram: LocalTelegram) -> int:
    """How often the bot asked for a count."""
    return sum(1 for call in telegram.calls if call.method == "getChatMemberCount")


async def test_who_makes_a_meeting_hears_once_whom_the_bot_cannot_write_to(world: World) -> None:
    """Privately, with a message to send; not again while the number is the same."""
    school = await crowded(world)
    await world.says(school.senco, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.senco, last(school.group), "Yes, plan it")
    told = next(message for message in school.senco.private.from_bot() if "I know" in message.text)
    assert "5 people there, I know 3." in told.text
    assert "can't message 2 people there" in told.text
    assert told.button("Copy the message").copy.startswith("I use a bot for our meetings.")
    assert f"https://t.me/{world.telegram.world.bot['username']}" in told.button("Copy the message").copy
    assert "I know" not in text_of(school.group)
    await world.says(school.senco, "/meet thurs 10 dec 3.30", school.group)
    await world.presses(school.senco, last(school.group), "Yes, plan it")
    assert text_of(school.senco.private).count("I know 3") == 1
    await school.mentor.add(world.telegram.add_person("Quinn"), school.group)
    await world.says(school.senco, "/meet thurs 17 dec 3.30", school.group)
    await world.presses(school.senco, last(school.group), "Yes, plan it")
    assert "6 people there, I know 3." in text_of(school.senco.private)


async def test_where_everybody_is_known_nothing_is_said(world: World) -> None:
    school = await world.school()
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.says(school.mentor, "/meetings")
    assert asked(world.telegram) == 2
    assert "I know" not in text_of(school.mentor.private)


async def test_a_team_member_who_is_not_in_the_group_does_not_hide_a_stranger(world: World) -> None:
    school = await crowded(world)
    await school.head.leave(school.group)
    await world.says(school.mentor, "/meetings")
    assert "4 people there, I know 2." in last(school.mentor.private).text


async def test_somebody_known_who_blocked_the_bot_is_named(world: World) -> None:
    school = await world.school()
    await school.head.block()
    await world.settled()
    await world.says(school.mentor, "/meetings")
    listed = last(school.mentor.private)
    assert "I can't message Hana privately yet." in listed.text
    await world.presses(school.mentor, listed, "Who is missing?")
    assert last(school.mentor.private).button("Copy the message")


async def test_linking_a_group_tells_whoever_asked_for_it(world: World) -> None:
    school = await world.school()
    other = world.telegram.add_group("SEND team", [school.senco, world.telegram.add_person("Ola")])
    await world.says(school.senco, "/link", other)
    await world.presses(school.senco, last(other), school.school.name[:20])
    await world.presses(school.mentor, last(school.mentor.private), "Yes, it is")
    told = last(school.senco.private).text
    assert "SEND team: 2 people there, I know 1." in told


async def test_the_organisers_view_of_a_meeting_shows_it_and_the_group_does_not(world: World) -> None:
    school = await crowded(world)
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.presses(school.mentor, last(school.group), "Change it")
    assert "5 people there, I know 3." in last(school.mentor.private).text
    await world.says(school.mentor, "/meetings", school.group)
    assert "I know" not in text_of(school.group)


@pytest.mark.parametrize("kind", ["429", "502", "cut_before"])
async def test_a_count_that_fails_is_left_out(world: World, kind: str) -> None:
    school = await crowded(world)
    world.telegram.fault("getChatMemberCount", kind, times=9)  # type: ignore[arg-type]
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    assert "Thu 3 Dec, 3.30pm" in last(school.group).text
    await world.says(school.mentor, "/meetings")
    assert "Meeting 1" in last(school.mentor.private).text
    assert "I know" not in text_of(school.mentor.private)


async def test_nothing_is_held_up_in_the_database_while_telegram_thinks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody else writes and is answered meanwhile; then the list comes without a count."""
    monkeypatch.setattr(company, "PATIENCE", 60.0)
    school = await crowded(world)
    world.telegram.fault("getChatMemberCount", "timeout", times=1)
    await school.mentor.say("/meetings")
    await world.telegram.until(lambda: asked(world.telegram))
    await school.head.say("/action review passports @sam by friday")
    answer = await school.head.private.wait_for("review passports")
    assert "I know" not in text_of(school.mentor.private)
    await school.head.press(answer, "Yes, save it")
    assert await school.senco.private.wait_for("review passports")
