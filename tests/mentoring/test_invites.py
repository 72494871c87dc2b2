"""Invitations: single use, expiring, revocable; higher roles are confirmed; guessing is slowed down."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.mentoring import invites
from bot.mentoring.access import is_mentor, places_of
from bot.mentoring.errors import Refusal
from bot.mentoring.invites import Pack
from bot.mentoring.people import meet
from bot.storage.database import Database
from bot.storage.people import Person
from bot.storage.schools import Invite
from tests.mentoring.cast import NOW, TERMS, Cast, london

GUEST = 5_000


async def packed(cast: Cast, role: str = "senco") -> Pack:
    """An invitation by the mentor."""
    async with cast.database.write() as session:
        school = None if role == "mentor" else cast.school.id
        return await invites.invite(session, cast.mentor, role, school, NOW)


async def guest(cast: Cast, number: int = GUEST) -> Person:
    """Somebody who has pressed Start."""
    async with cast.database.write() as session:
        return await meet(session, number, "Gill", None, NOW)


async def used(cast: Cast, pack: Pack, person: Person, now: datetime = NOW) -> Invite:
    """Accept it."""
    async with cast.database.write() as session:
        shown = invites.proof(pack.invite)
        return await invites.accept(session, pack.invite.id or 0, shown, await session.merge(person), now)


async def test_link_and_code_both_lead_to_it_and_only_hashes_are_kept(database: Database) -> None:
    """The code in any case, with or without the dash."""
    cast = await Cast.on(database)
    pack = await packed(cast)
    async with database.read() as session:
        for words in (pack.token, pack.code, pack.code.lower(), pack.code.replace("-", " ")):
            assert (await invites.look(session, words, GUEST, NOW)).id == pack.invite.id
        row = await session.get_one(Invite, pack.invite.id)
    kept = repr(row.model_dump())
    assert pack.token not in kept
    assert pack.code not in kept
    assert pack.code.replace("-", "") not in kept


async def test_it_works_once_even_when_two_are_as_fast(database: Database) -> None:
    """One gets in, the other hears that it is gone."""
    cast = await Cast.on(database)
    pack, people = await packed(cast), [await guest(cast, GUEST), await guest(cast, GUEST + 1)]
    came = await asyncio.gather(*(used(cast, pack, one) for one in people), return_exceptions=True)
    assert sorted(type(one).__name__ for one in came) == ["Invite", "Refusal"]
    async with database.read() as session:
        assert sum([len(await places_of(session, one)) for one in people]) == 1


@pytest.mark.parametrize("how", ["expired", "revoked", "wrong"])
async def test_what_does_not_work_any_more_is_refused_the_same_way(database: Database, how: str) -> None:
    """Nobody learns which it was."""
    cast = await Cast.on(database)
    pack, person = await packed(cast), await guest(cast)
    now = pack.invite.expires_at if how == "expired" else NOW
    async with database.write() as session:
        if how == "revoked":
            await invites.revoke(session, await session.get_one(Invite, pack.invite.id), NOW)
    async with database.read() as session:
        with pytest.raises(Refusal, match="invite_gone"):
            await invites.look(session, "ABCD-EFGH" if how == "wrong" else pack.token, GUEST, now)
    if how != "wrong":
        with pytest.raises(Refusal, match="invite_gone"):
            await used(cast, pack, person, now)


async def test_its_number_alone_opens_nothing(database: Database) -> None:
    """A forged button without the proof that the link or the code was seen."""
    cast = await Cast.on(database)
    pack, person = await packed(cast), await guest(cast)
    async with database.write() as session:
        for forged in ("", "0", pack.invite.token_hash):
            with pytest.raises(Refusal, match="invite_gone"):
                await invites.accept(session, pack.invite.id or 0, forged, person, NOW)


@pytest.mark.parametrize("role", invites.CONFIRMED_ROLES)
async def test_a_higher_role_waits_for_the_inviters_word(database: Database, role: str) -> None:
    """Claimed: nothing is seen yet; then in, once."""
    cast = await Cast.on(database)
    pack, person = await packed(cast, role), await guest(cast)
    assert (await used(cast, pack, person)).state == "claimed"
    async with database.write() as session:
        assert await places_of(session, person) == []
        assert not await is_mentor(session, person)
        row = await session.get_one(Invite, pack.invite.id)
        await invites.confirm(session, row, True, NOW)
    async with database.write() as session:
        assert await is_mentor(session, person) if role == "mentor" else await places_of(session, person)
        with pytest.raises(Refusal, match="invite_gone"):
            await invites.confirm(session, await session.get_one(Invite, pack.invite.id), True, NOW)


async def test_a_no_lets_nobody_in(database: Database) -> None:
    """The invitation is used up all the same."""
    cast = await Cast.on(database)
    pack, person = await packed(cast, "headteacher"), await guest(cast)
    await used(cast, pack, person)
    async with database.write() as session:
        await invites.confirm(session, await session.get_one(Invite, pack.invite.id), False, NOW)
        assert await places_of(session, person) == []
        assert await invites.open_invites(session, cast.school.id, NOW) == []


async def test_ten_misses_in_an_hour_are_enough(database: Database) -> None:
    """For that person; an hour later they may try again; others are not held up."""
    cast = await Cast.on(database)
    pack = await packed(cast)
    async with database.write() as session:
        for _ in range(invites.TRIES_AN_HOUR):
            await invites.note_miss(session, GUEST, NOW)
    async with database.read() as session:
        with pytest.raises(Refusal, match="too_many_tries"):
            await invites.look(session, pack.token, GUEST, NOW)
        assert await invites.look(session, pack.token, GUEST + 1, NOW)
        assert await invites.look(session, pack.token, GUEST, NOW + timedelta(minutes=61))


def test_seven_days_that_are_not_school_holidays() -> None:
    """Made on the last day of term it lasts into January; never longer than sixty days."""
    assert invites.expiry(london(2026, 9, 14), None) == london(2026, 9, 21)
    assert invites.expiry(london(2026, 12, 18), TERMS) > london(2027, 1, 7)
    assert invites.expiry(london(2027, 5, 28), TERMS) <= london(2027, 5, 28) + invites.LONGEST
