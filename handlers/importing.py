"""Importing mentors and schools from a table, for programme leads: pasted, or as a .csv file."""

from bot.mentoring import importing
from bot.mentoring.errors import Refusal
from bot.storage.conversation import Dialogue
from bot.storage.outbox import File
from handlers.turn import Handler, Turn

LARGEST = 200_000


async def ask(turn: Turn) -> None:
    """Ask for the table."""
    _need_lead(turn)
    await turn.begin("import", "table")
    await turn.ask_for("importing/ask", "The table")


async def pasted(turn: Turn, _dialogue: Dialogue) -> None:
    """The table as text."""
    await _take(turn, turn.text)


async def sent(turn: Turn) -> None:
    """The table as a file, fetched before anything is written."""
    document = turn.message.document if turn.message else None
    if document is None or (document.file_size or 0) > LARGEST:
        raise Refusal("table_unknown")
    content = bytes(await (await document.get_file()).download_as_bytearray())
    await _take(turn, content.decode("utf-8-sig", "replace"))


async def _take(turn: Turn, text: str) -> None:
    _need_lead(turn)
    rows = importing.rows_of(text)
    person = await turn.person()
    done = await importing.take(await turn.session(), person, rows, turn.services.clock.now())
    await turn.end()
    problems = [(number, turn.services.words.line(f"refusals/{name}")) for number, name in done.problems]
    await turn.reply("importing/done", done=done, problems=problems)
    if done.packs:
        file = File("invitations.csv", importing.packs_file(done.packs, turn.services.bot_name))
        await turn.send_file("importing/file", file)


def _need_lead(turn: Turn) -> None:
    if not turn.is_lead or not turn.is_private:
        raise Refusal("for_leads")


PRESSES: dict[str, Handler] = {"import": ask}
DIALOGUES = {"import": pasted}
