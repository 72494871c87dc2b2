"""What people see and do in a chat."""

from pathlib import Path

import pytest
from selenium.webdriver.common.keys import Keys

from tests.rehearsal.browser.pages import Page
from tests.rehearsal.browser.stage import Stage, until

pytestmark = pytest.mark.browser
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d494844520000000100000001080600000"
    "01f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)  # a PNG of one pixel


def keyboard(*rows: list[dict[str, object]]) -> dict[str, object]:
    """Inline buttons."""
    return {"inline_keyboard": list(rows)}


def test_a_formatted_message_appears_in_the_right_column_only(page: Page, stage: Stage) -> None:
    stage.say(
        stage.senco, "😀 Hello <b>Priya</b>, <i>see</i> <a href='https://example.org/'>this page</a> or /help"
    )
    message = page.message(stage.senco, "😀 Hello Priya, see this page or /help")
    assert page.one("strong", "Priya", message).text == "Priya"
    assert page.one("em", "see", message).text == "see"
    link = page.one("a", "this page", message)
    assert link.get_attribute("href") == "https://example.org/"
    assert link.get_attribute("target") == "_blank"
    assert "noopener" in (link.get_attribute("rel") or "")
    assert page.one("button.command", "", message).text == "/help"
    assert not page.all(f"{page.column(stage.head)} .message")


def test_times_are_shown_on_the_london_clock_and_quotes_unfold(page: Page, stage: Stage) -> None:
    summer = 1_782_900_000  # 1 July 2026, 10:00 UTC: 11am in London
    lines = "one line\n" * 12
    stage.say(
        stage.senco,
        f"On <tg-time unix='{summer}' format='wdt'>a day</tg-time>"
        f"<blockquote expandable>{lines}last</blockquote><tg-spoiler>secret</tg-spoiler>",
    )
    message = page.message(stage.senco, "On")
    assert page.one("time", "Wed 1 Jul, 11am", message)
    unfold = page.one(".unfold", "Show all", message)
    unfold.click()
    assert unfold.get_attribute("aria-expanded") == "true"
    spoiler = page.one(".spoiler", "", message)
    assert spoiler.get_attribute("aria-label") == "Hidden words: show"
    spoiler.send_keys(Keys.ENTER)
    page.one(".spoiler.open", "secret", message)


def test_a_press_reaches_the_bot_and_its_answer_is_a_toast(page: Page, stage: Stage) -> None:
    stage.say(stage.senco, "Keep it?", reply_markup=keyboard([{"text": "Keep", "callback_data": "keep:1"}]))
    page.button(f"{page.column(stage.senco)} .keys", "Keep").click()
    query = stage.update("callback_query")
    assert (query["data"], query["from"]["id"]) == ("keep:1", stage.senco.id)
    stage.call("answerCallbackQuery", callback_query_id=query["id"], text="Kept for meeting 3")
    page.one(f"{page.column(stage.senco)} .toast", "Kept for meeting 3")
    assert not page.all("[aria-busy=true]")


def test_an_alert_is_a_dialog_that_gives_the_focus_back(page: Page, stage: Stage) -> None:
    stage.say(stage.head, "Sure?", reply_markup=keyboard([{"text": "Go", "callback_data": "go"}]))
    button = page.button(f"{page.column(stage.head)} .keys", "Go")
    button.click()
    query = stage.update("callback_query")
    stage.call("answerCallbackQuery", callback_query_id=query["id"], text="Not yet", show_alert=True)
    page.one("dialog", "Not yet")
    page.button("dialog", "OK").click()
    page.gone("dialog")
    assert page.driver.switch_to.active_element == button


