"""Minutes as a Word document that a school can edit."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

from bot.storage.agreed import Action, Finding, Note
from bot.storage.meetings import Meeting
from bot.storage.outbox import File
from bot.storage.people import Person
from bot.storage.schools import School
from handlers.words import Words


def minutes_document(
    words: Words,
    school: School,
    meeting: Meeting,
    notes: Sequence[Note],
    pairs: Sequence[tuple[Action, Person | None]],
    points: Mapping[int | None, Finding],
    *,
    notes_too: bool,
) -> File:
    """The team's notes, decisions and actions of one meeting, with what each serves (``points`` by id).

    Its headings come from templates. Without ``notes_too`` a reader who sees no notes gets no such heading.
    """
    from docx import Document  # loaded when first needed: it is slow and rarely used

    def line(name: str, record: Note | Action | Meeting, **values: Any) -> str:
        return words.plain(f"minutes/{name}", point=points.get(record.finding_id), **values)

    document = Document()
    document.add_heading(words.line("minutes/title", school=school, meeting=meeting), level=1)
    document.add_paragraph(words.line("minutes/when", meeting=meeting))
    if meeting.finding_id:
        document.add_paragraph(line("for", meeting))
    parts = {
        "decisions": [line("line", one, note=one) for one in notes if one.kind == "decision"],
        "actions": [line("action", action, action=action, owner=owner) for action, owner in pairs],
    }
    if notes_too:
        parts["notes"] = [line("line", one, note=one) for one in notes if one.kind == "note"]
    for heading, lines in parts.items():
        document.add_heading(words.line(f"minutes/{heading}"), level=2)
        for text in lines or [words.line("minutes/nothing")]:
            document.add_paragraph(text, style="List Bullet")
    content = io.BytesIO()
    document.save(content)
    return File(f"minutes-meeting-{meeting.number}.docx", content.getvalue())
