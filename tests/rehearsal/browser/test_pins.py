"""Pinned messages: the bar at the top, pinning from the menu, and links that lead to a message."""

import pytest
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement

from tests.rehearsal.browser.pages import Page
from tests.rehearsal.browser.stage import Stage

pytestmark = pytest.mark.browser


def test_a_person_pins_from_the_menu_and_the_bar_leads_to_the_message(page: Page, stage: Stage) -> None:
    stage.say(stage.group, "Meeting 3 of 6")
    for number in range(40):
        stage.say(stage.group, f"Line {number}")
    page.message(stage.group, "Meeting 3 of 6").send_keys(Keys.ENTER)
    page.choose("Pin")
    assert stage.update("message")["pinned_message"]["text"] == "Meeting 3 of 6"
    page.driver.execute_script("arguments[0].scrollIntoView()", page.message(stage.group, "Line 39"))
    assert not in_sight(page, page.message(stage.group, "Meeting 3 of 6"))
    page.one(f"{page.column(stage.group)} .pinned button", "Meeting 3 of 6").click()
    page.when(lambda: in_sight(page, page.message(stage.group, "Meeting 3 of 6")), "the message in sight")


def test_a_link_to_a_message_leads_there_and_never_leaves_the_computer(page: Page, stage: Stage) -> None:
    card = stage.say(stage.group, "Meeting 3 of 6")
    for number in range(40):
        stage.say(stage.group, f"Line {number}")
    address = f"https://t.me/c/{str(stage.group.id).removeprefix('-100')}/{card['message_id']}"
    keys = {"inline_keyboard": [[{"text": "Open the card", "url": address}]]}
    stage.say(stage.senco, "Could you pin it?", reply_markup=keys)
    page.message(stage.group, "Line 39")
    assert not in_sight(page, page.message(stage.group, "Meeting 3 of 6"))
    page.button(f"{page.column(stage.senco)} .keys", "Open the card").click()
    page.when(lambda: in_sight(page, page.message(stage.group, "Meeting 3 of 6")), "the message in sight")
    assert len(page.driver.window_handles) == 1


def in_sight(page: Page, message: WebElement) -> bool:
    """Whether a message stands within its column's visible part."""
    found: bool = page.driver.execute_script(_IN_SIGHT, message)
    return found


_IN_SIGHT = """
const box = arguments[0].getBoundingClientRect();
const frame = arguments[0].closest(".column").getBoundingClientRect();
return box.top >= frame.top && box.bottom <= frame.bottom;
"""
