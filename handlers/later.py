""" "Later" on a reminder: choose a moment, and hear of the meeting once more then."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.mentoring import snoozing
from bot.mentoring.meetings import subject
from bot.mentoring.people import be_in_private
from bot.mentoring.snoozing import Again
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.meetings import Meeting
from bot.storage.outbox import Outgoing
from bot.storage.people import Person
from handlers import meeting_cards
from handlers.turn import Handler, Turn

if TYPE_CHECKING:
    from handlers.services import Services

AT_ONCE = 25
ONE_DAY = timedelta(days=1)


async def later(turn: Turn) -> None:
    """The moments that still make sense before this meeting."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    found = await _choices(turn, place.person, meeting)
    if not found:
        turn.answer("toasts/no_later", alert=True)
        return
    morning = found.get("morning")
    tomorrow = morning and morning.astimezone(turn.services.config.zone).date() - turn.today() == ONE_DAY
    await turn.change(
        "reminders/later", meeting=meeting, school=place.school, choices=found, tomorrow=tomorrow
    )


async def chosen(turn: Turn) -> None:
    """One of them was tapped; it is looked at anew, since the tap may come late."""
    place, meeting = await meeting_cards.named(turn, turn.number())
    found = await _choices(turn, place.person, meeting)
    word = turn.data[1] if len(turn.data) > 1 else ""
    if word not in found:
        await later(turn)
        return
    await snoozing.snooze(await turn.session(), place.person, meeting, found[word])
    await turn.change("reminders/snoozed", meeting=meeting, school=place.school, at=found[word])


async def _choices(turn: Turn, person: Person, meeting: Meeting) -> dict[str, datetime]:
    session, now = await turn.session(), turn.services.clock.now()
    return await snoozing.choices(session, person, meeting, now, turn.services.house)


class Snoozes:
    """The duty: says what was put off, once, when its moment has come."""

    def __init__(self, services: "Services") -> None:
        self._services = services

    async def run(self, database: Database, now: datetime) -> None:
        """Hand what is due to the outbox, a few in each transaction."""
        house = self._services.house
        async with database.read() as session:
            keys = await snoozing.due(session, now, house)
        for start in range(0, len(keys), AT_ONCE):
            async with database.write() as session:
                taken = await snoozing.take(session, keys[start : start + AT_ONCE], now, house)
                await be_in_private(session, {one.person.telegram_id or 0 for one in taken}, now)
                await outbox.put_all(session, [self._said(one) for one in taken], now)

    async def next_at(self, database: Database, now: datetime) -> datetime | None:
        """When the next one is due."""
        async with database.read() as session:
            return await snoozing.next_due(session, now, self._services.house)

    def _said(self, one: Again) -> Outgoing:
        said = self._services.words.render(
            "reminders/again", meeting=one.meeting, school=one.school, answer=one.answer
        )
        return Outgoing(
            one.person.telegram_id or 0,
            said.html,
            said.buttons,
            priority="reminder",
            key=f"{one.snooze.key}:{one.meeting.version}",
            subject=subject(one.meeting),
            expires_at=one.meeting.starts_at,
        )


PRESSES: dict[str, Handler] = {"later": later, "snooze": chosen}
PRIVATE = PRESSES.keys()
