"""/settings: reminders, pauses, absence, working days, short answers; and a school's own term dates."""

from datetime import datetime, time, timedelta

from bot.mentoring import calendar_feed, settings
from bot.mentoring.access import is_mentor, need_team_or_mentor
from bot.mentoring.calendars import terms_data, terms_of
from bot.mentoring.dates import read
from bot.mentoring.errors import Refusal
from bot.mentoring.schools import note_change
from bot.mentoring.term_lines import presets, read_lines
from bot.mentoring.terms import Terms
from bot.storage.conversation import Dialogue
from bot.storage.people import Person
from bot.storage.schools import Mentor
from handlers.turn import Handler, Turn


async def show(turn: Turn) -> None:
    """/settings, always in private."""
    person = await _somebody(turn)
    session = await turn.session()
    row = await settings.preference(session, person)
    mentor = await session.get(Mentor, person.id)
    values = {
        "person": person,
        "row": row,
        "leads": settings.leads_of(row),
        "mentor": mentor if await is_mentor(session, person) else None,
        "now": turn.services.clock.now(),
        "feeds": bool(turn.services.config.webhook_url),
    }
    if turn.update.callback_query and turn.is_private:
        await turn.change("settings/all", **values)
    else:
        await turn.reply_privately("settings/all", **values)


async def reminder(turn: Turn) -> None:
    """One reminder on or off."""
    person = await _somebody(turn)
    row = await settings.preference(await turn.session(), person)
    settings.switch_lead(row, turn.data[0] if turn.data else "")
    await show(turn)


async def answers(turn: Turn) -> None:
    """Full or short answers."""
    settings.switch_answers(await _somebody(turn))
    await show(turn)


async def sharing(turn: Turn) -> None:
    """Whether curators may read, without name and school, what found no answer."""
    person = await _somebody(turn)
    session = await turn.session()
    await settings.switch_sharing(session, person, await settings.preference(session, person))
    await show(turn)


async def day(turn: Turn) -> None:
    """A mentor's working day on or off."""
    await settings.switch_day(await turn.session(), await _somebody(turn), turn.number())
    await show(turn)


async def pause(turn: Turn) -> None:
    """Ask until when to be quiet; or end the pause."""
    person = await _somebody(turn)
    if turn.data and turn.data[0] == "off":
        settings.pause(await settings.preference(await turn.session(), person), None)
        await show(turn)
        return
    await turn.begin("settings", "pause")
    await turn.ask_for("settings/pause", "like: monday")


async def away(turn: Turn) -> None:
    """Ask until when somebody is away; or back again."""
    person = await _somebody(turn)
    if turn.data and turn.data[0] == "off":
        settings.go_away(await settings.preference(await turn.session(), person), None)
        await show(turn)
        return
    await turn.begin("settings", "away")
    await turn.ask_for("settings/away", "like: 4 january")


async def typed(turn: Turn, dialogue: Dialogue) -> None:
    """Until when, or a school's term dates."""
    step = dialogue.step.removesuffix("_ok")  # words instead of the tap are read anew
    if step == "terms":
        await _terms_typed(turn, dialogue)
        return
    person = await _somebody(turn)
    found = read(turn.text, turn.services.clock.now(), "due", None, turn.services.config.timezone)
    if found.reading is None:
        await turn.ask_for("settings/again", "like: monday", why=found.why)
        return
    zone = turn.services.config.zone
    day = found.reading.astimezone(zone).date() if isinstance(found.reading, datetime) else found.reading
    await turn.begin("settings", f"{step}_ok", day=day.isoformat())
    await turn.reply(f"settings/{step}_ok", day=day, mentor=await is_mentor(await turn.session(), person))


async def pause_ok(turn: Turn) -> None:
    """The tap that pauses."""
    dialogue = await turn.dialogue("settings", "pause_ok")
    row = await settings.preference(await turn.session(), await _somebody(turn))
    day = datetime.fromisoformat(dialogue.data["day"])
    settings.pause(row, datetime.combine(day, time(8), turn.services.config.zone))
    await turn.end()
    await show(turn)


