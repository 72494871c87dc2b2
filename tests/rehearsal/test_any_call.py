"""Whatever a bot sends, it gets an answer in Telegram's form, and a refusal changes nothing."""

import json
from inspect import isawaitable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rehearsal import spec
from bot.rehearsal.desk import Desk, Reply
from bot.rehearsal.world import World

SUMMARY = json.loads(spec.Path(spec.__file__).with_name("bot_api.json").read_text(encoding="utf-8"))
WAITING = {"getUpdates", "setWebhook", "deleteWebhook"}
METHODS = sorted(set(SUMMARY["methods"]) - WAITING)
BOT = {"id": 1, "is_bot": True, "first_name": "Bot", "username": "SomeBot"}
TEXT = st.text(max_size=20) | st.sampled_from(["<b>x</b>", "HTML", "/help", "\ud800", "<a href='x'>"])
PLAIN = st.none() | st.booleans() | st.integers(-3, 5) | st.floats() | TEXT
KNOWN = {
    "chat_id": 7,
    "from_chat_id": 7,
    "user_id": 7,
    "message_id": 1,
    "message_ids": [1],
    "action": "typing",
    "file_id": "FILE",
    "document": "FILE",
    "photo": "FILE",
    "callback_query_id": "QUERY",
    "inline_query_id": "QUERY",
}
USUAL = {"chat_id", "message_id", "text"}
ANY = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3)
)


def fitting(code: str) -> st.SearchStrategy[Any]:
    """Values of a type of the summary, or nearly."""
    kind = code.rstrip("!")
    if "|" in kind:
        return st.one_of([fitting(part) for part in kind.split("|")])
    if kind.startswith("list:"):
        return st.lists(fitting(kind.removeprefix("list:")), max_size=3)
    if kind in SUMMARY["unions"]:
        return st.one_of([fitting(part) for part in SUMMARY["unions"][kind]])
    if kind in SUMMARY["types"]:
        fields = SUMMARY["types"][kind]
        needed = {name: fitting(field) for name, field in fields.items() if field.endswith("!")}
        others = {name: fitting(field) for name, field in fields.items() if not field.endswith("!")}
        return st.fixed_dictionaries(needed, optional=others)
    plain = {"int": st.integers(-3, 5), "bool": st.booleans(), "float": st.floats(), "object": ANY}
    return plain.get(kind, TEXT)


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A method and values for some of its parameters, mostly of the right type."""
    method = draw(st.sampled_from(METHODS))
    fields = SUMMARY["methods"][method]
    values = {}
    for name, code in fields.items():
        if code.endswith("!") or name in USUAL or draw(st.integers(0, 3)) == 0:
            known = KNOWN.get(name)
            odd = draw(st.integers(0, 9)) == 0
            values[name] = draw(ANY if odd else st.just(known) if known is not None else fitting(code))
    return method, values


@pytest.mark.parametrize("as_form", [False, True])
@settings(max_examples=400)
@given(call=calls())
def test_every_call_gets_an_answer_in_telegram_s_form(
    as_form: bool, call: tuple[str, dict[str, Any]]
) -> None:
    method, values = call
    world = World(BOT, None)
    person = world.add_person("Amina", id=7, started=True)
    ids = {
        "FILE": world.files.keep(b"x", "a.txt").id,
        "QUERY": world.queries.press(person, world.post(person.private, BOT, {"text": "Hello"}), "data").id,
    }
    values = {
        name: ids.get(value, value) if isinstance(value, str) else value for name, value in values.items()
    }
    before = person.private.transcript()
    if as_form:
        values = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items()
        }
    reply = Desk(world).answer(method, values, {})
    assert not isawaitable(reply)
    assert isinstance(reply, Reply)
    assert reply.body["ok"] is (reply.status == 200)
    json.dumps(reply.body)
    if reply.status != 200:
        assert reply.status == reply.body["error_code"]
        assert person.private.transcript() == before
