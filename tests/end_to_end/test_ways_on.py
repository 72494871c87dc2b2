"""No dead ends: what was begun can be left, nothing false is said about it, and there is a way on."""

import pytest
from sqlalchemy import delete

from bot.rehearsal.message import Message
from bot.rehearsal.person import Person as User
from bot.storage.schools import Preference
from handlers.menus import GROUP
from tests.end_to_end.harness import World, last, text_of


def newest(user: User, label: str) -> Message:
    """The newest private message that has such a button: a digest may have come in between."""
    return [one for one in user.private.from_bot() if any(text.startswith(label) for text in one.labels)][-1]


async def taps(world: World, user: User, label: str) -> str:
    """Press a button of the newest private message that has it."""
    return await world.presses(user, newest(user, label), label)


@pytest.mark.parametrize("way", ["/cancel", "Leave it"])
async def test_what_was_begun_can_be_left(world: World, way: str) -> None:
    """By the command or by the button; what is typed next is a question again."""
    school = await world.school()
    await world.says(school.senco, "/meet blah blah")
    asked = last(school.senco.private)
    if way == "/cancel":
        await world.says(school.senco, way)
    else:
        await world.presses(school.senco, asked, way)
    assert last(school.senco.private).text == "Left. Nothing was saved."
    await world.says(school.senco, "thanks")
    assert last(school.senco.private).text == "You are welcome."


async def test_the_same_command_again_only_starts_afresh(world: World) -> None:
    """No talk of what was lost; another command says that something was left."""
    school = await world.school()
    await world.says(school.senco, "/meet blah blah")
    await world.says(school.senco, "/meet yesterday at 3")
    assert "nothing of it was saved" not in text_of(school.senco.private)
    await world.says(school.senco, "/actions")
    assert "nothing of it was saved" in text_of(school.senco.private)


async def test_notes_that_were_kept_are_never_said_to_be_lost(world: World) -> None:
    """They are kept line by line."""
    school = await world.school()
    await world.says(school.senco, "/notes")
    assert "see this.\n\nStart a line" in last(school.senco.private).text
    await world.says(school.senco, "the hall is loud at lunch")
    await world.says(school.senco, "/actions")
    assert "nothing of it was saved" not in text_of(school.senco.private)


async def test_a_schools_own_card_keeps_its_lines_apart(world: World) -> None:
    """Drilling down from the caseload."""
    school = await world.school()
    await world.says(school.mentor, "/meet thurs 3 dec 3.30")
    await taps(world, school.mentor, "Yes, plan it")
    await world.says(school.mentor, "/caseload")
    await taps(world, school.mentor, "Larkfield Primary")
    lines = newest(school.mentor, "Handover file").text.splitlines()
    assert lines[1:] == ["Nothing waiting; no check-in yet", "Meeting 1: Thu 3 Dec, 3.30pm"]


async def test_a_refusal_in_private_has_a_way_on_and_none_in_a_group(world: World) -> None:
    """Buttons to the start page and to what works; a stranger in the school's group is told kindly."""
    school = await world.school()
    nell = world.telegram.add_person("Nell", started=True)
    await world.says(nell, "/meetings")
    await world.presses(nell, last(nell.private), "Start page")
    assert "I point you to trusted SEND guidance" in last(nell.private).text
    await school.mentor.add(nell, school.group)
    await world.says(nell, "/meetings", school.group)
    assert last(school.group).text == "Only the school's team and its mentor can do that."
    assert last(school.group).labels == []


async def test_somebody_without_a_role_is_asked_for_it(world: World) -> None:
    """Nobody becomes a senior leader by a forgotten word."""
    school = await world.school()
    await world.says(school.mentor, "/invite")
    await taps(world, school.mentor, "Not on Telegram")
    await world.says(school.mentor, "Jo Pell")
    assert "one of these roles" in text_of(school.mentor.private)
    await world.says(school.mentor, "Jo Pell, head")
    assert "in the team of Larkfield Primary as headteacher" in text_of(school.mentor.private)


async def test_leaving_a_team_speaks_to_the_person_who_leaves(world: World) -> None:
    """Not about them."""
    school = await world.school()
    await world.says(school.senco, "/school")
    await taps(world, school.senco, "Larkfield Primary")
    card = last(school.senco.private)
    await world.presses(school.senco, card, "Leave this team")
    assert "You leave the team?" in card.text
    await world.presses(school.senco, card, "Yes, I leave")
    assert card.text.startswith("You are no longer in the team of Larkfield Primary.")
    assert "open action" not in card.text


