"""Logging that can be shown to anybody: fixed phrases and listed fields, nothing people wrote.

Our own events go through structlog and keep only the fields of ``FIELDS``. Records of libraries
(python-telegram-bot, httpx, SQLAlchemy, tornado, APScheduler) carry addresses with the token, message
texts and SQL values in their words, so of those only logger, level, place and the error's type remain.
"""

import logging
import sys
import traceback
from typing import Any

import structlog

# fmt: off
FIELDS = frozenset((
    "event", "level", "logger", "at", "where", "error", "frames",
    "update_id", "chat_id", "row_id", "count", "state", "kind", "reason", "rule", "tries", "method",
    "seconds", "version", "port", "job", "status", "database", "instant",
))
# fmt: on


def set_up_logging(level: str = "INFO") -> None:
    """Send every record of the process to standard error through the allow-list."""
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            _describe_error,
            _keep_listed_fields,
            structlog.stdlib.render_to_log_kwargs,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(AllowListFormatter())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.raiseExceptions = False  # its complaint about a line that failed would show message and values
    for chatty in ("httpx", "httpcore", "aiosqlite", "asyncio"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, logging.getLevelName(level)))


class AllowListFormatter(logging.Formatter):
    """One JSON line a record, made only of fields that cannot carry what people wrote."""

    _render = structlog.processors.JSONRenderer()

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line; a library's own words are left out."""
        if record.name.split(".")[0] in ("bot", "handlers", "knowledge"):
            fields = {"event": str(record.msg)} | _own_fields(record)
        else:
            fields = {
                "event": "library record",
                "logger": record.name,
                "level": record.levelname.lower(),
                "where": f"{record.module}:{record.lineno}",
            }
            if record.exc_info and record.exc_info[1]:
                fields["error"] = type(record.exc_info[1]).__name__
        return str(self._render(None, record.name, fields))


def _own_fields(record: logging.LogRecord) -> dict[str, Any]:
    return {name: value for name, value in record.__dict__.items() if name in FIELDS}


def _keep_listed_fields(_logger: object, _method: str, event: Any) -> Any:
    return {name: value for name, value in event.items() if name in FIELDS}


def _describe_error(_logger: object, _method: str, event: Any) -> Any:
    error = event.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        steps = traceback.extract_tb(error.__traceback__)[-8:]
        event["frames"] = [f"{step.filename.rsplit('/', 2)[-1]}:{step.lineno} {step.name}" for step in steps]
    return event
