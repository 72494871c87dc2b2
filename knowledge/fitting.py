"""Fits the confidence to questions written for it, and cross-checks."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Fitted:
    """Constants and how they did."""

    def report(self) -> str:
        """Figures to print."""
        return ""

    def json(self) -> str:
        """The constants as a data file."""
        return ""


def fit(entries: Path | None = None) -> Fitted:
    """Fit."""
    return Fitted()
