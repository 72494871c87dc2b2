"""A calendar address of a person's own: a long secret in it, of which only a fingerprint is kept.

What it gives is looked up at each request with the same guards as everything else, so it never shows a
school that its owner has left; leaving ends the address besides.
"""

import hashlib
import secrets
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlmodel import col, select

from bot.mentoring.access import places_of
from bot.mentoring.calendar_file import whole_calendar
from bot.storage.database import Database
from bot.storage.meetings import Meeting, Rsvp
from bot.storage.people import Person
from bot.storage.schools import Preference

BACK = timedelta(days=60)
"""How far back a feed goes."""


def make(row: Preference) -> str:
    """A new secret in place of any before; it is given this once."""
    secret = secrets.token_urlsafe(32)
    row.feed_hash = _hash(secret)
    return secret


def end(row: Preference) -> None:
    """The address works no more."""
    row.feed_hash = None


def address(webhook_url: str, secret: str) -> str:
    """The address on the server that Telegram's updates come to."""
    parts = urlsplit(webhook_url)
    return f"{parts.scheme}://{parts.netloc}/calendar/{secret}.ics"


async def feed(database: Database, secret: str, now: datetime) -> bytes | None:
    """The meetings of the person whose secret this is; None where it is nobody's (any more)."""
    async with database.read() as session:
        found = await session.exec(
            select(Person)
            .join(Preference, col(Preference.person_id) == Person.id)
            .where(Preference.feed_hash == _hash(secret))
        )
        person = found.first()
        if person is None:
            return None
        schools = {place.school.id: place.school.name for place in await places_of(session, person)}
        meetings = await session.exec(
            select(Meeting)
            .join(Rsvp, col(Rsvp.meeting_id) == Meeting.id)
            .where(
                Rsvp.person_id == person.id,
                Rsvp.answer != "no",
                Meeting.state != "cancelled",
                Meeting.starts_at > now - BACK,
                col(Meeting.school_id).in_(schools),
            )
            .order_by(col(Meeting.starts_at))
        )
        pairs = [(meeting, schools[meeting.school_id]) for meeting in meetings.all()]
    return whole_calendar(pairs)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
