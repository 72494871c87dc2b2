"""What the browser page relies on: state, stream, acts, clock, controls, files, and who is kept out."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from telegram import Bot, ForceReply, InputFile
from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.websocket import WebSocketClientConnection, websocket_connect

from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram

MESSAGE = {"message_id", "date", "chat", "from", "text", "deleted"}


async def fetch(telegram: LocalTelegram, path: str, **more: Any) -> HTTPResponse:
    """One request to the page's side."""
    return await AsyncHTTPClient().fetch(telegram.page_url + path, raise_error=False, **more)


async def post(telegram: LocalTelegram, path: str, content: Any, **headers: str) -> dict[str, Any]:
    """Post JSON, get JSON."""
    headers = {"Content-Type": "application/json"} | headers
    response = await fetch(telegram, path, method="POST", body=json.dumps(content), headers=headers)
    assert response.code == 200, response.code
    found: dict[str, Any] = json.loads(response.body)
    return found


@pytest.fixture
async def stream(telegram: LocalTelegram) -> AsyncIterator[WebSocketClientConnection]:
    """An open page; its first event, the state, is read."""
    found = await websocket_connect(telegram.page_url.replace("http", "ws") + "world/stream")
    first = json.loads(await found.read_message())
    assert first["event"] == "state"
    yield found
    found.close()


async def heard(stream: WebSocketClientConnection, event: str) -> dict[str, Any]:
    """The next event of that name."""
    while True:
        content = json.loads(await stream.read_message())
        if content["event"] == event:
            found: dict[str, Any] = content
            return found


async def test_the_state_shows_everything(
    telegram: LocalTelegram, bot: Bot, amina: Person, bryn: Person
) -> None:
    group = telegram.add_group("Leadership", [amina, bryn], forum=True, about="Rowan Primary")
    topic = telegram.add_topic(group, "Reading")
    await amina.say("Hello")
    await bot.send_message(amina.id, "Which day?", reply_markup=ForceReply())
    telegram.controls.append({"id": "meeting-4", "label": "Jump to meeting 4", "about": "Three months on"})
    telegram.settings["school"] = "Rowan Primary"
    telegram.note("transaction", "question stored", {"rows": 2})
    state = json.loads((await fetch(telegram, "world/state")).body)
    assert datetime.fromisoformat(state["now"]).tzinfo
    assert state["bot"] == {"id": bot.id, "first_name": "SEND mentoring", "username": "SendMentorBot"}
    assert {"id", "name", "username", "about", "colour", "started", "blocked"} == set(state["people"][0])
    private, _, forum = state["chats"]
    assert (private["owner"], private["type"], forum["owner"]) == (amina.id, "private", None)
    assert forum["topics"] == [{"id": topic.id, "name": "Reading", "closed": False}]
    assert (forum["members"], forum["about"], forum["is_forum"]) == (
        [amina.id, bryn.id],
        "Rowan Primary",
        True,
    )
    said, asked = (message for message in state["messages"] if message["chat"]["id"] == amina.id)
    assert set(said) >= MESSAGE
    assert asked["reply_markup"] == {"force_reply": True}
    assert state["controls"][0]["id"] == "meeting-4"
    assert state["settings"] == {"school": "Rowan Primary"}
    assert {note["kind"] for note in state["notes"]} == {"update", "call", "transaction"}
    assert set(state["notes"][-1]) == {"at", "kind", "title", "detail"}


async def test_the_stream_tells_of_messages_edits_pins_deletions_and_presses(
    telegram: LocalTelegram, bot: Bot, amina: Person, stream: WebSocketClientConnection
) -> None:
    sent = await bot.send_message(amina.id, "Hello")
    assert (await heard(stream, "message"))["message"]["text"] == "Hello"
    assert (await heard(stream, "note"))["note"]["title"] == "sendMessage"
    await sent.edit_text("Goodbye")
    assert (await heard(stream, "edit"))["message"]["text"] == "Goodbye"
    await sent.pin()
    assert (await heard(stream, "pin"))["message"]["pinned"]
    await bot.send_chat_action(amina.id, "typing")
    assert (await heard(stream, "typing"))["chat"] == amina.id
    await sent.unpin()
    await heard(stream, "unpin")
    await sent.delete()
    assert (await heard(stream, "delete"))["message"]["deleted"]
    card = await amina.say("x")
    query = telegram.world.queries.press(amina, card, "data")
    await bot.answer_callback_query(query.id, "Noted", show_alert=True)
    answer = await heard(stream, "answer")
    assert answer == {
        "event": "answer",
        "person": amina.id,
        "callback_query_id": query.id,
        "text": "Noted",
        "show_alert": True,
    }
    await amina.block()
    assert (await heard(stream, "person"))["person"]["blocked"]
    telegram.add_group("Leadership", [amina])
    assert (await heard(stream, "chat"))["chat"]["title"] == "Leadership"
    telegram.state_changed()
    assert len((await heard(stream, "state"))["chats"]) == 2