def test_an_edit_updates_in_place_and_keeps_the_keyboard_focus(page: Page, stage: Stage) -> None:
    keys = keyboard([{"text": "More", "callback_data": "m"}, {"text": "Less", "callback_data": "l"}])
    sent = stage.say(stage.senco, "Short answer", reply_markup=keys)
    stage.say(stage.senco, "A later message")
    page.message(stage.senco, "A later message")
    page.driver.execute_script("arguments[0].focus()", page.button(".keys", "Less"))
    stage.call(
        "editMessageText",
        chat_id=stage.senco.id,
        message_id=sent["message_id"],
        text="Long answer",
        reply_markup=keys,
    )
    edited = page.message(stage.senco, "Long answer")
    assert page.one(".edited", "edited", edited)
    texts = [element.text for element in page.all(f"{page.column(stage.senco)} .message .text")]
    assert texts == ["Long answer", "A later message"]
    assert page.driver.switch_to.active_element.text == "Less"


def test_a_deleted_message_vanishes(page: Page, stage: Stage) -> None:
    sent = stage.say(stage.senco, "Gone soon")
    page.message(stage.senco, "Gone soon")
    stage.call("deleteMessage", chat_id=stage.senco.id, message_id=sent["message_id"])
    page.gone(".message", "Gone soon")


def test_a_document_downloads_whole(page: Page, stage: Stage, downloads: Path) -> None:
    content = bytes(range(256)) * 20
    stage.call(
        "sendDocument", {"document": ("minutes.docx", content)}, chat_id=stage.senco.id, caption="Notes"
    )
    page.one(f"{page.column(stage.senco)} a.document", "minutes.docx").click()
    file = downloads / "minutes.docx"
    until(lambda: file.exists() and file.read_bytes() == content, "the download")


@pytest.mark.parametrize(
    "hostile",
    [
        "<img src=x onerror=\"document.title='taken'\">",
        "<script>document.title='taken'</script>",
        "javascript:document.title='taken'",
    ],
)
def test_hostile_text_is_only_text(page: Page, stage: Stage, hostile: str) -> None:
    stage.call("sendMessage", chat_id=stage.senco.id, text=hostile)
    message = page.message(stage.senco, hostile)
    assert not page.all("img, script, a", message)
    assert page.one(f'.chat[data-chat="{stage.senco.id}"]', hostile[:10])
    assert page.driver.title != "taken"


def test_writing_replying_changing_and_deleting(page: Page, stage: Stage) -> None:
    stage.say(stage.senco, "What would you call it?")
    field = page.field(stage.senco)
    field.send_keys("First line", Keys.SHIFT, Keys.ENTER)
    field.send_keys("second", Keys.ENTER)
    page.message(stage.senco, "First line\nsecond")
    assert stage.update("message")["text"] == "First line\nsecond"

    asked = page.message(stage.senco, "What would you call it?")
    asked.send_keys(Keys.ENTER)
    page.choose("Reply")
    page.field(stage.senco).send_keys("Quiet corner", Keys.ENTER)
    answer = stage.update("message")
    assert answer["reply_to_message"]["text"] == "What would you call it?"
    page.one(f"{page.column(stage.senco)} .mine .quote", "What would you call it?")

    page.field(stage.senco).send_keys(Keys.ARROW_UP)
    page.one(".about", "Change your message")
    page.field(stage.senco).send_keys(" with cushions", Keys.ENTER)
    assert stage.update("edited_message")["text"] == "Quiet corner with cushions"
    page.message(stage.senco, "Quiet corner with cushions").send_keys(Keys.ENTER)
    page.choose("Delete")
    page.gone(".message", "Quiet corner with cushions")


def test_a_slash_shows_the_commands_of_this_chat(page: Page, stage: Stage) -> None:
    commands = [
        {"command": "ask", "description": "Ask"},
        {"command": "actions", "description": "What was agreed"},
    ]
    stage.call("setMyCommands", commands=commands, scope={"type": "all_private_chats"})
    field = page.field(stage.head)
    field.send_keys("/")
    page.one(f"{page.column(stage.head)} [role=option]", "/actions")
    field.send_keys("ac")
    page.gone("[role=option]", "/ask")
    assert field.get_attribute("aria-activedescendant")
    field.send_keys(Keys.ENTER)
    assert stage.update("message")["text"] == "/actions"


