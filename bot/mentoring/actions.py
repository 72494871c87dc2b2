"""Actions: one owner, a day, a state with history. Lateness is told to the owner alone."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.access import Place, mentors_of, team_of
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Action, ActionChange
from bot.storage.people import Person

OPEN = ("open", "moved", "needs_help")


async def owners(session: AsyncSession, school_id: int) -> list[Person]:
    """Who may own an action of this school: its team and its mentors."""
    people = [person for person, _ in await team_of(session, school_id)]
    known = {person.id for person in people}
    return people + [one for one in await mentors_of(session, school_id) if one.id not in known]


async def make(
    session: AsyncSession,
    place: Place,
    text: str,
    owner_id: int | None,
    due: date | None,
    now: datetime,
    *,
    finding_id: int | None = None,
    meeting_id: int | None = None,
    audience: str = "team",
) -> Action:
    """Write an action down. Raises Refusal("nothing_typed") or Refusal("not_in_team")."""
    if not text:
        raise Refusal("nothing_typed")
    if owner_id is not None and owner_id not in {
        one.id for one in await owners(session, place.school.id or 0)
    }:
        raise Refusal("not_in_team")
    action = Action(
        school_id=place.school.id or 0,
        meeting_id=meeting_id,
        finding_id=finding_id,
        owner_id=owner_id,
        text=text,
        due=due,
        audience=audience,
        made_by=place.person.id,
        made_at=now,
        changed_at=now,
    )
    session.add(action)
    await session.flush()
    _history(session, action, place.person.id, now)
    return action


async def named(session: AsyncSession, action_id: int) -> Action:
    """One action by its number. Raises Refusal("wrong_school"), the same for none."""
    action = await session.get(Action, action_id)
    if action is None:
        raise Refusal("wrong_school")
    return action


def need_owner_or_mentor(place: Place, action: Action) -> None:
    """Only the owner, whoever made it, and mentors change an action. Raises Refusal("not_your_action")."""
    if place.person.id not in (action.owner_id, action.made_by) and not place.is_mentor:
        raise Refusal("not_your_action")


async def set_state(session: AsyncSession, action: Action, state: str, by: Person, now: datetime) -> None:
    """Done, needs help, dropped, or open again."""
    action.state, action.changed_at = state, now
    session.add(action)
    _history(session, action, by.id, now)


async def set_due(session: AsyncSession, action: Action, due: date | None, by: Person, now: datetime) -> None:
    """Another day; that it moved is part of its history."""
    action.due, action.state, action.changed_at = due, "moved", now
    session.add(action)
    _history(session, action, by.id, now)


async def give(session: AsyncSession, action: Action, owner_id: int, by: Person, now: datetime) -> None:
    """Another owner, who must belong to the school. Raises Refusal("not_in_team")."""
    if owner_id not in {one.id for one in await owners(session, action.school_id)}:
        raise Refusal("not_in_team")
    action.owner_id, action.changed_at = owner_id, now
    session.add(action)
    _history(session, action, by.id, now)


async def open_in_school(
    session: AsyncSession, school_id: int, *, audiences: Sequence[str] = ("team",)
) -> list[tuple[Action, Person | None]]:
    """A school's open actions with their owners, the next due first; undated ones last."""
    found = await session.exec(
        select(Action, Person)
        .join(Person, col(Person.id) == Action.owner_id, isouter=True)
        .where(
            Action.school_id == school_id,
            col(Action.state).in_(OPEN),
            col(Action.audience).in_(audiences),
        )
    )
    return sorted(
        found.all(), key=lambda pair: (pair[0].due is None, pair[0].due or date.max, pair[0].id or 0)
    )


async def of_meeting(session: AsyncSession, meeting_id: int) -> Sequence[tuple[Action, Person | None]]:
    """What the team agreed at a meeting and did not drop, with who does it, whatever became of it."""
    found = await session.exec(
        select(Action, Person)
        .join(Person, col(Person.id) == Action.owner_id, isouter=True)
        .where(Action.meeting_id == meeting_id, Action.audience == "team", Action.state != "dropped")
        .order_by(col(Action.id))
    )
    return found.all()


async def open_of(session: AsyncSession, person_id: int) -> list[Action]:
    """One person's open actions in every school, the next due first."""
    found = await session.exec(
        select(Action).where(Action.owner_id == person_id, col(Action.state).in_(OPEN))
    )
    return sorted(found.all(), key=lambda one: (one.due is None, one.due or date.max, one.id or 0))


async def history(session: AsyncSession, action: Action) -> Sequence[ActionChange]:
    """What happened to an action, oldest first."""
    found = await session.exec(
        select(ActionChange).where(ActionChange.action_id == action.id).order_by(col(ActionChange.id))
    )
    return found.all()


def _history(session: AsyncSession, action: Action, by: int | None, now: datetime) -> None:
    session.add(
        ActionChange(
            action_id=action.id or 0,
            state=action.state,
            due=action.due,
            owner_id=action.owner_id,
            by=by,
            at=now,
        )
    )
