"""The guard: what must not be kept or searched. Pure, quick, and first in line, before anything is stored."""

from knowledge.guard.checking import check
from knowledge.guard.model import Guarded, Kind, Situation

__all__ = ["Guarded", "Kind", "Situation", "check"]