async def away_ok(turn: Turn) -> None:
    """The tap that says somebody is away, and what happens to questions meanwhile."""
    dialogue = await turn.dialogue("settings", "away_ok")
    row = await settings.preference(await turn.session(), await _somebody(turn))
    day = datetime.fromisoformat(dialogue.data["day"]).date()
    settings.go_away(row, day, turn.data[0] if turn.data else "wait")
    until = datetime.combine(day + timedelta(days=1), time(8), turn.services.config.zone)
    settings.pause(row, until)
    await turn.end()
    await show(turn)


async def feed(turn: Turn) -> None:
    """A calendar address of one's own: what it is, then made (":make", shown this once) or ended (":off")."""
    person = await _somebody(turn)
    if not turn.services.config.webhook_url:
        raise Refusal("no_feed")
    session = await turn.session()
    row = await settings.preference(session, person)
    address = None
    if turn.data == ["make"]:
        address = calendar_feed.address(turn.services.config.webhook_url, calendar_feed.make(row))
    elif turn.data == ["off"]:
        calendar_feed.end(row)
    turn.keep_nothing()
    await turn.change("settings/feed", address=address, has=row.feed_hash is not None)


async def terms(turn: Turn) -> None:
    """A school's calendar: what is set, the presets, or typed lines."""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    await turn.reply_privately(
        "settings/terms", school=place.school, terms=terms_of(place.school), presets=presets()
    )


async def terms_preset(turn: Turn) -> None:
    """A preset is shown; it counts once somebody of the school confirms it."""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    every = presets()
    if turn.number(1) >= len(every):
        raise Refusal("old_button")
    preset = every[turn.number(1)]
    await turn.begin("settings", "terms_ok", school=place.school.id, terms=terms_data(preset.terms))
    await turn.change("settings/terms_confirm", school=place.school, terms=preset.terms)


async def terms_type(turn: Turn) -> None:
    """Ask for the school's own dates."""
    place = need_team_or_mentor(await turn.place_in(turn.number()))
    await turn.begin("settings", "terms", school=place.school.id)
    await turn.ask_for("settings/terms_type", "One period a line", school=place.school)


async def terms_ok(turn: Turn) -> None:
    """The tap that makes a calendar the school's own."""
    dialogue = await turn.dialogue("settings", "terms_ok")
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    now = turn.services.clock.now()
    place.school.terms = dialogue.data["terms"] | {
        "confirmed_by": place.person.name,
        "confirmed_at": now.isoformat(),
    }
    await note_change(await turn.session(), "terms set", now, school=place.school.id, by=place.person.id)
    await turn.end()
    await turn.change("settings/terms_set", school=place.school)


async def _terms_typed(turn: Turn, dialogue: Dialogue) -> None:
    place = need_team_or_mentor(await turn.place_in(dialogue.data["school"]))
    today = turn.today()
    read_in = read_lines(turn.text, today.year if today.month >= 8 else today.year - 1)
    if read_in.problems or not read_in.periods:
        await turn.ask_for("settings/terms_again", "One period a line", problems=read_in.problems)
        return
    typed_terms = Terms(tuple(read_in.periods), source="typed by the school")
    await turn.begin("settings", "terms_ok", school=place.school.id, terms=terms_data(typed_terms))
    await turn.reply("settings/terms_confirm", school=place.school, terms=typed_terms)


async def _somebody(turn: Turn) -> Person:
    person = await turn.known()
    if person is None:
        raise Refusal("no_school")
    return person


COMMANDS: dict[str, Handler] = {"settings": show}
PRESSES: dict[str, Handler] = {
    "settings": show,
    "setlead": reminder,
    "setshort": answers,
    "setday": day,
    "setshare": sharing,
    "setpause": pause,
    "setpauseok": pause_ok,
    "setaway": away,
    "setawayok": away_ok,
    "feed": feed,
    "terms": terms,
    "termspreset": terms_preset,
    "termstype": terms_type,
    "termsok": terms_ok,
}
PRIVATE = PRESSES.keys()
DIALOGUES = {"settings": typed}
