"""What stands around the chats: columns, groups, clock, drawer, the connection, and small screens."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.ui import Select

from tests.rehearsal.browser.pages import LAPTOP, PHONE, Page
from tests.rehearsal.browser.stage import MONDAY, Stage, until

pytestmark = pytest.mark.browser
LONG = "Averylongwordwithoutanyspacesinitwhatsoever" * 6


def busy(stage: Stage) -> None:
    """A conversation with everything that could be too wide."""
    keys = [[{"text": f"A fairly long button {n}", "callback_data": str(n)} for n in range(3)]]
    stage.say(stage.senco, f"{LONG} <code>{LONG}</code>", reply_markup={"inline_keyboard": keys})
    stage.say(stage.senco, f"<pre>{LONG}</pre>https://example.org/{LONG}")
    stage.call(
        "sendDocument", {"document": (f"{LONG[:90]}.docx", b"x")}, chat_id=stage.senco.id, caption=LONG
    )
    stage.say(stage.group, f"<blockquote>{LONG}</blockquote>")


def test_the_page_says_that_this_is_a_rehearsal(page: Page) -> None:
    page.one(".top", "This is a rehearsal: nothing leaves this computer")
    assert not page.complaints()


def test_up_to_three_chats_stand_side_by_side_and_are_chosen_on_the_left(page: Page, stage: Stage) -> None:
    shown = [element.get_attribute("data-chat") for element in page.all(".column")]
    assert shown == [str(chat.id) for chat in (stage.senco, stage.head, stage.group)]
    page.one(f'.chat[data-chat="{stage.mentor.id}"]').click()
    page.one(page.column(stage.mentor))
    shown = [element.get_attribute("data-chat") for element in page.all(".column")]
    assert shown == [str(chat.id) for chat in (stage.senco, stage.mentor, stage.group)]
    page.button(page.column(stage.mentor), "Close Ruth Calloway").click()
    page.gone(page.column(stage.mentor))
    stage.say(stage.mentor, "Something new")
    page.one(f'.chat[data-chat="{stage.mentor.id}"] .unread', "1")


def test_in_a_group_the_chosen_person_speaks(page: Page, stage: Stage) -> None:
    Select(page.one(f"{page.column(stage.group)} select")).select_by_visible_text("Ruth Calloway")
    page.field(stage.group).send_keys("@SendMentorBot hello", Keys.ENTER)
    assert stage.update("message")["from"]["id"] == stage.mentor.id
    page.one(f"{page.column(stage.group)} .mine", "@SendMentorBot hello")
    Select(page.one(f"{page.column(stage.group)} select")).select_by_visible_text("Priya Anand")
    page.one(f"{page.column(stage.group)} .theirs .author", "Ruth Calloway")


def test_topics_are_tabs(page: Page, stage: Stage) -> None:
    topic = stage.do(lambda: stage.telegram.add_topic(stage.group, "Reading"))
    stage.say(stage.group, "In general")
    stage.say(stage.group, "In reading", message_thread_id=topic.id)
    page.message(stage.group, "In general")
    assert "In reading" not in page.one(page.column(stage.group)).text
    tab = page.one(f"{page.column(stage.group)} [role=tab]", "Reading")
    page.one(".news", "", tab)
    tab.click()
    page.gone(".tabs .news")
    page.message(stage.group, "In reading")
    page.field(stage.group).send_keys("/ask@SendMentorBot here", Keys.ENTER)
    assert stage.update("message")["message_thread_id"] == topic.id
    page.gone(".message", "In general")


def test_joins_leaves_and_pins_are_told(page: Page, stage: Stage) -> None:
    new = stage.do(lambda: stage.telegram.add_person("Sam Whitlock"))
    stage.run(new.join(stage.group))
    page.one(f"{page.column(stage.group)} .service", "Sam Whitlock joined the group")
    stage.run(new.leave(stage.group))
    page.one(f"{page.column(stage.group)} .service", "Sam Whitlock left the group")
    stage.run(stage.head.promote_bot(stage.group))
    sent = stage.say(stage.group, "Meeting 3 of 6")
    stage.call("pinChatMessage", chat_id=stage.group.id, message_id=sent["message_id"])
    bar = page.one(f"{page.column(stage.group)} .pinned", "Meeting 3 of 6")
    page.one(f"{page.column(stage.group)} .service", "pinned “Meeting 3 of 6”")
    stage.call(
        "editMessageText", chat_id=stage.group.id, message_id=sent["message_id"], text="Meeting 4 of 6"
    )
    page.when(lambda: "Meeting 4 of 6" in bar.text, "the bar to show what the card says now")
    stage.call("unpinChatMessage", chat_id=stage.group.id, message_id=sent["message_id"])
    page.gone(".pinned")


def test_the_clock_moves_forward_and_shows_english_time(page: Page, stage: Stage) -> None:
    assert "Mon 30 Nov" in page.one(".face").text
    page.button(".clock .steps", "Forward 1 day").click()
    page.one(".face", "Tue 1 Dec")
    assert stage.now >= MONDAY + timedelta(days=1)
    page.one(".face").click()
    field = page.one("#clock-to")
    assert (field.get_attribute("value") or "").startswith("2026-12-01T09:0")
    page.driver.execute_script("arguments[0].value = '2027-06-15T15:30'", field)
    page.button(".clock-panel", "Move the clock").click()
    page.one(".face", "Tue 15 Jun")
    page.one(".face", "3.30pm")
    assert stage.now == datetime(2027, 6, 15, 14, 30, tzinfo=UTC)
    page.one(".face").click()
    page.driver.execute_script(
        "arguments[0].min = ''; arguments[0].value = '2027-06-14T15:30'", page.one("#clock-to")
    )
    page.button(".clock-panel", "Move the clock").click()
    page.one(".toast", "only goes forward")


def test_a_control_is_run_by_its_label(page: Page, stage: Stage) -> None:
    page.button(".top", "Jump to").click()
    page.choose("Meeting 4")
    until(lambda: stage.controls_run == ["meeting4"], "the control")


def test_the_drawer_lists_what_happened_and_filters_it(page: Page, stage: Stage) -> None:
    stage.say(stage.senco, "Good morning")
    stage.do(lambda: stage.telegram.note("transaction", "Stored one question", {"rows": 2}))
    page.button(".top", "What happened").click()
    page.one(".timeline", "sendMessage")
    line = page.one(".timeline summary", "Stored one question")
    line.click()
    shown = page.when(lambda: page.one(".timeline details[open] pre").text, "the detail")
    assert json.loads(shown) == {"rows": 2}
    page.one(".filter.transaction").click()
    page.gone(".timeline summary", "Stored one question")
    stage.run(stage.head.say("a question"))
    page.one(".timeline li", "from Martin Oyelaran")
    page.one(".drawer h2")
    page.button(".drawer", "Close what happened").click()
    page.gone(".drawer")


def test_a_lost_connection_is_said_and_mended(page: Page, stage: Stage) -> None:
    stage.stop()
    page.one(".lost", "connection to the rehearsal is lost")
    stage.start_again()
    page.gone(".lost")
    stage.say(stage.senco, "Back again")
    page.message(stage.senco, "Back again")
    page.field(stage.senco).send_keys("still here", Keys.ENTER)
    page.message(stage.senco, "still here")


def test_new_messages_are_said_to_screen_readers_with_their_chat(page: Page, stage: Stage) -> None:
    stage.say(stage.senco, "Please listen")
    said = page.driver.find_element(By.ID, "announcer")
    page.when(
        lambda: "Priya Anand. SEND mentoring: Please listen" in (said.get_attribute("textContent") or ""),
        "the announcement",
    )
    log = page.one(f"{page.column(stage.senco)} [role=log]")
    log.send_keys(Keys.ARROW_UP)
    assert "Please listen" in page.driver.switch_to.active_element.text


def test_every_control_has_a_name(page: Page, stage: Stage) -> None:
    busy(stage)
    page.message(stage.senco, "https://example.org/")
    page.button(".top", "What happened").click()
    nameless = page.driver.execute_script(
        "return [...document.querySelectorAll('button, a, input:not([type=file]), select, textarea')]"
        ".filter((e) => e.checkVisibility() && !(e.innerText || e.ariaLabel || e.labels?.length))"
        ".map((e) => e.outerHTML)"
    )
    assert nameless == []


def test_a_phone_shows_one_chat_and_a_way_back(page: Page, stage: Stage) -> None:
    page.open(PHONE)
    assert not page.all(".column")
    page.one(f'.chat[data-chat="{stage.senco.id}"]').click()
    page.one(page.column(stage.senco))
    assert len(page.all(".column")) == 1
    assert not page.all(".people")
    page.button(page.column(stage.senco), "Back to the chats").click()
    page.gone(".column")
    page.one(f'.chat[data-chat="{stage.group.id}"]').click()
    page.one(page.column(stage.group))


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_nothing_is_wider_than_the_screen(page: Page, stage: Stage, size: tuple[int, int]) -> None:
    busy(stage)
    page.open(size)
    assert page.overflow() == []
    for chat in (stage.senco, stage.group):
        if size == PHONE:
            page.one(f'.chat[data-chat="{chat.id}"]').click()
        page.one(f"{page.column(chat)} .message")
        assert page.overflow() == []
        page.button(".top", "What happened").click()
        page.one(".timeline li")
        assert page.overflow() == []
        page.button(".drawer", "Close what happened").click()
        page.gone(".drawer")
        if size == PHONE:
            page.button(page.column(chat), "Back to the chats").click()
            page.gone(".column")
    assert not page.complaints()
