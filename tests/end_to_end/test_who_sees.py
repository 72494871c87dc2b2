""" "Who can see this?" says in plain words what the audience table says."""

from sqlmodel import select

from bot.storage.schools import Mentorship
from tests.end_to_end.harness import World, last

ASK = "Who can see this?"


async def test_a_private_note_names_the_mentor_and_nobody_else(world: World) -> None:
    school = await world.school()
    await world.says(school.senco, "/notes the timetable is what worries me")
    said = await world.presses(school.senco, last(school.senco.private), ASK)
    assert said == "Seen by you and Mina (mentor). Not for appraisal."
    await world.presses(school.senco, last(school.senco.private), "Only me")
    said = await world.presses(school.senco, last(school.senco.private), ASK)
    assert said == "Only you see this. Not for appraisal."


async def test_a_note_of_the_teams_is_not_the_trusts(world: World) -> None:
    """Governors and trust leaders are in the team, but not among a note's readers; a decision is for all."""
    school = await world.school()
    await world.says(school.senco, "/notes we start with passports", school.group)
    note = last(school.group)
    said = await world.presses(school.senco, note, ASK)
    assert said.startswith("Seen by you, SENCO, head and senior leaders and Mina (mentor); in the group")
    await world.presses(school.senco, note, "It's a decision")
    said = await world.presses(school.senco, note, ASK)
    assert said.startswith(
        "Seen by the team of Larkfield Primary and Mina (mentor); in the group, by all there."
    )


async def test_an_action_and_the_list_of_findings_name_team_mentor_and_deputy(world: World) -> None:
    school = await world.school()
    deputy = world.telegram.add_person("Dev", "dev", started=True)
    async with world.bot.database.write() as session:
        known = await world._known(session, deputy)
        mentorship = (await session.exec(select(Mentorship))).one()
        mentorship.deputy_id = known.id
    await world.says(school.head, "/action review passports @sam by friday")
    await world.presses(school.head, last(school.head.private), "Yes, save it")
    await world.says(school.senco, "/actions")
    await world.presses(school.senco, last(school.senco.private), "1: review")
    said = await world.presses(school.senco, last(school.senco.private), ASK)
    assert said.startswith(
        "Seen by the team of Larkfield Primary, Mina (mentor) and Dev (deputy); in the group"
    )
    await world.says(school.head, "/findings Plans lack small steps")
    said = await world.presses(school.head, last(school.head.private), ASK)
    assert "Dev (deputy) and the programme leads" in said
    assert len(said) <= 200


async def test_a_private_question_is_the_askers_alone(world: World) -> None:
    school = await world.school()
    await world.says(school.senco, "what is the graduated approach")
    card = last(school.senco.private)
    assert ASK not in card.labels
    await world.presses(school.senco, card, "More")
    assert await world.presses(school.senco, card, ASK) == "Only you see this. Not for appraisal."


async def test_a_passed_question_says_who_reads_it_and_who_only_if_nobody_answers(world: World) -> None:
    school = await world.school()
    await world.says(school.senco, "zorble wug quanta?")
    await world.presses(school.senco, last(school.senco.private), "Ask my mentor")
    await world.presses(school.senco, last(school.senco.private), "Send it")
    said = await world.presses(school.senco, last(school.senco.private), ASK)
    assert said == "Seen by you and Mina (mentor). Others only if no answer comes. Not for appraisal."


async def test_who_may_not_see_a_note_is_not_told_who_may(world: World) -> None:
    school, other = await world.school(), await world.school("Oakfield", tag="2")
    await world.says(school.senco, "/notes the timetable is what worries me")
    data = last(school.senco.private).button(ASK).data
    for stranger in (school.head, other.senco):
        await world.says(stranger, "/privacy")
        said = await stranger.press_data(last(stranger.private), data or "")
        assert said
        assert "Mina" not in said
        assert "Seen by" not in said


async def test_privacy_leads_to_the_whole_table(world: World) -> None:
    school = await world.school()
    await world.says(school.senco, "/privacy")
    await world.presses(school.senco, last(school.senco.private), "Who sees what")
    table = last(school.senco.private).text
    assert "otes kept to yourself, your questions, that an action is late:\nnobody else." in table
    assert "Notes to the mentor, mentors' own notes, check-ins:\nthe mentor, the deputy." in table
    assert "Nothing here is for appraisal." in table
