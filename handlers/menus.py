"""The command menus: at most six, by where and for whom. The rest are typed or reached by buttons.

The menus of everybody are set at the start. A mentor's and a programme lead's own menu is for their private
chat alone: a duty compares what each such chat shows with what it should show, so it follows within a tick
when somebody becomes a mentor or leaves, and nothing is sent where nothing has changed. It goes through the
outbox: sent after the commit, tried again, and no harm where Telegram refuses it.
"""

from datetime import datetime
from typing import TYPE_CHECKING

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

from bot.mentoring import own_menus
from bot.storage import outbox
from bot.storage.database import Database
from bot.storage.outbox import Outgoing

if TYPE_CHECKING:
    from handlers.services import Services

PRIVATE = ("start", "ask", "find", "help", "privacy", "cancel")
GROUP = ("ask", "meetings", "actions", "notes", "help", "privacy")
MENTOR = ("start", "caseload", "questions", "meetings", "ask", "help")
LEAD = ("start", "mentors", "questions", "knowledge", "ask", "help")
BOTH = ("start", "caseload", "questions", "mentors", "knowledge", "help")


def commands_for(*, private: bool) -> tuple[str, ...]:
    """The names in the menu of a private chat or of a group, in order."""
    return PRIVATE if private else GROUP


async def set_menus(bot: Bot, services: "Services") -> None:
    """Tell Telegram the menus and what the bot is, as shown before anybody presses Start."""
    for private, scope in ((True, BotCommandScopeAllPrivateChats()), (False, BotCommandScopeAllGroupChats())):
        menu = [
            BotCommand(name, services.words.line(f"menu/{name}")) for name in commands_for(private=private)
        ]
        await bot.set_my_commands(menu, scope=scope)
    await bot.set_my_description(services.words.line("menu/description"))
    await bot.set_my_short_description(services.words.line("menu/short_description")[:120])


class OwnMenus:
    """The duty: mentors and programme leads have their own commands in their private chats."""

    def __init__(self, services: "Services") -> None:
        self._services = services

    async def run(self, database: Database, now: datetime) -> None:
        """Set, change or take away what is not as it should be."""
        leads = self._services.config.programme_leads
        async with database.read() as session:
            if not await own_menus.changed(session, leads, _names):
                return
        async with database.write() as session:
            for chat, names in await own_menus.changed(session, leads, _names):
                chat.menu = " ".join(names) or None
                session.add(chat)
                menu = tuple((name, self._services.words.line(f"menu/{name}")) for name in names)
                await outbox.put(session, Outgoing(chat.id, kind="menu", menu=menu, priority="digest"), now)


def _names(*, mentor: bool, lead: bool) -> tuple[str, ...]:
    if mentor and lead:
        return BOTH
    return MENTOR if mentor else LEAD if lead else ()
