"""The door: ``python -m bot [run | rehearse | check | when | backup | restore]``.

Each command imports what it needs itself, so that ``when`` starts as fast as it answers.
"""

import argparse
import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FAILED = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0, or 1 with one clear line on standard error."""
    given = _parser().parse_args(arguments)
    from bot.config import ConfigError

    try:
        result: int = given.command(given)
    except ConfigError as error:
        print(error, file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 0
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description=(__doc__ or "").partition("\n")[0])
    parser.set_defaults(command=run)
    commands = parser.add_subparsers(title="commands")
    commands.add_parser("run", help="run the bot on Telegram (the default)").set_defaults(command=run)
    rehearsal = commands.add_parser("rehearse", help="run it on this computer, with a page and no token")
    rehearsal.add_argument("--port", type=int, default=8080, help="port of the page (8080)")
    rehearsal.add_argument("--database", help="keep the data here instead of in a temporary file")
    rehearsal.set_defaults(command=rehearse)
    commands.add_parser("check", help="test the set-up and say what to mend").set_defaults(command=check)
    when_ = commands.add_parser("when", help="read a date as people write it")
    when_.add_argument("text", nargs="*", help="the phrase, like: tues 3rd dec 3.30")
    when_.add_argument("--jsonl", action="store_true", help="read and write JSON lines")
    when_.set_defaults(command=when)
    for name, text in (("backup", "copy the SQLite database to FILE"), ("restore", "put FILE in its place")):
        copying = commands.add_parser(name, help=text)
        copying.add_argument("file", type=Path)
        copying.set_defaults(command=backup if name == "backup" else restore)
    return parser


def run(_given: argparse.Namespace) -> int:
    """The bot on Telegram, until SIGTERM or Ctrl-C."""
    gc.disable()  # what is loaded while starting stays: looking through it for rubbish would only cost time
    from bot.application import MentoringBot, StartError
    from bot.clock import Clock
    from bot.config import read_config
    from bot.logs import set_up_logging
    from knowledge import KnowledgeError, load

    config = read_config()
    set_up_logging(config.log_level)

    async def work() -> None:
        stop = _stop_event()
        async with MentoringBot(config, Clock(), load()) as bot:
            gc.freeze()
            gc.enable()
            for warning in bot.warnings():
                print(warning, file=sys.stderr)
            await bot.run(stop)

    return _explained(work(), (StartError, KnowledgeError))


def rehearse(given: argparse.Namespace) -> int:
    """The bot on a local Telegram with a page."""
    from bot.application import StartError
    from bot.logs import set_up_logging
    from bot.rehearse import rehearsal
    from knowledge import KnowledgeError

    set_up_logging("WARNING")

    async def work() -> None:
        stop = _stop_event()
        async with rehearsal(given.port, given.database) as page:
            print(
                f"The rehearsal is open at {page}\nNothing leaves this computer. Ctrl-C ends it.", flush=True
            )
            await stop.wait()

    return _explained(work(), (StartError, KnowledgeError))


def check(_given: argparse.Namespace) -> int:
    """Try configuration, knowledge, database and token; print a line each and what to mend."""
    from bot.checks import check_all

    return asyncio.run(check_all(print))


def when(given: argparse.Namespace) -> int:
    """Read dates in words: JSON lines, or one phrase for a person."""
    from bot.mentoring.dates import lines, read, said

    if given.jsonl:
        return lines.main(sys.stdin, sys.stdout)
    now = datetime.now(UTC)
    found = read(" ".join(given.text), now)
    offered = [said(one, now) for one in (found.reading, *found.alternatives) if one is not None]
    print(" or ".join(offered) or "not understood", found.why, sep="\n")
    return 0


def backup(given: argparse.Namespace) -> int:
    """Copy the SQLite database while the bot may be running."""
    from bot.config import read_config
    from bot.storage.backup import BackupError, back_up

    try:
        print(back_up(read_config().sqlite_path, given.file))
    except BackupError as error:
        print(error, file=sys.stderr)
        return FAILED
    return 0


def restore(given: argparse.Namespace) -> int:
    """Put a copy in the database's place; the bot must be stopped."""
    from bot.config import read_config
    from bot.storage.backup import BackupError, put_back

    try:
        print(put_back(read_config().sqlite_path, given.file))
    except BackupError as error:
        print(error, file=sys.stderr)
        return FAILED
    return 0


def _stop_event() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stop.set)
    return stop


def _explained(work: Coroutine[Any, Any, None], kinds: tuple[type[Exception], ...]) -> int:
    try:
        asyncio.run(work)
    except kinds as error:
        print(error, file=sys.stderr)
        return FAILED
    return 0
