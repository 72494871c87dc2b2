"""Curators, journeys and inline guidance, end to end."""

from bot.mentoring.access import place_in
from bot.mentoring.findings import add
from bot.mentoring.people import known
from tests.end_to_end.harness import School1, World, last, text_of

ODD = "who signs off the ukulele loan scheme"


async def test_a_lead_links_a_missed_question_retires_it_and_undoes_that(world: World) -> None:
    """Each step holds from the next question on, without a restart."""
    school = await world.school()
    await shares(world, school)
    await world.says(school.senco, ODD)
    assert "Helpful" not in last(school.senco.private).labels
    await world.lead.start()
    await world.settled()
    await world.says(world.lead, "/knowledge")
    listed = last(world.lead.private)
    assert ODD in (listed.text or "")
    assert "Larkfield" not in (listed.text or "")
    await world.presses(world.lead, listed, "1: ")
    await world.presses(world.lead, last(world.lead.private), "Link to guidance")
    await world.presses(world.lead, last(world.lead.private), "These words do")
    place = last(world.lead.private)
    await world.presses(world.lead, place, place.labels[0])
    await answered(world, school, yes=True)
    await world.presses(world.lead, place, "Open it")
    await world.presses(world.lead, last(world.lead.private), "Retire")
    await answered(world, school, yes=False)
    await world.presses(world.lead, last(world.lead.private), "Undo the last step")
    await answered(world, school, yes=True)


async def test_only_leads_open_the_curators_list_and_always_in_private(world: World) -> None:
    """A mentor is refused; a lead who types it in a group is answered privately."""
    school = await world.school()
    await world.says(school.mentor, "/knowledge")
    assert "Only programme leads" in text_of(school.mentor.private)
    await world.lead.start()
    await world.lead.join(school.group)
    await world.settled()
    await world.says(world.lead, "/knowledge", school.group)
    assert "What found no good answer" not in text_of(school.group)
    assert "What found no good answer" in text_of(world.lead.private)


async def test_a_journey_follows_the_schools_points_and_remembers_what_is_done(world: World) -> None:
    """Every step done ends it; the next one brings something else."""
    school = await world.school()
    await finding(world, school, "Teachers do not adapt their lessons well enough for pupils with SEND.")
    await world.says(school.senco, "/journey 10")
    card = last(school.senco.private)
    first = card.text or ""
    assert "Short Hop" in first
    assert "It is for: Teachers do not adapt" in first
    for _ in range(8):
        if not any(one.startswith("Done") for one in card.labels):
            break
        await world.presses(school.senco, card, "Done: step")
    assert "That was the last step" in (card.text or "")
    await world.says(school.senco, "/journey 10")
    assert (last(school.senco.private).text or "") != first


async def test_i_have_ten_minutes_starts_a_journey(world: World) -> None:
    """A plain sentence in private does the obvious thing."""
    school = await world.school()
    await world.says(school.senco, "I have 10 minutes")
    assert "Short Hop" in (last(school.senco.private).text or "")


async def test_a_journey_goes_to_the_group_only_after_a_yes(world: World) -> None:
    """Without what the report asked for and without what was done."""
    school = await world.school()
    await finding(world, school, "Teachers do not adapt their lessons well enough for pupils with SEND.")
    await world.says(school.senco, "/journey")
    await world.presses(school.senco, last(school.senco.private), "20 minutes")
    card = last(school.senco.private)
    await world.presses(school.senco, card, "Send to the group")
    assert school.group.from_bot() == []
    await world.presses(school.senco, card, "Yes, send it")
    assert "Sam suggests reading" in text_of(school.group)
    assert "do not adapt" not in text_of(school.group)


async def test_another_length_can_be_typed_in_words(world: World) -> None:
    """What is no length of time is asked for again; nothing new left is said plainly."""
    school = await world.school()
    await world.says(school.senco, "/journey")
    await world.presses(school.senco, last(school.senco.private), "Another length")
    await world.says(school.senco, "purple")
    assert "did not understand" in (last(school.senco.private).text or "")
    await world.says(school.senco, "half an hour")
    assert "Step 1" in (last(school.senco.private).text or "")


async def test_inline_guidance_is_for_people_in_the_programme(world: World) -> None:
    """Up to five places; nothing for a stranger, nothing for guarded words, nothing is stored."""
    school = await world.school()
    nell = world.telegram.add_person("Nell", started=True)
    found = await school.senco.inline("what is the graduated approach", school.group)
    assert 1 <= len(found) <= 5
    sent = await school.senco.choose(found[0], "what is the graduated approach", school.group)
    await world.settled()
    assert "checked" in (sent.text or "")
    assert await nell.inline("what is the graduated approach", nell.private) == []
    guarded = "Kofi Mensah dob 03/04/2017 NHS 943 476 5919 what next"
    assert await school.senco.inline(guarded, school.group) == []


async def test_a_shared_step_is_found_again_inline(world: World) -> None:
    """The share button carries the section's title; typing it inline offers that section first."""
    school = await world.school()
    await world.says(school.senco, "/journey 20")
    title = next(one.share for one in last(school.senco.private).buttons if one.text == "Share this step")
    assert title
    found = await school.senco.inline(title, school.group)
    assert any(title in str(one) for one in found)


async def answered(world: World, school: School1, *, yes: bool) -> None:
    """Whether the odd question finds guidance now."""
    await world.says(school.head, ODD)
    assert ("Helpful" in last(school.head.private).labels) is yes


async def shares(world: World, school: School1) -> None:
    """The SENCO lets curators read what found no answer."""
    await world.says(school.senco, "/settings")
    await world.presses(school.senco, last(school.senco.private), "Unanswered: share")
    assert "programme leads may read" in (last(school.senco.private).text or "")


async def finding(world: World, school: School1, text: str) -> None:
    """Something the report asked to improve."""
    async with world.bot.database.write() as session:
        person = await known(session, school.senco.id)
        assert person is not None
        await add(session, await place_in(session, person, school.school.id or 0), text, world.clock.now())
