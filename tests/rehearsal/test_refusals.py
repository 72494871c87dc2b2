"""What Telegram refuses, in the words and with the codes python-telegram-bot knows."""

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken

from bot.rehearsal.person import Person
from bot.rehearsal.refused import NotPossible
from bot.rehearsal.server import LocalTelegram

GO = InlineKeyboardMarkup([[InlineKeyboardButton("Go", callback_data="go")]])


async def test_nobody_who_never_pressed_start_can_be_written_to(bot: Bot, bryn: Person) -> None:
    with pytest.raises(Forbidden, match="can't initiate conversation"):
        await bot.send_message(bryn.id, "Hello")
    await bryn.start()
    assert (await bot.send_message(bryn.id, "Hello")).text == "Hello"


async def test_who_blocked_the_bot_hears_nothing_until_they_take_it_back(bot: Bot, amina: Person) -> None:
    await amina.block()
    with pytest.raises(Forbidden, match="blocked by the user"):
        await bot.send_message(amina.id, "Hello")
    with pytest.raises(NotPossible):
        await amina.say("Are you there?")
    await amina.unblock()
    await bot.send_message(amina.id, "Hello again")
    assert [message.text for message in amina.private.from_bot()] == ["Hello again"]


async def test_an_unknown_chat_is_not_found(bot: Bot) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "Hello")


async def test_a_wrong_token_is_refused(telegram: LocalTelegram) -> None:
    stranger = Bot("1:wrong", base_url=telegram.api_url)
    with pytest.raises(InvalidToken):
        await stranger.initialize()
    await stranger.shutdown()


@pytest.mark.parametrize(
    ("standing", "words"), [("kicked", "was kicked from the group"), ("left", "not a member of")]
)
async def test_a_group_the_bot_is_not_in_is_closed(
    telegram: LocalTelegram, bot: Bot, amina: Person, standing: str, words: str
) -> None:
    group = telegram.add_group("Leadership", [amina], kind="group", bot_is=standing)
    with pytest.raises(Forbidden, match=words):
        await bot.send_message(group.id, "Hello")
    assert telegram.violations == []


