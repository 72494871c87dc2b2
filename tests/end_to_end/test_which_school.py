"""Somebody with several schools: what was typed is kept until they have said which is meant."""

from bot.mentoring.schools import make_school
from bot.rehearsal.person import Person as User
from tests.end_to_end.harness import School1, World, last


async def two_schools(world: World) -> tuple[School1, User]:
    """A mentor of Larkfield Primary and of Ashby High, who has chosen neither."""
    school = await world.school()
    async with world.bot.database.write() as session:
        mentor = await world._known(session, school.mentor)
        await make_school(session, mentor, "Ashby High", world.clock.now())
    return school, school.mentor


async def test_a_meeting_typed_in_one_line_goes_on_in_the_school_chosen(world: World) -> None:
    """Nothing has to be typed again, also after a restart; the choice is remembered."""
    _, mentor = await two_schools(world)
    await world.says(mentor, "/meet fri 3pm in the library")
    assert "I have kept what you typed" in last(mentor.private).text
    await world.restart()
    await world.presses(mentor, last(mentor.private), "Ashby High")
    echo = last(mentor.private)
    assert "Ashby High" in echo.text
    assert "Fri 27 Nov, 3pm, the library" in echo.text
    await world.presses(mentor, echo, "Yes, plan it")
    await world.says(mentor, "/meetings")
    assert "Ashby High" in last(mentor.private).text
    assert "the library" in last(mentor.private).text


async def test_an_action_and_notes_go_on_too_and_a_name_may_be_typed(world: World) -> None:
    """By a part of the school's name instead of a tap."""
    _, mentor = await two_schools(world)
    await world.says(mentor, "/notes zebrafinch comes first")
    await world.says(mentor, "lark")
    assert "Larkfield Primary" in last(mentor.private).text
    assert "zebrafinch comes first" in last(mentor.private).text
    await world.presses(mentor, last(mentor.private), "Wrong school?")
    await world.presses(mentor, last(mentor.private), "Ashby High")
    assert "Ashby High" in last(mentor.private).text
    assert "zebrafinch comes first" in last(mentor.private).text


async def test_wrong_school_keeps_the_draft(world: World) -> None:
    """Of a meeting and of an action; in a school's group there is no choice."""
    school, mentor = await two_schools(world)
    for line, seen in (
        ("/meet 2 fri 3pm", "Meeting 2: Fri 27 Nov, 3pm"),
        ("/action order passports @mina by friday", "order passports"),
    ):
        await world.says(mentor, "/school")
        await world.presses(mentor, last(mentor.private), "Larkfield Primary")
        await world.presses(mentor, last(mentor.private), "Use this school")
        await world.says(mentor, line)
        assert "Larkfield Primary" in last(mentor.private).text
        await world.presses(mentor, last(mentor.private), "Wrong school?")
        await world.presses(mentor, last(mentor.private), "Ashby High")
        assert "Ashby High" in last(mentor.private).text
        assert seen in last(mentor.private).text
    await world.says(mentor, "/meet fri 3pm", school.group)
    assert "Wrong school?" not in last(school.group).labels


async def test_a_command_without_words_goes_on_as_well(world: World) -> None:
    """/meetings shows the meetings of the school chosen."""
    _, mentor = await two_schools(world)
    await world.says(mentor, "/meetings")
    await world.presses(mentor, last(mentor.private), "Ashby High")
    assert "No meeting is planned" in last(mentor.private).text
