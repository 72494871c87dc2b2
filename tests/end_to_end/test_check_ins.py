"""A check-in: who sees it is said before the tap, and nobody else ever does."""

from datetime import UTC, datetime

from sqlmodel import select

from bot.storage.agreed import CheckIn
from bot.storage.conversation import Dialogue
from bot.storage.conversation import Message as Kept
from tests.end_to_end.harness import School1, World, last, text_of

LATER = datetime(2026, 12, 2, 12, 0, tzinfo=UTC)


async def checks_in(world: World, school: School1, words: str) -> None:
    """The SENCO taps one of the five."""
    await world.says(school.senco, "/checkin")
    await world.presses(school.senco, last(school.senco.private), words)


async def seen_by_mentor(world: World, school: School1) -> tuple[str, str]:
    """The mentor's list, and the school opened from it."""
    await world.says(school.mentor, "/caseload")
    everything = last(school.mentor.private)
    await world.presses(school.mentor, everything, school.school.name)
    return everything.text, last(school.mentor.private).text


async def test_who_will_see_it_is_said_before_the_tap(world: World) -> None:
    """By name, with how long it is kept; from the home card too."""
    school = await world.school()
    await world.says(school.senco, "/start")
    await world.presses(school.senco, last(school.senco.private), "How it's going")
    card = last(school.senco.private)
    assert "How is it going with SEND this week?" in card.text
    assert "Only your school's mentor (now Mina) will see what you tap" in card.text
    assert "never the group, nobody else, and not for appraisal" in card.text
    assert "90 days" in card.text
    assert card.labels == ["Going well", "Mostly fine", "Up and down", "Hard going", "Very hard"]


async def test_the_mentor_sees_the_trend_in_words_and_the_line_that_came_with_it(world: World) -> None:
    """From "no check-in yet" to "harder" to "steadier"; the group and the headteacher see nothing."""
    school = await world.school()
    everything, _ = await seen_by_mentor(world, school)
    assert "no check-in yet" in everything
    await checks_in(world, school, "Up and down")
    everything, opened = await seen_by_mentor(world, school)
    assert "a first check-in" in everything
    assert "Sam, Wed 25 Nov: up and down" in opened
    await world.moves_to(LATER)
    await checks_in(world, school, "Hard going")
    await world.presses(school.senco, last(school.senco.private), "Add a line")
    await world.says(school.senco, "two colleagues are off, zebrafinch")
    assert "Your mentor and their deputy see with it" in last(school.senco.private).text
    everything, opened = await seen_by_mentor(world, school)
    assert "check-in harder than last time" in everything
    assert "zebrafinch" not in everything
    assert "Sam, Wed 2 Dec: hard going, harder than last time" in opened
    assert "two colleagues are off, zebrafinch" in opened
    await world.moves_to(LATER.replace(day=9))
    await checks_in(world, school, "Going well")
    everything, _ = await seen_by_mentor(world, school)
    assert "check-in steadier than last time" in everything
    for words in ("/progress", "/start", "/find zebrafinch"):
        await world.says(school.head, words)
    for chat in (school.group, school.head.private):
        assert "zebrafinch" not in text_of(chat)
        assert "hard going" not in text_of(chat)


async def test_taken_back_it_is_gone_with_its_words(world: World) -> None:
    """From the mentor's view, from the database, from every kept conversation."""
    school = await world.school()
    await checks_in(world, school, "Hard going")
    await world.presses(school.senco, last(school.senco.private), "Add a line")
    await world.says(school.senco, "zebrafinch")
    said = last(school.senco.private)
    _, opened = await seen_by_mentor(world, school)
    assert "zebrafinch" in opened
    await world.presses(school.senco, said, "Take it back")
    everything, opened = await seen_by_mentor(world, school)
    assert "no check-in yet" in everything
    assert "zebrafinch" not in opened
    async with world.bot.database.read() as session:
        assert (await session.exec(select(CheckIn))).all() == []
        assert all("zebrafinch" not in (row.text or "") for row in (await session.exec(select(Kept))).all())
    assert said.labels == []


