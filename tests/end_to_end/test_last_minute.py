"""The last minute, and people who cannot be reached here: nobody is forgotten, nothing is pretended."""

from bot.mentoring.people import meet
from bot.mentoring.schools import add_offline, join_team
from bot.rehearsal.message import Message
from tests.end_to_end.harness import School1, World, last, text_of
from tests.mentoring.cast import london


async def planned(world: World, when: str) -> School1:
    """A school with a meeting."""
    school = await world.school()
    await world.says(school.mentor, f"/meet {when}", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    return school


def card(school: School1) -> Message:
    """The meeting's card in the group."""
    return next(one for one in reversed(school.group.from_bot()) if "Change it" in one.labels)


async def test_a_move_in_the_evening_before_reaches_everybody_at_once(world: World) -> None:
    """Whatever the quiet hours; the organiser sees who has not said "got it"."""
    school = await planned(world, "thurs 26 nov 9am")
    await world.moves_to(london(2026, 11, 25, 21))
    await world.presses(school.mentor, last(school.group), "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Another time")
    await world.says(school.mentor, "thurs 26 nov 11am")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, move it")
    for user in (school.senco, school.head):
        assert "Old: Thu 26 Nov, 9am" in last(user.private).text
        assert "New: Thu 26 Nov, 11am" in last(user.private).text
    await world.presses(school.senco, last(school.senco.private), "Got it, coming")
    await world.presses(school.mentor, card(school), "Change it")
    assert 'Have not said "got it" to the last change: Hana' in last(school.mentor.private).text
    assert "Late by 10" in last(school.mentor.private).labels


async def test_running_late_is_offered_only_on_the_day(world: World) -> None:
    """A week before, the buttons would only be in the way."""
    school = await planned(world, "thurs 3 dec 3.30")
    await world.presses(school.mentor, last(school.group), "Change it")
    assert not [label for label in last(school.mentor.private).labels if label.startswith("Late")]


async def test_a_colleague_sets_the_answer_of_somebody_who_is_not_on_telegram(world: World) -> None:
    """They are asked in the corridor; the card says that they come."""
    school = await world.school()
    async with world.bot.database.write() as session:
        await add_offline(session, school.school.id or 0, "Jo Pell", "governor", world.clock.now())
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    shown = card(school)
    assert "Not on Telegram: Jo Pell" in shown.text
    assert "No answer yet: Hana, Sam" in shown.text
    await world.presses(school.mentor, shown, "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Jo Pell comes")
    assert "Coming: Jo Pell, Mina" in shown.text


async def test_nobody_is_pinged_again_because_of_another_room(world: World) -> None:
    """The card changes; the reminder that was sent is not sent anew."""
    school = await planned(world, "thurs 3 dec 3.30")
    await world.moves_to(london(2026, 12, 2, 16))
    before = len(school.senco.private.from_bot())
    await world.presses(school.mentor, card(school), "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Place or link")
    await world.says(school.mentor, "the library")
    await world.moves_to(london(2026, 12, 2, 17))
    assert len(school.senco.private.from_bot()) == before
    assert "Where: the library" in text_of(school.group)


async def test_who_never_pressed_start_is_named_to_the_organiser(world: World) -> None:
    """ "I can't message these people privately yet", with the words to send them."""
    school = await world.school()
    async with world.bot.database.write() as session:
        nell = await meet(session, world.telegram.add_person("Nell").id, "Nell", None, world.clock.now())
        await join_team(session, school.school.id or 0, nell, "senior_leader", world.clock.now())
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.presses(school.mentor, last(school.group), "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Ask the silent")
    said = last(school.mentor.private).text
    assert "Asked again: Hana, Sam" in said
    assert "I can't message these people privately yet: Nell" in said
