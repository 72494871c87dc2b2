"""Answers to button presses and inline queries."""

from typing import Any

from bot.rehearsal import spec
from bot.rehearsal.api.content import markup_of, text_of
from bot.rehearsal.api.registry import Call, method
from bot.rehearsal.html import utf16
from bot.rehearsal.message import Json
from bot.rehearsal.refused import mistake

MAX_ANSWER, MAX_RESULTS, MAX_RESULT_ID = 200, 50, 64


@method("answerCallbackQuery")
def answer_callback_query(call: Call) -> Any:
    """What shows after a press."""
    text = call.values.get("text", "")
    if utf16(text) > MAX_ANSWER:
        raise mistake("MESSAGE_TOO_LONG: a callback answer has at most 200 characters")
    query = call.world.queries.open(call.values["callback_query_id"])
    call.chat = query.person.private
    call.world.queries.answered(query, text, alert=call.values.get("show_alert", False))
    return True


@method("answerInlineQuery")
def answer_inline_query(call: Call) -> Any:
    """What is offered for an inline query."""
    results = call.values["results"]
    if len(results) > MAX_RESULTS:
        raise mistake("RESULTS_TOO_MUCH")
    offered = [_result(call, result) for result in results]
    if len({result["id"] for result in offered}) != len(offered):
        raise mistake("RESULT_ID_DUPLICATE")
    query = call.world.queries.open(call.values["inline_query_id"])
    call.world.queries.offered(query, offered)
    return True


def _result(call: Call, result: Json) -> Json:
    if isinstance(result, dict) and result.get("type") != "article":
        raise mistake("this local Telegram offers articles only")
    content = result.get("input_message_content") if isinstance(result, dict) else None
    for kind, value in (("InlineQueryResultArticle", result), ("InputTextMessageContent", content)):
        if reason := spec.reason_against(kind, value):
            raise mistake(reason)
    if not 1 <= len(result["id"].encode()) <= MAX_RESULT_ID:
        raise mistake("RESULT_ID_INVALID")
    if content is None or not result["title"]:
        raise mistake("an article needs a title and a text to send")
    parts = Call(
        call.world,
        {
            "text": content["message_text"],
            "parse_mode": content.get("parse_mode"),
            "entities": content.get("entities"),
            "reply_markup": result.get("reply_markup"),
        },
    )
    return result | {"shown": text_of(parts), "reply_markup": markup_of(parts)}
