"""The command menus: at most six, by where and for whom. The rest are typed or reached by buttons."""

from typing import TYPE_CHECKING

from telegram import Bot, BotCommand, BotCommandScopeAllGroupChats, BotCommandScopeAllPrivateChats

if TYPE_CHECKING:
    from handlers.services import Services

PRIVATE = ("start", "ask", "find", "help", "privacy", "cancel")
GROUP = ("ask", "meetings", "actions", "notes", "help", "privacy")


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