def test_reply_keyboards_and_asked_for_answers(page: Page, stage: Stage) -> None:
    stage.say(
        stage.senco, "Phase?", reply_markup={"keyboard": [[{"text": "Primary"}, {"text": "Secondary"}]]}
    )
    page.button(f"{page.column(stage.senco)} .keyboard", "Primary").click()
    assert stage.update("message")["text"] == "Primary"
    stage.say(stage.senco, "Thanks", reply_markup={"remove_keyboard": True})
    page.gone(".keyboard")
    ask = {"force_reply": True, "input_field_placeholder": "The school's name"}
    stage.say(stage.senco, "Which school?", reply_markup=ask)
    page.one(f"{page.column(stage.senco)} .about", "Which school?")
    assert page.field(stage.senco).get_attribute("placeholder") == "The school's name"
    page.field(stage.senco).send_keys("Larkfield", Keys.ENTER)
    assert stage.update("message")["reply_to_message"]["text"] == "Which school?"
    page.gone(".about")


def test_a_newcomer_presses_start_and_a_tired_one_blocks(page: Page, stage: Stage) -> None:
    new = stage.do(lambda: stage.telegram.add_person("Sam Whitlock", None, "Teacher"))
    stage.do(stage.telegram.state_changed)
    page.one(f'.chat[data-chat="{new.id}"]').click()
    page.button(page.column(new), "Start").click()
    assert stage.update("message")["text"] == "/start"
    page.button(page.column(new), "More for Sam Whitlock").click()
    page.choose("Block the bot")
    page.button(page.column(new), "Unblock")
    assert stage.update("my_chat_member")["new_chat_member"]["status"] == "kicked"
    page.button(page.column(new), "Unblock").click()
    assert page.field(new)


def test_a_link_to_the_bot_acts_here_and_never_leaves_the_computer(page: Page, stage: Stage) -> None:
    stage.say(
        stage.senco,
        "Join",
        reply_markup=keyboard([{"text": "Open", "url": "https://t.me/SendMentorBot?start=abc"}]),
    )
    page.button(f"{page.column(stage.senco)} .keys", "Open").click()
    assert stage.update("message")["text"] == "/start abc"
    assert len(page.driver.window_handles) == 1


def test_the_bot_types_and_then_writes(page: Page, stage: Stage) -> None:
    stage.call("sendChatAction", chat_id=stage.senco.id, action="typing")
    page.one(f"{page.column(stage.senco)} .typing", "is writing")
    stage.say(stage.senco, "There you are")
    page.message(stage.senco, "There you are")
    page.gone(".typing", "is writing")


def test_files_photos_voice_and_stickers_are_sent(page: Page, stage: Stage, tmp_path: Path) -> None:
    report = tmp_path / "report.pdf"
    report.write_bytes(b"%PDF-1.4 invented")
    column = page.column(stage.senco)
    page.button(column, "Attach").click()
    page.choose("Voice message")
    assert "voice" in stage.update("message")
    page.button(column, "Attach").click()
    page.choose("Sticker")
    assert "sticker" in stage.update("message")
    page.field(stage.senco).send_keys("Our report")
    page.driver.find_element("css selector", f"{column} input[type=file]").send_keys(str(report))
    sent = stage.update("message")
    assert (sent["document"]["file_name"], sent["caption"]) == ("report.pdf", "Our report")
    page.one(f"{column} a.document", "report.pdf")


def test_a_photo_is_shown_with_its_caption(page: Page, stage: Stage) -> None:
    stage.call("sendPhoto", {"photo": ("chart.png", DOT)}, chat_id=stage.senco.id, caption="A <chart>")
    message = page.message(stage.senco, "A <chart>")
    picture = page.one("img", "", message)
    page.when(lambda: picture.get_property("naturalWidth") == 1, "the picture")
    assert picture.get_attribute("alt") == "A <chart>"


