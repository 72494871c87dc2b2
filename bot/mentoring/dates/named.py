"""Days with a name: fixed days, days that move with Easter, and bank holidays by rule."""

from collections.abc import Callable
from datetime import date, timedelta


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (the anonymous computus), for any year from 1583."""
    century, rest = divmod(year, 100)
    golden = year % 19
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> date | None:
    """The nth (1 to 5, or -1 for the last) `weekday` of a month; None when the month has no fifth."""
    if nth == -1:
        after = date(year + month // 12, month % 12 + 1, 1)
        return after - timedelta(days=(after.weekday() - weekday - 1) % 7 + 1)
    first = date(year, month, 1)
    found = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month else None


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _after_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


def _nth(month: int, weekday: int, nth: int) -> Callable[[int], date]:
    def day(year: int) -> date:
        found = nth_weekday(year, month, weekday, nth)
        if found is None:  # pragma: no cover - every rule below names a day each year has
            raise ValueError(f"no such weekday in month {month} of {year}")
        return found

    return day


MAY_DAY = _nth(5, 0, 1)
SPRING_BANK_HOLIDAY = _nth(5, 0, -1)

# Patterns are in canonical words: "eve" has become "evening".
NAMED: dict[str, Callable[[int], date]] = {
    r"christmas eve(?:ning)?": _fixed(12, 24),
    r"christmas(?: day)?": _fixed(12, 25),
    r"boxing day|st stephens day": _fixed(12, 26),
    r"new years? eve(?:ning)?|nye|hogmanay": _fixed(12, 31),
    r"new years? day|nyd": _fixed(1, 1),
    r"12th night": _fixed(1, 5),
    r"burns night": _fixed(1, 25),
    r"valentines?(?: day)?|st valentines day": _fixed(2, 14),
    r"(?:st|saint) davids day": _fixed(3, 1),
    r"(?:st|saint) patricks day": _fixed(3, 17),
    r"april fools?(?: day)?": _fixed(4, 1),
    r"(?:st|saint) georges day": _fixed(4, 23),
    r"halloween": _fixed(10, 31),
    r"bonfire night|guy fawkes(?: night| day)?|fireworks night": _fixed(11, 5),
    r"remembrance day|armistice day": _fixed(11, 11),
    r"remembrance sunday": _nth(11, 6, 2),
    r"(?:st|saint) andrews day": _fixed(11, 30),
    r"shrove tuesday|pancake (?:day|tuesday)": _after_easter(-47),
    r"ash wednesday": _after_easter(-46),
    r"mothers day|mothering sunday": _after_easter(-21),
    r"palm sunday": _after_easter(-7),
    r"maundy thursday": _after_easter(-3),
    r"good friday": _after_easter(-2),
    r"easter saturday": _after_easter(-1),
    r"easter(?: sunday| day)?": _after_easter(0),
    r"easter monday": _after_easter(1),
    r"ascension day": _after_easter(39),
    r"(?:whit|pentecost) sunday": _after_easter(49),
    r"fathers day": _nth(6, 6, 3),
    r"world book day": _nth(3, 3, 1),
    r"may day(?: bank holiday)?|(?:early|first) may bank holiday|may day holiday": MAY_DAY,
    r"(?:late|second|end of) may bank holiday|(?:spring|whit|whitsun) bank holiday": SPRING_BANK_HOLIDAY,
    r"(?:august|summer|late summer) bank holiday(?: monday)?": _nth(8, 0, -1),
}

# Days worth pointing out when somebody lands on one.
NOTABLE: dict[str, Callable[[int], date]] = {
    "Christmas Eve": _fixed(12, 24),
    "Christmas Day": _fixed(12, 25),
    "Boxing Day": _fixed(12, 26),
    "New Year's Eve": _fixed(12, 31),
    "New Year's Day": _fixed(1, 1),
    "Good Friday": _after_easter(-2),
    "Easter Monday": _after_easter(1),
    "the early May bank holiday": MAY_DAY,
    "the spring bank holiday": SPRING_BANK_HOLIDAY,
    "the summer bank holiday": _nth(8, 0, -1),
}


def notable(day: date) -> str:
    """The name of a holiday on that day, or an empty string."""
    return next((name for name, rule in NOTABLE.items() if rule(day.year) == day), "")
