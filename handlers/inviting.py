"""/invite and /mentors: letting people in, as a link, a code, a QR picture and words for an e-mail."""

import io

from bot.mentoring import invites, schools
from bot.mentoring.access import Place, need_team_or_mentor
from bot.mentoring.calendars import terms_of
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.outbox import File, Outgoing
from bot.storage.people import Person
from bot.storage.schools import LEADER_ROLES, Invite, School
from handlers.turn import Handler, Turn


async def invite(turn: Turn) -> None:
    """/invite: for which role. Answered in private, also when typed in a group."""
    await _offer_roles(turn, await _inviter(turn))


async def invite_to(turn: Turn) -> None:
    """The same, from a school's card."""
    await _offer_roles(turn, need_team_or_mentor(await turn.place_in(turn.number())))


async def _offer_roles(turn: Turn, place: Place) -> None:
    session = await turn.session()
    waiting = await invites.open_invites(session, place.school.id, turn.services.clock.now())
    await turn.reply_privately("inviting/roles", school=place.school, roles=_roles(place), waiting=waiting)


async def chosen(turn: Turn) -> None:
    """A role was chosen: the pack."""
    role = turn.data[1] if len(turn.data) > 1 else ""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    if role not in _roles(place):
        raise Refusal("for_mentors")
    session = await turn.session()
    pack = await invites.invite(
        session,
        place.person,
        role,
        place.school.id,
        turn.services.clock.now(),
        terms=terms_of(place.school),
    )
    await _hand_over(turn, pack, place.school)


async def offline(turn: Turn) -> None:
    """Somebody who does not use Telegram: their name is asked for."""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    await turn.begin("offline", "name", school=place.school.id)
    await turn.ask_for("inviting/offline", "Name, role", school=place.school)


async def offline_named(turn: Turn, dialogue: Dialogue) -> None:
    """ "Name, role" of somebody who does not use Telegram."""
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    name, _, role = turn.text.partition(",")
    role = role.strip().lower().replace(" ", "_")
    role = {"head": "headteacher", "head_teacher": "headteacher", "deputy_head": "senior_leader"}.get(
        role, role
    )
    if role not in LEADER_ROLES:
        await turn.ask_for("inviting/role_unknown", "Name, role")
        return
    await schools.add_offline(
        await turn.session(), place.school.id or 0, name, role, turn.services.clock.now()
    )
    await turn.end()
    await turn.reply("inviting/offline_added", name=name.strip(), role=role, school=place.school)


async def revoke(turn: Turn) -> None:
    """Take an open invitation back."""
    session = await turn.session()
    row = await session.get(Invite, turn.number())
    person = await turn.known()
    if row is None or person is None:
        raise Refusal("invite_gone")
    if row.school_id is not None:
        need_team_or_mentor(await turn.place_in(row.school_id))
    elif not turn.is_lead:
        raise Refusal("for_leads")
    await invites.revoke(session, row, turn.services.clock.now())
    await turn.change("inviting/revoked")


async def mentors(turn: Turn) -> None:
    """/mentors, for programme leads: who mentors how many schools, and a new invitation."""
    _need_lead(turn)
    await turn.person()
    session = await turn.session()
    everybody = await schools.mentors(session)
    waiting = await invites.open_invites(session, None, turn.services.clock.now())
    await turn.reply_privately("inviting/mentors", mentors=everybody, waiting=waiting)


async def invite_mentor(turn: Turn) -> None:
    """A programme lead invites a mentor."""
    _need_lead(turn)
    person = await turn.person()
    pack = await invites.invite(await turn.session(), person, "mentor", None, turn.services.clock.now())
    await _hand_over(turn, pack, None)


async def mentor_leaves(turn: Turn) -> None:
    """A mentor leaves the programme: first what will happen, then (":yes") it happens."""
    _need_lead(turn)
    session = await turn.session()
    person = await session.get(Person, turn.number())
    if person is None:
        raise Refusal("not_a_mentor")
    if len(turn.data) < 2 or turn.data[1] != "yes":
        await turn.change("inviting/mentor_leaving", person=person)
        return
    by = await turn.person()
    await schools.end_mentor(session, person, by.id, turn.services.clock.now())
    await turn.change("inviting/mentor_left", person=person)


async def _inviter(turn: Turn) -> Place:
    if turn.anonymous:
        raise Refusal("anonymous")
    return need_team_or_mentor(await turn.place())


async def _hand_over(turn: Turn, pack: invites.Pack, school: School | None) -> None:
    """The pack, in private: the link and code are shown this once; a QR picture follows."""
    link = f"https://t.me/{turn.services.bot_name}?start={pack.token}"
    await turn.reply_privately("inviting/pack", link=link, code=pack.code, invite=pack.invite, school=school)
    picture = io.BytesIO()
    import segno  # loaded when first needed

    segno.make(link).save(picture, kind="png", scale=8)
    await turn.say(
        Outgoing(
            turn.user.id,
            turn.services.words.render("inviting/qr", invite=pack.invite, school=school).html,
            kind="document",
            file=File("invitation.png", picture.getvalue()),
        )
    )


def _roles(place: Place) -> tuple[str, ...]:
    """Mentors may invite anybody; a team only its own peers, since higher roles come from the mentor."""
    return LEADER_ROLES if place.is_mentor else ("senco", "senior_leader")


def _need_lead(turn: Turn) -> None:
    if not turn.is_lead or turn.anonymous:
        raise Refusal("for_leads")


COMMANDS: dict[str, Handler] = {"invite": invite, "mentors": mentors}
PRESSES: dict[str, Handler] = {
    "inv": invite_to,
    "mentors": mentors,
    "invrole": chosen,
    "invoff": offline,
    "invrevoke": revoke,
    "invmentor": invite_mentor,
    "mentorout": mentor_leaves,
}
PRIVATE = frozenset(("mentors", "invrole", "invoff", "invrevoke", "invmentor", "mentorout"))
DIALOGUES = {"offline": offline_named}
