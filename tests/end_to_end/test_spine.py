"""What the report asked us to improve runs through everything: meetings, notes, agenda, minutes, progress."""

import io
from datetime import UTC, datetime

from docx import Document

from tests.end_to_end.harness import School1, World, last, text_of

POINTS = "Support plans lack small steps\nStaff do not know the needs\nAttendance is not looked at"
STEPS, NEEDS = POINTS.split("\n")[:2]
AFTER = datetime(2026, 12, 3, 15, 40, tzinfo=UTC)


async def with_points(world: World) -> School1:
    """A school that has written down what its report asks for."""
    school = await world.school()
    await world.says(school.senco, f"/findings {POINTS}", school.group)
    return school


async def planned(world: World, school: School1, words: str = "2 thurs 3rd dec 3.30 #2") -> None:
    """A meeting, in one line, in the group."""
    await world.says(school.mentor, f"/meet {words}", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")


async def test_a_meeting_says_what_it_serves_from_the_echo_to_the_agenda(world: World) -> None:
    """In one line; on the echo, the card and the agenda."""
    school = await with_points(world)
    await world.says(school.mentor, "/meet 2 thurs 3rd dec 3.30 #2", school.group)
    echo = last(school.group)
    assert f"For: {NEEDS}" in echo.text
    assert "Meeting 2: Thu 3 Dec, 3.30pm" in echo.text
    await world.presses(school.mentor, echo, "Yes, plan it")
    assert f"For: {NEEDS}" in last(school.group).text
    await world.says(school.senco, "/agenda", school.group)
    assert f"For: {NEEDS}" in last(school.group).text


async def test_the_point_is_kept_while_the_time_is_asked_for(world: World) -> None:
    """A day without a time, then the time."""
    school = await with_points(world)
    await world.says(school.mentor, "/meet thurs 3rd dec #1")
    await world.says(school.mentor, "3.30")
    assert f"For: {STEPS}" in last(school.mentor.private).text


async def test_a_number_that_is_not_in_the_list_is_said_kindly(world: World) -> None:
    """Nothing is planned for it."""
    school = await with_points(world)
    await world.says(school.mentor, "/meet thurs 3rd dec 3.30 #9")
    assert "There is no number 9" in last(school.mentor.private).text


async def test_the_button_changes_what_a_meeting_serves_everywhere(world: World) -> None:
    """Chosen in private, the card in the group follows; "none" too; anybody outside is refused."""
    school = await with_points(world)
    await planned(world, school, "thurs 3rd dec 3.30")
    card = last(school.group)
    assert "For:" not in card.text
    await world.presses(school.head, card, "What it serves")
    choice = last(school.head.private)
    assert f"1. {STEPS}" in choice.text
    await world.presses(school.head, choice, "1: Support plans")
    assert f"For: {STEPS}" in card.text
    await world.presses(school.head, last(school.head.private), "Choose again")
    assert f"1. {STEPS} (chosen)" in last(school.head.private).text
    await world.presses(school.head, last(school.head.private), "No single one")
    assert "For:" not in card.text


async def test_another_schools_point_cannot_be_chosen(world: World) -> None:
    """A forged button says no and changes nothing."""
    school = await with_points(world)
    other = await world.school("Oakfield Primary", tag="two")
    await world.says(other.senco, "/findings Elsewhere", other.group)
    await planned(world, school, "thurs 3rd dec 3.30")
    await world.says(school.head, "/privacy")
    answer = await school.head.press_data(last(school.head.private), "servesok:meeting:1:4")
    await world.settled()
    assert "belongs to a school you are not part of" in answer
    assert "For:" not in last(school.group).text


async def test_a_note_names_its_point_in_one_line_and_by_button(world: World) -> None:
    """On the note's own card, and in the minutes."""
    school = await with_points(world)
    await planned(world, school)
    await world.moves_to(AFTER)
    await world.says(school.senco, "/notes agreed to trial passports #2", school.group)
    card = last(school.group)
    assert "agreed to trial passports\n" in card.text
    assert f"For: {NEEDS}" in card.text
    await world.presses(school.senco, card, "It's a decision")
    assert f"For: {NEEDS}" in card.text
    await world.presses(school.senco, card, "What it serves")
    await world.presses(school.senco, card, "1: Support plans")
    assert f"For: {STEPS}" in card.text
    refused = await world.presses(school.head, card, "What it serves")
    assert "Only whoever wrote a note" in refused
    await world.presses(school.senco, card, "What it serves")
    await world.presses(school.senco, card, "No single one")
    assert "For:" not in card.text


async def test_the_minutes_name_the_points_in_the_chat_and_in_the_document(world: World) -> None:
    """A line of a pasted block each with its own number; an action stays in the minutes once it is done."""
    school = await with_points(world)
    await planned(world, school)
    await world.moves_to(AFTER)
    await world.says(school.senco, "/notes Teachers want examples #1\nRoom was cold", school.group)
    await world.says(school.head, "/action write two examples @sam by fri #1", school.group)
    await world.presses(school.head, last(school.group), "Yes, save it")
    await world.says(school.senco, "/actions")
    await world.presses(school.senco, last(school.senco.private), "Done: write two")
    await world.says(school.senco, "/privacy", school.group)
    await school.senco.press_data(last(school.group), "minutes")
    await world.settled()
    minutes = last(school.group)
    assert f"For: {NEEDS}" in minutes.text
    assert f"Teachers want examples (for: {STEPS})" in minutes.text
    assert "Room was cold\n" in f"{minutes.text}\n"
    assert "write two examples: Sam, Fri 4 Dec" in minutes.text
    await world.presses(school.senco, minutes, "As a document")
    words = "\n".join(one.text for one in Document(io.BytesIO(last(school.group).document)).paragraphs)
    assert f"For: {NEEDS}" in words
    assert f"Teachers want examples (for: {STEPS})" in words


async def test_progress_says_in_words_which_points_have_had_attention(world: World) -> None:
    """Counts, the last day, and which have had none."""
    school = await with_points(world)
    await planned(world, school, "thurs 3rd dec 3.30 #1")
    await world.says(school.head, "/progress", school.group)
    assert "Attention so far: 0 of 3 open points." in last(school.group).text
    assert f"1. {STEPS}\n1 meeting to come." in last(school.group).text
    await world.moves_to(AFTER)
    await world.says(school.senco, "/notes Teachers want examples #1\nTwo lessons seen #1", school.group)
    for words in ("write examples @sam by fri #1", "visit art @hana by fri #1"):
        await world.says(school.head, f"/action {words}", school.group)
        await world.presses(school.head, last(school.group), "Yes, save it")
    await world.says(school.senco, "/actions")
    await world.presses(school.senco, last(school.senco.private), "Done: write")
    await world.says(school.head, "/progress", school.group)
    said = last(school.group).text
    assert "Attention so far: 1 of 3 open points." in said
    assert "1 meeting, 2 notes, 1 of 2 actions done, last touched Thu 3 Dec." in said
    assert said.count("No attention yet.") == 2
    assert "finding" not in text_of(school.group).lower().replace("/findings", "")


async def test_an_action_made_of_a_note_serves_what_the_note_served(world: World) -> None:
    """The echo says so before it is saved."""
    school = await with_points(world)
    await world.says(school.senco, "/notes write a one-page guide #2", school.group)
    await world.presses(school.senco, last(school.group), "Make it an action")
    await world.presses(school.senco, last(school.group), "Sam")
    assert "by when" in last(school.group).text.lower() or last(school.group).labels
    day = next(label for label in last(school.group).labels if label[:3] in ("Wed", "Thu", "Fri"))
    await world.presses(school.senco, last(school.group), day)
    assert f"For: {NEEDS}" in last(school.group).text


async def test_one_point_opened_shows_what_hangs_on_it(world: World) -> None:
    """Its meeting, what was decided and what is under way; nothing of another, no private words."""
    school = await with_points(world)
    await planned(world, school, "thurs 3rd dec 3.30 #1")
    await world.moves_to(AFTER)
    await world.says(school.senco, "/notes Decision: passports for every class #1", school.group)
    await world.presses(school.senco, last(school.group), "It's a decision")
    await world.says(school.senco, "/notes zebrafinch #1")
    for words in ("write examples @sam by fri #1", "visit art @hana by fri #2"):
        await world.says(school.head, f"/action {words}", school.group)
        await world.presses(school.head, last(school.group), "Yes, save it")
    await world.says(school.senco, "/findings", school.group)
    card = last(school.group)
    await world.presses(school.senco, card, "1: ")
    assert "1 meeting, 1 decision, 1 action under way, last touched Thu 3 Dec." in card.text
    for words in ("Meeting 1: Thu 3 Dec", "passports for every class", "write examples: Sam"):
        assert words in card.text
    assert "visit art" not in card.text
    assert "zebrafinch" not in card.text
    await world.presses(school.senco, card, "Close it")
    assert "last touched Thu 3 Dec. Closed." in card.text
