"""How the bot takes its updates: polling and webhook."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.rehearsal.api.registry import Call, method
from bot.rehearsal.refused import mistake

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
LOOPBACK = ("127.0.0.1", "localhost", "::1")


@method("getUpdates")
async def get_updates(call: Call) -> Any:
    """Updates not confirmed yet, waiting for the first if asked to."""
    values = call.values
    limit = values.get("limit", 100)
    if not 1 <= limit <= 100:
        raise mistake("limit must be 1 to 100")
    updates = call.world.updates
    updates.allow(values.get("allowed_updates"))
    return await updates.poll(values.get("offset", 0), limit, min(values.get("timeout", 0), 50))


@method("setWebhook")
def set_webhook(call: Call) -> Any:
    """Push updates to an address: https, or http on this computer."""
    values = call.values
    address = urlsplit(values["url"])
    if not values["url"]:
        return delete_webhook(call)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in LOOPBACK):
        raise mistake("bad webhook: An HTTPS URL must be provided for webhook")
    if "secret_token" in values and not _SECRET.fullmatch(values["secret_token"]):
        raise mistake("secret token contains unallowed characters")
    call.world.updates.allow(values.get("allowed_updates"))
    if values.get("drop_pending_updates"):
        call.world.updates.clear()
    call.world.webhook.set(values["url"], values.get("secret_token"))
    return True


@method("deleteWebhook")
def delete_webhook(call: Call) -> Any:
    """Back to polling."""
    if call.values.get("drop_pending_updates"):
        call.world.updates.clear()
    call.world.webhook.set("", None)
    return True


@method("getWebhookInfo")
def get_webhook_info(call: Call) -> Any:
    """The webhook, how many updates wait, and the last failure."""
    return call.world.webhook.info()
