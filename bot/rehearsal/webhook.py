"""Pushes updates to the bot's webhook, in order, each until it was taken."""

import asyncio
import json
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest

from bot.rehearsal.updates import Updates

FIRST_PAUSE, LONGEST_PAUSE, PATIENCE = 0.1, 5.0, 60.0
HEADER = "X-Telegram-Bot-Api-Secret-Token"


class Webhook:
    """The webhook's address and the task that serves it."""

    def __init__(self, updates: Updates) -> None:
        self._updates = updates
        self._url = ""
        self._secret: str | None = None
        self._last_error = ""
        self._task: asyncio.Task[None] | None = None

    def set(self, url: str, secret: str | None) -> None:
        """Push to ``url`` from now on; an empty one goes back to polling."""
        self.stop()
        self._url, self._secret, self._last_error = url, secret, ""
        self._updates.webhook_active = bool(url)
        if url:
            self._updates.interrupt()
            self._task = asyncio.get_running_loop().create_task(self._push())

    def stop(self) -> None:
        """Stop pushing."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def info(self) -> dict[str, Any]:
        """The WebhookInfo object."""
        found: dict[str, Any] = {
            "url": self._url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
        }
        return found | ({"last_error_message": self._last_error} if self._last_error else {})

    async def _push(self) -> None:
        client = AsyncHTTPClient(force_instance=True)
        pause = FIRST_PAUSE
        try:
            while True:
                if not self._updates.pending:
                    await self._updates.arrived.until(lambda: self._updates.pending, 3600)
                update = self._updates.pending[0]
                if await self._taken(client, update):
                    self._updates.confirm(update["update_id"] + 1)
                    pause = FIRST_PAUSE
                else:
                    await asyncio.sleep(pause)
                    pause = min(2 * pause, LONGEST_PAUSE)
        finally:
            client.close()

    async def _taken(self, client: AsyncHTTPClient, update: dict[str, Any]) -> bool:
        headers = {"Content-Type": "application/json"} | ({HEADER: self._secret} if self._secret else {})
        request = HTTPRequest(
            self._url, "POST", headers=headers, body=json.dumps(update), request_timeout=PATIENCE
        )
        try:
            response = await client.fetch(request, raise_error=False)
        except OSError as error:
            self._last_error = type(error).__name__
            return False
        if 200 <= response.code < 300:
            return True
        self._last_error = f"Wrong response from the webhook: {response.code}"
        return False
