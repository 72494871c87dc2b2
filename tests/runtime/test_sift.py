"""What of an update may be stored, decided before anything is written."""

import json
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.runtime.sift import Sifted, sift
from bot.storage.updates import GUARDED
from tests.runtime.given import BOT_ID, BOT_NAME, GROUP, PERSON, PRIVATE, message, update

WORD = "zebrafinch"
ANYTHING = st.text(max_size=60)
OURS = {"id": BOT_ID, "is_bot": True, "first_name": "Bot", "username": BOT_NAME}

TOPIC = {"name": "SEND", "icon_color": 7322096}


@dataclass(frozen=True)
class Stop:
    """A guard's finding."""

    kind: str = "safeguarding"
    rule: str = "a rule"
    situation: str = "told"
    hard: bool = False


def guard(text: str) -> Stop | None:
    """Stops one word only."""
    return Stop() if WORD in text else None


def sifted(kind: str = "message", **content: Any) -> Sifted:
    """The update reduced to what may be kept."""
    return sift(update(4, kind, **content), BOT_ID, BOT_NAME, guard)


def stored(found: Sifted) -> str:
    """What would be written down."""
    return json.dumps(found.data, ensure_ascii=False)


def document(name: str) -> dict[str, Any]:
    """A sent file."""
    return {"file_id": "F", "file_unique_id": "U", "file_name": name}


@given(before=ANYTHING, after=ANYTHING, kind=st.sampled_from(("message", "edited_message")))
def test_guarded_words_are_never_in_what_is_stored(before: str, after: str, kind: str) -> None:
    """Whatever stands around them, new or edited; which rule fired is kept instead."""
    found = sifted(kind, **message(before + WORD + after))
    assert WORD not in stored(found)
    assert found.guard == "a rule"
    assert found.data is not None
    assert found.data[GUARDED] == {
        "kind": "safeguarding",
        "rule": "a rule",
        "situation": "told",
        "hard": False,
    }
    if len(before.strip()) > 3:
        assert json.dumps(before.strip())[1:-1] not in json.dumps(found.data[kind].get("text", ""))


@given(before=ANYTHING, after=ANYTHING)
def test_guarded_words_in_a_caption_or_a_file_name_are_not_stored(before: str, after: str) -> None:
    """Words people wrote are words, wherever they stand."""
    words = before + WORD + after
    for more in (
        {"caption": words},
        {"document": document(words)},
        {"caption": "x", "document": document(words)},
    ):
        found = sifted(**message(**more))
        assert WORD not in stored(found)
        assert found.guard == "a rule"


@pytest.mark.parametrize("name", ["zebrafinch_year_4.pdf", "my-zebrafinch-plan.docx"])
def test_a_file_name_is_read_as_words(name: str) -> None:
    """Underscores and hyphens part words."""
    heard: list[str] = []
    sift(
        update(**message(document=document(name))),
        BOT_ID,
        BOT_NAME,
        heard.append,
    )
    assert heard == [name.replace("_", " ").replace("-", " ")]


@given(text=ANYTHING.filter(lambda text: not text.startswith("/")))
def test_what_is_not_for_the_bot_in_a_group_keeps_only_its_number(text: str) -> None:
    """No word, no sender, no time."""
    found = sifted(**message(text, GROUP))
    assert (found.update_id, found.data, found.guard) == (4, None, None)


@pytest.mark.parametrize(
    "more",
    [
        {"text": "hello", "reply_to_message": message("x", GROUP, **{"from": OURS})},
        {"text": "/help", "entities": [{"type": "bot_command", "offset": 0, "length": 5}]},
        {"text": "/help@sendmentorbot", "entities": [{"type": "bot_command", "offset": 0, "length": 19}]},
        {"text": "🙂 @SendMentorBot hi", "entities": [{"type": "mention", "offset": 3, "length": 14}]},
        {"caption": "@SendMentorBot", "caption_entities": [{"type": "mention", "offset": 0, "length": 14}]},
        {"new_chat_members": [PERSON]},
    ],
)
def test_in_a_group_the_bot_is_meant_by_reply_command_or_mention(more: dict[str, Any]) -> None:
    """Offsets count UTF-16 units; captions count as text; service messages come through."""
    assert sifted(**message(chat=GROUP, **more)).data is not None


@pytest.mark.parametrize(
    "more",
    [
        {"text": "/help@otherbot", "entities": [{"type": "bot_command", "offset": 0, "length": 14}]},
        {"text": "@SendMentorBotty", "entities": [{"type": "mention", "offset": 0, "length": 16}]},
        {"text": "hello", "reply_to_message": message("x", GROUP)},
        {
            "text": "in the topic",
            "reply_to_message": message(chat=GROUP) | {"forum_topic_created": TOPIC, "from": OURS},
        },
    ],
)
def test_what_is_for_somebody_else_is_dropped(more: dict[str, Any]) -> None:
    """Another bot, another name, a reply to a person, a topic that the bot opened."""
    assert sifted(**message(chat=GROUP, **more)).data is None


def test_the_words_of_a_pressed_message_are_not_stored() -> None:
    """Only what the button carries, and which message it was."""
    card = message(f"{WORD} words") | {"from": OURS, "reply_to_message": message(f"{WORD} again")}
    found = sifted(
        "callback_query", id="1", chat_instance="1", data="more:1:2", message=card, **{"from": PERSON}
    )
    assert WORD not in stored(found)
    assert found.data is not None
    assert found.data["callback_query"]["data"] == "more:1:2"
    assert found.data["callback_query"]["message"]["message_id"] == 5
    assert found.lane == PRIVATE["id"]


def test_quoted_words_are_kept_only_with_a_command() -> None:
    """/action as a reply is about the quoted message; any other reply needs none of its words."""
    quoted = message("review the passports")
    with_command = sifted(**message("/action", reply_to_message=quoted))
    assert "review the passports" in stored(with_command)
    assert "review the passports" not in stored(sifted(**message("thanks", reply_to_message=quoted)))


def test_quoted_words_pass_the_guard_too() -> None:
    """A command on a guarded message stores neither."""
    found = sifted(**message("/notes", reply_to_message=message(f"about {WORD}")))
    assert found.guard == "a rule"
    assert WORD not in stored(found)


def test_a_guarded_word_in_a_reply_without_a_command_is_simply_left_out() -> None:
    """The reply itself is harmless and is handled."""
    found = sifted(**message("thank you", reply_to_message=message(f"about {WORD}")))
    assert found.guard is None
    assert WORD not in stored(found)


@pytest.mark.parametrize(
    "more",
    [
        {"quote": {"text": WORD, "position": 0}},
        {"contact": {"phone_number": "1", "first_name": WORD}},
        {
            "poll": None,
            "venue": None,
            "forward_origin": {"type": "hidden_user", "date": 1, "sender_user_name": WORD},
        },
        {"audio": {"file_id": "F", "file_unique_id": "U", "duration": 1, "title": WORD, "performer": WORD}},
        {"pinned_message": message(WORD)},
        {"external_reply": {"origin": {"type": "hidden_user", "date": 1, "sender_user_name": WORD}}},
    ],
)
def test_what_nobody_needs_is_left_out(more: dict[str, Any]) -> None:
    """Contacts, quotes, titles of songs, the words of a pinned message: none of it is stored."""
    assert WORD not in stored(sifted(**message(**{k: v for k, v in more.items() if v is not None})))


def test_inline_queries_are_not_stored() -> None:
    """They are answered while somebody types, and forgotten."""
    found = sifted("inline_query", id="1", query=WORD, offset="", **{"from": PERSON})
    assert found.data is None
    assert found.lane == PERSON["id"]
