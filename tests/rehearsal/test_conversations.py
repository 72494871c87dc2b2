"""A real python-telegram-bot application talks to people over HTTP."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import (
    Bot,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputFile,
    InputTextMessageContent,
    Update,
)
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    InlineQueryHandler,
    MessageHandler,
    filters,
)

from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram

KEYS = InlineKeyboardMarkup(
    [
        [
            InlineKeyboardButton("Helpful", callback_data="ok:1"),
            InlineKeyboardButton("Not for me", callback_data="no"),
        ],
        [InlineKeyboardButton("Open", url="https://example.org/guide")],
    ]
)


async def _start(update: Update, context: Any) -> None:
    await update.effective_message.reply_html(f"<b>Welcome</b> {' '.join(context.args)}", reply_markup=KEYS)


async def _echo(update: Update, _: Any) -> None:
    message = update.message or update.edited_message
    await message.reply_text(f"You said: {message.text}", do_quote=True)


async def _file(update: Update, _: Any) -> None:
    file = await update.message.document.get_file()
    content = bytes(await file.download_as_bytearray())
    await update.message.reply_document(
        InputFile(content[::-1], filename="Back to front – é.txt"), caption="Turned"
    )


async def _pressed(update: Update, _: Any) -> None:
    query = update.callback_query
    await query.answer("Thank you")
    await query.edit_message_text(f"Noted: {query.data}")


async def _inline(update: Update, _: Any) -> None:
    content = InputTextMessageContent("<b>A pointer</b>", parse_mode="HTML")
    await update.inline_query.answer([InlineQueryResultArticle("one", "First", content)], cache_time=0)


@pytest.fixture
async def application(telegram: LocalTelegram) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """A bot that polls and answers."""
    found = (
        ApplicationBuilder()
        .token(telegram.token)
        .base_url(telegram.api_url)
        .base_file_url(telegram.file_url)
        .job_queue(None)
        .build()
    )
    found.add_handlers(
        [
            CommandHandler("start", _start),
            MessageHandler(filters.Document.ALL, _file),
            MessageHandler(filters.TEXT, _echo),
            CallbackQueryHandler(_pressed),
            InlineQueryHandler(_inline),
        ]
    )
    async with found:
        await found.start()
        await found.updater.start_polling()
        yield found
        await found.updater.stop()
        await found.stop()


@pytest.mark.usefixtures("application")
class TestWithABotThatPolls:
    async def test_a_deep_link_reaches_the_bot_and_the_answer_reaches_the_person(
        self, telegram: LocalTelegram, bryn: Person
    ) -> None:
        await bryn.start("invite-123")
        welcome = await bryn.private.next()
        assert welcome.text == "Welcome invite-123"
        assert welcome.entities == [{"type": "bold", "offset": 0, "length": 7}]
        assert [[button.text for button in row] for row in welcome.rows] == [
            ["Helpful", "Not for me"],
            ["Open"],
        ]
        assert telegram.violations == []

    async def test_a_press_is_answered_and_the_message_changes_in_place(self, amina: Person) -> None:
        await amina.start()
        card = await amina.private.next()
        assert await amina.press(card, "Helpful") == "Thank you"
        await amina.private.until(lambda: card.edited)
        assert card.text == "Noted: ok:1"
        assert card.buttons == []
        assert len(amina.private.from_bot()) == 1

    async def test_a_link_button_gives_its_address(self, amina: Person) -> None:
        await amina.start()
        assert await amina.press(await amina.private.next(), "Open") == "https://example.org/guide"

    async def test_forged_data_reaches_the_bot_as_telegram_warns(self, amina: Person) -> None:
        await amina.start()
        card = await amina.private.next()
        await amina.press_data(card, "made:up")
        assert (await amina.private.wait_for("Noted")).text == "Noted: made:up"

    async def test_an_answer_quotes_what_it_answers(self, amina: Person) -> None:
        asked = await amina.say("what is a passport?")
        answer = await amina.private.next()
        assert answer.reply_to is asked

    async def test_an_edit_reaches_the_bot(self, amina: Person) -> None:
        said = await amina.say("frist")
        await amina.private.wait_for("You said: frist")
        await amina.edit(said, "first")
        await amina.private.wait_for("You said: first")

    async def test_files_travel_both_ways_with_their_names(self, amina: Person) -> None:
        await amina.send("document", "please", "report.txt", b"abc")
        answer = await amina.private.next()
        assert (answer.document, answer.file_name, answer.text) == (b"cba", "Back to front – é.txt", "Turned")

    async def test_an_inline_query_offers_results_and_one_can_be_sent(
        self, telegram: LocalTelegram, amina: Person, bryn: Person
    ) -> None:
        group = telegram.add_group("Leadership", [amina, bryn])
        [result] = await amina.inline("passport", group)
        sent = await amina.choose(result, "passport", group)
        assert sent.text == "A pointer"
        assert sent.raw["via_bot"]["username"] == "SendMentorBot"

    async def test_twenty_people_at_once_each_get_their_own_answer(self, telegram: LocalTelegram) -> None:
        people = [telegram.add_person(f"Person {number}", started=True) for number in range(20)]
        for person in people:
            await person.say(f"I am {person.name}")
        for person in people:
            assert (await person.private.next()).text == f"You said: I am {person.name}"
        await telegram.all_taken()
        assert telegram.confirmed > 0
        assert telegram.pending_updates == []


async def test_a_reply_can_be_forced_and_the_page_is_told(bot: Bot, amina: Person) -> None:
    await bot.send_message(amina.id, "Which day?", reply_markup=ForceReply(selective=True))
    [message] = amina.private.from_bot()
    assert message.for_page()["reply_markup"] == {"force_reply": True, "selective": True}
    assert "reply_markup" not in message.for_bot()


async def test_the_bot_knows_itself(bot: Bot) -> None:
    me = await bot.get_me()
    assert (me.username, me.can_read_all_group_messages, me.supports_inline_queries) == (
        "SendMentorBot",
        False,
        True,
    )
