"""The guard comes first: nothing guarded is stored, and everybody is told kindly where to turn."""

from pathlib import Path

from tests.end_to_end.harness import World, last
from tests.end_to_end.test_questions import everything_stored

CONCERN = "a child told me her uncle hurts her at night, zebrafinch"
NAMED = "jayden smith in year 4 zebrafinch keeps running out of class, what do i do"
AT_RISK = "i want to end my life, zebrafinch"


async def test_a_worry_about_a_child_gets_the_route_first(world: World) -> None:
    """999, the safeguarding lead, then the rest; no pointer, and no word kept anywhere."""
    school = await world.school()
    await world.says(school.senco, CONCERN)
    said = last(school.senco.private).text
    assert said.index("999") < said.index("designated safeguarding lead")
    assert "checked" not in said
    assert "zebrafinch" not in await everything_stored(world)


async def test_somebody_at_risk_gets_numbers(world: World) -> None:
    """Emergency, Samaritans, Education Support."""
    school = await world.school()
    await world.says(school.senco, AT_RISK)
    said = last(school.senco.private).text
    for number in ("999", "116 123", "08000 562 561"):
        assert number in said
    assert "zebrafinch" not in await everything_stored(world)


async def test_a_crisis_in_a_group_is_answered_in_private(world: World) -> None:
    """The group sees nothing; the person gets the numbers where only they read them."""
    school = await world.school()
    await world.says(school.senco, f"@SendMentorBot {AT_RISK}", school.group)
    assert school.group.from_bot() == []
    assert "116 123" in last(school.senco.private).text


async def test_a_named_child_is_not_kept_and_there_is_a_way_on(world: World) -> None:
    """ "No child is named" reads the words back from the reply and keeps nothing."""
    school = await world.school()
    await world.says(school.senco, NAMED)
    card = last(school.senco.private)
    assert "not kept" in card.text
    await world.presses(school.senco, card, "No child is named")
    assert last(school.senco.private) is not card
    assert "zebrafinch" not in await everything_stored(world)


async def test_in_a_group_the_bot_asks_for_the_message_to_be_deleted(world: World) -> None:
    """Everybody can read it there."""
    school = await world.school()
    await world.says(school.senco, f"/ask {NAMED}", school.group)
    assert "delete" in last(school.group).text
    assert "zebrafinch" not in await everything_stored(world)


async def test_guarded_words_are_in_no_file(world: World, tmp_path: Path) -> None:
    """Not in the database, its write-ahead log, or a copy of it."""
    school = await world.school()
    for words in (CONCERN, NAMED, AT_RISK):
        await world.says(school.senco, words)
    edited = await world.says(school.senco, "what is the graduated approach")
    await school.senco.edit(edited, NAMED)
    await world.settled()
    await school.senco.send("document", caption=NAMED, file_name="zebrafinch jayden smith year 4.pdf")
    await world.settled()
    assert not _files_with(tmp_path, b"zebrafinch")
    assert "zebrafinch" not in await everything_stored(world)


async def test_a_colleagues_name_in_the_agreed_work_is_no_pupils(world: World) -> None:
    """The team's own names pass in notes and actions; anybody else's still stops."""
    school = await world.school()
    await world.says(school.senco, "/notes decision: Hana leads on phonics", school.group)
    assert "Hana leads on phonics" in last(school.group).text
    await world.says(school.senco, "/notes decision: jayden smith year 4 gets a passport", school.group)
    assert "may identify a child" in last(school.group).text


async def test_where_a_name_is_asked_for_it_may_be_given(world: World) -> None:
    """Somebody not on Telegram is added by name and role."""
    school = await world.school()
    await world.says(school.mentor, "/invite")
    await world.presses(school.mentor, last(school.mentor.private), "Not on Telegram")
    await world.says(school.mentor, "Joanna Example, governor")
    assert "Joanna Example is in the team" in last(school.mentor.private).text


async def test_no_child_is_named_goes_on_with_the_command(world: World) -> None:
    """The words stopped by mistake are not lost: the tap does what was asked."""
    school = await world.school()
    await world.says(school.senco, "/notes decision: jordan leads on reading", school.group)
    card = last(school.group)
    assert "may identify a child" in card.text
    await world.presses(school.senco, card, "No child is named")
    assert "jordan leads" in last(school.group).text


def _files_with(folder: Path, words: bytes) -> list[str]:
    """The files below a folder that hold these bytes."""
    return [path.name for path in folder.rglob("*") if path.is_file() and words in path.read_bytes()]


async def test_a_date_that_sounds_like_a_name_is_a_date(world: World) -> None:
    """ "jan" is a month where a time was asked for."""
    school = await world.school()
    await world.says(school.mentor, "/meet")
    await world.says(school.mentor, "mon 4 jan 10am")
    assert "Mon 4 Jan, 10am" in last(school.mentor.private).text
