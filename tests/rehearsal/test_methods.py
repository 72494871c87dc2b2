"""Files, reactions, names and the list of what is known."""

import json
from pathlib import Path

import pytest
from telegram import Bot, InputFile
from telegram.error import BadRequest
from tornado.httpclient import AsyncHTTPClient

from bot.rehearsal import spec
from bot.rehearsal.api import METHODS
from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram


def test_every_method_of_the_summary_is_there_and_no_other() -> None:
    summary = json.loads(Path(spec.__file__).with_name("bot_api.json").read_text(encoding="utf-8"))
    assert set(summary["methods"]) == set(METHODS)
    assert not set(summary["methods"]) & set(summary["not_here"])


async def test_a_picture_is_sent_and_can_be_sent_again_by_its_id(
    bot: Bot, amina: Person, bryn: Person
) -> None:
    await bryn.start()
    sent = await bot.send_photo(
        amina.id, b"\x89PNG", caption="<b>This term</b>", parse_mode="HTML", filename="chart.png"
    )
    await bot.send_photo(bryn.id, sent.photo[-1].file_id)
    [first], [second] = amina.private.from_bot(), bryn.private.from_bot()
    assert first.document == second.document == b"\x89PNG"
    assert (first.text, first.entities[0]["type"]) == ("This term", "bold")
    await bot.edit_message_caption(amina.id, sent.message_id, caption="Last term")
    assert first.text == "Last term"
    assert first.entities == []


async def test_captions_and_files_have_limits(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    file = InputFile(b"x", filename="a.txt")
    await bot.send_document(amina.id, file, caption="🙂" * 512)
    for broken in (
        bot.send_document(amina.id, file, caption="🙂" * 512 + "x"),
        bot.send_document(amina.id, InputFile(b"", filename="a.txt")),
        bot.send_document(amina.id, "no such file"),
        bot.get_file("no such file"),
    ):
        with pytest.raises(BadRequest):
            await broken
    assert len(telegram.violations) == 4


async def test_text_and_caption_are_edited_by_their_own_methods(bot: Bot, amina: Person) -> None:
    file = await bot.send_document(amina.id, InputFile(b"x", filename="a.txt"), caption="One")
    text = await bot.send_message(amina.id, "One")
    with pytest.raises(BadRequest, match="no text in the message"):
        await bot.edit_message_text("Two", amina.id, file.message_id)
    with pytest.raises(BadRequest, match="no caption in the message"):
        await bot.edit_message_caption(amina.id, text.message_id, caption="Two")


async def test_only_the_right_token_downloads_a_file(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    sent = await amina.send("document", content=b"secret")
    file = await bot.get_file(sent.raw["document"]["file_id"])
    assert bytes(await file.download_as_bytearray()) == b"secret"
    path = telegram.world.files.path(sent.file)
    for token, status in ((telegram.token, 200), ("1:wrong", 404)):
        response = await AsyncHTTPClient().fetch(f"{telegram.file_url}{token}/{path}", raise_error=False)
        assert response.code == status


async def test_a_reaction_shows_and_goes(bot: Bot, amina: Person) -> None:
    said = await amina.say("Done")
    await bot.set_message_reaction(amina.id, said.id, "👍")
    assert said.for_page()["reactions"] == ["👍"]
    await bot.set_message_reaction(amina.id, said.id)
    assert said.reactions == []


async def test_several_messages_are_deleted_at_once(bot: Bot, amina: Person) -> None:
    sent = [(await bot.send_message(amina.id, word)).message_id for word in ("one", "two", "three")]
    assert await bot.delete_messages(amina.id, [*sent[:2], 999])
    assert [message.text for message in amina.private.sees()] == ["three"]


async def test_names_and_descriptions_are_kept_within_their_limits(telegram: LocalTelegram, bot: Bot) -> None:
    await bot.set_my_description("Pointers to guidance on SEND.")
    await bot.set_my_short_description("SEND mentoring")
    assert (await bot.get_my_description()).description == "Pointers to guidance on SEND."
    assert (await bot.get_my_short_description()).short_description == "SEND mentoring"
    with pytest.raises(BadRequest):
        await bot.set_my_short_description("x" * 121)


async def test_a_chat_action_must_be_one_telegram_knows(bot: Bot, amina: Person) -> None:
    assert await bot.send_chat_action(amina.id, "typing")
    with pytest.raises(BadRequest):
        await bot.send_chat_action(amina.id, "juggling")


async def test_somebody_is_mentioned_by_their_id_and_without_a_username(
    bot: Bot, amina: Person, bryn: Person
) -> None:
    await bot.send_message(
        amina.id, f'<a href="tg://user?id={bryn.id}">Bryn</a>, well done', parse_mode="HTML"
    )
    [entity] = amina.private.from_bot()[0].entities
    assert (entity["type"], entity["user"]["id"], entity["length"]) == ("text_mention", bryn.id, 4)
