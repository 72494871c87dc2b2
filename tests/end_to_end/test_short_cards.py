"""Cards that stay short, however many schools and people there are."""

from bot.mentoring.schools import add_offline, make_school
from bot.rehearsal.message import Message
from tests.end_to_end.harness import School1, World, last


def rows(message: Message) -> int:
    """How many rows of buttons stand below a message."""
    return len((message.markup or {}).get("inline_keyboard", []))


async def many_schools(world: World, count: int) -> School1:
    """A mentor with so many schools."""
    school = await world.school()
    async with world.bot.database.write() as session:
        mentor = await world._known(session, school.mentor)
        for number in range(1, count):
            await make_school(session, mentor, f"Elm Bank Primary {number}", world.clock.now())
    return school


async def test_twelve_schools_are_two_short_pages(world: World) -> None:
    """/school and /caseload: at most 80 words and seven rows of buttons a page; every school is on one."""
    school = await many_schools(world, 12)
    for command in ("/school", "/caseload"):
        await world.says(school.mentor, command)
        card = last(school.mentor.private)
        found: set[str] = set()
        while True:
            assert len(card.text.split()) <= 80
            assert rows(card) <= 7
            found |= {label for label in card.labels if "Primary" in label}
            if "Next page" not in card.labels:
                break
            await world.presses(school.mentor, card, "Next page")
        assert len(found) == 12


async def test_the_details_of_a_school_are_set_on_a_card_of_their_own(world: World) -> None:
    """A phase is tapped, never typed; after each detail the short card comes, not the whole school."""
    school = await world.school()
    await world.says(school.mentor, "/school")
    for label in ("Larkfield Primary", "Details", "Phase", "All-through"):
        await world.presses(school.mentor, last(school.mentor.private), label)
    assert "Phase: all-through" in last(school.mentor.private).text
    await world.presses(school.mentor, last(school.mentor.private), "Trust")
    await world.says(school.mentor, "Elm Trust")
    card = last(school.mentor.private)
    assert "Trust: Elm Trust" in card.text
    assert "Hana" not in card.text
    assert rows(card) <= 6
    await school.mentor.press_data(card, "schoolphase:1:infants")
    await world.settled()
    await world.presses(school.mentor, card, "The school")
    assert "all through · Elm Trust" in last(school.mentor.private).text


async def test_a_big_team_is_kept_on_pages(world: World) -> None:
    """The school's card has at most seven rows, the team's too."""
    school = await world.school()
    async with world.bot.database.write() as session:
        for number in range(12):
            await add_offline(
                session, school.school.id or 0, f"Jo {number}", "senior_leader", world.clock.now()
            )
    await world.says(school.mentor, "/school")
    await world.presses(school.mentor, last(school.mentor.private), "Larkfield Primary")
    assert rows(last(school.mentor.private)) <= 7
    await world.presses(school.mentor, last(school.mentor.private), "Team")
    card = last(school.mentor.private)
    assert rows(card) <= 7
    await world.presses(school.mentor, card, "Next page")
    assert "Sam" in card.labels
