"""Checks a call's parameters against the Bot API specification, and turns them into Python values.

``bot_api.json`` is a summary of the specification in a form of its own: method → parameter → type,
``!`` for required, ``|`` between alternatives, ``list:`` before what a list holds. ``object`` is
anything written as JSON that is not looked into.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from bot.rehearsal.refused import Refused, mistake

Check = Callable[[Any], str | None]
"""Looks at a value read from JSON; gives a reason against it, or None."""

_SPEC: dict[str, Any] = json.loads(Path(__file__).with_name("bot_api.json").read_text(encoding="utf-8"))
VERSION: str = _SPEC["version"]
KNOWN_ELSEWHERE = frozenset(name.lower() for name in _SPEC["not_here"])
_TRUE, _FALSE = ("true", "True", "1"), ("false", "False", "0", "")
_PLAIN: dict[str, type | tuple[type, ...]] = {
    "int": int,
    "str": str,
    "bool": bool,
    "float": (int, float),
    "object": (dict, list),
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """How one parameter is read from text and what it must be."""

    read: Callable[[Any], Any]
    check: Check | None
    required: bool


@dataclass(frozen=True, slots=True)
class Method:
    """One method of the Bot API by its proper name."""

    name: str
    parameters: dict[str, Parameter]
    required: tuple[str, ...]

    def read(self, given: dict[str, Any], files: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
        """Typed values for ``given`` (text, or values of a JSON body); raises the 400 Telegram would answer.

        ``files`` names the uploaded parts, which stand for parameters of their own name.
        """
        values: dict[str, Any] = {}
        for name, raw in given.items():
            parameter = self.parameters.get(name)
            if parameter is None:
                raise mistake(f"unknown parameter {name}")
            try:
                value = parameter.read(raw)
            except (ValueError, TypeError) as error:
                raise mistake(f"parameter {name} cannot be read") from error
            if parameter.check is not None and (reason := parameter.check(value)):
                raise mistake(f"{name}: {reason}")
            values[name] = value
        for name in self.required:
            if name not in values and name not in files:
                raise mistake(f"parameter {name} is required")
        return values


def find(name: str) -> Method:
    """The method of that name in any case; 404 where Telegram knows none, 400 where only we do not."""
    found = _METHODS.get(name.lower())
    if found is not None:
        return found
    if name.lower() in KNOWN_ELSEWHERE:
        raise mistake("this local Telegram does not know the method")
    raise Refused(404, "Not Found: method not found", fault_of_bot=True)


def reason_against(kind: str, value: Any) -> str | None:
    """Why ``value`` is no object of the Bot API's type ``kind``; None if it is one."""
    return _check(kind)(value)


def _as_text(raw: Any) -> Any:
    if not isinstance(raw, str):
        raise TypeError
    raw.encode()  # Half a surrogate pair is no text: ValueError.
    return raw


def _as_int(raw: Any) -> int:
    if isinstance(raw, bool):
        raise TypeError
    return int(raw)


def _as_bool(raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    if raw in _TRUE:
        return True
    if raw in _FALSE:
        return False
    raise ValueError


def _as_id(raw: Any) -> int | str:
    try:
        return _as_int(raw)
    except ValueError:
        return str(raw)


def _as_json(raw: Any) -> Any:
    return json.loads(raw) if isinstance(raw, str) else raw


_READERS: dict[str, Callable[[Any], Any]] = {
    "int": _as_int,
    "str": _as_text,
    "bool": _as_bool,
    "float": float,
    "int|str": _as_id,
    "file": _as_text,
    "file|str": _as_text,
}


def _parameter(code: str) -> Parameter:
    kind = code.rstrip("!")
    reader = _READERS.get(kind)
    return Parameter(reader or _as_json, None if reader else _check(kind), code.endswith("!"))


@cache
def _check(kind: str) -> Check:
    if "|" in kind:
        return partial(_one_of, tuple(kind.split("|")))
    if kind.startswith("list:"):
        return partial(_list_of, _check(kind.removeprefix("list:")))
    if kind in _PLAIN:
        return partial(_plain, kind, _PLAIN[kind])
    if kind in _SPEC["unions"]:
        return partial(_one_of, tuple(_SPEC["unions"][kind]))
    return partial(_object, kind)


def _plain(kind: str, types: type | tuple[type, ...], value: Any) -> str | None:
    if isinstance(value, str) and not value.isascii() and any("\ud800" <= mark <= "\udfff" for mark in value):
        return "strings must be encoded in UTF-8"
    if isinstance(value, types) and (kind == "bool" or not isinstance(value, bool)):
        return None
    return f"expected {kind}"


def _list_of(check: Check, value: Any) -> str | None:
    if not isinstance(value, list):
        return "expected a list"
    return next((reason for item in value if (reason := check(item))), None)


def _one_of(kinds: tuple[str, ...], value: Any) -> str | None:
    reasons = []
    for kind in kinds:
        reason = _check(kind)(value)
        if reason is None:
            return None
        reasons.append(reason)
    return min(reasons, key=lambda reason: reason.startswith(("unknown field", "expected")))


def _object(kind: str, value: Any) -> str | None:
    if not isinstance(value, dict):
        return f"expected {kind}"
    fields = _FIELDS[kind]
    for name, content in value.items():
        if name not in fields:
            return f"unknown field {name} in {kind}"
        if reason := fields[name][0](content):
            return f"{name} in {kind}: {reason}"
    return next(
        (
            f"{name} is required in {kind}"
            for name, (_, needed) in fields.items()
            if needed and name not in value
        ),
        None,
    )


_FIELDS: dict[str, dict[str, tuple[Check, bool]]] = {
    kind: {name: (_check(code.rstrip("!")), code.endswith("!")) for name, code in fields.items()}
    for kind, fields in _SPEC["types"].items()
}


def _method(name: str, codes: dict[str, str]) -> Method:
    parameters = {parameter: _parameter(code) for parameter, code in codes.items()}
    return Method(name, parameters, tuple(key for key, found in parameters.items() if found.required))


_METHODS = {name.lower(): _method(name, codes) for name, codes in _SPEC["methods"].items()}
