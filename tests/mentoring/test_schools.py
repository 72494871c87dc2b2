"""Schools and their teams: made, joined, left, handed over."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from bot.mentoring import actions, meetings, schools
from bot.mentoring.access import mentors_of, places_of, team_of
from bot.mentoring.errors import Refusal
from bot.mentoring.handing_over import hand_over, need_giver, set_deputy
from bot.mentoring.invites import invite, open_invites
from bot.storage.agreed import Action
from bot.storage.database import Database
from bot.storage.learnt import Passed
from bot.storage.meetings import Meeting
from bot.storage.schools import Change, School
from tests.mentoring.cast import NOW, Cast, london


async def test_a_school_needs_a_name_that_fits_on_a_card(database: Database) -> None:
    """Neither nothing nor a paragraph."""
    cast = await Cast.on(database)
    async with database.write() as session:
        for name, why in (("  ", "name_needed"), ("x" * 81, "name_long")):
            with pytest.raises(Refusal, match=why):
                await schools.make_school(session, cast.mentor, name, NOW)


async def test_details_are_known_ones(database: Database) -> None:
    """The framework is one of the list; a date is a date; other names are refused."""
    cast = await Cast.on(database)
    schools.set_detail(cast.school, "phase", "  primary ")
    schools.set_detail(cast.school, "framework", "report_card_2025")
    schools.set_detail(cast.school, "inspected_on", "2026-03-10")
    assert (cast.school.phase, cast.school.inspected_on) == ("primary", date(2026, 3, 10))
    for name, value, why in (("framework", "good", "framework_unknown"), ("id", "7", "detail_unknown")):
        with pytest.raises(Refusal, match=why):
            schools.set_detail(cast.school, name, value)


async def test_somebody_new_is_asked_to_what_is_still_to_come(database: Database) -> None:
    """Once, and not to what has been; a change of role asks nobody again."""
    cast = await Cast.on(database)
    past, coming = await cast.meeting(london(2026, 9, 15, 9)), await cast.meeting(london(2026, 9, 24, 9))
    later = london(2026, 9, 16)
    async with database.write() as session:
        member = await schools.add_offline(session, cast.school.id or 0, " Jo  Pell ", "governor", later)
        person = next(
            one for one, _ in await team_of(session, cast.school.id or 0) if one.id == member.person_id
        )
        await schools.join_team(session, cast.school.id or 0, person, "senior_leader", later)
        invited = {
            meeting.id: member.person_id in {row.person_id for row in await meetings.rsvps(session, meeting)}
            for meeting in (past, coming)
        }
        assert member.role == "senior_leader"
    assert invited == {past.id: False, coming.id: True}
    assert person.name == "Jo Pell"


async def test_leaving_is_one_step(database: Database) -> None:
    """No place, no invitation, no coming meeting; open actions go to the heir, done ones stay."""
    cast = await Cast.on(database)
    meeting = await cast.meeting(london(2026, 9, 24, 9))
    school_id = cast.school.id or 0
    async with database.write() as session:
        place = cast.place(cast.senco, "senco")
        kept = await actions.make(session, place, "done", cast.senco.id, None, NOW)
        await actions.set_state(session, kept, "done", cast.senco, NOW)
        open_one = await actions.make(session, place, "open", cast.senco.id, None, NOW)
        await invite(session, cast.senco, "senior_leader", school_id, NOW)
        moved = await schools.leave_team(
            session, school_id, cast.senco.id or 0, cast.mentor.id, cast.mentor.id, NOW
        )
    assert moved == 1
    async with database.write() as session:
        assert await places_of(session, cast.senco) == []
        assert (await session.get_one(Action, open_one.id)).owner_id == cast.mentor.id
        assert (await session.get_one(Action, kept.id)).owner_id == cast.senco.id
        assert await open_invites(session, school_id, NOW) == []
        assert cast.senco.id not in {row.person_id for row in await meetings.rsvps(session, meeting)}
        with pytest.raises(Refusal, match="not_in_team"):
            await schools.leave_team(session, school_id, cast.senco.id or 0, None, None, NOW)


async def test_a_handover_moves_everything_and_ends_access_at_once(database: Database) -> None:
    """Meetings, actions, waiting questions, invitations; the trail says that it happened, no words."""
    cast, other = await Cast.on(database), await Cast.on(database, tag=1)
    meeting = await cast.meeting(london(2026, 9, 24, 9))
    async with database.write() as session:
        place = cast.place(cast.mentor, "mentor")
        await actions.make(session, place, "ring the trust", cast.mentor.id, None, NOW)
        await invite(session, cast.mentor, "senco", cast.school.id, NOW)
        waiting = Passed(
            school_id=cast.school.id or 0, asker_id=cast.senco.id or 0, holder_id=cast.mentor.id,
            state="waiting", text="how", asked_at=NOW, told_at=NOW,
        )  # fmt: skip
        session.add(waiting)
        await set_deputy(session, place, other.mentor.id or 0, NOW)
        assert [one.id for one in await mentors_of(session, cast.school.id or 0)] == [
            cast.mentor.id,
            other.mentor.id,
        ]
        handed = await hand_over(session, place, other.mentor.id or 0, NOW)
    assert (handed.meetings, handed.actions, handed.questions) == (1, 1, 1)
    async with database.read() as session:
        assert [one.id for one in await mentors_of(session, cast.school.id or 0)] == [other.mentor.id]
        assert await places_of(session, cast.mentor) == []
        moved = await session.get_one(Meeting, meeting.id)
        assert moved.organiser_id == other.mentor.id
        asked = {person.name: row.answer for person, row in await meetings.answers(session, moved)}
        assert asked == {"Mina": "none", "Sam": "none", "Hana": "none"}
        question = await session.get_one(Passed, waiting.id)
        assert (question.holder_id, question.told_at) == (other.mentor.id, None)
        assert await open_invites(session, cast.school.id, NOW) == []
        trail = (await session.exec(select(Change.what).where(Change.school_id == cast.school.id))).all()
        assert "mentor changed" in trail


async def test_only_mentors_can_be_given_a_school_and_only_by_its_mentor_or_a_lead(
    database: Database,
) -> None:
    """Not a SENCO, not the same mentor again; not by the deputy or the team."""
    cast = await Cast.on(database)
    place = cast.place(cast.mentor, "mentor")
    async with database.write() as session:
        for person, why in (
            (cast.senco.id, "not_a_mentor"),
            (999, "not_a_mentor"),
            (cast.mentor.id, "old_button"),
        ):
            with pytest.raises(Refusal, match=why):
                await hand_over(session, place, person or 0, NOW)
        with pytest.raises(Refusal, match="old_button"):
            await set_deputy(session, place, cast.mentor.id or 0, NOW)
    for role in ("deputy", "senco", "headteacher", "governor"):
        with pytest.raises(Refusal, match="for_mentors"):
            need_giver(cast.place(cast.senco, role))  # type: ignore[arg-type]
    assert need_giver(cast.place(cast.senco, "lead"))


async def test_mentors_are_counted_with_their_schools(database: Database) -> None:
    """As programme leads see them; former ones are left out."""
    cast = await Cast.on(database)
    async with database.write() as session:
        await schools.make_school(session, cast.mentor, "Second", NOW + timedelta(days=1))
        assert [(one.name, count) for one, _, count in await schools.mentors(session)] == [("Mina", 2)]
        (await schools.mentors(session))[0][1].state = "ended"
        await session.flush()
        assert await schools.mentors(session) == []
        assert len((await session.exec(select(School))).all()) == 2
