"""Joining: a link or a typed code, "is that you?", what to be called, and the inviter's word."""

from bot.mentoring import invites
from bot.mentoring.access import mentors_of, need_team_or_mentor
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.people import Person
from bot.storage.schools import Invite, School
from handlers.turn import Handler, Turn

LONGEST_NAME = 40


async def arrived(turn: Turn) -> None:
    """/start with an invitation's token, or a typed code: who it is for, and is that you?"""
    session = await turn.session()
    now = turn.services.clock.now()
    try:
        row = await invites.look(session, turn.text, turn.user.id, now)
    except Refusal as refusal:
        if refusal.name == "invite_gone":
            await invites.note_miss(session, turn.user.id, now)
        await turn.reply(f"refusals/{refusal.name}")
        return
    school = await session.get(School, row.school_id) if row.school_id else None
    await turn.reply("joining/is_it_you", invite=row, school=school, proof=invites.proof(row))


async def accept(turn: Turn) -> None:
    """ "Yes, that is me": the invitation is used up, or waits for the inviter."""
    session = await turn.session()
    now = turn.services.clock.now()
    person = await turn.person()
    shown = turn.data[1] if len(turn.data) > 1 else ""
    row = await invites.accept(session, turn.number(), shown, person, now)
    school = await session.get(School, row.school_id) if row.school_id else None
    inviter = await session.get(Person, row.made_by)
    if row.state == "claimed":
        await turn.change("joining/waits", inviter=inviter, school=school, invite=row)
        if inviter and inviter.telegram_id:
            await turn.tell(
                inviter.telegram_id,
                "joining/confirm",
                name=turn.user.full_name,
                username=turn.user.username,
                invite=row,
                school=school,
            )
        return
    await _welcome(turn, row, school, person)
    if inviter and inviter.telegram_id:
        await turn.tell(inviter.telegram_id, "joining/joined", person=person, invite=row, school=school)


async def not_me(turn: Turn) -> None:
    """ "No": the invitation stays for whoever it is for."""
    await turn.change("joining/not_me")


async def confirm(turn: Turn) -> None:
    """The inviter's yes or no to somebody who claimed a higher role."""
    session = await turn.session()
    speaker = await turn.known()
    row = await session.get(Invite, turn.number())
    if row is None or speaker is None or row.made_by != speaker.id:
        raise Refusal("invite_gone")
    if row.school_id:
        need_team_or_mentor(await turn.place_in(row.school_id))
    elif not turn.is_lead:
        raise Refusal("for_leads")
    yes = turn.number(1) == 1
    person = await invites.confirm(session, row, yes, turn.services.clock.now())
    school = await session.get(School, row.school_id) if row.school_id else None
    await turn.change(
        "joining/confirmed" if yes else "joining/refused", person=person, school=school, invite=row
    )
    if person.telegram_id:
        await turn.tell(
            person.telegram_id,
            "joining/welcome" if yes else "joining/turned_down",
            school=school,
            invite=row,
            name=person.name,
            mentors=await mentors_of(session, row.school_id) if row.school_id else [],
        )


async def call_me(turn: Turn) -> None:
    """ "Call me something else": asks for the name."""
    await turn.begin("name", "name")
    await turn.ask_for("joining/name", "Your name")


async def named(turn: Turn, _dialogue: Dialogue) -> None:
    """What colleagues should call this person."""
    name = " ".join(turn.text.split())
    if not name or len(name) > LONGEST_NAME:
        raise Refusal("name_long" if name else "name_needed", most=LONGEST_NAME)
    person = await turn.person()
    person.name = name
    await turn.end()
    await turn.reply("joining/named", name=name)


async def _welcome(turn: Turn, row: Invite, school: School | None, person: Person) -> None:
    session = await turn.session()
    mentors = await mentors_of(session, row.school_id) if row.school_id else []
    await turn.change("joining/welcome", school=school, invite=row, name=person.name, mentors=mentors)


PRESSES: dict[str, Handler] = {
    "joinyes": accept,
    "joinno": not_me,
    "admit": confirm,
    "callme": call_me,
}
PRIVATE = frozenset(("joinyes", "joinno", "admit", "callme"))
DIALOGUES = {"name": named}
