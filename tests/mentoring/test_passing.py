"""Passing a question on: whose tap, who gets it, by when, who may answer, where it goes without an answer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clock import Clock
from bot.mentoring import passing, waiting
from bot.mentoring.access import Place
from bot.mentoring.calendars import terms_data
from bot.mentoring.errors import Refusal
from bot.mentoring.passing import Waiting
from bot.mentoring.receivers import receiver, reply_by
from bot.mentoring.terms import Period, Terms
from bot.storage.database import Database
from bot.storage.learnt import Passed
from tests.mentoring.people_of import HOUSE, Team, asks, chooses, team, works

WEDNESDAY = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)


async def sent(
    session: AsyncSession, found: Team, now: datetime = WEDNESDAY, text: str = "who signs"
) -> Waiting:
    """A question that has been passed on."""
    question = await asks(session, found.senco, "who signs", now)
    one = await passing.draft(session, question, found.place, now)
    to = await receiver(session, found.school, now, HOUSE)
    await passing.send(session, one, to, now, HOUSE)
    return one


async def test_the_reply_day_is_the_mentors_own_day_after_three_working_days(database: Database) -> None:
    """Asked on Wednesday 25 November, a mentor of Thursdays answers by Thursday 3 December."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        await works(session, found.mentor, 3)
        to = await receiver(session, found.school, WEDNESDAY, HOUSE)
    assert (to.person.id, to.reply_by, to.step) == (found.mentor.id, date(2026, 12, 3), 0)


async def test_school_days_count_where_terms_are_known(database: Database) -> None:
    """A half term between question and answer does not count."""
    terms = Terms(
        (
            Period("Autumn 1", "term", date(2026, 9, 1), date(2026, 11, 26)),
            Period("Break", "half_term", date(2026, 11, 27), date(2026, 12, 4)),
            Period("Autumn 2", "term", date(2026, 12, 7), date(2026, 12, 18)),
        )
    )
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        found.school.terms = terms_data(terms)
        to = await receiver(session, found.school, WEDNESDAY, HOUSE)
    assert to.reply_by == reply_by(WEDNESDAY.date(), terms)


def test_a_calendar_with_gaps_moves_the_reply_day_past_them() -> None:
    """Without terms three working days; with a closure the days after it."""
    assert reply_by(date(2026, 11, 25), None) == date(2026, 11, 30)
    closed = Terms(
        (
            Period("Autumn", "term", date(2026, 9, 1), date(2026, 12, 18)),
            Period("Snow", "closed", date(2026, 11, 26), date(2026, 11, 27)),
        )
    )
    assert reply_by(date(2026, 11, 25), closed) == date(2026, 12, 2)


async def test_a_mentor_who_is_away_is_waited_for_or_covered_as_agreed(database: Database) -> None:
    """ "wait" counts from the last day away; "cover" gives it to the deputy."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        await chooses(session, found.mentor, away_until=date(2026, 12, 11), away_how="wait")
        to = await receiver(session, found.school, WEDNESDAY, HOUSE)
        assert (to.person.id, to.reply_by) == (found.mentor.id, date(2026, 12, 16))
        await chooses(session, found.mentor, away_how="cover")
        to = await receiver(session, found.school, WEDNESDAY, HOUSE)
    assert to.covers_for is not None
    assert (to.person.id, to.covers_for.id, to.step) == (found.deputy.id, found.mentor.id, 1)


async def test_a_draft_is_seen_by_nobody_but_its_asker(database: Database) -> None:
    """It waits for no one and cannot be answered, until it is sent."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        question = await asks(session, found.senco, "who signs", WEDNESDAY)
        one = await passing.draft(session, question, found.place, WEDNESDAY)
        assert await passing.waiting_for(session, found.mentor, lead=True) == []
        assert await waiting.untold(session, WEDNESDAY, HOUSE) == {}
        with pytest.raises(Refusal, match="question_gone"):
            await passing.to_answer(session, one.passed.id or 0, found.mentor, lead=False)
        with pytest.raises(Refusal, match="question_gone"):
            await passing.own(session, one.passed.id or 0, found.mentor)


async def test_only_a_schools_team_passes_questions_on_and_only_kept_words(database: Database) -> None:
    """A mentor has nobody to pass to; words that were not kept cannot be sent."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        question = await asks(session, found.senco, "who signs", WEDNESDAY)
        with pytest.raises(Refusal, match="for_the_team"):
            await passing.draft(session, question, Place(found.mentor, found.school, "mentor"), WEDNESDAY)
        question.text = None
        with pytest.raises(Refusal, match="question_gone"):
            await passing.draft(session, question, found.place, WEDNESDAY)


async def test_the_same_question_is_passed_on_once(database: Database) -> None:
    """A second tap is refused; once taken back it can be sent again."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        one = await sent(session, found)
        assert one.question is not None
        with pytest.raises(Refusal, match="passed_already"):
            await passing.draft(session, one.question, found.place, WEDNESDAY)
        await passing.withdraw(session, one)
        again = await passing.draft(session, one.question, found.place, WEDNESDAY)
        assert (again.passed.id, again.passed.state, again.passed.text) == (
            one.passed.id,
            "draft",
            "who signs",
        )


