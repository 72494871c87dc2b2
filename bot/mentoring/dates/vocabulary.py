"""The words the reader knows, and how staff shorten and misspell them."""

from functools import cache

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip

_SHORT = {
    "monday": "mon",
    "tuesday": "tue tues tu",
    "wednesday": "wed weds wednes wensday wendsday",
    "thursday": "thu thur thurs thr thrs",
    "friday": "fri frid",
    "saturday": "sat",
    "sunday": "sun",
    "january": "jan",
    "february": "feb febr febuary",
    "march": "mar",
    "april": "apr aprl",
    "june": "jun",
    "july": "jul",
    "august": "aug",
    "september": "sep sept",
    "october": "oct",
    "november": "nov",
    "december": "dec",
    "tomorrow": "tmrw tmw tmr tomo tomoz tommorow tomorow tommorrow tomorro",
    "tonight": "tonite",
    "christmas": "xmas chrismas chirstmas",
    "minute": "min mins minutes",
    "hour": "hr hrs hours h",
    "day": "days",
    "week": "weeks wk wks",
    "month": "months mth mths",
    "fortnight": "fortnights fornight",
    "quarter": "qtr",
    "oclock": "o'clock oclock",
    "afternoon": "aft arvo",
    "morning": "morn",
    "evening": "eve",
    "please": "pls plz",
    "thanks": "thx ta",
    "about": "around roughly approx approximately circa c",
    "until": "til till",
    "beginning": "begining start",
    "halfterm": "half-term",
    "registration": "reg",
    "inset": "insets",
    "and": "&",
}
CANONICAL = {short: word for word, shorts in _SHORT.items() for short in shorts.split()}

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)
NUMBERS = {word: n for n, word in enumerate((_UNITS + " seventeen eighteen nineteen").split())}
TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "ninety": 90}
ORDINALS = {word: n for n, word in enumerate(["first", "second", "third", "fourth", "fifth"], 1)}
_LATER = (
    "sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth"
)
LATER_ORDINALS = {word: n for n, word in enumerate(_LATER.split(), 6)} | {"thirtieth": 30}

# Only words long enough that a slip of the finger cannot turn one into another.
_MENDABLE = (
    *WEEKDAYS, "january", "february", "august", "september", "october", "november", "december",
    "tomorrow", "tonight", "fortnight", "afternoon", "morning", "evening", "christmas", "lunchtime", "midday",
)  # fmt: skip
_KNOWN = {*_MENDABLE, *(day + "s" for day in WEEKDAYS), *_SHORT, *CANONICAL, "holiday", "weekday", "noonday"}


def distance(a: str, b: str) -> int:
    """Edits between two words; two neighbours swapped count as one (optimal string alignment)."""
    rows = [list(range(len(b) + 1))]
    for i, x in enumerate(a, 1):
        row = [i]
        for j, y in enumerate(b, 1):
            best = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, rows[-2][j - 2] + 1)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@cache
def mended(word: str) -> str:
    """The known word that was meant, or the word itself when none or more than one is near."""
    if word in CANONICAL:
        return CANONICAL[word]
    if len(word) < 5 or len(word) > 14 or word in _KNOWN:
        return word
    near = sorted((distance(word, known), known) for known in _MENDABLE)
    (best, known), (second, _) = near[0], near[1]
    return known if best < second and best <= (2 if len(known) >= 8 else 1) else word
