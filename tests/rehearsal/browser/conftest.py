"""One browser for the session; a fresh local Telegram for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome

from tests.rehearsal.browser.pages import Page, open_browser
from tests.rehearsal.browser.stage import Stage


@pytest.fixture(scope="session")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the browser puts files."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="session")
def driver(tmp_path_factory: pytest.TempPathFactory, downloads: Path) -> Iterator[Chrome]:
    """A Chromium with an empty profile."""
    driver = open_browser(tmp_path_factory.mktemp("profile"), downloads)
    try:
        yield driver
    finally:
        driver.quit()


@pytest.fixture
def stage() -> Iterator[Stage]:
    """An invented school on a local Telegram."""
    with Stage() as stage:
        yield stage


@pytest.fixture
def page(driver: Chrome, stage: Stage) -> Page:
    """The rehearsal page on a laptop's screen."""
    return Page(driver, stage.telegram.page_url).open()
