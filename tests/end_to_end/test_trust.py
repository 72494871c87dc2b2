"""A trust leader sees how each school of theirs is getting on, and nothing that is not theirs to see."""

from datetime import UTC, datetime

from sqlmodel import select

from bot.mentoring.schools import join_team
from bot.rehearsal.person import Person as User
from bot.storage.agreed import CheckIn, Note
from bot.storage.people import Person
from tests.end_to_end.harness import School1, World, last, text_of

POINTS = "Support plans lack small steps\nStaff do not know the needs"
HIDDEN = ("zebrafinch", "goldcrest", "redwing", "bullfinch", "nightjar")
"""A word each of a team note, a note to the mentor, a mentor's note, a check-in and a private question."""
AFTER = datetime(2026, 12, 3, 17, 45, tzinfo=UTC)


async def joins(world: World, user: User, *schools: School1, role: str = "trust_leader") -> None:
    """Somebody becomes a member of these teams."""
    async with world.bot.database.write() as session:
        person = await world._known(session, user)
        for one in schools:
            await join_team(session, one.school.id or 0, person, role, world.clock.now())


async def story(world: World) -> tuple[User, School1, School1]:
    """Two schools of a trust, one of them well under way; and its leader."""
    school = await world.school()
    second = await world.school("Oakfield Primary", tag="two")
    tia = world.telegram.add_person("Tia Holt", "tiaholt", started=True)
    await joins(world, tia, school, second)
    await world.says(school.senco, f"/findings {POINTS}", school.group)
    await world.says(school.mentor, "/meet thurs 3rd dec 3.30 #1", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.moves_to(AFTER)
    await world.says(school.mentor, "/meet fri 18 dec 9.00 #1", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.says(school.senco, "/notes zebrafinch took long #1", school.group)
    await world.says(school.senco, "/notes Decision: passports for every class #1", school.group)
    await world.presses(school.senco, last(school.group), "It's a decision")
    await world.says(school.senco, "/notes goldcrest worries me #2")
    await world.says(school.mentor, "/notes redwing #2")
    await world.says(school.head, "/action visit art lessons @sam by fri #1", school.group)
    await world.presses(school.head, last(school.group), "Yes, save it")
    await world.says(school.senco, "/checkin")
    await world.presses(school.senco, last(school.senco.private), "Hard going")
    await world.presses(school.senco, last(school.senco.private), "Add a line")
    await world.says(school.senco, "bullfinch")
    await world.says(school.senco, "how do we help with nightjar")
    return tia, school, second


async def test_the_home_card_leads_to_my_schools_and_on_to_one(world: World) -> None:
    """Everything the table allows, in words; every button works."""
    tia, _, _ = await story(world)
    await world.says(tia, "/start")
    home = last(tia.private)
    assert "You see 2 schools here as a trust leader" in home.text
    assert "Next: Larkfield Primary, meeting 2" in home.text
    assert len(home.text.split()) <= 80
    await world.presses(tia, home, "My schools")
    everything = last(tia.private)
    assert "Larkfield Primary (gather)\nNext: Fri 18 Dec, 9am" in everything.text
    assert "1 of 6 meetings held; attention to 1 of 2 open points" in everything.text
    assert "Oakfield Primary (gather)\nNext: no meeting planned\n0 of 6 meetings held; no open points" in (
        everything.text
    )
    await world.presses(tia, everything, "Larkfield Primary")
    one = last(tia.private)
    assert "Mentor: Mina" in one.text
    assert "Meeting 2: Fri 18 Dec, 9am" in one.text
    assert f"1. {POINTS.splitlines()[0]}\n1 meeting, 1 to come, 1 decision, 1 action under way" in one.text
    assert f"2. {POINTS.splitlines()[1]}\nNo attention yet." in one.text
    assert "visit art lessons: Sam, Fri 4 Dec" in one.text
    assert "Thu 3 Dec: passports for every class" in one.text
    for label in one.labels:
        await world.presses(tia, one, label)
    for label in home.labels:
        await world.presses(tia, home, label)
    assert "no longer" not in text_of(tia.private)


async def test_nothing_else_of_the_school_reaches_them(world: World) -> None:
    """No note, no question, no check-in, whatever they type or tap; not even counted."""
    tia, _, _ = await story(world)
    await world.says(tia, "/school")
    await world.presses(tia, last(tia.private), "Larkfield Primary")
    await world.presses(tia, last(tia.private), "Use this school")
    words = ("/start", "/meetings", "/progress", "/actions", "/findings", "/agenda", "/notes", "/cancel")
    for line in (*words, "/questions", "/caseload", *(f"/find {word}" for word in HIDDEN)):
        await world.says(tia, line)
    await world.says(tia, "/privacy")
    card = last(tia.private)
    for data in ("minutes", "minutesdoc:1", "teamactions", "pack:2", "meeting:1", "trust", "trustone:1"):
        await tia.press_data(card, data)
        await world.settled()
    for word in HIDDEN:
        await tia.press_data(card, f"said:{word}")
        await world.settled()
    seen = text_of(tia.private)
    for word in HIDDEN:
        seen = seen.replace(f'"{word}"', "the word that was looked for")
        assert word not in seen
    assert "passports for every class" in seen
    assert "1 note" not in seen
    async with world.bot.database.read() as session:
        assert len((await session.exec(select(Note))).all()) == 4
        assert len((await session.exec(select(CheckIn))).all()) == 1


async def test_minutes_without_notes_do_not_say_that_there_are_none(world: World) -> None:
    """The heading goes; the SENCO has it."""
    tia, school, _ = await story(world)
    await joins(world, school.head, school, role="headteacher")
    for user, heading in ((tia, False), (school.senco, True)):
        await world.says(user, "/school")
        await world.presses(user, last(user.private), "Larkfield Primary")
        await world.presses(user, last(user.private), "Use this school")
        await user.press_data(last(user.private), "minutes")
        await world.settled()
        assert "passports for every class" in last(user.private).text
        assert ("\nNotes\n" in last(user.private).text) is heading


async def test_a_day_that_has_passed_is_told_to_nobody_but_the_owner(world: World) -> None:
    """Neither the trust leader nor the group reads a date from which lateness follows."""
    tia, school, _ = await story(world)
    await world.moves_to(datetime(2026, 12, 9, 12, 0, tzinfo=UTC))
    await world.says(tia, "/privacy")
    await tia.press_data(last(tia.private), "trustone:1")
    await world.settled()
    assert "visit art lessons: Sam\n" in last(tia.private).text
    await world.says(school.head, "/actions", school.group)
    assert "visit art lessons: Sam" in last(school.group).text
    assert "4 Dec" not in last(school.group).text
    await world.says(school.head, "/privacy")
    await school.head.press_data(last(school.head.private), "act:1")
    await world.settled()
    assert "visit art lessons" in last(school.head.private).text
    assert "4 Dec" not in last(school.head.private).text
    await world.says(school.senco, "/actions")
    assert "visit art lessons, Fri 4 Dec (the day has passed" in last(school.senco.private).text


async def test_only_a_trust_leader_of_that_school_has_it_and_only_in_private(world: World) -> None:
    """The SENCO, a mentor, another school and a group are refused kindly."""
    tia, school, second = await story(world)
    third = await world.school("Ashfield Primary", tag="three")
    await world.says(tia, "/privacy")
    card = last(tia.private)
    answer = await tia.press_data(card, f"trustone:{third.school.id}")
    assert "belongs to a school you are not part of" in answer
    for user in (school.senco, school.mentor, second.head):
        await world.says(user, "/privacy")
        for data in ("trust", "trustone:1"):
            assert await user.press_data(last(user.private), data)
            await world.settled()
        assert "Support plans" not in last(user.private).text
    await tia.join(school.group)
    await world.settled()
    for data in ("trust", "trustone:1"):
        assert "only in your private chat" in await tia.press_data(last(school.group), data)
        await world.settled()


async def test_who_is_also_a_head_has_both(world: World) -> None:
    """Their own school's card, with a button to the trust's."""
    _, school, second = await story(world)
    await joins(world, school.head, second)
    await world.says(school.head, "/start")
    home = last(school.head.private)
    assert "What we're improving" in home.labels
    await world.presses(school.head, home, "My trust's schools")
    assert "Oakfield Primary" in last(school.head.private).text
    assert "Larkfield Primary" not in last(school.head.private).text


async def test_leaving_ends_it_at_once(world: World) -> None:
    """The same button says no afterwards."""
    tia, school, _ = await story(world)
    await world.says(tia, "/start")
    await world.presses(tia, last(tia.private), "My schools")
    everything = last(tia.private)
    async with world.bot.database.read() as session:
        row = (await session.exec(select(Person).where(Person.telegram_id == tia.id))).one()
    await world.says(school.mentor, "/privacy")
    await school.mentor.press_data(last(school.mentor.private), f"memberout:1:{row.id}:yes")
    await world.settled()
    assert "belongs to a school you are not part of" in await tia.press_data(everything, "trustone:1")
