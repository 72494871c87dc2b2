"""The page as a person meets it: chats, messages, buttons, by what stands on them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from selenium.common.exceptions import StaleElementReferenceException
from selenium.webdriver import Chrome, ChromeOptions, ChromeService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement

from bot.rehearsal.chat import Chat
from bot.rehearsal.person import Person
from tests.rehearsal.browser.stage import until

BROWSER, DRIVER = "/usr/bin/chromium", "/usr/bin/chromedriver"
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage --hide-scrollbars "
    "--force-prefers-reduced-motion"
)
LAPTOP, PHONE = (1280, 800), (360, 740)


def open_browser(profile: Path, downloads: Path) -> Chrome:
    """A fresh Chromium without a window. Its absence is a failure, not a reason to skip."""
    for program in (BROWSER, DRIVER):
        assert Path(program).exists(), f"{program} is missing: install chromium and chromium-driver"
    options = ChromeOptions()
    options.binary_location = BROWSER
    for flag in [*FLAGS.split(), f"--user-data-dir={profile}"]:
        options.add_argument(flag)
    options.add_experimental_option("prefs", {"download.default_directory": str(downloads)})
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    return Chrome(options=options, service=ChromeService(DRIVER))


class Page:
    """The rehearsal page in a browser."""

    def __init__(self, driver: Chrome, address: str) -> None:
        self.driver = driver
        self.address = address

    def open(self, size: tuple[int, int] = LAPTOP) -> "Page":
        """Load the page afresh in a window of that size and wait for the chats."""
        width, height = size
        self.driver.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 760},
        )
        self.driver.get(self.address)
        self.driver.execute_script("localStorage.clear()")
        self.driver.refresh()
        self.one(".people .chat")
        return self

    def all(self, css: str, inside: WebElement | None = None) -> list[WebElement]:
        """Every visible element that fits."""
        found = (inside or self.driver).find_elements(By.CSS_SELECTOR, css)
        return [element for element in found if element.is_displayed()]

    def one(self, css: str, text: str = "", inside: WebElement | None = None) -> WebElement:
        """The first visible element that fits and holds the text, as soon as there is one."""
        found: WebElement = self.when(
            lambda: next((e for e in self.all(css, inside) if text in e.text), None), f"{css} with {text!r}"
        )
        return found

    def when(self, look: Callable[[], Any], what: str) -> Any:
        """What ``look`` gives once it is true; elements redrawn meanwhile are looked for again."""

        def patient() -> Any:
            try:
                return look()
            except StaleElementReferenceException:
                return None

        return until(patient, what)

    def gone(self, css: str, text: str = "") -> None:
        """Wait until nothing visible fits."""
        self.when(lambda: not any(text in e.text for e in self.all(css)), f"{css} with {text!r} to go")

    def column(self, chat: Chat | Person) -> str:
        """The selector of a chat's column."""
        return f'.column[data-chat="{chat.id}"]'

    def message(self, chat: Chat | Person, text: str) -> WebElement:
        """The message with that text in a chat's column."""
        return self.one(f"{self.column(chat)} .message", text)

    def button(self, css: str, label: str) -> WebElement:
        """The visible button with that text or label."""

        def look() -> WebElement | None:
            for element in self.all(f"{css} button, {css} a"):
                if label in (element.text, element.get_attribute("aria-label")):
                    return element
            return None

        found: WebElement = self.when(look, f"the button {label!r} in {css}")
        return found

    def choose(self, label: str) -> None:
        """Pick from the open menu."""
        self.one(".menu [role=menuitem]", label).click()

    def field(self, chat: Chat | Person) -> WebElement:
        """Where one writes in a chat."""
        return self.one(f"{self.column(chat)} textarea")

    def overflow(self) -> list[str]:
        """What sticks out of the window sideways: should be nothing."""
        found: list[str] = self.driver.execute_script(_OVERFLOW)
        return found

    def complaints(self) -> list[str]:
        """Errors in the browser's console."""
        entries = self.driver.get_log("browser")  # type: ignore[no-untyped-call]
        return [entry["message"] for entry in entries if entry["level"] == "SEVERE"]


_OVERFLOW = """
const wide = document.documentElement.clientWidth;
const found = document.documentElement.scrollWidth > wide ? ["the page scrolls sideways"] : [];
for (const element of document.querySelectorAll("body *")) {
  const box = element.getBoundingClientRect();
  if (!element.checkVisibility() || !box.width || element.closest(".unseen, .skip, .tabs, pre")) continue;
  if (getComputedStyle(element).clipPath !== "none") continue;
  const name = `${element.tagName}.${element.className}`;
  if (box.right > wide + 1 || box.left < -1) found.push(`${name}: ${box.left} to ${box.right}`);
  const frame = element.closest(".column")?.getBoundingClientRect();
  if (frame && box.right > frame.right + 1) found.push(`${name} leaves its column`);
}
return found;
"""
