"""Takes the README's picture of the rehearsal: ``python -m tests.rehearsal.browser.screenshot``.

Needs chromium and chromium-driver. Writes ``bot/rehearsal/page/screenshot.png``, and a phone's view as well
when a second file name is given.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from selenium.webdriver.common.keys import Keys

from tests.rehearsal.browser.pages import PHONE, Page, open_browser

ROOT = Path(__file__).parents[3]
PICTURE = ROOT / "bot" / "rehearsal" / "page" / "screenshot.png"
SIZE = (1440, 900)
ASKED = "child keeps hiding under tables, what do i try"


def main(phone: str | None = None) -> None:
    """Start a rehearsal, ask and look something up, take the picture, stop."""
    command = [sys.executable, "-m", "bot", "rehearse", "--port", "0"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)  # noqa: S603  ourselves
    try:
        address = re.search(r"http://\S+", process.stdout.readline() if process.stdout else "")
        if address is None:
            raise SystemExit("the rehearsal did not start")
        with tempfile.TemporaryDirectory() as folder:
            driver = open_browser(Path(folder) / "profile", Path(folder))
            try:
                _pictures(Page(driver, address[0]), phone)
            finally:
                driver.quit()
    finally:
        process.terminate()
        process.wait()


def _pictures(page: Page, phone: str | None) -> None:
    page.open(SIZE)
    columns = [str(column.get_attribute("data-chat")) for column in page.all(".column")]
    for chat in columns:
        words, answer = ("/progress", "attention") if chat.startswith("-") else (ASKED, "Forget")
        if chat.startswith("-") or chat == columns[0]:
            page.one(f'.column[data-chat="{chat}"] textarea').send_keys(words, Keys.ENTER)
            page.one(f'.column[data-chat="{chat}"]', answer)
    page.driver.save_screenshot(str(PICTURE))
    if phone:
        page.open(PHONE)
        page.driver.save_screenshot(phone)


if __name__ == "__main__":
    main(*sys.argv[1:2])
