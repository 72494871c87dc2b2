"""Actions: one owner, a day, a history; and who may change them."""

from datetime import date

import pytest

from bot.mentoring import actions
from bot.mentoring.errors import Refusal
from bot.mentoring.schools import add_offline
from bot.storage.agreed import Action
from bot.storage.database import Database
from tests.mentoring.cast import NOW, Cast

DAY = date(2026, 9, 25)


async def made(cast: Cast, owner: int | None, text: str = "review passports", **more: object) -> Action:
    """An action of the headteacher's making."""
    async with cast.database.write() as session:
        place = cast.place(cast.head, "headteacher")
        return await actions.make(session, place, text, owner, DAY, NOW, **more)  # type: ignore[arg-type]


async def test_its_history_tells_every_step(database: Database) -> None:
    """Open, moved, help asked for, done, open again."""
    cast = await Cast.on(database)
    one = await made(cast, cast.senco.id)
    async with database.write() as session:
        row = await session.get_one(Action, one.id)
        await actions.set_due(session, row, date(2026, 10, 2), cast.senco, NOW)
        for state in ("needs_help", "done", "open"):
            await actions.set_state(session, row, state, cast.senco, NOW)
        past = await actions.history(session, row)
    assert [step.state for step in past] == ["open", "moved", "needs_help", "done", "open"]
    assert past[1].due == date(2026, 10, 2)


async def test_only_owner_maker_and_mentors_change_it(database: Database) -> None:
    """The governor of the same school looks on."""
    cast = await Cast.on(database)
    one = await made(cast, cast.senco.id)
    for person, role in ((cast.senco, "senco"), (cast.head, "headteacher"), (cast.mentor, "mentor")):
        actions.need_owner_or_mentor(cast.place(person, role), one)  # type: ignore[arg-type]
    async with database.write() as session:
        member = await add_offline(session, cast.school.id or 0, "Jo Pell", "governor", NOW)
    other = cast.head.model_copy(update={"id": member.person_id})
    with pytest.raises(Refusal, match="not_your_action"):
        actions.need_owner_or_mentor(cast.place(other, "governor"), one)


async def test_an_owner_must_belong_to_the_school(database: Database) -> None:
    """A person who is not on Telegram may own one; another school's SENCO may not."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    async with database.write() as session:
        member = await add_offline(session, cast.school.id or 0, "Jo Pell", "governor", NOW)
    assert (await made(cast, member.person_id)).owner_id == member.person_id
    with pytest.raises(Refusal, match="not_in_team"):
        await made(cast, other.senco.id)
    one = await made(cast, cast.senco.id)
    async with database.write() as session:
        with pytest.raises(Refusal, match="not_in_team"):
            await actions.give(
                session, await session.get_one(Action, one.id), other.senco.id or 0, cast.head, NOW
            )


async def test_the_open_list_is_by_day_and_without_what_is_not_the_teams(database: Database) -> None:
    """Undated last; done, dropped and private ones are not in it."""
    cast = await Cast.on(database)
    async with database.write() as session:
        place = cast.place(cast.head, "headteacher")
        for text, due, audience in (
            ("undated", None, "team"),
            ("later", date(2026, 10, 9), "team"),
            ("sooner", date(2026, 9, 18), "team"),
            ("private", date(2026, 9, 17), "owner"),
        ):
            await actions.make(session, place, text, cast.senco.id, due, NOW, audience=audience)
        done = await actions.make(session, place, "done", cast.senco.id, DAY, NOW)
        await actions.set_state(session, done, "done", cast.senco, NOW)
        listed = await actions.open_in_school(session, cast.school.id or 0)
        own = await actions.open_of(session, cast.senco.id or 0)
    assert [one.text for one, _ in listed] == ["sooner", "later", "undated"]
    assert [one.text for one in own] == ["private", "sooner", "later", "undated"]


async def test_nothing_typed_is_nothing_agreed(database: Database) -> None:
    """An empty action is refused, and so is a number that does not exist."""
    cast = await Cast.on(database)
    with pytest.raises(Refusal, match="nothing_typed"):
        await made(cast, cast.senco.id, "")
    async with database.read() as session:
        with pytest.raises(Refusal, match="wrong_school"):
            await actions.named(session, 999)
