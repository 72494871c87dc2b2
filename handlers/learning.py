"""The knowledge as it is right now: what curators taught is live at the next question, in every replica."""

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.mentoring import teaching
from knowledge import Knowledge


class Learning:
    """Builds the taught questions in again whenever any of them changed; else it costs one short query."""

    def __init__(self, base: Knowledge) -> None:
        """``base`` is the knowledge as shipped."""
        self._base = base
        self._stamp: teaching.Stamp = (0, None)

    async def newer(self, session: AsyncSession) -> Knowledge | None:
        """The knowledge with everything taught, if that has changed since the last call."""
        stamp = await teaching.stamp(session)
        if stamp == self._stamp:
            return None
        learnt = await teaching.learnt(session)
        self._stamp = stamp
        return self._base.with_learnt(learnt)
