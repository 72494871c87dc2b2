"""Builds the parts in order, introduces them to each other, and takes them down in reverse."""

import asyncio
import contextlib
import os
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError
from telegram.ext import Application, ApplicationBuilder
from telegram.request import HTTPXRequest
from tornado.httpserver import HTTPServer

import handlers
from bot.clock import Clock
from bot.config import Config
from bot.mentoring import calendar_feed
from bot.mentoring.duty import Duty
from bot.runtime.delivery import Delivery
from bot.runtime.intake import ALLOWED_UPDATES, Inbox
from bot.runtime.leader import AlreadyRunning, Leader
from bot.runtime.pace import Pace, Pacer
from bot.runtime.processor import Processor, open_updates, record_error
from bot.runtime.schedule import Schedule
from bot.runtime.web import health_server, webhook_server
from bot.storage.database import Database
from bot.storage.upgrade import UpgradeError, upgrade
from knowledge import Knowledge
from knowledge.guard import check as guard

log = structlog.get_logger("bot.application")
PATIENCE = 3.0
POOL = 32


class StartError(Exception):
    """The bot cannot start or go on; the message is one clear line that says what to do."""


class MentoringBot:
    """The whole bot. Use it as ``async with MentoringBot(…) as bot: await bot.run()``."""

    def __init__(
        self,
        config: Config,
        clock: Clock,
        knowledge: Knowledge,
        watch: Callable[[int], None] | None = None,
    ) -> None:
        """``watch`` hears the number of every update whose transaction was committed."""
        self.watch = watch
        os.environ.setdefault("PTB_TIMEDELTA", "true")
        if config.bot_token is None:
            raise StartError(
                "BOT_TOKEN is not set. Get one from @BotFather and put it in .env, "
                "or try `rehearse` without one."
            )
        self.config = config
        self.clock = clock
        self.database = Database(config.database_url)
        self.inbox = Inbox(self.database, clock, guard, self._may_pass)
        self.services = handlers.Services(config, clock, self.database, knowledge)
        self.telegram = self._telegram(config.bot_token.get_secret_value())
        self.delivery = Delivery(
            self.database,
            clock,
            self.telegram.bot,
            Pacer(Pace(config.pace_overall, config.pace_private, config.pace_group_minute)),
            self.services.report_undelivered,
            poll_seconds=30.0 if config.is_sqlite else 1.0,
        )
        self.schedule = Schedule(self.database, clock, self._duties(), self.delivery.wake)
        self._leader = Leader(
            self.database, path.with_name(path.name + ".lock") if (path := config.sqlite_path) else None
        )
        self._failed: asyncio.Future[None] | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._servers: list[HTTPServer] = []

    def _telegram(self, token: str) -> Application[Any, Any, Any, Any, Any, Any]:
        self.processor = Processor(
            self.database,
            self.clock,
            self.inbox,
            refuse=self.services.refuse,
            set_aside=self.services.report_set_aside,
            committed=self._committed,
        )
        builder = (
            ApplicationBuilder()
            .token(token)
            .base_url(self.config.telegram_api_url)
            .base_file_url(self.config.telegram_file_url)
            .request(HTTPXRequest(connection_pool_size=POOL, read_timeout=20, media_write_timeout=60))
            .get_updates_request(HTTPXRequest(connection_pool_size=2, read_timeout=20))
            .update_queue(self.inbox)
            .concurrent_updates(self.processor)
            .job_queue(None)
        )
        application = builder.build()
        self.processor.application = application
        self.inbox.bot = application.bot
        return application

    async def _may_pass(self, update: Update, words: str) -> bool:
        return await handlers.may_pass(self.services, update, words)

    def _committed(self, update_id: int) -> None:
        self.delivery.wake()
        if self.watch is not None:
            self.watch(update_id)

    def _duties(self) -> list[Duty]:
        async def adopt(_database: Database, _now: datetime) -> None:
            await self.inbox.adopt()

        return [Duty("adopt", adopt), *handlers.duties(self.services)]

    async def __aenter__(self) -> "MentoringBot":
        """Start everything; raises StartError with one clear line."""
        self._failed = asyncio.get_running_loop().create_future()
        try:
            await self._start()
        except BaseException:
            await self._stop()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._stop()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; raises StartError if the bot cannot go on."""
        assert self._failed is not None  # noqa: S101  set by __aenter__
        failed = self._failed
        waiting = asyncio.ensure_future(stop.wait())
        waiting.add_done_callback(lambda _: None if failed.done() else failed.set_result(None))
        try:
            await failed
        finally:
            waiting.cancel()

    def warnings(self) -> list[str]:
        """What whoever runs the bot should know, a line each."""
        found = []
        if self.telegram.bot.bot.can_read_all_group_messages:
            found.append(
                "Privacy mode is off: switch it on in @BotFather, then remove the bot from groups and add it."
            )
        if not (self.config.controller and self.config.data_protection_contact):
            found.append(
                "CONTROLLER and DATA_PROTECTION_CONTACT are not set: /privacy cannot say who is responsible. "
                "Set them before anybody uses this bot."
            )
        return found

    async def settled(self) -> None:
        """Return when every update taken has been handled and everything due has been said."""
        while True:
            if not self.processor.busy and await self.delivery.idle() and not await self._open():
                return
            await asyncio.sleep(0.005)

    async def move_clock(self, target: datetime) -> None:
        """Move the clock forward, doing everything due on the way, in order."""
        await self.settled()
        await self.schedule.advance(target, self.settled)

    async def health(self) -> dict[str, Any]:
        """Counts that say whether the bot is well; no words, no names."""
        try:
            waiting = await self._open()
            idle = await self.delivery.idle()
        except Exception as error:
            return {"ok": False, "reason": type(error).__name__}
        return {"ok": True, "updates_waiting": waiting, "outbox_idle": idle}

    async def _feed(self, secret: str) -> bytes | None:
        return await calendar_feed.feed(self.database, secret, self.clock.now())

    async def _open(self) -> int:
        async with self.database.read() as session:
            return await open_updates(session)

    async def _start(self) -> None:
        if path := self.config.sqlite_path:
            with _explained(
                f"cannot write in the folder {path.parent}; make it writable or set DATABASE_URL"
            ):
                path.parent.mkdir(parents=True, exist_ok=True)
        await self._open_database()
        with _telegram_explained():
            await self.telegram.initialize()
        await handlers.register(self.telegram, self.services)
        self.telegram.add_error_handler(record_error)
        await self.telegram.start()
        if self.config.is_sqlite:
            await self._lead()
        else:
            self._task(self._lead())
        await self.inbox.adopt(timedelta(0))  # another replica may hold one: whoever claims it first has it
        if listen := self.config.health_listen:
            self._serve(health_server(self.health), listen)
        with _telegram_explained():
            await self._open_door()
        log.info("started", kind="webhook" if self.config.webhook_url else "polling")

    async def _open_database(self) -> None:
        if self.config.is_sqlite:
            try:
                with _explained("the database file cannot be opened; see DATABASE_URL"):
                    await self._leader.wait()
            except AlreadyRunning:
                raise StartError(
                    "Another bot already uses this database. Stop it, or set DATABASE_URL."
                ) from None
        try:
            with _explained("the database cannot be reached; see DATABASE_URL"):
                await upgrade(self.database, self.clock.real())
        except UpgradeError as error:
            raise StartError(str(error)) from None

    async def _lead(self) -> None:
        """Send and tick: on SQLite always, on PostgreSQL while this replica leads."""
        if not self.config.is_sqlite:
            await self._leader.wait()
        with contextlib.suppress(TelegramError):
            await handlers.set_menus(self.telegram.bot, self.services)
        self._task(self.delivery.run())
        self.schedule.start()

    async def _open_door(self) -> None:
        if url := self.config.webhook_url:
            secret = self.config.webhook_secret.get_secret_value() if self.config.webhook_secret else ""
            server = webhook_server(self.telegram.bot, self.inbox.put, urlsplit(url).path, secret, self._feed)
            self._serve(server, self.config.webhook_listen)
            await self.telegram.bot.set_webhook(url, secret_token=secret, allowed_updates=ALLOWED_UPDATES)
            return
        updater = self.telegram.updater
        assert updater is not None  # noqa: S101  the builder makes one
        await updater.start_polling(
            timeout=timedelta(seconds=10),
            allowed_updates=ALLOWED_UPDATES,
            drop_pending_updates=False,
            error_callback=self._polling_error,
        )

    def _polling_error(self, error: TelegramError) -> None:
        if isinstance(error, Conflict):
            self._fail(
                "Another bot is fetching updates with this token. Stop the other one, then start again."
            )
        elif isinstance(error, InvalidToken):
            self._fail("Telegram no longer accepts BOT_TOKEN. Get the current one from @BotFather.")
        else:
            log.warning("polling failed; it goes on by itself", error=type(error).__name__)

    def _fail(self, message: str) -> None:
        if self._failed is not None and not self._failed.done():
            self._failed.set_exception(StartError(message))

    def _serve(self, server: HTTPServer, listen: str) -> None:
        host, _, port = listen.rpartition(":")
        with _explained(f"cannot listen on {listen}; choose another address or port"):
            server.listen(int(port), host)
        self._servers.append(server)

    def _task(self, work: Any) -> None:
        self._tasks.append(asyncio.create_task(work))

    async def _stop(self) -> None:
        """Take no more, let what is under way finish within PATIENCE seconds, close."""
        self.processor.stopping = True
        self.schedule.stop()
        for server in self._servers:
            server.stop()
        steps: list[Callable[[], Awaitable[Any]]] = []
        if self.telegram.updater and self.telegram.updater.running:
            steps.append(self.telegram.updater.stop)
        if self.telegram.running:
            steps.append(self.telegram.stop)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                for step in steps:
                    await step()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        with contextlib.suppress(Exception):
            await self.delivery.stop(1.0)
        await self._close()
        log.info("stopped")

    async def _close(self) -> None:
        if self._failed is not None and not self._failed.done():
            self._failed.cancel()
        with contextlib.suppress(Exception):
            await self.telegram.shutdown()
        await self._leader.release()
        await self.database.close()


@contextlib.contextmanager
def _explained(line: str) -> Any:
    """Any error of the outside world becomes one clear line, without its traceback."""
    try:
        yield
    except (StartError, AlreadyRunning, UpgradeError):
        raise
    except Exception as error:
        raise StartError(f"{line[0].upper()}{line[1:]} ({type(error).__name__}).") from None


@contextlib.contextmanager
def _telegram_explained() -> Any:
    try:
        yield
    except InvalidToken:
        raise StartError("Telegram does not accept BOT_TOKEN. Copy it again from @BotFather.") from None
    except NetworkError:
        raise StartError("Telegram cannot be reached. Check the network and TELEGRAM_API_URL.") from None
