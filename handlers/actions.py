"""/action and /actions: one line or step by step, echoed before it is written; Done, Move, Need help."""

from datetime import date
from typing import Any

from bot.mentoring import actions, findings, meetings
from bot.mentoring.access import Place, mentors_of, need_team_or_mentor, place_in, places_of
from bot.mentoring.action_line import Line, called, parse, read_due
from bot.mentoring.calendars import terms_of
from bot.mentoring.errors import Refusal
from bot.storage.agreed import Action, Note
from bot.storage.conversation import Dialogue
from bot.storage.people import Person
from handlers import which
from handlers.turn import Handler, Turn


async def list_actions(turn: Turn) -> None:
    """/actions: in the group what is next; in private one's own, with lateness, which nobody else sees."""
    if turn.is_private:
        await mine(turn)
        return
    place = need_team_or_mentor(await turn.place())
    pairs = await actions.open_in_school(await turn.session(), place.school.id or 0)
    await turn.reply("actions/team", school=place.school, pairs=pairs, today=turn.today())


async def mine(turn: Turn) -> None:
    """One's own open actions, in private."""
    person = await turn.known()
    if person is None:
        raise Refusal("no_school")
    session = await turn.session()
    own = await actions.open_of(session, person.id or 0)
    places = await places_of(session, person)
    schools = {place.school.id: place.school.name for place in places}
    own = [one for one in own if one.school_id in schools]
    await turn.reply("actions/mine", actions=own, today=turn.today(), schools=schools)


async def team(turn: Turn) -> None:
    """The school's open actions, in private."""
    place = need_team_or_mentor(await turn.place())
    pairs = await actions.open_in_school(await turn.session(), place.school.id or 0)
    await turn.reply("actions/team", school=place.school, pairs=pairs, today=turn.today())


async def action(turn: Turn) -> None:
    """/action in one line, as a reply to any message, or bare: then it is asked for."""
    if turn.anonymous:
        raise Refusal("anonymous")
    place = need_team_or_mentor(await turn.place())
    words = " ".join(filter(None, (turn.quoted, turn.text)))
    if not words:
        await turn.begin("action", "text", school=place.school.id)
        await turn.ask_for("actions/what", "Who does what by when", school=place.school)
        return
    await draft(turn, place, words)


async def new(turn: Turn) -> None:
    """ "New action" from a button."""
    place = need_team_or_mentor(await turn.place())
    await turn.begin("action", "text", school=place.school.id)
    await turn.ask_for("actions/what", "Who does what by when", school=place.school)


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """The next words: the action itself, or its day."""
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    if dialogue.step == "text":
        await draft(turn, place, turn.text)
        return
    if dialogue.step == "move":
        await _new_day(turn, dialogue)
        return
    if dialogue.step == "owner":
        await _owner_typed(turn, place, dialogue)
        return
    due, others, why = _due(turn, place, turn.text)
    if due is None and not others:
        await turn.ask_for("actions/day_again", "like: friday", why=why)
        return
    days = [one.isoformat() for one in (due, *others) if one]
    found = {"due": None, "choices": days, "why": "" if due else why} if others else {"due": days[0]}
    await _next(turn, place, dialogue.data | {"unclear": "", "no_due": False} | found)


async def _owner_typed(turn: Turn, place: Place, dialogue: Dialogue) -> None:
    """Who does it, written instead of tapped; a name that fits nobody or several is asked again."""
    people = await actions.owners(await turn.session(), place.school.id or 0)
    meant = called(turn.text.lower().strip("@ .!"), people, place.person)
    if len(meant) == 1:
        await _next(turn, place, dialogue.data | {"owner": meant[0].id})
        return
    await turn.reply(
        "actions/who",
        school=place.school,
        people=meant or people,
        text=dialogue.data["text"],
        again="several" if meant else "nobody",
    )


async def owner(turn: Turn) -> None:
    """The owner was tapped."""
    dialogue = await turn.dialogue("action", "owner")
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    people = {one.id for one in await actions.owners(await turn.session(), place.school.id or 0)}
    if turn.number() not in people:
        raise Refusal("not_in_team")
    await _next(turn, place, dialogue.data | {"owner": turn.number()}, edit=True)


async def day(turn: Turn) -> None:
    """The day was tapped: one of the offered, or none."""
    dialogue = await turn.dialogue("action", "due")
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    choices = dialogue.data.get("choices", [])
    if turn.data and turn.data[0] == "none":
        chosen: dict[str, Any] = {"due": None, "no_due": True, "choices": []}
    elif turn.number() < len(choices):
        chosen = {"due": choices[turn.number()], "choices": []}
    else:
        raise Refusal("old_button")
    await _next(turn, place, dialogue.data | chosen, edit=True)


