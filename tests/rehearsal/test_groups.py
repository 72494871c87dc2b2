"""Groups as Telegram has them: privacy mode, topics, comings and goings, migration."""

from typing import Any

import pytest
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest

from bot.rehearsal.chat import Chat
from bot.rehearsal.person import Person
from bot.rehearsal.refused import NotPossible
from bot.rehearsal.server import LocalTelegram


@pytest.fixture
def group(telegram: LocalTelegram, amina: Person, bryn: Person) -> Chat:
    """A leadership group the bot is an ordinary member of."""
    return telegram.add_group("Leadership", [amina, bryn], about="Rowan Primary")


def heard(telegram: LocalTelegram) -> list[str]:
    """The words of the messages that reached the bot."""
    return [
        update[kind].get("text") or update[kind].get("caption")
        for update in telegram.pending_updates
        for kind in ("message", "edited_message")
        if kind in update
    ]


@pytest.mark.parametrize(
    "text",
    ["/help", "/help@SendMentorBot", "/ASK@sendmentorbot x", "hello @SendMentorBot", "see 🙂 @sendmentorbot"],
)
async def test_what_is_addressed_to_an_ordinary_member_reaches_it(
    telegram: LocalTelegram, group: Chat, amina: Person, text: str
) -> None:
    await amina.say(text, group)
    assert heard(telegram) == [text]


@pytest.mark.parametrize(
    "text", ["good morning", "/help@OtherBot", "write to x@SendMentorBot.org", "and/or", "@Send"]
)
async def test_what_is_not_addressed_to_it_does_not(
    telegram: LocalTelegram, group: Chat, amina: Person, text: str
) -> None:
    await amina.say(text, group)
    assert heard(telegram) == []
    assert group.sees(amina)[0].text == text


async def test_replies_to_the_bot_reach_it_and_replies_to_others_do_not(
    telegram: LocalTelegram, bot: Bot, group: Chat, amina: Person, bryn: Person
) -> None:
    await bot.send_message(group.id, "Which day?")
    question = await group.next()
    await amina.say("Thursday", group, reply_to=question)
    said = await amina.say("or not", group)
    await bryn.say("no", group, reply_to=said)
    assert heard(telegram) == ["Thursday"]
    assert telegram.pending_updates[0]["message"]["reply_to_message"]["message_id"] == question.id


async def test_an_administrator_and_a_bot_without_privacy_mode_read_everything(
    telegram: LocalTelegram, group: Chat, amina: Person
) -> None:
    await amina.promote_bot(group)
    await amina.say("good morning", group)
    await amina.demote_bot(group)
    await amina.say("good night", group)
    assert heard(telegram) == ["good morning"]
    async with LocalTelegram(privacy_mode=False) as other:
        person = other.add_person("Carys")
        await person.say("good morning", other.add_group("All staff", [person]))
        assert heard(other) == ["good morning"]


async def test_a_caption_or_an_edit_can_address_the_bot(
    telegram: LocalTelegram, group: Chat, amina: Person
) -> None:
    await amina.send("document", "@SendMentorBot please", "report.pdf", b"x", group)
    said = await amina.say("later", group)
    await amina.edit(said, "later @SendMentorBot")
    await amina.send("photo", "the hall", chat=group)
    assert heard(telegram) == ["@SendMentorBot please", "later @SendMentorBot"]


async def test_comings_and_goings_reach_it(
    telegram: LocalTelegram, bot: Bot, group: Chat, amina: Person, bryn: Person
) -> None:
    carys = telegram.add_person("Carys")
    await amina.add(carys, group)
    await bryn.leave(group)
    joined, left = await bot.get_updates()
    assert [user.id for user in joined.message.new_chat_members] == [carys.id]
    assert left.message.left_chat_member.id == bryn.id
    assert await bot.get_chat_member_count(group.id) == 3
    assert (await bot.get_chat_member(group.id, bryn.id)).status == "left"
    assert (await bot.get_chat_member(group.id, amina.id)).status == "creator"
    assert [member.user.id for member in await bot.get_chat_administrators(group.id)] == [amina.id]
    with pytest.raises(NotPossible):
        await bryn.say("one more thing", group)


