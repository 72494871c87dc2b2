"""The handover of a school as a Word document: what the next mentor may see, and no more."""

import io
from collections.abc import Iterable, Sequence

from bot.storage.agreed import Action, Finding, Note
from bot.storage.meetings import Meeting
from bot.storage.outbox import File
from bot.storage.people import Person
from bot.storage.schools import Member, School
from handlers.words import Words


def handover_document(
    words: Words,
    school: School,
    *,
    team: Sequence[tuple[Person, Member]],
    findings: Sequence[Finding],
    meetings: Sequence[tuple[Meeting, Sequence[Note]]],
    pairs: Sequence[tuple[Action, Person | None]],
) -> File:
    """Team, points of the report, meetings with their notes, open actions. Headings come from templates."""
    from docx import Document  # loaded when first needed: it is slow and rarely used

    document = Document()
    document.add_heading(words.line("handover/title", school=school), level=1)

    def part(name: str, lines: Iterable[str]) -> None:
        document.add_heading(words.line(f"handover/{name}"), level=2)
        for line in list(lines) or [words.line("minutes/nothing")]:
            document.add_paragraph(line, style="List Bullet")

    part("team", (words.line("handover/member", person=person, role=member.role) for person, member in team))
    part("findings", (one.text for one in findings))
    part(
        "actions",
        (words.plain("minutes/action", action=action, owner=owner, point=None) for action, owner in pairs),
    )
    for meeting, notes in meetings:
        document.add_heading(words.line("handover/meeting", meeting=meeting), level=2)
        for note in notes:
            document.add_paragraph(note.text, style="List Bullet")
    content = io.BytesIO()
    document.save(content)
    return File("handover.docx", content.getvalue())
