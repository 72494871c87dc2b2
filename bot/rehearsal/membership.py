"""Who is in a group, and what the bot hears of it."""

from typing import TYPE_CHECKING

from bot.rehearsal.chat import Chat, Standing
from bot.rehearsal.message import Json
from bot.rehearsal.refused import NotPossible

if TYPE_CHECKING:
    from bot.rehearsal.person import Person
    from bot.rehearsal.world import World

_RIGHTS = (
    "can_be_edited",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
    "can_pin_messages",
    "can_manage_topics",
)


def member_of(user: Json, standing: str) -> Json:
    """The ChatMember object for a user who is creator, administrator, member, left or kicked."""
    found: Json = {"user": user, "status": standing}
    if standing == "administrator":
        return found | {"is_anonymous": False} | dict.fromkeys(_RIGHTS, True)
    if standing == "creator":
        return found | {"is_anonymous": False}
    return found | ({"until_date": 0} if standing == "kicked" else {})


def standing_of(chat: Chat, person: "Person") -> str:
    """creator, administrator, member or left."""
    if person not in chat.people:
        return "left"
    if chat.people[0] is person and chat.owner is None:
        return "creator"
    return "administrator" if person in chat.administrators else "member"


class Membership:
    """Joins and leaves, with the service messages and updates they bring."""

    def __init__(self, world: "World") -> None:
        self._world = world

    def join(self, person: "Person", group: Chat, by: "Person") -> None:
        """Somebody comes in, by themselves or added by somebody."""
        group.people.append(person)
        self._member_changed(group, person, by, "left", "member")
        body: Json = {"new_chat_members": [person.for_bot()]}
        self._world.deliver(self._world.post(group, by.for_bot(), body, sender=by))
        self._world.tell_chat(group)

    def leave(self, person: "Person", group: Chat) -> None:
        """Somebody goes."""
        message = self._world.post(
            group, person.for_bot(), {"left_chat_member": person.for_bot()}, sender=person
        )
        group.people.remove(person)
        if person in group.administrators:
            group.administrators.remove(person)
        self._member_changed(group, person, person, "member", "left")
        self._world.deliver(message)
        self._world.tell_chat(group)

    def bot_becomes(self, group: Chat, by: "Person", new: Standing) -> None:
        """The bot is added, removed, promoted or demoted by a member."""
        old = group.bot_is
        if old == new or by not in group.people:
            raise NotPossible(f"The bot is {old} in {group.title} already, or {by.name} is not there.")
        group.bot_is = new
        self._world.bot_standing_changed(group, by, old, new)
        if old in ("left", "kicked"):
            body: Json = {"new_chat_members": [self._world.bot]}
            self._world.deliver(self._world.post(group, by.for_bot(), body, sender=by))
        elif new == "kicked":
            self._world.post(group, by.for_bot(), {"left_chat_member": self._world.bot}, sender=by)
        self._world.tell_chat(group)

    def bot_leaves(self, group: Chat) -> None:
        """The bot goes by itself."""
        group.bot_is = "left"
        self._world.post(group, self._world.bot, {"left_chat_member": self._world.bot})
        self._world.tell_chat(group)

    def _member_changed(self, group: Chat, person: "Person", by: "Person", old: str, new: str) -> None:
        if group.bot_is != "administrator":
            return
        self._world.updates.add(
            "chat_member",
            {
                "chat": group.for_bot(),
                "from": by.for_bot(),
                "date": int(self._world.now().timestamp()),
                "old_chat_member": member_of(person.for_bot(), old),
                "new_chat_member": member_of(person.for_bot(), new),
            },
        )
