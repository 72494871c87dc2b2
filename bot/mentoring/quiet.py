"""When the bot keeps quiet: evenings, weekends, bank holidays, the school's breaks, and pauses.

Wall times are computed in the programme's zone and turned into instants last, so that both clock
changes come out right ("the day before at the same time" is local; "an hour before" is elapsed).
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.mentoring.terms import Terms, covers, is_school_day, is_training_day, is_working_day

_LONGEST = 60  # days; no break is longer


@dataclass(frozen=True, slots=True)
class Quiet:
    """The quiet rules of one person in one school. ``days`` are weekdays they work, empty for all."""

    zone: ZoneInfo
    begins: time
    ends: time
    terms: Terms | None = None
    days: tuple[int, ...] = ()
    paused_until: datetime | None = None

    def allows(self, instant: datetime) -> bool:
        """Whether an unasked message may arrive at this instant."""
        if self.paused_until is not None and instant < self.paused_until:
            return False
        local = instant.astimezone(self.zone)
        return self.open_day(local.date()) and self.ends <= local.time() < self.begins

    def open_day(self, day: date) -> bool:
        """Whether this is a day on which this person may be written to unasked."""
        if self.days and day.weekday() not in self.days:
            return False
        if self.terms is not None and covers(day, self.terms):
            return is_school_day(day, self.terms) or is_training_day(day, self.terms)
        return is_working_day(day)

    def next_open(self, instant: datetime) -> datetime:
        """The first instant from this one on at which an unasked message may arrive."""
        at = max(instant, self.paused_until) if self.paused_until else instant
        for _ in range(_LONGEST):
            local = at.astimezone(self.zone)
            if self.open_day(local.date()):
                if local.time() < self.ends:
                    return self._at(local.date(), self.ends)
                if local.time() < self.begins:
                    return at
            at = self._at(local.date() + timedelta(days=1), self.ends)
        return at

    def last_open(self, instant: datetime) -> datetime:
        """The last instant up to this one at which an unasked message may arrive."""
        local = instant.astimezone(self.zone)
        for back in range(_LONGEST):
            day = local.date() - timedelta(days=back)
            if self.open_day(day):
                latest = datetime.combine(day, self.begins) - timedelta(minutes=1)
                wall = min(latest, local.replace(tzinfo=None)) if back == 0 else latest
                if wall.time() >= self.ends:
                    return wall.replace(tzinfo=self.zone)
        return instant

    def _at(self, day: date, wall: time) -> datetime:
        return datetime.combine(day, wall, self.zone)
