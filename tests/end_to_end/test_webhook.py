"""The whole bot behind a webhook, and in a group where it can read everything."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from ical.calendar_stream import IcsCalendarStream
from sqlmodel import select
from tornado.httpclient import AsyncHTTPClient
from tornado.testing import bind_unused_port

from bot.clock import Clock
from bot.storage.updates import IncomingUpdate
from tests.end_to_end.harness import World, last
from tests.end_to_end.test_questions import everything_stored


@pytest.fixture
async def hooked(tmp_path: Path, clock: Clock) -> AsyncIterator[World]:
    """A bot that Telegram pushes to, with its health page open."""
    ports = []
    for _ in range(2):
        socket, port = bind_unused_port()
        socket.close()
        ports.append(port)
    options = {
        "webhook_url": f"http://127.0.0.1:{ports[0]}/a-path",
        "webhook_listen": f"127.0.0.1:{ports[0]}",
        "webhook_secret": "a-secret-of-twenty-four",
        "health_listen": f"127.0.0.1:{ports[1]}",
    }
    async with World(f"sqlite+aiosqlite:///{tmp_path / 'bot.sqlite3'}", clock, options) as found:
        yield found
    assert found.telegram.violations == []


async def test_pushed_updates_are_answered_once_and_in_order(hooked: World) -> None:
    """Questions, presses and edits come through the webhook as they do by polling."""
    assert not hooked.telegram.polling
    nell = hooked.telegram.add_person("Nell", started=True)
    for words in ("/privacy", "what is the graduated approach, please", "/help"):
        await nell.say(words)
    await hooked.settled()
    assert len(nell.private.from_bot()) == 3
    card = nell.private.from_bot()[1]
    assert "Noted" in await hooked.presses(nell, card, "Helpful")
    assert "Helpful: noted" in card.labels


async def test_what_came_while_the_bot_was_down_is_pushed_again(hooked: World) -> None:
    """Telegram keeps it until it was taken."""
    nell = hooked.telegram.add_person("Nell", started=True)
    await hooked.stop_bot()
    await nell.say("/privacy")
    await hooked.start_bot()
    await nell.private.wait_for(lambda message: message.from_bot)
    await hooked.settled()
    assert len(nell.private.from_bot()) == 1


async def test_health_says_that_it_is_well(hooked: World) -> None:
    """Counts, for whoever watches the bot."""
    found = await AsyncHTTPClient().fetch(f"http://{hooked.config.health_listen}/health")
    assert b'"ok": true' in found.body


async def test_an_admin_bot_drops_what_is_not_for_it(world: World) -> None:
    """Made an admin it could read everything: it asks to be a member again, and keeps no word."""
    school = await world.school()
    await school.mentor.promote_bot(school.group)
    await world.settled()
    assert "ordinary member" in last(school.group).text
    before = len(school.group.from_bot())
    await world.says(school.senco, "zebrafinch, who covers period 3?", school.group)
    await school.senco.send("photo", caption="zebrafinch", chat=school.group)
    await world.settled()
    assert len(school.group.from_bot()) == before
    assert "zebrafinch" not in await everything_stored(world)
    async with world.bot.database.read() as session:
        kept = (await session.exec(select(IncomingUpdate.state))).all()
    assert set(kept) == {"done"}


async def fetched(address: str) -> tuple[int, list[str]]:
    """What a calendar program gets: status and the titles with their times."""
    found = await AsyncHTTPClient().fetch(address, raise_error=False)
    if found.code != 200:
        return found.code, []
    events = IcsCalendarStream.calendar_from_ics(found.body.decode()).events
    return found.code, [f"{one.summary} {one.dtstart:%d.%m. %H:%M} {one.location}" for one in events]


async def test_a_persons_own_calendar_address_shows_their_meetings_until_it_ends(hooked: World) -> None:
    """Made and ended in the settings; a move shows at once; nothing of the secret is stored."""
    school = await hooked.school()
    await hooked.says(school.mentor, "/meet thurs 3 dec 3.30 in the library", school.group)
    await hooked.presses(school.mentor, last(school.group), "Yes, plan it")
    await hooked.says(school.senco, "/settings")
    card = last(school.senco.private)
    await hooked.presses(school.senco, card, "Calendar address")
    await hooked.presses(school.senco, card, "Make one")
    address = next(word for word in card.text.split() if word.startswith("http"))
    title = "Larkfield Primary: meeting 1, "
    status, shown = await fetched(address)
    assert status == 200
    assert shown[0].startswith(title)
    assert shown[0].endswith("03.12. 15:30 the library")
    assert address.split("/")[-1].removesuffix(".ics") not in await everything_stored(hooked)
    assert (await fetched(f"{address[:-8]}AAAA.ics"))[0] == 404
    await hooked.presses(school.senco, card, "Make a new one")
    newer = next(word for word in card.text.split() if word.startswith("http"))
    assert (await fetched(address))[0] == 404
    await hooked.presses(school.senco, card, "End it")
    assert (await fetched(newer))[0] == 404


async def test_a_calendar_address_ends_when_its_owner_leaves(hooked: World) -> None:
    """At once, with everything else."""
    school = await hooked.school()
    await hooked.says(school.senco, "/settings")
    card = last(school.senco.private)
    await hooked.presses(school.senco, card, "Calendar address")
    await hooked.presses(school.senco, card, "Make one")
    address = next(word for word in card.text.split() if word.startswith("http"))
    assert (await fetched(address)) == (200, [])
    await hooked.says(school.senco, "/school")
    for label in ("Larkfield Primary", "Leave this team", "Yes, I leave"):
        await hooked.presses(school.senco, last(school.senco.private), label)
    assert (await fetched(address))[0] == 404
