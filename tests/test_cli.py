"""The door: one clear line for whatever is wrong, and commands that need nothing they do not use."""

import asyncio
import json
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from tornado.testing import bind_unused_port

from bot.cli import main
from bot.rehearsal.server import LocalTelegram
from bot.runtime.leader import Leader
from bot.storage.database import Database
from bot.storage.upgrade import upgrade
from tests.conftest import NOON
from tests.test_config import ROOT, TOKEN

PATIENCE = 60.0
BROKEN_ENTRY = "# A title without anything that an entry needs\n"
WITH_ENTRIES = """
import pathlib, sys
import knowledge
from bot.cli import main
real = knowledge.load
knowledge.load = lambda: real(pathlib.Path(sys.argv.pop()))
sys.exit(main(["run"]))
"""


@dataclass
class Bot:
    """``python -m bot`` in a folder of its own, with nothing in its environment but what is given."""

    folder: Path
    telegram: LocalTelegram | None = None

    async def start(self, *arguments: str, text: str = "", **more: str) -> asyncio.subprocess.Process:
        """Begin; ``text`` is what it reads."""
        environment = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        environment |= {"PYTHONPATH": str(ROOT), "LOG_LEVEL": "ERROR"}
        if self.telegram is not None:
            environment |= {
                "BOT_TOKEN": self.telegram.token,
                "TELEGRAM_API_URL": self.telegram.api_url,
                "TELEGRAM_FILE_URL": self.telegram.file_url,
                "CONTROLLER": "A school",
                "DATA_PROTECTION_CONTACT": "somebody",
            }
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *arguments,
            cwd=self.folder,
            env=environment | more,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stdin is not None
        process.stdin.write(text.encode())
        process.stdin.close()
        return process

    async def ends(self, *arguments: str, text: str = "", **more: str) -> tuple[int | None, str, str]:
        """Run to the end; gives exit code, what it wrote, what it complained of."""
        return await _ended(await self.start(*arguments, text=text, **more))

    async def refuses(self, *arguments: str, **more: str) -> str:
        """Run what must fail at the start: one line, no traceback, exit code 1."""
        return _one_line(*await self.ends(*(arguments or ("-m", "bot")), **more))


def _one_line(code: int | None, _out: str, complaint: str) -> str:
    assert code == 1, complaint
    assert "Traceback" not in complaint
    assert len(complaint.splitlines()) == 1, complaint
    return complaint


async def _ended(process: asyncio.subprocess.Process) -> tuple[int | None, str, str]:
    async with asyncio.timeout(PATIENCE):
        out, complaint = await process.communicate()
    return process.returncode, out.decode(), complaint.decode()


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    """A bot that would start, on a local Telegram."""
    async with LocalTelegram(watch_pace=False) as telegram:
        yield Bot(tmp_path, telegram)


