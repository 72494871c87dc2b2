"""A line that says when and where: "fri 3pm in the library", "thurs 3 dec 3.30, Room 4"."""

import re
from collections.abc import Iterator

_BREAK = re.compile(r",\s*|\s+")
_LEAD = r"(?:in|at|@|via|on(?= zoom| teams))\s+"
_PLACE = re.compile(
    rf"{_LEAD}\S|https?:|(?:room|zoom|teams|the|hall|library|office|\w+['’]s)\b", re.IGNORECASE
)
_CLOCK = r"\d|half|quarter|noon|mid|lunch|break|after|before|around|about|the (?:start|end|first|last)"
_NO_PLACE = re.compile(
    rf"(?:{_LEAD})?(?:{_CLOCK})|(?:in|at) (?:a|an|one|two|three|four) ",
    re.IGNORECASE,
)


def splits(words: str) -> Iterator[tuple[str, str]]:
    """Each way to take a line apart into a time and a place after it, the shortest time first.

    Whether the first part is a time is for the reader of dates to say: only one split will read.
    """
    for found in _BREAK.finditer(words):
        when, where = words[: found.start()].strip(), words[found.end() :].strip()
        if when and _PLACE.match(where) and not _NO_PLACE.match(where):
            yield when, re.sub(rf"^{_LEAD}", "", where, flags=re.IGNORECASE)