async def save(turn: Turn) -> None:
    """The tap that writes the action down."""
    dialogue = await turn.dialogue("action", "confirm")
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    session, now = await turn.session(), turn.services.clock.now()
    data = dialogue.data
    latest = await meetings.latest(session, place.school.id or 0, now)
    made = await actions.make(
        session,
        place,
        data["text"],
        data["owner"],
        date.fromisoformat(data["due"]) if data.get("due") else None,
        now,
        finding_id=data.get("finding"),
        meeting_id=latest.id if latest else None,
    )
    note = await session.get(Note, data["note"]) if data.get("note") else None
    if note and note.author_id == place.person.id and note.kind == "note":
        await session.delete(note)
    owner = await session.get(Person, made.owner_id)
    await turn.end()
    await turn.change("actions/saved", action=made, owner=owner, school=place.school)
    if owner and owner.id != place.person.id and owner.telegram_id and owner.reach == "yes":
        await turn.tell(owner.telegram_id, "actions/given", action=made, school=place.school, by=place.person)


async def drop_draft(turn: Turn) -> None:
    """ "Not now": nothing is written."""
    dialogue = await turn.dialogue("action", "confirm")
    await turn.end()
    await turn.change("dialogue/cancelled", private=turn.is_private, note=dialogue.data.get("note"))


async def show(turn: Turn) -> None:
    """One action with its buttons and history, in private."""
    place, one = await named(turn)
    past = await actions.history(await turn.session(), one)
    owner = await (await turn.session()).get(Person, one.owner_id) if one.owner_id else None
    mine = place.is_mentor or place.person.id == one.owner_id
    await turn.reply_privately(
        "actions/one",
        action=one,
        school=place.school,
        history=past if mine else (),
        owner=owner,
        due=one.due if mine or (one.due and one.due >= turn.today()) else None,
        mine=mine,
    )


async def done(turn: Turn) -> None:
    """Done, or open again."""
    await _set(turn, "open" if turn.number(1) else "done")


async def drop(turn: Turn) -> None:
    """Not needed any more."""
    await _set(turn, "dropped")


async def need_help(turn: Turn) -> None:
    """ "Need help" reaches the mentor, and only the mentor."""
    place, one = await _set(turn, "needs_help")
    for mentor in (await mentors_of(await turn.session(), one.school_id))[:1]:
        if mentor.telegram_id and mentor.id != place.person.id:
            await turn.tell(
                mentor.telegram_id, "actions/help", action=one, school=place.school, person=place.person
            )


async def move(turn: Turn) -> None:
    """Ask for another day."""
    place, one = await _own(turn)
    await turn.begin("action", "move", school=place.school.id, action=one.id)
    await turn.ask_for("actions/new_day", "like: next friday", action=one, school=place.school)


async def move_ok(turn: Turn) -> None:
    """The tap that moves the day."""
    dialogue = await turn.dialogue("action", "move_confirm")
    session = await turn.session()
    one = await actions.named(session, dialogue.data["action"])
    place = need_team_or_mentor(await turn.place_in(one.school_id))
    actions.need_owner_or_mentor(place, one)
    choices = dialogue.data["choices"]
    if turn.number() >= len(choices):
        raise Refusal("old_button")
    chosen = date.fromisoformat(choices[turn.number()])
    await actions.set_due(session, one, chosen, place.person, turn.services.clock.now())
    await turn.end()
    await turn.change("actions/moved", action=one, school=place.school)


async def draft(turn: Turn, place: Place, words: str, *, note: Note | None = None) -> None:
    """Take the line apart and ask for what it lacks. What it is made of is served where it names nothing."""
    session = await turn.session()
    people = await actions.owners(session, place.school.id or 0)
    line = parse(
        words,
        people,
        place.person,
        turn.services.clock.now(),
        terms_of(place.school),
        turn.services.config.timezone,
    )
    finding = await findings.by_number(session, place.school.id or 0, line.finding) if line.finding else None
    data = _data(place, line, finding.id if finding else note.finding_id if note else None)
    data |= {"words": words, "note": note.id if note else None}
    if line.finding and finding is None:
        data["text"] = f"{line.text} #{line.finding}"
    await _next(turn, place, data, edit=note is not None)


def _data(place: Place, line: Line, finding_id: int | None) -> dict[str, Any]:
    return {
        "school": place.school.id,
        "text": line.text,
        "owner": line.owners[0].id if len(line.owners) == 1 else None,
        "maybe": [one.id for one in line.owners] if len(line.owners) > 1 else [],
        "due": line.due.isoformat() if line.due and not line.due_choices else None,
        "choices": [one.isoformat() for one in ((line.due,) if line.due else ()) + line.due_choices]
        if line.due_choices
        else [],
        "unclear": line.due_unclear,
        "finding": finding_id,
    }


