"""The table of phrases: what each is read as, what is offered beside it, and that nothing is guessed."""

import tomllib
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.mentoring.dates import Moment, Use, read

LONDON = ZoneInfo("Europe/London")
TABLE = tomllib.loads(Path(__file__).with_name("date_cases.toml").read_text("utf-8"))["group"]


def moment(text: str) -> str:
    """The table's short form as ISO: a date, or a London time with its offset."""
    parts = text.split()
    if len(parts) == 1:
        return date.fromisoformat(text).isoformat()
    wall = datetime.fromisoformat(" ".join(parts[:2])).replace(tzinfo=LONDON)
    return wall.replace(fold=1 if parts[-1] == "+0" else 0).isoformat()


def iso(value: Moment | None) -> str:
    return value.isoformat() if value else ""


def cases() -> Iterator[tuple[str, str, Use, str, list[str]]]:
    for group in TABLE:
        for text, first, *others in group["cases"]:
            yield group["now"], text, group["use"], first, others


@pytest.mark.parametrize(("now", "text", "use", "first", "others"), list(cases()))
def test_a_phrase_is_read_as_staff_mean_it(
    now: str, text: str, use: Use, first: str, others: list[str]
) -> None:
    found = read(text, datetime.fromisoformat(now).replace(tzinfo=LONDON), use)
    assert iso(found.reading) == (moment(first) if first else ""), found
    if others != ["*"]:
        assert [iso(value) for value in found.alternatives] == [moment(other) for other in others], found


def test_every_answer_says_why_and_every_refusal_says_what_is_missing() -> None:
    for now, text, use, first, _ in cases():
        found = read(text, datetime.fromisoformat(now).replace(tzinfo=LONDON), use)
        assert found.why.strip(), text
        assert first or found.needs is not None, text


def test_no_instant_is_offered_that_has_gone() -> None:
    for now_text, text, use, *_ in cases():
        now = datetime.fromisoformat(now_text).replace(tzinfo=LONDON)
        found = read(text, now, use)
        for value in filter(None, (found.reading, *found.alternatives)):
            if isinstance(value, datetime):
                assert value.timestamp() > now.timestamp(), text
            else:
                assert value >= now.date(), text


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(list(cases())) >= 300
