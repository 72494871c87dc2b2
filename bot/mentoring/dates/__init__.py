"""Dates in words: what British school staff write, read strictly."""

from bot.mentoring.dates.reader import read
from bot.mentoring.dates.reading import Moment, Needs, Reading, Use
from bot.mentoring.dates.said import said

__all__ = ["Moment", "Needs", "Reading", "Use", "read", "said"]
