"""A programme lead brings mentors and schools in from a table."""

from tests.end_to_end.harness import World, last

SCHOOLS = """school,trust,phase,council,region,mentor
Oakfield Primary,,primary,Norfolk,East,Mina
Elmfield,,,,,Nobody
"""


async def _to_the_question(world: World) -> None:
    await world.lead.start()
    await world.says(world.lead, "/mentors")
    await world.presses(world.lead, last(world.lead.private), "Import a table")


async def test_mentors_are_invited_from_a_pasted_table(world: World) -> None:
    """Names of adults pass here; the file holds a link and a code for each."""
    await _to_the_question(world)
    await world.says(world.lead, "name,region\nJo Example,East\n=Robin Sample,North")
    texts = [message.text for message in world.lead.private.from_bot()]
    assert any("Invitations made: 2" in text for text in texts)
    file = last(world.lead.private)
    assert file.file_name == "invitations.csv"
    lines = (file.document or b"").decode("utf-8-sig").splitlines()
    assert lines[1].startswith("Jo Example,https://t.me/")
    assert lines[2].startswith("'=Robin Sample")


async def test_schools_come_from_a_file_and_a_bad_line_is_named(world: World) -> None:
    """The others still count."""
    await world.school()
    await _to_the_question(world)
    await world.lead.send("document", file_name="schools.csv", content=SCHOOLS.encode())
    await world.settled()
    said = last(world.lead.private).text
    assert "Schools added: 1" in said
    assert "line 3: That mentor has not joined yet" in said


async def test_a_table_without_its_heading_is_explained(world: World) -> None:
    """And can be sent again: the question stays open."""
    await _to_the_question(world)
    await world.says(world.lead, "Oakfield Primary; Norfolk")
    assert "The first line has to say" in last(world.lead.private).text
    await world.says(world.lead, "name;region\nJo Example;East")
    assert last(world.lead.private).file_name == "invitations.csv"


async def test_a_mentor_has_a_practice_school(world: World) -> None:
    """One tap, labelled as practice."""
    school = await world.school()
    await world.says(school.mentor, "/school")
    await world.presses(school.mentor, last(school.mentor.private), "A practice school")
    await world.presses(school.mentor, last(school.mentor.private), "Details")
    assert "(practice school)" in last(school.mentor.private).text
