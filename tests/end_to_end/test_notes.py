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
