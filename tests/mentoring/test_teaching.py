"""Taught questions: proposed, approved, changed, retired, undone, and seen by every replica."""

from datetime import timedelta

import pytest

from bot.mentoring import teaching
from bot.mentoring.errors import Refusal
from bot.storage.database import Database
from tests.conftest import NOON
from tests.mentoring.people_of import team

PLACE = ("dfe-send-code-of-practice", "Funding for SEN support")


async def test_a_proposal_is_not_live_until_it_is_approved(database: Database) -> None:
    """The search gets only what is live."""
    async with database.write() as session:
        found = await team(session, NOON)
        taught = await teaching.propose(session, " who  pays ", PLACE, found.mentor, NOON, live=False)
        assert await teaching.learnt(session) == []
        await teaching.change(session, taught, found.deputy, NOON, state="live")
        assert [
            (one.question, one.entry_id, one.section_title) for one in await teaching.learnt(session)
        ] == [("who pays", *PLACE)]


async def test_every_change_moves_the_stamp(database: Database) -> None:
    """Also a second change at the same instant, and a retirement."""
    async with database.write() as session:
        found = await team(session, NOON)
        stamps = [await teaching.stamp(session)]
        taught = await teaching.propose(session, "who pays", PLACE, found.mentor, NOON, live=True)
        stamps.append(await teaching.stamp(session))
        for values in ({"text": "who pays for it"}, {"state": "retired"}, {"state": "live"}):
            await teaching.change(session, taught, found.mentor, NOON, **values)
            await session.flush()
            stamps.append(await teaching.stamp(session))
    assert len(set(stamps)) == len(stamps)


async def test_a_step_can_be_undone_and_the_undoing_too(database: Database) -> None:
    """Undoing the making retires it: nothing is lost from the history."""
    async with database.write() as session:
        found = await team(session, NOON)
        taught = await teaching.propose(session, "who pays", PLACE, found.mentor, NOON, live=True)
        later = NOON + timedelta(hours=1)
        await teaching.change(session, taught, found.mentor, later, entry_id="other", section=None)
        await teaching.undo(session, taught, found.mentor, later)
        assert (taught.entry_id, taught.section) == PLACE
        await teaching.undo(session, taught, found.mentor, later)
        assert (taught.entry_id, taught.section) == ("other", None)
        fresh = await teaching.propose(session, "who signs", PLACE, found.mentor, NOON, live=True)
        await teaching.undo(session, fresh, found.mentor, later)
        assert fresh.state == "retired"
        assert len(await teaching.history(session, taught)) == 4


def test_words_are_one_line_of_a_sensible_length() -> None:
    """Empty and endless ones are refused."""
    assert teaching.words(" who \n pays ") == "who pays"
    with pytest.raises(Refusal, match="nothing_typed"):
        teaching.words(" \n ")
    with pytest.raises(Refusal, match="too_long"):
        teaching.words("x" * 301)
