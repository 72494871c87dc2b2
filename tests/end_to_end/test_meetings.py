"""Meetings as a mentor and a team live them."""

from datetime import UTC, datetime

from bot.storage.schools import SchoolChat
from tests.end_to_end.harness import World, last


async def test_a_meeting_is_planned_answered_moved_and_called_off(world: World) -> None:
    """Echo before it is written, one card kept current, old and new time told, nothing stale."""
    school = await world.school()
    await world.says(school.mentor, "/meet 2 thurs 3rd dec 3.30", school.group)
    echo = last(school.group)
    assert "Thu 3 Dec, 3.30pm" in echo.text
    await world.presses(school.mentor, echo, "Yes, plan it")
    card = last(school.group)
    assert "No answer yet: Hana, Sam" in card.text
    await world.presses(school.senco, card, "I'm coming")
    await world.presses(school.head, card, "I can't")
    assert "Coming: Mina, Sam" in card.text
    assert "Can't come: Hana" in card.text
    assert "Everybody has answered" in last(school.mentor.private).text

    await world.presses(school.mentor, card, "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Another time")
    await world.says(school.mentor, "fri 4 dec at 9")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, move it")
    told = last(school.senco.private).text
    assert "Old: Thu 3 Dec, 3.30pm" in told
    assert "New: Fri 4 Dec, 9am" in told
    assert "Fri 4 Dec, 9am" in card.text

    await world.presses(school.senco, last(school.senco.private), "Got it, coming")
    await world.presses(school.mentor, card, "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Call it off")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, call it off")
    assert "called off" in last(school.senco.private).text
    before = len(school.senco.private.from_bot())
    await world.moves_to(datetime(2026, 12, 5, 12, 0, tzinfo=UTC))
    assert len(school.senco.private.from_bot()) == before


async def test_reminders_come_the_day_and_the_hour_before(world: World) -> None:
    """In private; the hour only to those who said yes; each once."""
    school = await world.school()
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.presses(school.senco, last(school.group), "I'm coming")
    start = len(school.senco.private.from_bot())
    await world.moves_to(datetime(2026, 12, 2, 15, 29, tzinfo=UTC))
    assert len(school.senco.private.from_bot()) == start
    await world.moves_to(datetime(2026, 12, 2, 15, 30, tzinfo=UTC))
    assert "Coming up" in last(school.senco.private).text
    await world.moves_to(datetime(2026, 12, 3, 14, 30, tzinfo=UTC))
    assert len(school.senco.private.from_bot()) == start + 2
    assert "Coming up" in last(school.head.private).text
    await world.restart()
    await world.moves_to(datetime(2026, 12, 3, 15, 29, tzinfo=UTC))
    assert len(school.senco.private.from_bot()) == start + 2


async def test_the_whole_series_is_planned_round_the_holidays(world: World) -> None:
    """Six dates, none of them in half term, at Christmas or on a bank holiday."""
    school = await world.school()
    await world.says(school.mentor, "/meetings")
    await world.presses(school.mentor, last(school.mentor.private), "Plan all that's left")
    await world.says(school.mentor, "thurs 3 dec 3.30")
    proposal = last(school.mentor.private)
    assert "All at 3.30pm" in proposal.text
    assert "no term dates" in proposal.text
    assert "Term dates" in proposal.labels
    assert proposal.text.count("Thu ") == 6
    assert len(proposal.text.split()) <= 60
    await world.presses(school.mentor, proposal, "Yes, plan them")
    assert "6 meetings planned" in proposal.text
    await world.says(school.mentor, "/meetings")
    assert "Plan a meeting" in last(school.mentor.private).labels
    assert "Plan all that's left" not in last(school.mentor.private).labels


