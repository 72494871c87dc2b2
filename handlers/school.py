"""/school and /link: a mentor's schools, their details and teams; binding a group to its school."""

from bot.mentoring import schools
from bot.mentoring.access import (
    Place,
    is_mentor,
    mentors_of,
    mentorship_of,
    need_mentor,
    places_of,
    school_of_chat,
    team_of,
)
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.people import Person
from bot.storage.schools import FRAMEWORKS, LEADER_ROLES, Member, SchoolChat
from handlers import company as companies
from handlers import group_card
from handlers.turn import Handler, Turn

A_PAGE = 10


async def school(turn: Turn) -> None:
    """/school: the schools of this person; mentors can add one."""
    person = await _somebody(turn)
    session = await turn.session()
    places = await places_of(session, person)
    mentor = await is_mentor(session, person)
    if not places and not mentor:
        raise Refusal("no_school")
    last = max((len(places) - 1) // A_PAGE, 0)
    page = min(turn.number(), last)
    shown = places[page * A_PAGE : (page + 1) * A_PAGE]
    values = {"places": shown, "mentor": mentor, "count": len(places), "page": page, "last": last}
    if turn.is_private and turn.update.callback_query:
        await turn.change("school/list", **values)
    else:
        await turn.reply_privately("school/list", **values)


async def choose(turn: Turn) -> None:
    """This is the school that is meant in private from now on."""
    place = await turn.place_in(turn.number())
    await schools.remember_school(await turn.session(), place.person, place.school.id)
    await turn.change("school/chosen", school=place.school)


async def add(turn: Turn) -> None:
    """A mentor adds a school: its name is asked for. A practice school needs none."""
    person = await _somebody(turn)
    if not await is_mentor(await turn.session(), person):
        raise Refusal("for_mentors")
    if turn.data == ["practice"]:
        name = turn.services.words.line("school/practice_name")
        made = await schools.make_school(
            await turn.session(), person, name, turn.services.clock.now(), practice=True
        )
        await turn.reply("school/made", school=made)
        return
    await turn.begin("school", "name")
    await turn.ask_for("school/name", "Name of the school")


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """The name of a new school, or a detail of one."""
    person = await _somebody(turn)
    session = await turn.session()
    if dialogue.step == "name":
        if not await is_mentor(session, person):
            raise Refusal("for_mentors")
        made = await schools.make_school(session, person, turn.text, turn.services.clock.now())
        await schools.remember_school(session, person, made.id)
        await turn.end()
        await turn.reply("school/made", school=made)
        return
    place = need_mentor(await turn.place_in(dialogue.data["school"]))
    schools.set_detail(place.school, dialogue.step, turn.text)
    await turn.end()
    await turn.reply("school/details", school=place.school)


async def show(turn: Turn) -> None:
    """One school: details, team, mentor."""
    await _show(turn, await turn.place_in(turn.number()))


async def detail(turn: Turn) -> None:
    """Ask for one detail of a school."""
    place = need_mentor(await turn.place_in(turn.number()))
    name = turn.data[1] if len(turn.data) > 1 else ""
    if name in ("framework", "phase"):
        await turn.change(f"school/{name}", school=place.school)
        return
    if name not in schools.DETAILS or name == "inspected_on":
        raise Refusal("detail_unknown")
    await turn.begin("school", name, school=place.school.id)
    await turn.ask_for("school/detail", "In a few words", name=name, school=place.school)


async def details(turn: Turn) -> None:
    """What is known of a school, with a button for each thing that can be set."""
    place = need_mentor(await turn.place_in(turn.number()))
    await turn.change("school/details", school=place.school)


async def phase(turn: Turn) -> None:
    """Which phase a school belongs to: one of those that the guidance knows."""
    place = need_mentor(await turn.place_in(turn.number()))
    schools.set_detail(place.school, "phase", turn.data[1] if len(turn.data) > 1 else "")
    await turn.change("school/details", school=place.school)


async def framework(turn: Turn) -> None:
    """Under which inspection framework the judgement was given."""
    place = need_mentor(await turn.place_in(turn.number()))
    name = turn.data[1] if len(turn.data) > 1 else ""
    if name not in FRAMEWORKS:
        raise Refusal("framework_unknown")
    schools.set_detail(place.school, "framework", name)
    await turn.change("school/details", school=place.school)


async def team(turn: Turn) -> None:
    """The school's team, a button for each, a page at a time."""
    place = need_mentor(await turn.place_in(turn.number()))
    everybody = await team_of(await turn.session(), place.school.id or 0)
    last = max((len(everybody) - 1) // A_PAGE, 0)
    page = min(turn.number(1), last)
    shown = everybody[page * A_PAGE : (page + 1) * A_PAGE]
    await turn.change("school/team", school=place.school, team=shown, page=page, last=last)


async def member(turn: Turn) -> None:
    """One team member: change the role, or take them out."""
    place = need_mentor(await turn.place_in(turn.number()))
    row, person = await _member(turn, place, turn.number(1))
    await turn.change("school/member", school=place.school, member=row, person=person, roles=LEADER_ROLES)


async def role(turn: Turn) -> None:
    """Change a member's role."""
    place = need_mentor(await turn.place_in(turn.number()))
    row, person = await _member(turn, place, turn.number(1))
    wanted = turn.data[2] if len(turn.data) > 2 else ""
    if wanted not in LEADER_ROLES:
        raise Refusal("old_button")
    await schools.join_team(
        await turn.session(), place.school.id or 0, person, wanted, turn.services.clock.now()
    )
    await turn.change("school/member", school=place.school, member=row, person=person, roles=LEADER_ROLES)


async def remove(turn: Turn) -> None:
    """The leaving checklist: first what will happen, then (":yes") it happens."""
    place = await turn.place_in(turn.number())
    row, person = await _member(turn, place, turn.number(1))
    own = person.id == place.person.id
    if not own:
        need_mentor(place)
    session = await turn.session()
    if len(turn.data) < 3 or turn.data[2] != "yes":
        await turn.change("school/leaving", school=place.school, member=row, person=person, own=own)
        return
    mentors = await mentors_of(session, place.school.id or 0)
    heir = mentors[0].id if mentors else None
    now = turn.services.clock.now()
    moved = await schools.leave_team(
        session, place.school.id or 0, person.id or 0, heir, place.person.id, now
    )
    await turn.change("school/left", school=place.school, person=person, moved=moved, own=own)


async def link(turn: Turn) -> None:
    """/link in a group: a mentor binds it to a school; a leader asks their mentor to."""
    if turn.is_private:
        await turn.reply("school/link_private", bot=turn.services.bot_name)
        return
    if turn.anonymous:
        raise Refusal("anonymous")
    person = await _somebody(turn)
    places = [
        place for place in await places_of(await turn.session(), person) if place.is_mentor or place.is_team
    ]
    if not places:
        raise Refusal("no_school")
    linked = await school_of_chat(await turn.session(), turn.chat.id)
    if linked is None:
        await turn.reply("school/link_which", places=places)
    elif any(place.is_mentor and place.school.id == linked.id for place in places):
        await turn.reply("school/link_linked", school=linked)
    else:
        raise Refusal("group_linked_already")


async def link_to(turn: Turn) -> None:
    """The school was chosen: confirmed at once by its mentor, else the mentor is asked."""
    company = None if turn.is_private else await companies.of_group(turn, turn.chat.id, turn.number())
    place = await turn.place_in(turn.number(), anywhere=True)
    if not (place.is_mentor or place.is_team) or turn.is_private:
        raise Refusal("old_button" if turn.is_private else "for_the_team")
    session = await turn.session()
    now = turn.services.clock.now()
    await turn.arrive()
    row = await session.get(SchoolChat, turn.chat.id)
    if row is not None and row.state == "confirmed":
        raise Refusal("group_linked_already")
    if row is None:
        row = SchoolChat(
            chat_id=turn.chat.id, school_id=place.school.id or 0, asked_by=place.person.id or 0, at=now
        )
        session.add(row)
    row.school_id, row.asked_by = place.school.id or 0, place.person.id or 0
    if place.is_mentor:
        row.state, row.confirmed_by = "confirmed", place.person.id
        await turn.change("school/linked", school=place.school)
        await group_card.put_up(turn.services, session, place.school)
        await companies.tell(turn, company, place.school, place.person)
        return
    mentors = [one for one in await mentors_of(session, place.school.id or 0) if one.telegram_id]
    if not mentors:
        raise Refusal("no_mentor")
    title = turn.chat.title or ""
    for mentor in mentors[:1]:
        await turn.tell(
            mentor.telegram_id or 0,
            "school/link_confirm",
            school=place.school,
            person=place.person,
            title=title,
            chat=str(turn.chat.id),
        )
    await turn.change("school/link_asked", school=place.school, mentor=mentors[0])


async def link_confirmed(turn: Turn) -> None:
    """A mentor confirms that a group belongs to the school, or says no."""
    named = turn.data[0] if turn.data else ""
    chat_id = int(named) if named.removeprefix("-").isdecimal() else 0
    company = await companies.of_group(turn, chat_id)
    session = await turn.session()
    row = await session.get(SchoolChat, chat_id)
    if row is None:
        raise Refusal("old_button")
    place = need_mentor(await turn.place_in(row.school_id))
    if row.state == "confirmed":
        raise Refusal("group_linked_already")
    if turn.number(1) != 1:
        await session.delete(row)
        await turn.change("school/link_refused", school=place.school)
        return
    row.state, row.confirmed_by = "confirmed", place.person.id
    await turn.change("school/link_done", school=place.school)
    await turn.say_in(row.chat_id, "school/linked", school=place.school)
    await group_card.put_up(turn.services, session, place.school)
    await companies.tell(turn, company, place.school, await session.get(Person, row.asked_by))


async def unlink(turn: Turn) -> None:
    """A mentor frees a group from its school."""
    row = await (await turn.session()).get(SchoolChat, turn.chat.id)
    if row is None:
        raise Refusal("group_not_linked")
    need_mentor(await turn.place_in(row.school_id, anywhere=True))
    await group_card.take_down(turn.services, await turn.session(), row)
    await (await turn.session()).delete(row)
    await turn.change("school/unlinked")


async def _show(turn: Turn, place: Place) -> None:
    session = await turn.session()
    await turn.reply_privately(
        "school/one",
        place=place,
        school=place.school,
        team=await team_of(session, place.school.id or 0),
        mentors=await mentors_of(session, place.school.id or 0),
        mentorship=await mentorship_of(session, place.school.id or 0),
    )


async def _member(turn: Turn, place: Place, person_id: int) -> tuple[Member, Person]:
    for person, row in await team_of(await turn.session(), place.school.id or 0):
        if person.id == person_id:
            return row, person
    raise Refusal("not_in_team")


async def _somebody(turn: Turn) -> Person:
    if turn.anonymous:
        raise Refusal("anonymous")
    person = await turn.known()
    if person is None:
        raise Refusal("no_school")
    return person


COMMANDS: dict[str, Handler] = {"school": school, "link": link}
PRESSES: dict[str, Handler] = {
    "schoollist": school,
    "schoolpick": choose,
    "schooladd": add,
    "school": show,
    "schooldetail": detail,
    "schoolframe": framework,
    "schooldetails": details,
    "schoolphase": phase,
    "schoolteam": team,
    "member": member,
    "memberrole": role,
    "memberout": remove,
    "linkto": link_to,
    "linkok": link_confirmed,
    "unlink": unlink,
}
PRIVATE = frozenset(
    (
        "schoolpick",
        "schooladd",
        "schooldetail",
        "schooldetails",
        "schoolphase",
        "schoolteam",
        "schoolframe",
        "member",
        "memberrole",
        "memberout",
        "linkok",
    )
)
DIALOGUES = {"school": typed}
