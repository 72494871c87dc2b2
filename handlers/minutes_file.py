"""Minutes as a Word document that a school can edit."""

import io
from collections.abc import Sequence

from bot.storage.agreed import Action, Note
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
) -> File:
    """The team's notes, decisions and actions of one meeting. Its headings come from templates."""
    from docx import Document  # loaded when first needed: it is slow and rarely used

    document = Document()
    document.add_heading(words.line("minutes/title", school=school, meeting=meeting), level=1)
    document.add_paragraph(words.line("minutes/when", meeting=meeting))
    decisions = [one.text for one in notes if one.kind == "decision"]
    plain = [one.text for one in notes if one.kind == "note"]
    agreed = [words.line("minutes/action", action=action, owner=owner) for action, owner in pairs]
    for heading, lines in (("decisions", decisions), ("actions", agreed), ("notes", plain)):
        document.add_heading(words.line(f"minutes/{heading}"), level=2)
        for line in lines or [words.line("minutes/nothing")]:
            document.add_paragraph(line, style="List Bullet")
    content = io.BytesIO()
    document.save(content)
    return File(f"minutes-meeting-{meeting.number}.docx", content.getvalue())
