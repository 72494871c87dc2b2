"""From what was typed to one line of canonical words, which the rules are written against."""

import re
import unicodedata

from bot.mentoring.dates.vocabulary import LATER_ORDINALS, MONTHS, NUMBERS, ORDINALS, TENS, WEEKDAYS, mended

LONGEST = 160  # characters; a date phrase is short, and a long text is not one

_TEXTED = {
    "2moro": "tomorrow",
    "2morrow": "tomorrow",
    "2mrw": "tomorrow",
    "2day": "today",
    "2nite": "tonight",
}
_MONTH = "|".join(month[:3] for month in MONTHS)
_TIDY: tuple[tuple[str, str], ...] = (
    (r"['’‘`]", ""),
    (r"[‐‑‒–—−]", "-"),
    (r"(?<![a-z])([ap])\.\s?m\b\.?", r"\1m"),
    (r"\b(\d{4}-\d\d-\d\d)t(?=\d\d:\d\d)", r"\1 "),
    (
        r"\bw\s?/\s?[cb]\b:?|\bw[cb]\b:?|\bw(?:ee)?k (?:commencing|comm|beginning|beg|starting)\b:?",
        " commencing ",
    ),
    (r"\bw\s?/\s?e\b:?|\bweek ending\b:?", " ending "),
    (r"\bo\s?clock\b", "oclock"),
    (r"\be\.?o\.?d\b", "end of day"),
    (r"\be\.?o\.?w\b", "end of week"),
    (r"\be\.?o\.?m\b", "end of month"),
    (r"\b(?:cop|cob|close of (?:play|business)|end of (?:play|business))\b", "end of day"),
    (r"\b1/2 (?=past\b)", "half "),
    (r"\b1/4 (?=past\b|to\b)", "quarter "),
    (r"@", " at "),
    (r"&", " and "),
    (r"(?<=[a-z])\.(?=\s|$|,|\d)", " "),
    (r"(?<=\d)[,;][.,;:!?]*(?=\s|$)", " , "),
    (r"(?<=\d)[.:!?][.,;:!?]*(?=\s|$)", " "),
    (r"[!?()\"]+", " "),
    (r"(?<=\D)[,;:]|^[,;:]|[,;](?=\D)", " , "),
    (r"(\d)\s*/\s*(\d)", r"\1/\2"),
    (r"([a-z])\s*/\s*([a-z])", r"\1 or \2"),
    (r"\s-+\s?(?=[a-z])|(?<=[a-z])\s?-+\s", " , "),
    (r"(/\d+) - ", r"\1 , "),
    (r"(\d)(am|pm)?\s*-\s*(\d)", r"\1\2-\3"),
    (r"(?<=\d)-(?=ish)", " "),
    (r"(?<=[a-z]{3})(?=\d)", " "),
    (r"(?<=[a-z])-(?=[a-z])", " - "),
    (r"(\d)(?:st|nd|rd|th)?-(" + _MONTH + ")", r"\1 \2"),
    (r"(" + _MONTH + r")([a-z]*)-(\d)", r"\1\2 \3"),
    (r"(\d)\s*(am|pm)\b", r"\1\2"),
    (r"\b(\d{1,2})\s?(?:st|nd|rd|th)\b", r"\1th"),
    (r"(\d)(?!(?:th|am|pm)\b)(?=[a-z])", r"\1 "),
)
_PATTERNS = tuple((re.compile(pattern), new) for pattern, new in _TIDY)


def canonical(text: str) -> str:
    """`text` in lower case, abbreviations and number words spelt one way, one space between words."""
    line = text.replace("½", " half ").replace("¼", " quarter ")
    line = "".join(" " if unicodedata.category(sign) == "So" else sign for sign in line)
    line = unicodedata.normalize("NFKC", line).lower()
    line = " ".join(_TEXTED.get(word, word) for word in line.split())
    for pattern, new in _PATTERNS:
        line = pattern.sub(new, line)
    return " ".join(_hyphens(_numbers([mended(word) for word in line.split()])))


def _hyphens(words: list[str]) -> list[str]:
    """A hyphen between two weekdays is a range; between other words it joins them."""
    out: list[str] = []
    for place, word in enumerate(words):
        if word != "-":
            out.append(word)
        elif 0 < place < len(words) - 1 and words[place - 1] in WEEKDAYS and words[place + 1] in WEEKDAYS:
            out.append("to")
    return out


def _numbers(words: list[str]) -> list[str]:
    """Number words as figures; "ten to" keeps that it was said in words ("10 minutes to")."""
    out: list[str] = []
    place = 0
    while place < len(words):
        value, used, ordinal = _number(words, place)
        if used == 0:
            out.append(words[place])
            place += 1
            continue
        place += used
        out.append(f"{value}th" if ordinal else str(value))
        if value in (5, 10, 20, 25) and not ordinal and words[place : place + 1] == ["to"]:
            out.append("minute")
    return out


def _number(words: list[str], place: int) -> tuple[int, int, bool]:
    """(value, words used, ordinal); no words used when there is no number here."""
    word = words[place]
    following = words[place + 1] if place + 1 < len(words) else ""
    if following == "-" and place + 2 < len(words) and word in TENS:
        value, used, ordinal = _number([word, words[place + 2]], 0)
        return (value, used + 1, ordinal) if used == 2 else (TENS[word], 1, False)
    if word in TENS:
        if 0 < NUMBERS.get(following, 0) < 10:
            return TENS[word] + NUMBERS[following], 2, False
        later = (ORDINALS | LATER_ORDINALS).get(following, 99)
        return (TENS[word] + later, 2, True) if later < 10 else (TENS[word], 1, False)
    if word in NUMBERS:
        return NUMBERS[word], 1, False
    return (LATER_ORDINALS[word], 1, True) if word in LATER_ORDINALS else (0, 0, False)
