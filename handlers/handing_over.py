"""Handing a school to another mentor, and naming a deputy: chosen, echoed, then done; people are told."""

from sqlmodel import select

from bot.mentoring import handing_over, schools
from bot.mentoring.access import Place, mentors_of, team_of
from bot.mentoring.errors import Refusal
from bot.mentoring.handing_over import Handed, need_giver
from bot.storage.people import Person
from bot.storage.schools import School, SchoolChat
from handlers.turn import Handler, Turn

KINDS = ("mentor", "deputy")
A_PAGE = 10


async def every_school(turn: Turn) -> None:
    """For programme leads: all schools, a page at a time."""
    if not turn.is_lead:
        raise Refusal("for_leads")
    found = (await (await turn.session()).exec(select(School).order_by(School.name))).all()
    last = max((len(found) - 1) // A_PAGE, 0)
    page = min(turn.number(), last)
    shown = found[page * A_PAGE : (page + 1) * A_PAGE]
    await turn.change("giving/schools", schools=shown, page=page, last=last)


async def choose(turn: Turn) -> None:
    """To whom: the programme's mentors."""
    place, kind = await _asked(turn)
    session = await turn.session()
    now_there = {one.id for one in await mentors_of(session, place.school.id or 0)}
    people = [one for one, _, _ in await schools.mentors(session) if one.id not in now_there]
    deputy = len(now_there) > 1
    await turn.change("giving/choose", school=place.school, kind=kind, people=people, deputy=deputy)


async def confirm(turn: Turn) -> None:
    """What will happen, before it does."""
    place, kind = await _asked(turn)
    person = await (await turn.session()).get(Person, turn.number(2))
    if turn.number(2) and person is None:
        raise Refusal("not_a_mentor")
    await turn.change("giving/confirm", school=place.school, kind=kind, person=person)


async def done(turn: Turn) -> None:
    """The tap that does it."""
    place, kind = await _asked(turn)
    session, now = await turn.session(), turn.services.clock.now()
    if kind == "deputy":
        deputy = await handing_over.set_deputy(session, place, turn.number(2), now)
        await turn.change("giving/deputy_set", school=place.school, person=deputy)
        if deputy and deputy.telegram_id:
            await turn.tell(deputy.telegram_id, "giving/you_deputy", school=place.school, by=place.person)
        return
    handed = await handing_over.hand_over(session, place, turn.number(2), now)
    person = await session.get_one(Person, turn.number(2))
    await turn.change("giving/handed", school=place.school, person=person, handed=handed)
    await _tell(turn, place, person, handed)


async def _tell(turn: Turn, place: Place, mentor: Person, handed: Handed) -> None:
    """New and former mentor in private; the team in its group, or each in private."""
    session = await turn.session()
    if mentor.telegram_id and mentor.id != place.person.id:
        await turn.tell(mentor.telegram_id, "giving/you_mentor", school=place.school, handed=handed)
    for invite, person in handed.claimed if mentor.telegram_id else ():
        await turn.tell(
            mentor.telegram_id or 0,
            "joining/confirm",
            name=person.name,
            username=person.username,
            invite=invite,
            school=place.school,
        )
    if handed.before.telegram_id and handed.before.id != place.person.id:
        await turn.tell(handed.before.telegram_id, "giving/no_longer", school=place.school, person=mentor)
    groups = await session.exec(
        select(SchoolChat).where(SchoolChat.school_id == place.school.id, SchoolChat.state == "confirmed")
    )
    group = groups.first()
    if group is not None:
        await turn.say_in(group.chat_id, "giving/team_hears", school=place.school, person=mentor)
        return
    for member, _ in await team_of(session, place.school.id or 0):
        if member.telegram_id and member.reach == "yes":
            await turn.tell(member.telegram_id, "giving/team_hears", school=place.school, person=mentor)


async def _asked(turn: Turn) -> tuple[Place, str]:
    kind = turn.data[1] if len(turn.data) > 1 else ""
    if kind not in KINDS:
        raise Refusal("old_button")
    return need_giver(await turn.place_in(turn.number())), kind


PRESSES: dict[str, Handler] = {
    "allschools": every_school,
    "give": choose,
    "giveto": confirm,
    "giveok": done,
}
PRIVATE = PRESSES.keys()