async def test_very_hard_twice_running_is_met_with_support_and_tells_nobody(world: World) -> None:
    """A number to ring, and an offer; the mentor hears of it only by the tap."""
    school = await world.school()
    await checks_in(world, school, "Very hard")
    assert "Thank you for saying so" in last(school.senco.private).text
    assert "08000 562 561" not in last(school.senco.private).text
    await world.moves_to(LATER)
    before = len(school.mentor.private.from_bot())
    await checks_in(world, school, "Very hard")
    card = last(school.senco.private)
    assert "08000 562 561" in card.text
    assert "I ask Mina to ring you. I give no reason" in card.text
    assert len(school.mentor.private.from_bot()) == before
    await world.presses(school.senco, card, "Ask mentor to ring")
    assert "I have asked Mina to ring you" in last(school.senco.private).text
    assert len(school.mentor.private.from_bot()) > before
    assert "very hard" not in last(school.mentor.private).text.lower()


async def test_a_line_that_tells_of_strain_is_heard(world: World) -> None:
    """As the same words would be as a question; any other line is only read back."""
    school = await world.school()
    await checks_in(world, school, "Hard going")
    for words, heard in (("we are short of two teaching assistants", False), ("I'm ready to resign", True)):
        labels = last(school.senco.private).labels
        wanted = next(label for label in labels if label in ("Add a line", "Other words"))
        await world.presses(school.senco, last(school.senco.private), wanted)
        await world.says(school.senco, words)
        said = last(school.senco.private)
        assert words in said.text
        assert ("08000 562 561" in said.text) is heard
        assert ("Ask mentor to ring" in said.labels) is heard
    await world.presses(school.senco, last(school.senco.private), "Not now")
    assert "nobody is asked to ring you" in last(school.senco.private).text
    assert school.mentor.private.from_bot() == []


async def test_words_about_a_child_are_not_kept_with_it(world: World) -> None:
    """The guard comes first; "No child is named" goes on where it was stopped."""
    school = await world.school()
    await checks_in(world, school, "Hard going")
    await world.presses(school.senco, last(school.senco.private), "Add a line")
    await world.says(school.senco, "Kayden Oakfield in Year 4 hit a teacher again today")
    assert "I have not kept that message" in last(school.senco.private).text
    async with world.bot.database.read() as session:
        assert [one.words for one in (await session.exec(select(CheckIn))).all()] == [None]
        assert [one.name for one in (await session.exec(select(Dialogue))).all()] == ["checkin"]
    await world.says(school.senco, "we are short of two teaching assistants")
    _, opened = await seen_by_mentor(world, school)
    assert "short of two teaching assistants" in opened
    assert "Kayden" not in opened


async def test_in_a_group_it_goes_on_in_private_and_mentors_are_sent_to_theirs(world: World) -> None:
    """Never a word of it where others read; a mentor's own screen is named; a stranger is told why not."""
    school = await world.school()
    await world.says(school.head, "/checkin", school.group)
    assert "How is it going" in last(school.head.private).text
    assert "How is it going" not in text_of(school.group)
    await world.says(school.mentor, "/checkin")
    assert "Mentors see theirs in /caseload" in last(school.mentor.private).text
    await world.says(school.mentor, "/help")
    assert "/checkin" not in last(school.mentor.private).text
    await world.says(school.senco, "/help")
    assert "/checkin" in last(school.senco.private).text


async def test_a_tap_beyond_the_five_or_for_another_school_is_refused(world: World) -> None:
    """Forged buttons leave nothing behind."""
    school = await world.school()
    await world.school("Oakfield Primary", tag="two")
    await world.says(school.senco, "/checkin")
    card = last(school.senco.private)
    for data in ("checkval:1:9", "checkval:2:1", "checkwords:7", "checkout:7"):
        assert await school.senco.press_data(card, data)
        await world.settled()
    async with world.bot.database.read() as session:
        assert (await session.exec(select(CheckIn))).all() == []
