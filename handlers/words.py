"""Every word the bot says: Jinja2 templates, with the buttons written below the text.

A template's text is Telegram HTML; every value put in is escaped. After a line ``---`` come the
buttons, a line a row: ``[Label | action]``. An action is ``prefix:…`` (pressed), an ``https://`` address,
``copy:…`` (put on the clipboard), ``share:…`` (sent to another chat), and may end in
``| primary``, ``| success`` or ``| danger``. A blank button line is left out.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import unescape
from importlib.resources import files
from typing import Any
from urllib.parse import quote, unquote
from zoneinfo import ZoneInfo

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape

from bot.storage.outbox import Button
from knowledge import Entry

LIMIT = 4096
_BUTTON = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)(?:\|\s*(primary|success|danger)\s*)?\]")
_BLANKS = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_LABEL = 20
_BUTTONS = "#buttons"
_SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z])")
_LEADS = {"week": "a week", "day": "the day", "hour": "an hour"}
_WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays")
_READERS = {
    "senco": "SENCOs",
    "headteacher": "headteachers",
    "teacher": "teachers",
    "ta": "teaching assistants",
    "governor": "governors",
    "parent": "parents",
    "trust": "trusts",
}

Buttons = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A rendered message: Telegram HTML and its buttons."""

    html: str
    buttons: Buttons = ()


class Words:
    """Renders templates by name. One object for the whole bot; safe to share."""

    def __init__(self, zone: ZoneInfo) -> None:
        """Times are written in ``zone``."""
        self._zone = zone
        self._templates = Environment(
            loader=FunctionLoader(_part),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.filters |= {
            "when": self.when,
            "day": self.day,
            "short": self.short,
            "clock": self.clock,
            "counted": counted,
            "label": label,
            "enc": lambda value: quote(str(value), safe=""),
            "link": link,
            "facts": self.facts,
            "lead": lambda lead: _LEADS[lead],
            "weekdays": weekdays,
            "people": people,
            "first_sentence": first_sentence,
        }

    def render(self, template: str, /, **values: Any) -> Said:
        """The message of ``template`` (a path below templates/, without .j2) filled with ``values``."""
        text = self._templates.get_template(f"{template}.j2").render(**values)
        rows = self._templates.get_template(f"{template}.j2{_BUTTONS}").render(**values)
        return Said(_BLANKS.sub("\n\n", text).strip(), _buttons(rows))

    def line(self, template: str, /, **values: Any) -> str:
        """A short plain text, such as what a pressed button answers (at most 200 characters)."""
        return self.plain(template, **values)[:200]

    def plain(self, template: str, /, **values: Any) -> str:
        """A template as plain text of any length, for a line of a document."""
        return unescape(self.render(template, **values).html)

    def when(self, instant: datetime) -> Markup:
        """An instant as "Tue 1 Dec, 3.30pm", in each reader's own zone where their app can."""
        local = instant.astimezone(self._zone)
        words = f"{self.day(local.date())}, {self.clock(local)}"
        return Markup('<tg-time unix="{}" format="wDt">{}</tg-time>').format(int(instant.timestamp()), words)

    def day(self, value: date) -> str:
        """A date, or the day of an instant here, as "Tue 1 Dec"."""
        if isinstance(value, datetime):
            value = value.astimezone(self._zone).date()
        return f"{value:%a} {value.day} {value:%b}"

    def short(self, instant: datetime) -> str:
        """An instant for a button: "Tue 1 Dec 3.30pm"."""
        return f"{self.day(instant.astimezone(self._zone).date())} {self.clock(instant)}"

    def clock(self, instant: datetime) -> str:
        """The time of day of an instant: "3.30pm"."""
        local = instant.astimezone(self._zone)
        minutes = f".{local:%M}" if local.minute else ""
        return f"{local.hour % 12 or 12}{minutes}{'am' if local.hour < 12 else 'pm'}"

    def facts(self, entry: Entry) -> str:
        """What to know before opening a document: minutes, for whom, edition, when it was checked."""
        parts = [reading_time(entry.minutes)] if entry.minutes else []
        parts.append(f"for {people(entry.audience)}")
        if entry.edition:
            parts.append(f"edition {entry.edition}")
        parts.append(f"checked {entry.checked.day} {entry.checked:%b %Y}")
        return " · ".join(parts)


def people(audience: Sequence[str]) -> str:
    """Readers in words, at most three."""
    named = [_READERS.get(reader, reader) for reader in audience[:3]]
    return ", ".join(named) if named else "everybody"


def reading_time(minutes: int) -> str:
    """How long the whole takes: "about 40 min", and past an hour "about 8 hours in full"."""
    if minutes <= 60:
        return f"about {minutes} min"
    halves = round(minutes / 30)
    return f"about {halves // 2}{'½' if halves % 2 else ''} hour{'' if halves == 2 else 's'} in full"


def counted(number: int, noun: str) -> str:
    """A number with its noun: "1 note", "2 notes"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def weekdays(days: Sequence[int]) -> str:
    """Working days in words; none chosen means every weekday."""
    return ", ".join(_WEEKDAYS[day] for day in days) if days else "every weekday"


def first_sentence(text: str) -> str:
    """The first sentence of a summary."""
    return _SENTENCE.split(text, maxsplit=1)[0]


def label(value: str, room: int = _LABEL) -> str:
    """A button label cut at a word so that it fits ``room`` characters, without the marks of the format."""
    words = re.sub(r"[\[\]|]", " ", str(value)).split()
    short = ""
    for word in words:
        longer = f"{short} {word}".strip()
        if len(longer) > room:
            break
        short = longer
    return short or " ".join(words)[:room]


def link(text: str, address: str | None) -> Markup:
    """The text as a link where there is a confirmed address, else the text alone."""
    if not address:
        return escape(text)
    return Markup('<a href="{}">{}</a>').format(address, text)


def cut(html_free: str, room: int = LIMIT) -> str:
    """Plain text cut to ``room`` characters with an ellipsis."""
    return html_free if len(html_free) <= room else f"{html_free[: room - 1].rstrip()}…"


@cache
def _part(name: str) -> str | None:
    """A template's text, or the buttons below its line ``---``.

    They are taken apart before anything is filled in, so that no word a person typed can make a button.
    """
    path, _, part = name.partition(_BUTTONS)
    file = files("handlers").joinpath("templates", *path.split("/"))
    if not file.is_file():
        return None
    text, _, rows = file.read_text("utf-8").partition("\n---\n")
    return rows if part or name.endswith(_BUTTONS) else text


def _buttons(rows: str) -> Buttons:
    found = (tuple(_button(*match.groups()) for match in _BUTTON.finditer(row)) for row in rows.splitlines())
    return tuple(row for row in found if row)


def _button(text: str, action: str, style: Any) -> Button:
    text, action = unescape(text).strip(), unescape(action).strip()
    verb, _, rest = action.partition(":")
    match verb:
        case "https" | "http" | "tg":
            return Button(text, url=action, style=style)
        case "copy":
            return Button(text, copy=unquote(rest), style=style)
        case "share":
            return Button(text, share=unquote(rest), style=style)
    return Button(text, data=action, style=style)
