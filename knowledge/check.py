"""What is wrong with the entries, and what wants a look: for curators, before anything goes live."""

from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.model import Entry, Problem

FEW = 3
"""Fewer lay questions than this, over an entry and its sections, are too few to be found by."""


def errors(entries: Sequence[Entry]) -> list[Problem]:
    """Faults that the format alone does not show; the entries must not go live with them."""
    ids = {entry.id for entry in entries}
    found = []
    for entry in entries:
        if entry.superseded_by and entry.superseded_by not in ids:
            found.append(
                _at(entry, f'"superseded-by" names "{entry.superseded_by}", which is no entry here.')
            )
        if entry.status == "superseded" and not entry.superseded_by:
            found.append(
                _at(entry, 'A superseded entry needs "superseded-by: …", the id of what replaced it.')
            )
        if entry.evidence == "seen" and not entry.address:
            found.append(_at(entry, 'The address is marked as seen but there is no "address: …".'))
        if entry.status != "background" and not entry.summary:
            found.append(_at(entry, f'"{entry.title}" has no summary.'))
    return found


def warnings(entries: Sequence[Entry], today: date) -> list[Problem]:
    """What a curator should look at: overdue reviews, and places that nobody's words lead to."""
    return [problem for entry in entries for problem in _warnings(entry, today)]


def _warnings(entry: Entry, today: date) -> Iterable[Problem]:
    if entry.review_by < today:
        yield _at(entry, f'"{entry.title}" was due for review by {entry.review_by.isoformat()}.')
    if entry.address and not entry.address.startswith("https://"):
        yield _at(entry, f"Not a link, because the address does not begin with https://: {entry.address}")
    if entry.status == "background":
        return
    for section in entry.sections:
        if not section.questions:
            yield Problem(entry.file, section.line, f'The section "{section.title}" has no lay questions.')
    asked = len(entry.questions) + sum(len(section.questions) for section in entry.sections)
    if asked < FEW:
        yield _at(entry, f'"{entry.title}" has {asked} lay questions; {FEW} is the least to be found by.')


def _at(entry: Entry, says: str) -> Problem:
    return Problem(entry.file, entry.line, says)


def counts(entries: Sequence[Entry]) -> dict[str, int]:
    """How much there is, and how much of it was seen where it is said to be."""
    sections = [section for entry in entries for section in entry.sections]
    asked = sum(len(entry.questions) for entry in entries) + sum(len(one.questions) for one in sections)
    return {
        "entries": len(entries),
        "entries with a link": sum(1 for entry in entries if entry.link),
        "entries without a confirmed address": sum(1 for entry in entries if not entry.link),
        "entries found by title only": sum(1 for entry in entries if entry.status == "background"),
        "entries dated or superseded": sum(1 for entry in entries if entry.status in ("dated", "superseded")),
        "sections": len(sections),
        "sections whose place was seen": sum(1 for one in sections if one.place),
        "sections without a place": sum(1 for one in sections if not one.place),
        "lay questions": asked,
    }