def test_messages_stay_in_order_when_many_come(page: Page, stage: Stage) -> None:
    for number in range(1, 31):
        stage.say(stage.senco, f"Message {number}")
    last = page.message(stage.senco, "Message 30")
    texts = [
        element.text
        for element in page.driver.find_elements("css selector", f"{page.column(stage.senco)} .text")
    ]
    assert texts == [f"Message {number}" for number in range(1, 31)]
    page.when(
        lambda: last.location["y"] + last.size["height"] <= 800 and last.location["y"] > 0,
        "the newest in view",
    )


def test_inline_results_are_offered_and_sent(page: Page, stage: Stage) -> None:
    field = page.field(stage.senco)
    field.send_keys("@SendMentorBot passports")
    query = stage.update("inline_query")
    assert query["query"] == "passports"
    content = {"message_text": "<b>Pupil passports</b>, from the handbook", "parse_mode": "HTML"}
    result = {"type": "article", "id": "1", "title": "Pupil passports", "input_message_content": content}
    stage.call("answerInlineQuery", inline_query_id=query["id"], results=[result])
    page.button(f"{page.column(stage.senco)} .commands", "Pupil passports").click()
    again = stage.update("inline_query")
    stage.call("answerInlineQuery", inline_query_id=again["id"], results=[result])
    message = page.message(stage.senco, "Pupil passports, from the handbook")
    page.one(".meta", "via @SendMentorBot", message)
    assert page.field(stage.senco).get_attribute("value") == ""


def test_a_copy_button_says_what_it_did_and_a_share_button_explains(page: Page, stage: Stage) -> None:
    page.driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"], "origin": stage.telegram.page_url},
    )
    copy: dict[str, object] = {"text": "Copy for e-mail", "copy_text": {"text": "Tue 8 Dec, 3.30pm"}}
    share: dict[str, object] = {"text": "Share", "switch_inline_query": "passports"}
    stage.say(stage.senco, "Meeting", reply_markup=keyboard([copy], [share]))
    page.button(f"{page.column(stage.senco)} .keys", "Copy for e-mail").click()
    page.one(".toast", "Copied.")
    copied = page.driver.execute_async_script("navigator.clipboard.readText().then(arguments[0])")
    assert copied == "Tue 8 Dec, 3.30pm"
    page.button(f"{page.column(stage.senco)} .keys", "Share").click()
    page.one(".toast", "choose a chat and send “@SendMentorBot passports”")


def test_a_long_conversation_shows_its_end_and_the_rest_when_asked(page: Page, stage: Stage) -> None:
    first = stage.say(stage.senco, "The very first")
    for number in range(200):
        stage.run(stage.senco.say(f"Message {number}"))
    page.open()
    column = page.column(stage.senco)
    page.message(stage.senco, "Message 199")
    assert len(page.driver.find_elements("css selector", f"{column} .message")) == 150
    stage.say(stage.senco, "About that", reply_parameters={"message_id": first["message_id"]})
    page.one(f"{column} .quote", "The very first").click()
    page.one(f"{column} .message.found", "The very first")
    page.gone(f"{column} .earlier")
    assert len(page.driver.find_elements("css selector", f"{column} .message")) == 202


def test_a_message_taller_than_the_screen_is_read_from_its_beginning(page: Page, stage: Stage) -> None:
    stage.say(stage.senco, "Short")
    page.message(stage.senco, "Short")
    stage.say(stage.senco, "The beginning\n" + "A line of guidance\n" * 80)
    top = page.message(stage.senco, "The beginning").rect["y"]
    assert page.one(f"{page.column(stage.senco)} .log").rect["y"] <= top < 400
    stage.say(stage.senco, "And one more")
    page.button(page.column(stage.senco), "New messages").click()
    last = page.message(stage.senco, "And one more")
    page.when(lambda: 0 < last.rect["y"] < 800, "the newest in view")