async def test_another_schools_mentor_sees_and_answers_nothing(database: Database) -> None:
    """Nor does the deputy before it was handed on, nor a lead before it reached the leads."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        other = await team(session, WEDNESDAY, first_id=800)
        one = await sent(session, found)
        for person, lead in ((other.mentor, False), (found.deputy, False), (other.senco, True)):
            assert await passing.waiting_for(session, person, lead=lead) == []
            with pytest.raises(Refusal, match="question_gone"):
                await passing.to_answer(session, one.passed.id or 0, person, lead=lead)
        mine = await passing.waiting_for(session, found.mentor, lead=False)
        assert [each.passed.id for each in mine] == [one.passed.id]


async def test_a_question_is_answered_once(database: Database) -> None:
    """The second answer is refused; an empty one too."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        one = await sent(session, found)
        with pytest.raises(Refusal, match="nothing_typed"):
            await passing.answer(session, one, found.mentor, WEDNESDAY, text="  ")
        await passing.answer(session, one, found.mentor, WEDNESDAY, text="The bursar.")
        with pytest.raises(Refusal, match="answered_already"):
            await passing.to_answer(session, one.passed.id or 0, found.mentor, lead=False)
        assert await waiting.overdue(session, WEDNESDAY + timedelta(days=30), HOUSE) == []


async def test_taken_back_words_are_stored_nowhere_in_the_row(database: Database) -> None:
    """Text, answer and pointer go."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        one = await sent(session, found)
        await passing.answer(session, one, found.mentor, WEDNESDAY, text="The bursar.")
        await passing.withdraw(session, one)
    async with database.read() as session:
        row = await session.get(Passed, one.passed.id)
    assert row is not None
    assert (row.state, row.text, row.answer, row.pointer) == ("withdrawn", "", None, None)


async def test_the_holder_hears_of_it_on_their_next_working_morning(database: Database) -> None:
    """Not on Wednesday for a mentor of Thursdays; at eight on Thursday."""
    thursday = datetime(2026, 11, 26, 8, 0, tzinfo=UTC)
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        await works(session, found.mentor, 3)
        one = await sent(session, found)
        assert await waiting.untold(session, WEDNESDAY, HOUSE) == {}
        assert await waiting.next_at(session, WEDNESDAY, HOUSE) == thursday
        told = await waiting.untold(session, thursday, HOUSE)
    assert [row.id for row in told[found.mentor.id or 0]] == [one.passed.id]


async def test_an_unanswered_question_goes_to_the_deputy_then_to_the_leads_each_once(
    database: Database,
) -> None:
    """After the last step nothing is due any more; the leads may answer."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        one = await sent(session, found)
        due = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
        assert await waiting.overdue(session, due - timedelta(hours=1), HOUSE) == []
        assert await waiting.next_at(session, WEDNESDAY + timedelta(days=5, hours=7), HOUSE) == due
        late = await waiting.overdue(session, due, HOUSE)
        first = await waiting.move_on(session, late[0], due, HOUSE)
        assert (first.to and first.to.id, first.late and first.late.id) == (found.deputy.id, found.mentor.id)
        assert await waiting.overdue(session, due, HOUSE) == []
        assert [each.passed.id for each in await passing.waiting_for(session, found.deputy, lead=False)] == [
            one.passed.id
        ]
        later = due + timedelta(days=10)
        second = await waiting.move_on(
            session, (await waiting.overdue(session, later, HOUSE))[0], later, HOUSE
        )
        assert second.to is None
        assert await waiting.overdue(session, later + timedelta(days=99), HOUSE) == []
        assert len(await passing.waiting_for(session, found.senco, lead=True)) == 1


async def test_without_a_deputy_it_goes_straight_to_the_leads(database: Database) -> None:
    """One step less."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY, deputy=False)
        await sent(session, found)
        later = datetime(2026, 12, 2, 9, 0, tzinfo=UTC)
        moved = await waiting.move_on(
            session, (await waiting.overdue(session, later, HOUSE))[0], later, HOUSE
        )
    assert moved.to is None
    assert moved.one.passed.steps == passing.WITH_LEADS


async def test_a_ring_carries_no_words_and_one_waits_at_a_time(database: Database) -> None:
    """Nothing of what was said is in the row."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        to = await receiver(session, found.school, WEDNESDAY, HOUSE)
        one = await passing.ask_for_ring(session, found.place, to, WEDNESDAY, HOUSE)
        assert (one.passed.text, one.question) == ("", None)
        with pytest.raises(Refusal, match="passed_already"):
            await passing.ask_for_ring(session, found.place, to, WEDNESDAY, HOUSE)


async def test_only_an_answer_whose_asker_agreed_can_be_proposed_by_whoever_gave_it(
    database: Database, clock: Clock
) -> None:
    """Not before the yes, not by somebody else, not after a no."""
    async with database.write() as session:
        found = await team(session, WEDNESDAY)
        one = await sent(session, found)
        await passing.answer(session, one, found.mentor, clock.now(), text="The bursar.")
        number = one.passed.id or 0
        with pytest.raises(Refusal, match="not_agreed"):
            await passing.to_propose(session, number, found.mentor)
        assert passing.agree(one, True)
        assert not passing.agree(one, True)
        await session.flush()
        assert (await passing.to_propose(session, number, found.mentor)).passed.id == number
        with pytest.raises(Refusal, match="not_agreed"):
            await passing.to_propose(session, number, found.deputy)
        passing.agree(one, False)
        await session.flush()
        with pytest.raises(Refusal, match="not_agreed"):
            await passing.to_propose(session, number, found.mentor)
