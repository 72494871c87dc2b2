"""The only source of "now".

``now()`` serves everything people agree on (meetings, reminders, retention) and can be moved in a
rehearsal or a test. ``real()`` serves leases, pacing and back-off, which must never jump.
"""

from datetime import UTC, datetime, timedelta


class Clock:
    """A clock that runs with the machine's, shifted by an offset, or that stands still."""

    def __init__(self, *, still_at: datetime | None = None) -> None:
        """Run with real time, or stand still at an aware instant until moved."""
        self._offset = timedelta(0)
        self._still = still_at

    def now(self) -> datetime:
        """The agreed time, aware, in UTC."""
        if self._still is not None:
            return self._still.astimezone(UTC)
        return self.real() + self._offset

    def real(self) -> datetime:
        """The machine's time, aware, in UTC. Never moved."""
        return datetime.now(UTC)

    def move_to(self, instant: datetime) -> None:
        """Make ``now()`` give this aware instant; a running clock runs on from there."""
        if self._still is not None:
            self._still = instant
        else:
            self._offset = instant.astimezone(UTC) - self.real()
