"""What Telegram answers when it does not do what was asked."""

from typing import Any


class Refused(Exception):
    """An answer other than OK: ``code`` as in HTTP, ``description`` in Telegram's words.

    ``fault_of_bot`` marks mistakes a careful bot never makes (they become violations); a person
    who blocked the bot, or a message somebody deleted, is not one.
    """

    def __init__(
        self,
        code: int,
        description: str,
        parameters: dict[str, Any] | None = None,
        *,
        fault_of_bot: bool = False,
    ) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters
        self.fault_of_bot = fault_of_bot


class NotPossible(Exception):
    """A person tried something Telegram's apps would not let them do; the message says why."""


def mistake(reason: str) -> Refused:
    """A 400 that is the bot's own mistake."""
    return Refused(400, f"Bad Request: {reason}", fault_of_bot=True)


def refusal(reason: str) -> Refused:
    """A 400 that the state of the world brought about."""
    return Refused(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> Refused:
    """A 403: this chat is closed to the bot."""
    return Refused(403, f"Forbidden: {reason}")