async def test_people_act_through_the_page(
    telegram: LocalTelegram, bot: Bot, amina: Person, bryn: Person
) -> None:
    async def act(do: str, who: Person = amina, **more: Any) -> dict[str, Any]:
        return await post(telegram, "world/act", {"as": who.id, "do": do} | more)

    group = telegram.add_group("Leadership", [amina])
    said = (await act("say", chat=group.id, text="Hello"))["message"]
    assert set(said) >= MESSAGE
    answer = await act("say", chat=group.id, text="again", reply_to=said["message_id"])
    assert answer["message"]["reply_to_message"]["text"] == "Hello"
    edited = await act("edit", chat=group.id, message_id=said["message_id"], text="Good morning")
    assert edited["message"]["text"] == "Good morning"
    assert (await act("delete", chat=group.id, message_id=said["message_id"])) == {
        "ok": True,
        "message": None,
    }
    assert (await act("start", bryn, payload="invite"))["message"]["text"] == "/start invite"
    assert (await act("join", bryn, chat=group.id))["ok"]
    assert bryn in group.people
    assert (await act("leave", bryn, chat=group.id))["ok"]
    assert bryn not in group.people
    await act("block")
    assert amina.blocked
    await act("unblock")
    assert not amina.blocked
    voice = await act("send", chat=amina.id, kind="voice")
    assert voice["message"]["voice"]["mime_type"] == "audio/ogg"


async def test_a_press_at_the_page_reaches_the_bot(telegram: LocalTelegram, bot: Bot, amina: Person) -> None:
    keyboard = {"inline_keyboard": [[{"text": "Go on", "callback_data": "go"}]]}
    sent = await bot.send_message(amina.id, "Well?", api_kwargs={"reply_markup": keyboard})
    press = {"as": amina.id, "do": "press", "chat": amina.id, "message_id": sent.message_id, "data": "go"}
    assert (await post(telegram, "world/act", press))["ok"]
    assert telegram.pending_updates[-1]["callback_query"]["data"] == "go"


async def test_a_long_text_is_sent_in_pieces(telegram: LocalTelegram, amina: Person) -> None:
    await post(telegram, "world/act", {"as": amina.id, "do": "say", "chat": amina.id, "text": "x" * 5000})
    assert [len(message.text) for message in amina.private.sees()] == [4096, 904]


@pytest.mark.parametrize(
    "act",
    [
        {"do": "say", "text": "Hello"},
        {"as": 1, "do": "say", "text": "Hello"},
        {"as": "amina", "do": "say", "text": "Hello"},
        {"as": 7000000001, "do": "fly"},
        {"as": 7000000001, "do": "say", "text": "   "},
        {"as": 7000000001, "do": "say", "chat": 5, "text": "Hello"},
        {"as": 7000000001, "do": "press", "message_id": 99, "data": "go"},
        {"as": 7000000001, "do": "edit", "message_id": "x", "text": "go"},
        {"as": 7000000001, "do": "send", "kind": "bomb"},
        {"as": 7000000001, "do": "join", "chat": 7000000001},
        {},
    ],
)
async def test_what_cannot_be_done_is_said_in_one_sentence(
    telegram: LocalTelegram, amina: Person, act: dict[str, Any]
) -> None:
    answer = await post(telegram, "world/act", act)
    assert answer["ok"] is False
    assert answer["error"].endswith(".")
    assert "\n" not in answer["error"]
    assert amina.private.sees() == []


async def test_a_file_goes_up_and_comes_down_with_its_name(
    telegram: LocalTelegram, bot: Bot, amina: Person
) -> None:
    lines = [
        *("--edge", 'Content-Disposition: form-data; name="as"', "", str(amina.id)),
        *("--edge", 'Content-Disposition: form-data; name="do"', "", "send"),
        *("--edge", 'Content-Disposition: form-data; name="caption"', "", "Our report"),
        *(
            "--edge",
            'Content-Disposition: form-data; name="file"; filename="report.pdf"',
            "Content-Type: x/y",
        ),
        *("", "%PDF", "--edge--", ""),
    ]
    response = await fetch(
        telegram,
        "world/act",
        method="POST",
        body="\r\n".join(lines),
        headers={"Content-Type": "multipart/form-data; boundary=edge"},
    )
    sent = json.loads(response.body)["message"]
    assert (sent["document"]["file_name"], sent["caption"]) == ("report.pdf", "Our report")
    await bot.send_document(amina.id, InputFile(b"BEGIN:VCALENDAR", filename="Sgiliau – Meeting 2.ics"))
    message = await amina.private.next()
    file = await fetch(telegram, "world/file/" + message.raw["document"]["file_id"])
    assert file.body == b"BEGIN:VCALENDAR"
    assert "Sgiliau%20%E2%80%93%20Meeting%202.ics" in file.headers["Content-Disposition"]
    assert (await fetch(telegram, "world/file/none")).code == 404


