"""Contrast in light and dark, and a wish for less motion."""

import pytest

from tests.rehearsal.browser.pages import Page
from tests.rehearsal.browser.stage import Stage

pytestmark = pytest.mark.browser
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3
_CONTRASTS = """
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
const rgba = (colour) => {
  canvas.clearRect(0, 0, 1, 1);
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
  return [r, g, b, a / 255];
};
const over = (top, below) => top.slice(0, 3).map((part, i) => part * top[3] + below[i] * (1 - top[3]));
const ground = (element) => {
  if (!element) return [255, 255, 255];
  const own = rgba(getComputedStyle(element).backgroundColor);
  return own[3] === 1 ? own.slice(0, 3) : over(own, ground(element.parentElement));
};
const light = (rgb) => {
  const linear = (c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
  const [r, g, b] = rgb.map((part) => linear(part / 255));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const found = [];
for (const element of document.querySelectorAll("body *")) {
  const words = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  if (!words || !element.checkVisibility() || element.closest(".unseen, .skip, option, .spoiler")) continue;
  const back = ground(element);
  const front = over(rgba(getComputedStyle(element).color), back);
  const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
  const name = `${element.tagName}.${element.className}: ${element.textContent.slice(0, 9)}`;
  found.push([(a + 0.05) / (b + 0.05), name]);
}
return found;
"""


def prefer(page: Page, **wishes: str) -> None:
    """What the person's system asks for, such as a dark screen."""
    features = [
        {"name": f"prefers-{name.replace('_', '-')}", "value": value} for name, value in wishes.items()
    ]
    page.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_all_text_has_enough_contrast(page: Page, stage: Stage, scheme: str) -> None:
    prefer(page, color_scheme=scheme, reduced_motion="reduce")
    yes = {"text": "Yes", "callback_data": "y", "style": "primary"}
    keys = {"inline_keyboard": [[yes, {"text": "No", "url": "https://example.org/"}]]}
    html = "<b>Words</b> <code>code</code> <a href='https://example.org/'>link</a> /help @SendMentorBot"
    sent = stage.say(stage.senco, f"{html}<blockquote>{html}</blockquote>", reply_markup=keys)
    stage.run(stage.senco.say("an answer"))
    stage.say(stage.senco, "About this", reply_parameters={"message_id": sent["message_id"]})
    stage.call("sendDocument", {"document": ("notes.docx", b"x")}, chat_id=stage.head.id)
    for person in (stage.senco, stage.head, stage.mentor):
        stage.run(person.say("Good morning", stage.group))
    stage.do(lambda: stage.telegram.note("transaction", "Stored", {}))
    stage.do(lambda: stage.telegram.note("other", "Something", {}))
    page.button(".top", "What happened").click()
    page.one(".timeline .other")
    page.button(page.column(stage.senco), "Commands").click()
    page.one(".commands .none")
    page.one(".face").click()
    page.one(".clock-panel")
    weak = [line for line in page.driver.execute_script(_CONTRASTS) if line[0] < ENOUGH]
    assert weak == []
    assert len(page.driver.execute_script(_CONTRASTS)) > 40


def test_a_wish_for_less_motion_is_followed(page: Page, stage: Stage) -> None:
    prefer(page, reduced_motion="reduce")
    stage.say(stage.senco, "Calmly")
    page.message(stage.senco, "Calmly")
    moving = "return document.getAnimations().map((one) => one.animationName)"
    assert page.driver.execute_script(moving) == []
    prefer(page, reduced_motion="no-preference")
    stage.call("sendChatAction", chat_id=stage.senco.id, action="typing")
    page.one(".dots")
    assert "breathe" in page.driver.execute_script(moving)