async def test_a_group_that_moved_says_where_to(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    old = telegram.add_group("Leadership", [amina], kind="group")
    new = await old.migrate()
    with pytest.raises(ChatMigrated) as caught:
        await bot.send_message(old.id, "Hello")
    assert caught.value.new_chat_id == new.id
    assert new.kind == "supergroup"
    assert (await bot.send_message(new.id, "Hello")).chat.id == new.id


async def test_an_edit_of_what_is_gone_is_refused(bot: Bot, amina: Person) -> None:
    sent = await bot.send_message(amina.id, "Hello")
    await amina.delete(amina.private.sees()[0])
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("Hello again")
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await sent.delete()


async def test_people_s_messages_cannot_be_edited_nor_deleted_in_a_group(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    group = telegram.add_group("Leadership", [amina])
    said = await amina.say("Hello", group)
    with pytest.raises(BadRequest, match="can't be edited"):
        await bot.edit_message_text("Changed", group.id, said.id)
    with pytest.raises(BadRequest, match="can't be deleted"):
        await bot.delete_message(group.id, said.id)
    await amina.promote_bot(group)
    assert await bot.delete_message(group.id, said.id)
    assert said.deleted


async def test_leaving_the_buttons_out_of_an_edit_takes_them_away(bot: Bot, amina: Person) -> None:
    sent = await bot.send_message(amina.id, "Hello", reply_markup=GO)
    await bot.edit_message_text("Hello!", amina.id, sent.message_id)
    assert amina.private.from_bot()[0].buttons == []


async def test_an_edit_that_changes_nothing_is_refused(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    sent = await bot.send_message(amina.id, "<b>Hello</b>", parse_mode="HTML", reply_markup=GO)
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_text("<b>Hello</b>", parse_mode="HTML", reply_markup=GO)
    await sent.edit_text("Hello", reply_markup=GO)
    assert len(telegram.violations) == 1
    assert telegram.violations[0].startswith("editMessageText: message is not modified")


async def test_pinning_in_a_group_needs_the_right(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    group = telegram.add_group("Leadership", [amina])
    sent = await bot.send_message(group.id, "Next meeting")
    with pytest.raises(BadRequest, match="ot enough rights"):
        await sent.pin()
    await amina.promote_bot(group)
    await sent.pin()
    assert [message.id for message in group.pinned] == [sent.message_id]
    assert (await bot.get_chat(group.id)).pinned_message.message_id == sent.message_id
    await bot.unpin_chat_message(group.id)
    assert group.pinned == []


async def test_where_members_may_pin_the_bot_may_and_the_group_says_so(
    telegram: LocalTelegram, bot: Bot, amina: Person, bryn: Person
) -> None:
    group = telegram.add_group("Leadership", [amina, bryn], members_may_pin=True)
    sent = await bot.send_message(group.id, "Next meeting")
    await sent.pin()
    assert group.pinned[0].id == sent.message_id
    assert "pinned_message" in group.sees()[-1].raw
    described = await bot.get_chat(group.id)
    assert described.permissions is not None
    assert described.permissions.can_pin_messages
    closed = await bot.get_chat(telegram.add_group("Governors", [amina]).id)
    assert closed.permissions is not None
    assert not closed.permissions.can_pin_messages


async def test_people_pin_where_the_group_lets_them_and_the_bot_hears_of_it(
    telegram: LocalTelegram, bot: Bot, amina: Person, bryn: Person
) -> None:
    group = telegram.add_group("Leadership", [amina, bryn])
    sent = await bot.send_message(group.id, "Next meeting")
    card = await group.next()
    with pytest.raises(NotPossible, match="administrators"):
        await bryn.pin(card)
    await amina.pin(card)
    assert group.pinned == [card]
    [update] = await bot.get_updates()
    assert update.message.pinned_message.message_id == sent.message_id
    with pytest.raises(NotPossible, match="nothing to pin"):
        await amina.pin(card)


async def test_a_reply_to_what_is_gone_is_refused_unless_it_does_not_matter(bot: Bot, amina: Person) -> None:
    with pytest.raises(BadRequest, match="replied not found"):
        await bot.send_message(amina.id, "Yes", reply_parameters=ReplyParameters(99))
    sent = await bot.send_message(
        amina.id, "Yes", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True)
    )
    assert sent.reply_to_message is None


async def test_a_press_cannot_be_answered_late(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    await bot.send_message(amina.id, "Hello", reply_markup=GO)
    await amina.press(amina.private.from_bot()[0], "Go", wait=False)
    query = telegram.pending_updates[-1]["callback_query"]
    telegram.world.queries.seconds = -1
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query(query["id"])
    telegram.world.queries.seconds = 60
    assert await bot.answer_callback_query(query["id"], "Fine")
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("unknown")


async def test_a_menu_for_a_chat_that_never_started_is_refused(bot: Bot, bryn: Person) -> None:
    menu = [BotCommand("help", "What I can do")]
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.set_my_commands(menu, BotCommandScopeChat(bryn.id))


async def test_menus_are_kept_by_scope(bot: Bot, amina: Person, telegram: LocalTelegram) -> None:
    await bot.set_my_commands([BotCommand("help", "What I can do")])
    await bot.set_my_commands(
        [BotCommand("caseload", "Who may need you first")], BotCommandScopeChat(amina.id)
    )
    assert telegram.world.commands_in(amina.private)[0]["command"] == "caseload"
    await bot.delete_my_commands(BotCommandScopeChat(amina.id))
    assert telegram.world.commands_in(amina.private)[0]["command"] == "help"
    assert [command.command for command in await bot.get_my_commands()] == ["help"]


async def test_what_a_message_looked_like_stays_when_it_is_sent_on(
    bot: Bot, amina: Person, bryn: Person
) -> None:
    await bryn.start()
    sent = await bot.send_message(amina.id, "<b>Hello</b>", parse_mode="HTML")
    copied = await bot.copy_message(bryn.id, amina.id, sent.message_id)
    forwarded = await bot.forward_message(bryn.id, amina.id, sent.message_id)
    assert bryn.private.message(copied.message_id).entities[0]["type"] == "bold"
    assert forwarded.forward_origin.sender_user.username == "SendMentorBot"
