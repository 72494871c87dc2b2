"""Down for two days, then up: what is still useful is said once, truthfully; the rest has its reason."""

import pytest
from sqlmodel import select

from bot.clock import Clock
from bot.storage.meetings import Notice
from tests.end_to_end.harness import World, last
from tests.mentoring.cast import london


@pytest.fixture
def clock() -> Clock:
    """Monday 14 September 2026, nine in the morning."""
    return Clock(still_at=london(2026, 9, 14, 9))


async def test_two_days_down(world: World) -> None:
    """Up on Thursday at eleven: this afternoon's meeting is told of, the one of yesterday is not."""
    today, gone = await world.school(), await world.school("Alder School", tag="2")
    for school, when in ((today, "thurs 24 sept 3.30"), (gone, "wed 23 sept 11am")):
        await world.says(school.mentor, f"/meet {when}", school.group)
        await world.presses(school.mentor, last(school.group), "Yes, plan it")
        await world.presses(school.senco, last(school.group), "I'm coming")
    await world.says(today.head, "/action review plans @hana by fri 18 sept", today.group)
    await world.presses(today.head, last(today.group), "Yes, save it")
    await world.moves_to(london(2026, 9, 22, 10))
    before = {user.id: len(user.private.from_bot()) for user in (today.senco, gone.senco)}
    await world.stop_bot()
    world.clock.move_to(london(2026, 9, 24, 11))
    await world.start_bot()
    await world.moves_to(london(2026, 9, 24, 11, 1))
    [late] = today.senco.private.from_bot()[before[today.senco.id] :]
    assert "Late from me, sorry. Coming up: meeting 1" in late.text
    assert "Thu 24 Sep, 3.30pm" in late.text
    assert gone.senco.private.from_bot()[before[gone.senco.id] :] == []
    async with world.bot.database.read() as session:
        skipped = (await session.exec(select(Notice).where(Notice.state == "skipped"))).all()
    reasons = {one.key: one.reason for one in skipped if one.kind.startswith("reminder")}
    assert set(reasons.values()) == {"too late"}
    assert len(reasons) == 5
    await world.restart()
    await world.moves_to(london(2026, 9, 24, 14, 30))
    assert len(today.senco.private.from_bot()) == before[today.senco.id] + 2