async def _next(turn: Turn, place: Place, draft: dict[str, Any], *, edit: bool = False) -> None:
    """Ask for the next thing that is missing, or echo the whole for a tap."""
    session = await turn.session()
    say = turn.change if edit else turn.reply
    if not draft["text"]:
        await turn.begin("action", "text", **draft)
        await turn.ask_for("actions/what", "Who does what by when", school=place.school)
        return
    if draft["owner"] is None:
        people = await actions.owners(session, place.school.id or 0)
        if draft["maybe"]:
            people = [one for one in people if one.id in draft["maybe"]]
        await turn.begin("action", "owner", **draft)
        await say("actions/who", school=place.school, people=people, text=draft["text"], again="")
        return
    if not draft.get("due") and not draft.get("no_due"):
        if not draft["choices"]:
            draft = draft | {"choices": await _offered_days(turn, place)}
        await turn.begin("action", "due", **draft)
        choices = [date.fromisoformat(one) for one in draft["choices"]]
        await say(
            "actions/when",
            school=place.school,
            choices=choices,
            unclear=draft["unclear"],
            why=draft.get("why"),
            text=draft["text"],
        )
        return
    owner = await session.get(Person, draft["owner"])
    finding = (
        await findings.named(session, place.school.id or 0, draft["finding"])
        if draft.get("finding")
        else None
    )
    await turn.begin("action", "confirm", **draft)
    await say(
        "actions/confirm",
        school=place.school,
        text=draft["text"],
        owner=owner,
        due=date.fromisoformat(draft["due"]) if draft.get("due") else None,
        finding=finding,
        several=await which.several(turn),
    )


async def _offered_days(turn: Turn, place: Place) -> list[str]:
    """Days to tap: a week and two weeks from now, and the next meeting."""
    offered = [one for words in ("in a week", "in a fortnight") if (one := _due(turn, place, words)[0])]
    coming = await meetings.coming(await turn.session(), place.school.id or 0, turn.services.clock.now())
    offered += [meeting.starts_at.astimezone(turn.services.config.zone).date() for meeting in coming[:1]]
    return [one.isoformat() for one in dict.fromkeys(offered)]


async def _new_day(turn: Turn, dialogue: Dialogue) -> None:
    session = await turn.session()
    one = await actions.named(session, dialogue.data["action"])
    place = need_team_or_mentor(await turn.place_in(one.school_id))
    actions.need_owner_or_mentor(place, one)
    due, others, why = _due(turn, place, turn.text)
    choices = [day for day in (due, *others) if day is not None]
    if not choices:
        await turn.ask_for("actions/day_again", "like: next friday", why=why)
        return
    await turn.begin("action", "move_confirm", action=one.id, choices=[day.isoformat() for day in choices])
    await turn.reply("actions/move_confirm", action=one, school=place.school, choices=choices)


def _due(turn: Turn, place: Place, words: str) -> tuple[date | None, tuple[date, ...], str]:
    config = turn.services.config
    return read_due(words, turn.services.clock.now(), terms_of(place.school), config.timezone)


async def named(turn: Turn) -> tuple[Place, Action]:
    """The action a button named, where the presser may see it. Raises Refusal."""
    session = await turn.session()
    one = await actions.named(session, turn.number())
    person = await turn.known()
    if person is None:
        raise Refusal("wrong_school")
    place = await place_in(session, person, one.school_id, turn.services.config.programme_leads)
    await turn.need_here(need_team_or_mentor(place))
    mine = place.person.id in (one.owner_id, one.made_by) or (place.is_mentor and one.audience != "owner")
    if one.audience != "team" and not (mine and turn.is_private):
        raise Refusal("wrong_school")
    return place, one


async def _own(turn: Turn) -> tuple[Place, Action]:
    place, one = await named(turn)
    actions.need_owner_or_mentor(place, one)
    return place, one


async def _set(turn: Turn, state: str) -> tuple[Place, Action]:
    place, one = await _own(turn)
    await actions.set_state(await turn.session(), one, state, place.person, turn.services.clock.now())
    await turn.change(f"actions/is_{state}", action=one, school=place.school)
    return place, one


COMMANDS: dict[str, Handler] = {"actions": list_actions, "action": action}
PRESSES: dict[str, Handler] = {
    "actions": list_actions,
    "myactions": mine,
    "teamactions": team,
    "actnew": new,
    "actowner": owner,
    "actday": day,
    "actsave": save,
    "actdrop": drop_draft,
    "act": show,
    "actdone": done,
    "actoff": drop,
    "acthelp": need_help,
    "actmove": move,
    "actmoveok": move_ok,
}
PRIVATE = frozenset(("myactions",))
DIALOGUES = {"action": typed}
