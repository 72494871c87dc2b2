"""The bot about itself: getMe, command menus, its name and descriptions."""

import re
from functools import partial
from typing import Any

from bot.rehearsal.api.registry import METHODS, Call, method
from bot.rehearsal.message import Json
from bot.rehearsal.refused import mistake, refusal

MAX_COMMANDS, MAX_DESCRIPTION = 100, 256
LIMITS = {"name": 64, "description": 512, "short_description": 120}
_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_SCOPES = {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
    "chat",
    "chat_administrators",
    "chat_member",
}


@method("getMe")
def get_me(call: Call) -> Any:
    """The bot's own account."""
    return call.world.bot | {
        "can_join_groups": True,
        "can_read_all_group_messages": call.world.reads_all,
        "supports_inline_queries": True,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
        "allows_users_to_create_topics": False,
    }


@method("setMyCommands")
def set_my_commands(call: Call) -> Any:
    """The command menu of a scope."""
    commands: list[Json] = call.values["commands"]
    if len(commands) > MAX_COMMANDS:
        raise mistake("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
            raise mistake("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"].strip()) <= MAX_DESCRIPTION:
            raise mistake("BOT_COMMAND_DESCRIPTION_INVALID")
    call.world.commands[_scope(call)] = commands
    _menus_changed(call)
    return True


@method("getMyCommands")
def get_my_commands(call: Call) -> Any:
    """The command menu of exactly that scope."""
    return call.world.commands.get(_scope(call), [])


@method("deleteMyCommands")
def delete_my_commands(call: Call) -> Any:
    """No menu of its own for that scope any more."""
    call.world.commands.pop(_scope(call), None)
    _menus_changed(call)
    return True


def _scope(call: Call) -> str:
    """The scope as one word; menus in other languages are kept apart."""
    scope = call.values.get("scope") or {"type": "default"}
    kind = scope["type"]
    if kind not in _SCOPES:
        raise mistake("can't parse BotCommandScope: unsupported type specified")
    parts = [kind]
    if kind in ("chat", "chat_administrators", "chat_member"):
        if "chat_id" not in scope or (kind == "chat_member" and "user_id" not in scope):
            raise mistake("can't parse BotCommandScope: chat_id or user_id is missing")
        chat = call.world.chats.get(scope["chat_id"])
        if chat is None or (chat.owner is not None and not chat.owner.started):
            raise refusal("chat not found")
        parts.append(str(chat.id))
        parts += [str(scope["user_id"])] if kind == "chat_member" else []
    if language := call.values.get("language_code"):
        parts.append(language)
    return ":".join(parts)


def _menus_changed(call: Call) -> None:
    for chat in call.world.chats.values():
        call.world.tell_chat(chat)


def _set(field: str, call: Call) -> Any:
    text = call.values.get(field, "")
    if len(text) > LIMITS[field]:
        raise mistake(f"{field} is too long")
    call.world.profile[field] = text
    return True


def _get(field: str, call: Call) -> Any:
    return {field: call.world.profile[field]}


for _field, _name in (
    ("name", "Name"),
    ("description", "Description"),
    ("short_description", "ShortDescription"),
):
    METHODS[f"setMy{_name}"] = partial(_set, _field)
    METHODS[f"getMy{_name}"] = partial(_get, _field)


@method("setChatMenuButton")
def set_chat_menu_button(call: Call) -> Any:
    """The button beside the text field; the page always shows the command menu."""
    return True


@method("getChatMenuButton")
def get_chat_menu_button(call: Call) -> Any:
    """The button beside the text field."""
    return {"type": "commands"}
