"""Takes one call of the Bot API from parameters to answer: checks, faults, effect, records."""

import re
from collections.abc import Awaitable
from dataclasses import dataclass, field
from datetime import datetime
from inspect import isawaitable
from typing import Any, Literal

from bot.rehearsal import spec
from bot.rehearsal.api import METHODS, Call
from bot.rehearsal.api.edits import NOT_MODIFIED
from bot.rehearsal.faults import AFTER, UNKNOWN_OUTCOME, Fault, Faults, refuse
from bot.rehearsal.pace import SENDING, Pace
from bot.rehearsal.refused import Refused
from bot.rehearsal.world import World

Json = dict[str, Any]
_QUOTED = re.compile(r'"[^"]*"')


@dataclass(frozen=True, slots=True)
class Made:
    """A call the bot made: ``outcome`` is "ok", a fault's kind, or what was refused ("400 Bad Request: …").

    ``message_id`` is the message it brought about; ``at`` is the world's time.
    """

    method: str
    chat: int | None
    outcome: str
    at: datetime
    message_id: int | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back: an answer, or no answer and a closed or a silent connection."""

    status: int
    body: Json
    deed: Literal["answer", "cut", "silence"] = "answer"


@dataclass(slots=True)
class Desk:
    """Answers calls and keeps the records of them."""

    world: World
    faults: Faults = field(default_factory=Faults)
    pace: Pace = field(default_factory=Pace)
    calls: list[Made] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    _uncertain: set[tuple[object, object]] = field(default_factory=set)

    def answer(self, name: str, given: Json, files: dict[str, tuple[str, bytes]]) -> Reply | Awaitable[Reply]:
        """The reply to a call; an awaitable where the method waits for something."""
        call = Call(self.world, {}, files)
        fault = None
        try:
            method = spec.find(name)
            name = method.name
            call.values = method.read(given, files.keys() & method.parameters.keys())
            fault = self.faults.take(name, call.values.get("chat_id"))
            if fault is not None:
                refuse(fault)
                if fault.kind not in AFTER:
                    return self._lost(name, call, fault)
            result = METHODS[name](call)
        except Refused as refused:
            return self._refused(name, call, refused, fault)
        if isawaitable(result):
            return self._later(name, call, result, fault)
        return self._done(name, call, result, fault)

    async def _later(self, name: str, call: Call, result: Awaitable[Any], fault: Fault | None) -> Reply:
        try:
            return self._done(name, call, await result, fault)
        except Refused as refused:
            return self._refused(name, call, refused, fault)

    def _done(self, name: str, call: Call, result: Any, fault: Fault | None) -> Reply:
        message_id = result.get("message_id") if isinstance(result, dict) else call.values.get("message_id")
        if name in SENDING and call.chat is not None:
            self.pace.sent(call.chat)
        if fault is not None:
            return self._lost(name, call, fault, message_id)
        self._record(name, call, "ok", message_id, result)
        return Reply(200, {"ok": True, "result": result})

    def _lost(self, name: str, call: Call, fault: Fault, message_id: int | None = None) -> Reply:
        self._remember(call, fault)
        self._record(name, call, fault.kind, message_id)
        return Reply(0, {}, "silence" if fault.kind == "timeout" else "cut")

    def _refused(self, name: str, call: Call, refused: Refused, fault: Fault | None) -> Reply:
        if fault is not None:
            self._remember(call, fault)
        again = refused.description.endswith(NOT_MODIFIED) and _target(call) in self._uncertain
        if refused.fault_of_bot and not again:
            reason = _QUOTED.sub("…", refused.description.partition(": ")[2] or refused.description)
            self.violations.append(f"{name}: {reason}")
        self._record(name, call, f"{refused.code} {refused.description}", None)
        body: Json = {"ok": False, "error_code": refused.code, "description": refused.description}
        return Reply(refused.code, body | ({"parameters": refused.parameters} if refused.parameters else {}))

    def _remember(self, call: Call, fault: Fault) -> None:
        """An edit whose outcome the bot cannot know may be made again: then "not modified" is no mistake."""
        if fault.kind in UNKNOWN_OUTCOME:
            self._uncertain.add(_target(call))

    def _record(
        self, name: str, call: Call, outcome: str, message_id: int | None, result: Any = None
    ) -> None:
        if name == "getUpdates":
            return
        values = call.values
        chat = call.chat.id if call.chat is not None else values.get("chat_id")
        self.calls.append(Made(name, chat, outcome, self.world.now(), message_id))
        self.world.note("call", name, {"parameters": values, "outcome": outcome, "result": result})
        self.world.changed.give()


def _target(call: Call) -> tuple[object, object]:
    return call.values.get("chat_id"), call.values.get("message_id")