async def test_the_bot_hears_of_its_own_place(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    group = telegram.add_group("Leadership", [amina], bot_is="left")
    await amina.add_bot(group)
    await amina.promote_bot(group)
    await amina.remove_bot(group)
    updates = await bot.get_updates()
    changes = [update.my_chat_member.new_chat_member.status for update in updates if update.my_chat_member]
    assert changes == ["member", "administrator", "kicked"]
    assert [update.message.new_chat_members[0].id for update in updates if update.message] == [bot.id]


async def test_the_bot_can_leave(telegram: LocalTelegram, bot: Bot, group: Chat) -> None:
    await bot.leave_chat(group.id)
    assert group.bot_is == "left"
    assert "left_chat_member" in group.sees()[-1].raw


async def test_a_migration_is_told_in_both_chats(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    old = telegram.add_group("Leadership", [amina], kind="group")
    new = await old.migrate()
    leaving, arriving = await bot.get_updates()
    assert (leaving.message.chat.id, leaving.message.migrate_to_chat_id) == (old.id, new.id)
    assert (arriving.message.chat.id, arriving.message.migrate_from_chat_id) == (new.id, old.id)
    with pytest.raises(NotPossible, match="upgraded"):
        await amina.say("/help", old)
    await amina.say("/help", new)
    assert heard(telegram)[-1] == "/help"


async def test_an_anonymous_administrator_is_nobody_in_particular(
    telegram: LocalTelegram, bot: Bot, group: Chat, amina: Person, bryn: Person
) -> None:
    await amina.say_anonymously("/meet", group)
    [update] = await bot.get_updates()
    assert update.message.from_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat.id == group.id
    with pytest.raises(NotPossible):
        await bryn.say_anonymously("/meet", group)


class TestAForum:
    @pytest.fixture
    def forum(self, telegram: LocalTelegram, amina: Person, bryn: Person) -> Chat:
        """A supergroup with topics."""
        return telegram.add_group("Leadership", [amina, bryn], forum=True)

    async def test_an_answer_goes_to_the_topic(
        self, telegram: LocalTelegram, bot: Bot, forum: Chat, amina: Person
    ) -> None:
        topic = telegram.add_topic(forum, "Reading")
        await amina.say("/help", forum, topic=topic)
        update = (await bot.get_updates())[-1]
        assert update.message.is_topic_message
        await bot.send_message(forum.id, "In the topic", message_thread_id=update.message.message_thread_id)
        assert (await forum.next()).topic == topic.id

    async def test_general_has_no_thread_of_its_own(self, bot: Bot, forum: Chat, amina: Person) -> None:
        await amina.say("/help", forum)
        [update] = await bot.get_updates()
        assert update.message.message_thread_id is None
        assert (await bot.send_message(forum.id, "In General")).message_thread_id is None
        with pytest.raises(BadRequest, match="thread not found"):
            await bot.send_message(forum.id, "In General", message_thread_id=1)

    async def test_a_closed_topic_takes_nothing_from_ordinary_members(
        self, telegram: LocalTelegram, bot: Bot, forum: Chat, bryn: Person
    ) -> None:
        topic = telegram.add_topic(forum, "Reading")
        said = await bryn.say("Hello", forum, topic=topic)
        await forum.close_topic(topic)
        with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
            await bot.send_message(forum.id, "Hello", message_thread_id=topic.id)
        with pytest.raises(BadRequest, match=r"(?i)topic_closed"):
            await bot.send_message(forum.id, "Hello", reply_parameters=ReplyParameters(said.id))
        with pytest.raises(NotPossible, match="closed"):
            await bryn.say("Hello", forum, topic=topic)
        await forum.reopen_topic(topic)
        await bot.send_message(forum.id, "Hello", message_thread_id=topic.id)
        assert telegram.violations == []

    async def test_topics_need_a_forum(self, telegram: LocalTelegram, group: Chat) -> None:
        with pytest.raises(NotPossible):
            telegram.add_topic(group, "Reading")


async def test_the_thread_of_replies_in_a_plain_supergroup_is_no_topic(
    telegram: LocalTelegram, bot: Bot, group: Chat, amina: Person
) -> None:
    await bot.send_message(group.id, "Which day?")
    await amina.say("Thursday", group, reply_to=await group.next())
    [update] = await bot.get_updates()
    assert update.message.message_thread_id is not None
    assert not update.message.is_topic_message
    with pytest.raises(BadRequest, match="thread not found"):
        await bot.send_message(group.id, "Noted", message_thread_id=update.message.message_thread_id)


@pytest.mark.parametrize("kind", ["voice", "photo", "sticker", "document"])
async def test_every_kind_of_message_is_one_python_telegram_bot_reads(
    bot: Bot, amina: Person, kind: Any
) -> None:
    await amina.send(kind, content=b"abc")
    [update] = await bot.get_updates()
    assert getattr(update.message, kind)


async def test_a_group_can_be_asked_about(bot: Bot, group: Chat) -> None:
    chat = await bot.get_chat(group.id)
    assert (chat.title, chat.description) == ("Leadership", "Rowan Primary")
