"""Invitations: single use, expiring, revocable, kept only as hashes."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, update
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring.errors import Refusal
from bot.mentoring.schools import join_team, make_mentor, note_change
from bot.mentoring.terms import Terms, breaks
from bot.storage.meetings import Notice
from bot.storage.people import Person
from bot.storage.schools import Invite

LIFE_DAYS = 7
LONGEST = timedelta(days=60)
CONFIRMED_ROLES = ("headteacher", "trust_leader", "governor", "mentor")
CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # nothing that looks like something else
CODE_LENGTH = 8
TRIES_AN_HOUR = 10


@dataclass(frozen=True, slots=True)
class Pack:
    """What to hand over, shown once: the link's token and the code that can be typed instead."""

    invite: Invite
    token: str
    code: str


async def invite(
    session: AsyncSession,
    by: Person,
    role: str,
    school_id: int | None,
    now: datetime,
    *,
    name: str | None = None,
    terms: Terms | None = None,
) -> Pack:
    """A new invitation. It lasts seven days that are not school holidays."""
    token = secrets.token_urlsafe(32)
    code = "".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH))
    row = Invite(
        token_hash=_hash(token),
        code_hash=_hash(code),
        role=role,
        school_id=school_id,
        invited_name=name,
        made_by=by.id or 0,
        expires_at=expiry(now, terms),
        made_at=now,
    )
    session.add(row)
    await session.flush()
    await note_change(session, "invited", now, school=school_id, by=by.id, about=role)
    return Pack(row, token, f"{code[:4]}-{code[4:]}")


def expiry(now: datetime, terms: Terms | None) -> datetime:
    """Seven days on, not counting school holidays; never more than sixty."""
    left, at = LIFE_DAYS, now
    while left > 0 and at - now < LONGEST:
        at += timedelta(days=1)
        if terms is None or not _in_a_break(at.date(), terms):
            left -= 1
    return at


async def look(session: AsyncSession, words: str, who: int, now: datetime) -> Invite:
    """The open invitation behind a link's token or a typed code.

    Raises Refusal("invite_gone"), the same for wrong, used, revoked and expired ones, and
    Refusal("too_many_tries") after ten misses in an hour by the same Telegram user.
    """
    await _count_misses(session, who, now)
    code = words.upper().replace("-", "").replace(" ", "")
    found = await session.exec(
        select(Invite).where(
            (col(Invite.token_hash) == _hash(words)) | (col(Invite.code_hash) == _hash(code)),
            Invite.state == "open",
            Invite.expires_at > now,
        )
    )
    row = found.first()
    if row is None:
        raise Refusal("invite_gone")
    return row


async def note_miss(session: AsyncSession, who: int, now: datetime) -> None:
    """Remember that somebody tried an invitation that does not work; gone after the retention of notices."""
    key = f"invite-try:{who}:{secrets.token_hex(8)}"
    session.add(Notice(key=key, kind="invite_try", state="skipped", at=now))


def proof(row: Invite) -> str:
    """What a button carries to show that its presser had the link or the code: ids alone can be guessed."""
    return row.token_hash[:24]


async def accept(session: AsyncSession, invite_id: int, shown: str, person: Person, now: datetime) -> Invite:
    """Use an invitation, once. Higher roles are then only claimed: their inviter has to confirm.

    ``shown`` is its :func:`proof`. Raises Refusal("invite_gone") without it, when somebody else was faster
    or when it has expired meanwhile.
    """
    row = await session.get(Invite, invite_id)
    if row is None or not secrets.compare_digest(shown.encode(), proof(row).encode()):
        raise Refusal("invite_gone")
    state = "claimed" if row.role in CONFIRMED_ROLES else "used"
    done = await session.exec(
        update(Invite)
        .where(col(Invite.id) == invite_id, col(Invite.state) == "open", col(Invite.expires_at) > now)
        .values(state=state, claimed_by=person.id, closed_at=now)
        .returning(col(Invite.id))
    )
    if done.first() is None:
        raise Refusal("invite_gone")
    await session.refresh(row)
    if state == "used":
        await _admit(session, row, person, now)
    return row


async def confirm(session: AsyncSession, row: Invite, yes: bool, now: datetime) -> Person:
    """The inviter's word on a claimed invitation. Raises Refusal("invite_gone") when it was said before."""
    if row.state != "claimed" or row.claimed_by is None:
        raise Refusal("invite_gone")
    person = await session.get(Person, row.claimed_by)
    if person is None:
        raise Refusal("invite_gone")
    row.state, row.closed_at = ("used" if yes else "refused"), now
    session.add(row)
    if yes:
        await _admit(session, row, person, now)
    return person


async def revoke(session: AsyncSession, row: Invite, now: datetime) -> None:
    """Make an open invitation useless."""
    if row.state == "open":
        row.state, row.closed_at = "revoked", now
        session.add(row)


async def open_invites(session: AsyncSession, school_id: int | None, now: datetime) -> list[Invite]:
    """The invitations to this school (None: to be a mentor) that could still be used or confirmed."""
    found = await session.exec(
        select(Invite)
        .where(
            Invite.school_id == school_id,
            (col(Invite.state) == "claimed")
            | ((col(Invite.state) == "open") & (col(Invite.expires_at) > now)),
        )
        .order_by(col(Invite.made_at))
    )
    return list(found.all())


async def _admit(session: AsyncSession, row: Invite, person: Person, now: datetime) -> None:
    if row.role == "mentor":
        await make_mentor(session, person, None, now)
    elif row.school_id is not None:
        await join_team(session, row.school_id, person, row.role, now)


async def _count_misses(session: AsyncSession, who: int, now: datetime) -> None:
    found = await session.exec(
        select(func.count())
        .select_from(Notice)
        .where(
            Notice.kind == "invite_try",
            col(Notice.key).startswith(f"invite-try:{who}:", autoescape=True),
            Notice.at > now - timedelta(hours=1),
        )
    )
    if found.one() >= TRIES_AN_HOUR:
        raise Refusal("too_many_tries")


def _in_a_break(day: date, terms: Terms) -> bool:
    return any(pause.start <= day <= (pause.end or pause.start) for pause in breaks(terms))


def _hash(secret: str) -> str:
    """256 random bits need no salt; the short code is protected by the limit on tries."""
    return hashlib.sha256(secret.encode()).hexdigest()
