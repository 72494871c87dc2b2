"""`python -m bot when --jsonl`: one phrase a line in, one reading a line out."""

import json
import sys
from datetime import datetime
from typing import TextIO

from bot.mentoring.dates.reader import read


def answer(line: str) -> dict[str, object]:
    """The reading of one JSON line. Raises ValueError, in words, for a line that can't be used."""
    asked = json.loads(line)
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise ValueError('expected an object with "id", "text", "now" and "use"')
    use = asked.get("use", "meeting")
    if use not in ("meeting", "due"):
        raise ValueError('"use" must be "meeting" or "due"')
    now = datetime.fromisoformat(str(asked.get("now")))
    result = read(asked["text"], now, use, tz=str(asked.get("tz") or "Europe/London"))
    return {
        "id": asked.get("id"),
        "reading": result.reading.isoformat() if result.reading else None,
        "alternatives": [moment.isoformat() for moment in result.alternatives],
        "why": result.why,
    }


def main(stdin: TextIO, stdout: TextIO) -> int:
    """Answers every line it can. 0 when all were answered, 2 when some could not be (told on stderr)."""
    bad = 0
    for number, line in enumerate(stdin, 1):
        if not line.strip():
            continue
        try:
            stdout.write(json.dumps(answer(line), ensure_ascii=False) + "\n")
            stdout.flush()
        except ValueError as error:
            bad += 1
            sys.stderr.write(f"line {number}: {error}\n")
    return 2 if bad else 0
