"""The packaged knowledge, loaded once, and a small shelf of invented entries."""

from pathlib import Path

import pytest

from knowledge import Knowledge, load

SHELF = Path(__file__).with_name("shelf.md")


@pytest.fixture(scope="session")
def packaged() -> Knowledge:
    """What comes with the package."""
    return load()


@pytest.fixture(scope="session")
def shelf() -> Knowledge:
    """A few invented entries, small enough to know by heart."""
    return load(SHELF)
