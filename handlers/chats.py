"""What happens to chats: the bot is added, removed, blocked, made admin; people join; groups move."""

from telegram import ChatMember

from bot.mentoring.access import school_of_chat
from bot.mentoring.people import known
from bot.storage.chats import lose_chat, move_chat
from bot.storage.people import Chat
from handlers import group_card
from handlers.turn import Turn

OUT = (ChatMember.LEFT, ChatMember.BANNED)


async def bot_moved(turn: Turn) -> None:
    """The bot's own place in a chat changed."""
    change = turn.update.my_chat_member
    if change is None:
        return
    session = await turn.session()
    now = turn.services.clock.now()
    if change.new_chat_member.status in OUT:
        await lose_chat(session, turn.chat.id, "left" if turn.chat.id < 0 else "blocked", now)
        return
    await turn.arrive()
    chat = await session.get(Chat, turn.chat.id)
    admin = change.new_chat_member.status == ChatMember.ADMINISTRATOR
    if chat is not None:
        chat.bot_is = "administrator" if admin else "member"
    if turn.is_private:
        person = await known(session, turn.user.id)
        if person is not None:
            person.reach = "yes"
        return
    if admin:
        await turn.reply("chats/made_admin")
    elif change.old_chat_member.status in OUT:
        await turn.reply("chats/added", bot=turn.services.bot_name)


async def service_message(turn: Turn) -> None:
    """Joined, left, upgraded. Ordinary comings and goings need no answer."""
    message = turn.message
    if message is None:
        return
    session = await turn.session()
    if message.migrate_to_chat_id:
        await turn.arrive()
        await move_chat(session, turn.chat.id, message.migrate_to_chat_id, turn.services.clock.now())
        await session.flush()
        session.expire_all()
        school = await school_of_chat(session, message.migrate_to_chat_id)
        if school is not None:
            await group_card.put_up(turn.services, session, school)
