"""The JSON-lines command, and how the bot writes a date."""

import io
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.mentoring.dates import said
from bot.mentoring.dates.lines import main

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 10, 42, tzinfo=LONDON)


def run(*lines: str) -> tuple[int, list[dict[str, object]]]:
    out = io.StringIO()
    code = main(io.StringIO("\n".join(lines)), out)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def asked(text: str, use: str = "meeting") -> str:
    return json.dumps({"id": 7, "text": text, "now": "2026-11-23T10:42:00+00:00", "use": use})


def test_a_phrase_with_a_time_is_answered_with_its_offset() -> None:
    code, (row,) = run(asked("next tues 3pm"))
    assert code == 0
    assert row["id"] == 7
    assert row["reading"] == "2026-12-01T15:00:00+00:00"
    assert row["alternatives"] == ["2026-11-24T15:00:00+00:00"]
    assert set(row) == {"id", "reading", "alternatives", "why"}


def test_a_phrase_without_a_time_is_answered_with_a_date() -> None:
    assert run(asked("friday", "due"))[1][0]["reading"] == "2026-11-27"


def test_what_needs_a_question_has_no_reading() -> None:
    row = run(asked("31 feb"))[1][0]
    assert row["reading"] is None
    assert row["why"]


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[]",
        '{"id": 1, "now": "2026-11-23T10:42:00+00:00"}',
        '{"id": 1, "text": "fri", "now": "yesterday"}',
        '{"id": 1, "text": "fri", "now": "2026-11-23T10:42:00"}',
        '{"id": 1, "text": "fri", "now": "2026-11-23T10:42:00+00:00", "use": "party"}',
    ],
)
def test_a_bad_line_is_told_on_stderr_and_the_rest_is_still_answered(
    bad: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, rows = run(asked("fri 2pm"), bad, "", asked("fri 3pm"))
    assert code == 2
    assert len(rows) == 2
    assert capsys.readouterr().err.startswith("line 2: ")


def test_reading_dates_loads_nothing_heavy() -> None:
    code = (
        "import sys, bot.mentoring.dates.lines; "
        "print([m for m in ('telegram', 'sqlmodel', 'holidays', 'tornado') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (datetime(2026, 12, 1, 15, 30, tzinfo=LONDON), "Tue 1 Dec, 3.30pm"),
        (datetime(2026, 12, 1, 9, 0, tzinfo=LONDON), "Tue 1 Dec, 9am"),
        (datetime(2026, 12, 1, 12, 0, tzinfo=LONDON), "Tue 1 Dec, 12pm"),
        (datetime(2026, 12, 1, 0, 5, tzinfo=LONDON), "Tue 1 Dec, 12.05am"),
        (datetime(2027, 6, 1, 14, 0, tzinfo=UTC), "Tue 1 Jun, 3pm"),
        (datetime(2026, 10, 25, 0, 30, tzinfo=UTC), "Sun 25 Oct 2026, 1.30am BST"),
        (datetime(2026, 10, 25, 1, 30, tzinfo=UTC), "Sun 25 Oct 2026, 1.30am GMT"),
        (date(2026, 12, 3), "Thu 3 Dec"),
        (date(2027, 9, 23), "Thu 23 Sep"),
        (date(2027, 10, 1), "Fri 1 Oct 2027"),
        (date(2026, 11, 20), "Fri 20 Nov 2026"),
    ],
)
def test_a_day_or_time_is_written_the_bots_one_way(value: date | datetime, words: str) -> None:
    assert said(value, NOW) == words
