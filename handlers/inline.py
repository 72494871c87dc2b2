"""Inline mode: guidance put into any chat by people in the programme. Knowledge only; nothing is kept."""

from telegram import InlineQueryResultArticle, InputTextMessageContent, LinkPreviewOptions
from telegram.constants import ParseMode

from bot.mentoring.access import is_mentor, places_of
from bot.mentoring.passing import asker_of
from bot.mentoring.people import known
from bot.mentoring.questions import pointer_data
from handlers import cards
from handlers.turn import Turn
from knowledge import Asker

MOST = 5
SHORTEST = 3
LONGEST_LINE = 120


async def asked(turn: Turn) -> None:
    """Up to five places for what is being typed; guarded words and strangers get none."""
    query = turn.update.inline_query
    if query is None:
        return
    results: list[InlineQueryResultArticle] = []
    allowed, asker = await _allowed(turn)
    if allowed and len(query.query.strip()) >= SHORTEST:
        results = [
            _article(turn, number, one) for number, one in enumerate(await _found(turn, query.query, asker))
        ]
    await query.answer(results, cache_time=0, is_personal=True)


async def _found(turn: Turn, text: str, asker: Asker | None) -> list[cards.Shown]:
    """Confident or close pointers, then documents by their titles."""
    knowledge = await turn.up_to_date()
    answer = knowledge.ask(text, asker)
    if answer.kind in ("guarded", "small_talk", "outside"):
        return []
    pointers = [one for pointer in answer.pointers if (one := cards.shown(turn, pointer_data(pointer)))]
    have = {one.entry.id for one in pointers}
    titles = [cards.Shown(entry, None, None) for entry in knowledge.find(text, MOST) if entry.id not in have]
    return [*pointers, *titles][:MOST]


def _article(turn: Turn, number: int, one: cards.Shown) -> InlineQueryResultArticle:
    said = turn.services.words.render("inline/pointer", item=one)
    return InlineQueryResultArticle(
        str(number),
        one.title[:LONGEST_LINE],
        InputTextMessageContent(
            said.html, ParseMode.HTML, link_preview_options=LinkPreviewOptions(is_disabled=True)
        ),
        description=turn.services.words.line("inline/description", item=one)[:LONGEST_LINE],
    )


async def _allowed(turn: Turn) -> tuple[bool, Asker | None]:
    """Whether somebody is in the programme, and what the search may know of them."""
    async with turn.services.database.read() as session:
        person = await known(session, turn.user.id)
        if person is None:
            return turn.is_lead, None
        member = turn.is_lead or await is_mentor(session, person) or bool(await places_of(session, person))
        return member, await asker_of(session, person)