@asynccontextmanager
async def running(bot: Bot, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot, started and asking for updates."""
    assert bot.telegram is not None
    process = await bot.start("-m", "bot", **more)
    await bot.telegram.until(lambda: bot.telegram and bot.telegram.polling, PATIENCE)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def test_without_a_token_it_says_where_to_get_one(tmp_path: Path) -> None:
    """And that a rehearsal needs none."""
    said = await Bot(tmp_path).refuses()
    assert "BOT_TOKEN" in said
    assert "rehearse" in said


async def test_a_token_that_telegram_does_not_know(bot: Bot) -> None:
    """The line names the setting, not its value."""
    said = await bot.refuses(BOT_TOKEN=TOKEN)
    assert "BOT_TOKEN" in said
    assert TOKEN not in said


async def test_a_folder_that_cannot_be_written(bot: Bot) -> None:
    """Here a file stands where the folder should be."""
    (bot.folder / "data").write_text("")
    said = await bot.refuses()
    assert "data" in said
    assert "DATABASE_URL" in said


async def test_a_database_that_cannot_be_reached(bot: Bot) -> None:
    """Nothing of the address is shown: a password may be in it."""
    said = await bot.refuses(DATABASE_URL="postgresql://somebody:zebrafinch@127.0.0.1:1/none")
    assert "database" in said
    assert "zebrafinch" not in said


async def test_a_file_that_is_no_database(bot: Bot) -> None:
    """Somebody's spreadsheet, say."""
    (bot.folder / "data").mkdir()
    (bot.folder / "data" / "bot.sqlite3").write_text("zebrafinch " * 1000)
    assert "database" in await bot.refuses()


async def test_a_port_that_is_taken(bot: Bot) -> None:
    """For the health page, the webhook and the rehearsal."""
    socket, port = bind_unused_port()
    listen = f"127.0.0.1:{port}"
    hook = {"WEBHOOK_URL": "https://bot.example.org/x", "WEBHOOK_SECRET": "a-secret-of-twenty-four"}
    with closing(socket):
        assert listen in await bot.refuses(HEALTH_LISTEN=listen)
        assert listen in await bot.refuses(WEBHOOK_LISTEN=listen, **hook)
        assert "--port" in await bot.refuses("-m", "bot", "rehearse", "--port", str(port))


async def test_a_telegram_that_cannot_be_reached(bot: Bot) -> None:
    """No network, or a wrong address."""
    assert "Telegram" in await bot.refuses(TELEGRAM_API_URL="http://127.0.0.1:1/bot")


async def test_a_name_in_env_that_nobody_reads(bot: Bot) -> None:
    """Before anything else happens."""
    (bot.folder / ".env").write_text("BOT_TOKN=zebrafinch\n")
    said = await bot.refuses()
    assert said.startswith("BOT_TOKN")
    assert "zebrafinch" not in said


async def test_a_broken_entry_says_file_and_line(bot: Bot) -> None:
    """A curator can mend it."""
    entries = bot.folder / "entries"
    entries.mkdir()
    (entries / "ours.md").write_text(BROKEN_ENTRY)
    code, _, said = await bot.ends("-c", WITH_ENTRIES, str(entries))
    assert code == 1
    assert "Traceback" not in said
    assert all("ours.md" in line for line in said.splitlines())


async def test_a_second_bot_on_the_same_file(bot: Bot) -> None:
    """The first goes on."""
    async with running(bot) as first:
        assert "Another bot already uses this database" in await bot.refuses()
        assert first.returncode is None


async def test_a_second_bot_with_the_same_token(bot: Bot, tmp_path: Path) -> None:
    """Telegram serves one: the other says why it ends."""
    other = Bot(tmp_path / "other", bot.telegram)
    other.folder.mkdir()
    async with running(bot) as first:
        second = await other.start("-m", "bot")
        said = _one_line(*await _ended(first))
        assert "Another bot is fetching updates with this token" in said
        second.kill()
        await second.communicate()


async def test_it_ends_soon_after_it_is_told_to(bot: Bot) -> None:
    """SIGTERM: within five seconds, without a complaint; also while a message goes out."""
    assert bot.telegram is not None
    async with running(bot) as process:
        bot.telegram.fault("sendMessage", "timeout", times=1)
        nell = bot.telegram.add_person("Nell", started=True)
        await nell.say("/privacy")
        await bot.telegram.all_taken(PATIENCE)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(15):  # on a busy machine; the call under way would take 20
            await process.wait()
        assert await _ended(process) == (0, "", "")


async def test_check_says_what_to_mend(bot: Bot) -> None:
    """All well: 0. A token that Telegram does not know: 1, and the line names it."""
    code, said, _ = await bot.ends("-m", "bot", "check")
    assert code == 0, said
    assert "SendMentorBot" in said
    code, said, _ = await bot.ends("-m", "bot", "check", BOT_TOKEN=TOKEN)
    assert code == 1
    assert "Token: Telegram does not accept it" in said
    code, said, _ = await bot.ends(
        "-m", "bot", "check", DATABASE_URL="postgresql://a:zebrafinch@127.0.0.1:1/x"
    )
    assert code == 1
    assert "Database: cannot be reached" in said
    assert "zebrafinch" not in said


async def test_dates_and_search_need_no_token_database_or_env(tmp_path: Path) -> None:
    """Not even one that can be read; nothing is left behind."""
    (tmp_path / ".env").write_text("NOBODY_READS_THIS=zebrafinch\n")
    bot = Bot(tmp_path)
    asked = {"id": "a", "text": "thurs 3 dec 3.30", "now": "2026-11-25T12:00:00+00:00", "use": "meeting"}
    code, out, said = await bot.ends("-m", "bot", "when", "--jsonl", text=json.dumps(asked) + "\n")
    assert (code, said) == (0, "")
    assert json.loads(out) == {
        "id": "a",
        "reading": "2026-12-03T15:30:00+00:00",
        "alternatives": [],
        "why": json.loads(out)["why"],
    }
    asked = {"id": "b", "text": "what is the graduated approach"}
    code, out, said = await bot.ends(
        "-m", "knowledge", "search", "--jsonl", text=json.dumps(asked) + "\n", DATABASE_URL="nonsense"
    )
    assert (code, said) == (0, "")
    found = json.loads(out)
    assert (found["id"], found["guard"], len(found["results"])) == ("b", None, 3)
    assert set(found["results"][0]) == {"id", "section", "score"}
    assert os.listdir(tmp_path) == [".env"]


@pytest.fixture
async def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A SQLite database with its tables, in the folder where the commands run."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "data" / "bot.sqlite3"
    path.parent.mkdir()
    found = Database(f"sqlite+aiosqlite:///{path}")
    await upgrade(found, NOON)
    await found.close()
    return path


def people(path: Path) -> list[str]:
    """The names in a database file."""
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM person ORDER BY id")]


def add_person(path: Path, name: str) -> None:
    """One more person in a database file."""
    with closing(sqlite3.connect(path)) as connection, connection:
        values = (name, "yes", "full", NOON.isoformat())
        connection.execute(
            "INSERT INTO person (name, reach, answers, created_at) VALUES (?, ?, ?, ?)", values
        )


def test_a_copy_brings_everything_back(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As it was when it was made, whatever came after."""
    add_person(database, "Nell")
    assert main(["backup", "copy.sqlite3"]) == 0
    assert "personal data" in capsys.readouterr().out
    add_person(database, "Omar")
    assert people(database) == ["Nell", "Omar"]
    assert main(["restore", "copy.sqlite3"]) == 0
    assert people(database) == ["Nell"]


async def test_a_running_bots_database_is_copied_but_not_replaced(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Restoring waits for the bot to stop; nothing has changed meanwhile."""
    leader = Leader(Database(f"sqlite+aiosqlite:///{database}"), database.with_name("bot.sqlite3.lock"))
    await leader.wait()
    assert main(["backup", "copy.sqlite3"]) == 0
    add_person(database, "Nell")
    assert main(["restore", "copy.sqlite3"]) == 1
    assert "Stop it first" in capsys.readouterr().err
    assert people(database) == ["Nell"]
    await leader.release()
    assert main(["restore", "copy.sqlite3"]) == 0
    assert people(database) == []


def test_what_is_no_copy_is_refused_and_harms_nothing(
    database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Missing, damaged, another program's; and a copy never overwrites a file."""
    add_person(database, "Nell")
    Path("damaged").write_text("zebrafinch " * 1000)
    with closing(sqlite3.connect("other")) as other:
        other.execute("CREATE TABLE t (x)")
    for name in ("missing", "damaged", "other"):
        assert main(["restore", name]) == 1
        said = capsys.readouterr().err
        assert name in said
        assert len(said.splitlines()) == 1
    assert main(["backup", "damaged"]) == 1
    assert people(database) == ["Nell"]


def test_a_postgres_database_has_tools_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The line names them."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgresql://u:zebrafinch@h/n")
    assert main(["backup", "copy"]) == 1
    assert main(["restore", "copy"]) == 1
    said = capsys.readouterr().err
    assert "pg_dump" in said
    assert "pg_restore" in said
    assert "zebrafinch" not in said
