"""What the bot may ask about chats."""

from typing import Any

from bot.rehearsal.api.registry import Call, method
from bot.rehearsal.api.targets import chat_of
from bot.rehearsal.membership import member_of, standing_of
from bot.rehearsal.message import Json
from bot.rehearsal.refused import refusal

_PERMISSIONS = (
    "can_send_messages",
    "can_send_audios",
    "can_send_documents",
    "can_send_photos",
    "can_send_videos",
    "can_send_video_notes",
    "can_send_voice_notes",
    "can_send_polls",
    "can_send_other_messages",
    "can_add_web_page_previews",
    "can_change_info",
    "can_invite_users",
    "can_manage_topics",
)


@method("getChat")
def get_chat(call: Call) -> Any:
    """Everything about a chat."""
    chat = chat_of(call)
    found: Json = chat.for_bot() | {
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(
            (
                "unlimited_gifts",
                "limited_gifts",
                "unique_gifts",
                "premium_subscription",
                "gifts_from_channels",
            ),
            False,
        ),
    }
    if chat.about and chat.kind != "private":
        found["description"] = chat.about
    if chat.kind != "private":
        found["permissions"] = dict.fromkeys(_PERMISSIONS, True) | {"can_pin_messages": chat.members_may_pin}
    if chat.pinned:
        found["pinned_message"] = chat.pinned[-1].for_bot(nested=False)
    return found


@method("getChatMember")
def get_chat_member(call: Call) -> Any:
    """One person's standing in a chat."""
    chat = chat_of(call)
    wanted = call.values["user_id"]
    if wanted == call.world.bot["id"]:
        return member_of(call.world.bot, chat.bot_is)
    person = call.world.people.get(wanted)
    if person is None:
        raise refusal("PARTICIPANT_ID_INVALID")
    return member_of(person.for_bot(), standing_of(chat, person))


@method("getChatMemberCount")
def get_chat_member_count(call: Call) -> Any:
    """How many are in the chat, the bot included."""
    return len(chat_of(call).people) + 1


@method("getChatAdministrators")
def get_chat_administrators(call: Call) -> Any:
    """A group's administrators; of bots only this one, and only where it is one and was asked for."""
    chat = chat_of(call)
    if chat.kind == "private":
        raise refusal("there are no administrators in the private chat")
    found = [member_of(person.for_bot(), standing_of(chat, person)) for person in chat.administrators]
    if chat.bot_is == "administrator":
        found.append(member_of(call.world.bot, "administrator"))
    return found


@method("leaveChat")
def leave_chat(call: Call) -> Any:
    """The bot leaves a group."""
    chat = chat_of(call)
    if chat.kind == "private":
        raise refusal("chat not found")
    call.world.membership.bot_leaves(chat)
    return True
