"""A note noted for the team and then narrowed no longer shows where everybody reads."""

from datetime import UTC, datetime

from tests.end_to_end.harness import World, last


async def test_a_note_narrowed_in_the_group_leaves_the_group(world: World) -> None:
    """Its words go from the card, from the minutes, and from everybody but author and mentor."""
    school = await world.school()
    await world.says(school.mentor, "/meet tomorrow 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.moves_to(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    await world.says(school.senco, "/notes zebrafinch took too long", school.group)
    card = last(school.group)
    assert "zebrafinch" in card.text
    await world.presses(school.senco, card, "Mentor only")
    assert "zebrafinch" not in card.text
    for user, seen in ((school.head, False), (school.senco, True), (school.mentor, True)):
        await user.press_data(card, "minutes")
        await world.settled()
        assert "zebrafinch" not in last(school.group).text
        await world.says(user, "/privacy")
        await user.press_data(last(user.private), "minutes")
        await world.settled()
        assert ("zebrafinch" in last(user.private).text) is seen


async def test_a_private_note_becomes_a_decision_only_after_its_readers_were_named(world: World) -> None:
    """The first tap says who could read it then; leaving it changes nothing."""
    school = await world.school()
    await world.says(school.mentor, "/meet tomorrow 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.moves_to(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    await world.says(school.senco, "/notes agreed: zebrafinch first")
    card = last(school.senco.private)
    await world.presses(school.senco, card, "It's a decision")
    assert "the whole team can read it, trust leaders and governors too" in card.text
    await world.says(school.head, "/privacy")
    await school.head.press_data(last(school.head.private), "minutes")
    await world.settled()
    assert "zebrafinch" not in last(school.head.private).text
    await world.presses(school.senco, card, "Leave it as it is")
    assert "only you and your mentor see this" in card.text
    await world.presses(school.senco, card, "It's a decision")
    await world.presses(school.senco, card, "Yes, the whole team")
    assert "Decision:" in card.text
    await school.head.press_data(school.head.private.from_bot()[0], "minutes")
    await world.settled()
    assert "zebrafinch" in last(school.head.private).text


async def test_a_note_that_became_an_action_stands_in_the_minutes_once(world: World) -> None:
    """Its card turns into the action; left half-way, the note stays."""
    school = await world.school()
    await world.says(school.mentor, "/meet tomorrow 3.30", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.moves_to(datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    await world.says(school.head, "/notes Action: sam to draft a zebrafinch by fri 11 dec", school.group)
    card = last(school.group)
    await world.presses(school.head, card, "Make it an action")
    await world.presses(school.head, card, "No")
    assert "Your note stays" in card.text
    await world.says(school.head, "/notes Action: hana to feed a goldcrest by fri 11 dec", school.group)
    card = last(school.group)
    await world.presses(school.head, card, "Make it an action")
    await world.presses(school.head, card, "Yes, save it")
    assert card.text.endswith("Saved: feed a goldcrest, Hana, by Fri 11 Dec.")
    await world.says(school.senco, "/minutes", school.group)
    assert last(school.group).text.count("goldcrest") == 1
    assert last(school.group).text.count("zebrafinch") == 1