async def test_a_programme_leads_first_card_leads_to_mentors_and_schools(world: World) -> None:
    """Buttons, not commands to remember."""
    for label, shown in (
        ("Mentors", "Nobody yet."),
        ("All schools", "None yet."),
        ("Knowledge", "What found no good answer"),
        ("Questions", "Nothing is waiting."),
    ):
        await world.lead.start()
        await world.settled()
        await taps(world, world.lead, label)
        assert shown in last(world.lead.private).text


async def test_the_next_meeting_is_one_meeting(world: World) -> None:
    """The rest is behind a button."""
    school = await world.school()
    for when in ("thurs 3 dec 3.30", "thurs 10 dec 3.30"):
        await world.says(school.mentor, f"/meet {when}")
        await taps(world, school.mentor, "Yes, plan it")
    await world.says(school.senco, "when's our next meeting")
    assert "10 Dec" not in last(school.senco.private).text
    assert last(school.senco.private).labels == ["Open meeting 1", "All meetings"]


async def test_a_note_made_private_is_no_longer_on_the_card_in_the_group(world: World) -> None:
    """And in private it is said that a decision is the team's."""
    school = await world.school()
    await world.says(school.senco, "/notes the hall is too loud", school.group)
    card = last(school.group)
    await world.presses(school.senco, card, "Only me")
    assert "too loud" not in card.text
    await world.says(school.senco, "/notes the hall is too loud")
    assert "A decision is the team's to see." in last(school.senco.private).text


async def test_ones_actions_name_the_school_and_a_mentors_each_its_own(world: World) -> None:
    """One school at the top; of several, each line has its own."""
    first = await world.school()
    await world.says(first.senco, "/actions")
    assert last(first.senco.private).text.startswith("Larkfield Primary: my actions")
    await world.says(first.mentor, "/school")
    await taps(world, first.mentor, "Add a school")
    await world.says(first.mentor, "Elm Bank")
    await world.says(first.senco, "/action find the old plans @mina by friday", first.group)
    await world.presses(first.senco, last(first.group), "Yes, save it")
    await world.says(first.mentor, "/actions")
    assert "1. Larkfield Primary: find the old plans" in text_of(first.mentor.private)


async def test_people_off_telegram_are_not_called_unreached(world: World) -> None:
    """They are to be told by the organiser, who gets the words to copy."""
    school = await world.school()
    await world.says(school.mentor, "/invite")
    await taps(world, school.mentor, "Not on Telegram")
    await world.says(school.mentor, "Jo Pell, governor")
    await world.says(school.mentor, "/meet thurs 3 dec 3.30")
    await taps(world, school.mentor, "Yes, plan it")
    await taps(world, school.mentor, "Place, length, move")
    await taps(world, school.mentor, "Call it off")
    await taps(world, school.mentor, "Yes, call it off")
    told = newest(school.mentor, "Copy for e-mail")
    assert "Not on Telegram, please tell them yourself: Jo Pell." in told.text
    assert told.labels == ["Copy for e-mail"]
    words = await world.presses(school.mentor, told, "Copy for e-mail")
    assert words == "Meeting 1 is called off: Thu 3 Dec, 3.30pm"


async def test_help_in_a_schools_group_names_what_works_there_for_its_people(world: World) -> None:
    """Nothing of the school for anybody else."""
    school = await world.school()
    await world.says(school.senco, "/help", school.group)
    assert "For Larkfield Primary: /meetings" in last(school.group).text
    nell = world.telegram.add_person("Nell", started=True)
    await school.mentor.add(nell, school.group)
    await world.says(nell, "/help", school.group)
    assert "Larkfield Primary" not in last(school.group).text


async def test_somebody_with_several_schools_gets_them_as_buttons(world: World) -> None:
    """Then the command works for the one that was tapped."""
    school = await world.school()
    await world.says(school.mentor, "/school")
    await taps(world, school.mentor, "Add a school")
    await world.says(school.mentor, "Elm Bank")
    async with world.bot.database.write() as session:
        await session.exec(delete(Preference))
    await world.says(school.mentor, "/start")
    await school.mentor.press_data(last(school.mentor.private), "meetings")
    await world.settled()
    await taps(world, school.mentor, "Elm Bank")
    assert "Elm Bank\nNo meeting is planned." in text_of(school.mentor.private)


async def test_every_command_of_the_groups_menu_works_in_a_schools_group(world: World) -> None:
    """At most six, and none of them is refused."""
    school = await world.school()
    assert len(GROUP) <= 6
    for name in GROUP:
        await world.says(school.senco, f"/{name}", school.group)
        assert "do not know that command" not in last(school.group).text
        assert "Only" not in last(school.group).text
