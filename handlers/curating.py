"""/knowledge, for programme leads: what found no good answer, what is proposed, and what was taught."""

from bot.mentoring import misses, teaching
from bot.mentoring.errors import Refusal
from bot.storage.learnt import Taught
from handlers import cards
from handlers.turn import Handler, Turn

A_PAGE = 6
TOPICS = 8


async def show(turn: Turn) -> None:
    """Unanswered and popular first; topics where the words are not ours to see; always in private."""
    _need_lead(turn)
    await turn.person()
    session = await turn.session()
    groups = await misses.grouped(session)
    last = max((len(groups) - 1) // A_PAGE, 0)
    page = min(turn.number(), last)
    proposed = await teaching.in_state(session, "proposed")
    live = await teaching.in_state(session, "live")
    values = {
        "groups": groups[page * A_PAGE : (page + 1) * A_PAGE],
        "topics": (await misses.by_topic(session))[:TOPICS],
        "proposed": proposed[:A_PAGE],
        "live": len(live),
        "page": page,
        "last": last,
    }
    if turn.update.callback_query and turn.is_private:
        await turn.change("curating/all", **values)
    else:
        await turn.reply_privately("curating/all", **values)


async def miss(turn: Turn) -> None:
    """One group of alike questions."""
    group = await _group(turn)
    await turn.reply_privately("curating/miss", group=group)


async def close(turn: Turn) -> None:
    """Nothing to do about these."""
    await misses.close(await turn.session(), await _group(turn))
    await show_again(turn)


async def taught(turn: Turn) -> None:
    """One taught question."""
    await _show(turn, await _named(turn))


async def all_taught(turn: Turn) -> None:
    """What is live, a page at a time."""
    _need_lead(turn)
    live = await teaching.in_state(await turn.session(), "live")
    last = max((len(live) - 1) // A_PAGE, 0)
    page = min(turn.number(), last)
    await turn.reply_privately(
        "curating/live", taught=live[page * A_PAGE : (page + 1) * A_PAGE], page=page, last=last
    )


async def set_state(turn: Turn) -> None:
    """Approve, retire, bring back."""
    row = await _named(turn)
    wanted = turn.data[1] if len(turn.data) > 1 else ""
    if wanted not in ("live", "retired"):
        raise Refusal("old_button")
    session, now = await turn.session(), turn.services.clock.now()
    if row.state != wanted:
        await teaching.change(session, row, await turn.person(), now, state=wanted)
    await _show(turn, row)


async def undo(turn: Turn) -> None:
    """Take the last step back."""
    row = await _named(turn)
    await teaching.undo(await turn.session(), row, await turn.person(), turn.services.clock.now())
    await _show(turn, row)


async def show_again(turn: Turn) -> None:
    """The list anew, in place of a card that is done with."""
    turn.answer("toasts/done")
    await show(turn)


async def _show(turn: Turn, row: Taught) -> None:
    place = cards.shown(turn, {"entry": row.entry_id, "section": row.section})
    steps = await teaching.history(await turn.session(), row)
    await turn.change("curating/taught", taught=row, place=place, steps=steps)


async def _named(turn: Turn) -> Taught:
    _need_lead(turn)
    return await teaching.named(await turn.session(), turn.number())


async def _group(turn: Turn) -> misses.Group:
    _need_lead(turn)
    group = await misses.group_of(await turn.session(), turn.number())
    if group is None:
        raise Refusal("old_button")
    return group


def _need_lead(turn: Turn) -> None:
    if not turn.is_lead or turn.anonymous:
        raise Refusal("for_leads")
    turn.keep_nothing()


COMMANDS: dict[str, Handler] = {"knowledge": show}
PRESSES: dict[str, Handler] = {
    "knowledge": show,
    "miss": miss,
    "missclose": close,
    "taught": taught,
    "taulist": all_taught,
    "tauset": set_state,
    "tauundo": undo,
}
PRIVATE = PRESSES.keys()
