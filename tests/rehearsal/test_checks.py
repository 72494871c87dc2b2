"""Every call is held against the Bot API specification, and what breaks it is kept as a violation."""

import json
from typing import Any

import pytest
from tornado.httpclient import AsyncHTTPClient

from bot.rehearsal.person import Person
from bot.rehearsal.server import LocalTelegram


async def call(telegram: LocalTelegram, method: str, **values: Any) -> tuple[int, dict[str, Any]]:
    """One call made by hand, as JSON: status and body."""
    response = await AsyncHTTPClient().fetch(
        f"{telegram.api_url}{telegram.token}/{method}",
        method="POST",
        headers={"Content-Type": "application/json"},
        body=json.dumps(values),
        raise_error=False,
    )
    return response.code, json.loads(response.body)


def keys(**button: Any) -> dict[str, Any]:
    """A keyboard of one button."""
    return {"inline_keyboard": [[{"text": "Go"} | button]]}


BROKEN: dict[str, dict[str, Any]] = {
    "parameter text is required": {"text": None},
    "message text is empty": {"text": " \n "},
    "message is too long": {"text": "🙂" * 2049},
    "unknown parameter txt": {"txt": "x"},
    "message_thread_id cannot be read": {"message_thread_id": "one"},
    "unsupported parse_mode": {"parse_mode": "BBCode"},
    "HTML only": {"parse_mode": "MarkdownV2"},
    "can't parse entities": {"text": "<b>never closed", "parse_mode": "HTML"},
    "entity outside of the text": {"entities": [{"type": "bold", "offset": 3, "length": 10}]},
    "length is required in MessageEntity": {"entities": [{"type": "bold", "offset": 0}]},
    "message thread not found": {"message_thread_id": 1},
    "a button needs exactly one of": {"reply_markup": keys()},
    "callback_data must have 1 to 64 bytes": {"reply_markup": keys(callback_data="é" * 33)},
    "BUTTON_DATA_INVALID": {"reply_markup": keys(callback_data="")},
    "BUTTON_URL_INVALID": {"reply_markup": keys(url="javascript:alert(1)")},
    "BUTTON_COPY_TEXT_INVALID": {"reply_markup": keys(copy_text={"text": "x" * 257})},
    "BUTTON_TEXT_EMPTY": {"reply_markup": keys(text=" ", callback_data="go")},
    "a button's style": {"reply_markup": keys(callback_data="go", style="alarm")},
    "unknown field colour in InlineKeyboardButton": {"reply_markup": keys(callback_data="go", colour="red")},
    "more than 8 buttons in a row": {
        "reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x"}] * 9]}
    },
    "input_field_placeholder": {"reply_markup": {"force_reply": True, "input_field_placeholder": "x" * 65}},
    "message_id is required in ReplyParameters": {"reply_parameters": {}},
    "unknown field preview in LinkPreviewOptions": {"link_preview_options": {"preview": True}},
    "expected bool": {"link_preview_options": {"is_disabled": "yes"}},
    "cannot be read": {"disable_notification": "perhaps"},
}


@pytest.mark.parametrize("reason", BROKEN)
async def test_a_broken_message_is_refused_and_remembered(
    telegram: LocalTelegram, amina: Person, reason: str
) -> None:
    values = {"chat_id": amina.id, "text": "Romana reads"} | BROKEN[reason]
    status, body = await call(telegram, "sendMessage", **{k: v for k, v in values.items() if v is not None})
    assert (status, body["ok"], body["error_code"]) == (400, False, 400)
    assert reason in body["description"]
    assert amina.private.sees() == []
    [violation] = telegram.violations
    assert violation.startswith("sendMessage: ")
    assert "Romana" not in violation


async def test_the_limits_themselves_pass(telegram: LocalTelegram, amina: Person) -> None:
    status, _ = await call(
        telegram,
        "sendMessage",
        chat_id=amina.id,
        text=f"<b>{'🙂' * 2048}</b>",
        parse_mode="HTML",
        reply_markup={
            "inline_keyboard": [
                [{"text": "A", "callback_data": "é" * 32, "style": "danger"}],
                [
                    {"text": "B", "copy_text": {"text": "x" * 256}},
                    {"text": "C", "url": "tg://resolve?domain=x"},
                ],
                [{"text": "D", "switch_inline_query": ""}],
            ]
        },
    )
    assert (status, telegram.violations) == (200, [])
    assert amina.private.from_bot()[0].labels == ["A", "B", "C", "D"]


async def test_words_in_markup_never_reach_the_violations(telegram: LocalTelegram, amina: Person) -> None:
    await call(telegram, "sendMessage", chat_id=amina.id, text="<romana>", parse_mode="HTML")
    assert "romana" not in telegram.violations[0]


async def test_an_unknown_method_is_not_found(telegram: LocalTelegram) -> None:
    status, body = await call(telegram, "sendTelepathy")
    assert (status, body["error_code"]) == (404, 404)


async def test_a_method_telegram_has_and_we_do_not_says_so(telegram: LocalTelegram) -> None:
    status, body = await call(telegram, "sendDice", chat_id=1)
    assert status == 400
    assert "does not know" in body["description"]


async def test_method_names_are_read_in_any_case(telegram: LocalTelegram) -> None:
    status, body = await call(telegram, "GETME")
    assert (status, body["result"]["is_bot"]) == (200, True)


async def test_a_body_that_cannot_be_read_is_refused(telegram: LocalTelegram) -> None:
    for kind, body in (("application/json", "[1"), ("application/json", "[1]"), ("multipart/form-data", "x")):
        response = await AsyncHTTPClient().fetch(
            f"{telegram.api_url}{telegram.token}/sendMessage",
            method="POST",
            headers={"Content-Type": kind},
            body=body,
            raise_error=False,
        )
        assert response.code == 400


async def test_a_callback_answer_is_at_most_200_characters(telegram: LocalTelegram) -> None:
    status, _ = await call(telegram, "answerCallbackQuery", callback_query_id="1", text="x" * 201)
    assert status == 400
    assert "200 characters" in telegram.violations[0]


async def test_what_people_did_is_no_violation(telegram: LocalTelegram, amina: Person, bryn: Person) -> None:
    await amina.block()
    assert (await call(telegram, "sendMessage", chat_id=amina.id, text="Hello"))[0] == 403
    assert (await call(telegram, "sendMessage", chat_id=bryn.id, text="Hello"))[0] == 403
    assert telegram.violations == []


async def test_calls_are_recorded_with_their_outcome(telegram: LocalTelegram, amina: Person) -> None:
    await call(telegram, "sendMessage", chat_id=amina.id, text="Hello")
    await call(telegram, "sendMessage", chat_id=5, text="Hello")
    await call(telegram, "getUpdates")
    first, second = telegram.calls
    assert (first.method, first.chat, first.outcome, first.message_id) == ("sendMessage", amina.id, "ok", 1)
    assert (second.chat, second.outcome) == (5, "400 Bad Request: chat not found")
