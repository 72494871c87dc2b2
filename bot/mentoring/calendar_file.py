"""A meeting as a calendar file that Outlook, Google and Apple open (RFC 5545, through icalendar).

UTC times, so no zone definition is needed; UID is for ever, SEQUENCE is the meeting's version; a meeting
called off is CANCEL with the same UID. No attendee's address is in the file.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import quote

from bot.storage.meetings import Meeting

if TYPE_CHECKING:
    from icalendar import Event

LOOK_AGAIN = timedelta(hours=4)
PRODUCT = "-//SEND mentoring bot//meetings//EN"


def calendar_file(meeting: Meeting, school_name: str) -> bytes:
    """The file's bytes. A cancelled meeting gives a cancellation that removes the earlier entry."""
    from icalendar import Calendar  # loaded when first needed: it is slow and rarely used

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    cancelled = meeting.state == "cancelled"
    calendar.add("method", "CANCEL" if cancelled else "PUBLISH")
    calendar.add_component(_event(meeting, school_name, cancelled=cancelled))
    return bytes(calendar.to_ical())


def whole_calendar(pairs: Sequence[tuple[Meeting, str]]) -> bytes:
    """Many meetings with their schools' names, for a calendar program that looks regularly."""
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "SEND mentoring")
    calendar.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    for meeting, school_name in pairs:
        calendar.add_component(_event(meeting, school_name, cancelled=False))
    return bytes(calendar.to_ical())


def file_name(meeting: Meeting) -> str:
    """A name that tells versions apart in a downloads folder."""
    word = "cancelled" if meeting.state == "cancelled" else f"v{meeting.version}"
    return f"meeting-{meeting.number}-{word}.ics"


def outlook_link(meeting: Meeting, school_name: str) -> str:
    """An address that opens a new entry in Outlook on the web, already filled in."""
    ends = meeting.starts_at + timedelta(minutes=meeting.minutes)
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": _title(meeting, school_name),
        "startdt": meeting.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "enddt": ends.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "location": meeting.place or "",
    }
    query = "&".join(f"{name}={quote(value, safe='')}" for name, value in fields.items())
    return f"https://outlook.office.com/calendar/0/deeplink/compose?{query}"


def _event(meeting: Meeting, school_name: str, *, cancelled: bool) -> "Event":
    from icalendar import Alarm, Event, vDatetime

    event = Event()
    event.add("uid", meeting.uid)
    event.add("sequence", meeting.version)
    event.add("dtstamp", meeting.changed_at)
    event.add("dtstart", meeting.starts_at)
    event["dtend"] = vDatetime(meeting.starts_at + timedelta(minutes=meeting.minutes))
    event.add("summary", _title(meeting, school_name))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    if not cancelled:
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", _title(meeting, school_name))
        alarm.add("trigger", timedelta(minutes=-15))
        event.add_component(alarm)
    return event


def _title(meeting: Meeting, school_name: str) -> str:
    return f"{school_name}: meeting {meeting.number}, {meeting.title}"