async def test_uploaded_pages_are_never_shown_as_pages(telegram: LocalTelegram, amina: Person) -> None:
    sent = await amina.send("document", "", "evil.html", b"<script>alert(1)</script>")
    file = await fetch(telegram, "world/file/" + sent.raw["document"]["file_id"])
    assert file.headers["Content-Disposition"].startswith("attachment")
    assert file.headers["X-Content-Type-Options"] == "nosniff"


class TestTheClock:
    async def test_it_moves_forward_through_the_hook(self) -> None:
        now = datetime(2026, 11, 25, 12, tzinfo=UTC)

        async def move(target: datetime) -> None:
            nonlocal now
            now = target

        async with LocalTelegram(now=lambda: now, on_clock=move) as telegram:
            assert await post(telegram, "world/clock", {"forward_minutes": 90}) == {
                "ok": True,
                "now": "2026-11-25T13:30:00+00:00",
            }
            assert (await post(telegram, "world/clock", {"to": "2026-12-01T09:00:00"}))["ok"]
            assert now == datetime(2026, 12, 1, 9, tzinfo=UTC)
            for bad in ({"to": "2026-11-01T09:00:00"}, {"to": "soon"}, {}, {"forward_minutes": 1e99}):
                assert (await post(telegram, "world/clock", bad))["ok"] is False
            assert now == datetime(2026, 12, 1, 9, tzinfo=UTC)

    async def test_pages_hear_of_it(self, telegram: LocalTelegram, stream: WebSocketClientConnection) -> None:
        moved: list[datetime] = []

        async def move(target: datetime) -> None:
            moved.append(target)

        telegram.on_clock = move
        before = telegram.world.now()
        await post(telegram, "world/clock", {"forward_minutes": 5})
        assert moved[0] - before >= timedelta(minutes=5)
        assert "now" in await heard(stream, "clock")

    async def test_without_a_hook_it_stands(self, telegram: LocalTelegram) -> None:
        assert (await post(telegram, "world/clock", {"forward_minutes": 5}))["ok"] is False


async def test_controls_reach_their_hook(telegram: LocalTelegram) -> None:
    pressed: list[str] = []

    async def press(control: str) -> None:
        pressed.append(control)

    telegram.on_control = press
    telegram.controls.append({"id": "start", "label": "Start again", "about": ""})
    assert (await post(telegram, "world/control", {"id": "start"}))["ok"]
    assert (await post(telegram, "world/control", {"id": "launch"}))["ok"] is False
    assert pressed == ["start"]


class TestWhoIsKeptOut:
    @pytest.mark.parametrize("path", ["", "world/state", "world/file/x"])
    async def test_a_rebound_name_gets_nothing(self, telegram: LocalTelegram, path: str) -> None:
        response = await fetch(telegram, path, headers={"Host": f"evil.example:{telegram.port}"})
        assert response.code == 403

    @pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1"])
    async def test_another_page_can_do_nothing(
        self, telegram: LocalTelegram, amina: Person, origin: str
    ) -> None:
        act = json.dumps({"as": amina.id, "do": "say", "text": "Hello"})
        headers = {"Content-Type": "application/json", "Origin": origin}
        assert (await fetch(telegram, "world/act", method="POST", body=act, headers=headers)).code == 403
        stream = HTTPRequest(
            telegram.page_url.replace("http", "ws") + "world/stream", headers={"Origin": origin}
        )
        with pytest.raises(HTTPClientError, match="403"):
            await websocket_connect(stream)
        assert amina.private.sees() == []

    async def test_the_page_itself_may(self, telegram: LocalTelegram, amina: Person) -> None:
        act = {"as": amina.id, "do": "say", "text": "Hello"}
        assert (await post(telegram, "world/act", act, Origin=telegram.page_url.rstrip("/")))["ok"]

    async def test_a_form_of_another_kind_is_not_read(self, telegram: LocalTelegram) -> None:
        headers = {"Content-Type": "text/plain"}
        assert (await fetch(telegram, "world/act", method="POST", body="{}", headers=headers)).code == 415

    async def test_files_outside_the_page_are_not_served(self, telegram: LocalTelegram) -> None:
        assert (await fetch(telegram, "..%2fserver.py")).code in (403, 404)
        assert (await fetch(telegram, "../server.py")).code in (403, 404)


async def test_the_server_listens_on_this_computer_only(telegram: LocalTelegram) -> None:
    assert telegram.page_url.startswith("http://127.0.0.1:")
    assert telegram.api_url == f"{telegram.page_url}bot"
    assert telegram.file_url == f"{telegram.page_url}file/bot"