async def test_an_organiser_who_would_rather_another_time_can_move_the_meeting(world: World) -> None:
    """Nobody is promised that somebody else will see it."""
    school = await world.school()
    await world.says(school.senco, "/meet thurs 3 dec 3.30")
    await world.presses(school.senco, last(school.senco.private), "Yes, plan it")
    await world.says(school.senco, "can't make thursday")
    await world.presses(school.senco, last(school.senco.private), "Another time")
    await world.says(school.senco, "friday at 9")
    assert "You organise meeting 1" in last(school.senco.private).text
    await world.presses(school.senco, last(school.senco.private), "Move it")
    assert "When instead?" in last(school.senco.private).text


async def test_an_answer_given_in_private_can_be_seen_there(world: World) -> None:
    """The invitation then says what was answered, with a way to change it; a card shows it by itself."""
    school = await world.school()
    async with world.bot.database.write() as session:
        await session.delete(await session.get_one(SchoolChat, school.group.id))
    await world.says(school.mentor, "/meet thurs 3 dec 3.30")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, plan it")
    invitation = last(school.senco.private)
    await world.presses(school.senco, invitation, "I'm coming")
    assert "Your answer: I'm coming." in invitation.text
    await world.presses(school.senco, invitation, "I can't after all")
    assert "Your answer: I can't come." in invitation.text
    await world.presses(school.senco, invitation, "Show the card")
    card = last(school.senco.private)
    await world.presses(school.senco, card, "I'm coming")
    assert "Coming: Mina, Sam" in card.text


async def test_actions_notes_and_agenda_hang_together(world: World) -> None:
    """A finding, a meeting, notes with an action, minutes, the next agenda."""
    school = await world.school()
    points = "Support plans lack small steps\nStaff do not know the needs"
    await world.says(school.head, f"/findings {points}", school.group)
    assert "2. Staff do not know the needs" in last(school.group).text
    await world.says(school.mentor, "/meet tomorrow 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.moves_to(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    await world.says(school.senco, "/notes Decision: passports for every class", school.group)
    await world.presses(school.senco, last(school.group), "It's a decision")
    await world.says(school.head, "/action review passports @sam by friday #1", school.group)
    await world.presses(school.head, last(school.group), "Yes, save it")
    assert "review passports" in last(school.senco.private).text
    await world.says(school.head, "/progress", school.group)
    assert "1 action under way" in last(school.group).text
    await world.says(school.senco, "/actions")
    assert "review passports" in last(school.senco.private).text
    await world.says(school.mentor, "/meet thurs 17 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.says(school.mentor, "/agenda", school.group)
    pack = last(school.group).text
    assert "passports for every class" in pack
    assert "review passports: Sam" in pack


async def test_a_private_note_never_shows_in_the_group(world: World) -> None:
    """A leader's private words to the mentor stay there; the minutes in the group do not have them."""
    school = await world.school()
    await world.says(school.mentor, "/meet tomorrow 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.moves_to(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    await world.says(school.senco, "/notes zebrafinch is what worries me")
    assert "only you and your mentor" in last(school.senco.private).text
    await world.says(school.head, "/notes we start with passports", school.group)
    await world.says(school.head, "/notes", school.group)
    await world.presses(school.head, last(school.group), "That's all")
    await world.presses(school.head, last(school.group), "Minutes so far")
    assert "passports" in last(school.group).text
    assert "zebrafinch" not in "".join(message.text for message in school.group.from_bot())
    assert "zebrafinch" not in "".join(message.text for message in school.head.private.from_bot())


async def test_a_day_that_means_two_is_still_asked_about_once_the_time_is_known(world: World) -> None:
    """ "next friday" said on a Wednesday; a plain day is not."""
    school = await world.school()
    await world.says(school.mentor, "/meet next friday")
    await world.says(school.mentor, "3.30")
    labels = last(school.mentor.private).labels
    assert labels[:2] == ["Fri 4 Dec 3.30pm", "Fri 27 Nov 3.30pm"]
    await world.says(school.mentor, "/meet fri 4 dec")
    await world.says(school.mentor, "3.30")
    assert "Yes, plan it" in last(school.mentor.private).labels
