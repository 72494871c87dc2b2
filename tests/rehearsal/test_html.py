"""Telegram HTML: text comes through whole, entities sit where UTF-16 says."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.entities import found_in, part
from bot.rehearsal.html import parse, trim, utf16
from bot.rehearsal.refused import Refused

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
TAGS = {"b": "bold", "i": "italic", "u": "underline", "s": "strikethrough", "tg-spoiler": "spoiler"}


@given(TEXT)
def test_any_escaped_text_comes_back_as_it_was(text: str) -> None:
    assert parse(html.escape(text)) == (text, [])
    assert parse(html.escape(text, quote=False)) == (text, [])


@given(TEXT, TEXT.filter(bool), TEXT, st.sampled_from(sorted(TAGS)))
def test_an_entity_covers_exactly_the_words_between_its_tags(
    before: str, inside: str, after: str, tag: str
) -> None:
    source = f"{html.escape(before)}<{tag}>{html.escape(inside)}</{tag}>{html.escape(after)}"
    text, entities = parse(source)
    assert text == before + inside + after
    assert [entity["type"] for entity in entities] == [TAGS[tag]]
    assert part(text, entities[0]) == inside
    assert entities[0]["offset"] == len(before.encode("utf-16-le")) // 2


def _wrapped(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    one = st.tuples(st.sampled_from(sorted(TAGS)), inner).map(
        lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0]}>"
    )
    return st.lists(one, max_size=3).map("".join)


@given(st.recursive(TEXT.map(html.escape), _wrapped))
def test_entities_always_lie_inside_the_text_and_in_order(source: str) -> None:
    text, entities = parse(source)
    spans = [(entity["offset"], entity["offset"] + entity["length"]) for entity in entities]
    assert all(0 <= start < end <= utf16(text) for start, end in spans)
    assert [start for start, _ in spans] == sorted(start for start, _ in spans)


@given(TEXT)
def test_whatever_is_thrown_at_it_is_read_or_refused(source: str) -> None:
    try:
        length = utf16(parse(source)[0])
    except Refused as refused:
        length = 0 if refused.code == 400 and "can't parse entities" in refused.description else -1
    assert 0 <= length <= utf16(source)


@given(st.text(" \n\t"), TEXT, st.text(" \n\t"))
def test_white_space_at_the_ends_goes_and_entities_move_with_the_text(
    left: str, inside: str, right: str
) -> None:
    source = f"{left}<b>{html.escape(inside)}</b>{right}"
    text, entities = trim(*parse(source))
    assert text == inside.strip(" \t\n\r\v\f")
    assert [part(text, entity) for entity in entities] == ([text] if text else [])


@pytest.mark.parametrize(
    ("source", "text", "entity"),
    [
        ("🙂<b>ok</b>", "🙂ok", {"type": "bold", "offset": 2, "length": 2}),
        (
            '<a href="https://example.org/?a=1&amp;b=2">here</a>',
            "here",
            {"type": "text_link", "offset": 0, "length": 4, "url": "https://example.org/?a=1&b=2"},
        ),
        (
            '<tg-time unix="1795600000" format="wDT">Wed</tg-time>',
            "Wed",
            {
                "type": "date_time",
                "offset": 0,
                "length": 3,
                "unix_time": 1795600000,
                "date_time_format": "wDT",
            },
        ),
        (
            "<tg-time unix='5'>x</tg-time>",
            "x",
            {"type": "date_time", "offset": 0, "length": 1, "unix_time": 5},
        ),
        (
            "<blockquote expandable>q</blockquote>",
            "q",
            {"type": "expandable_blockquote", "offset": 0, "length": 1},
        ),
        ("<blockquote>q</blockquote>", "q", {"type": "blockquote", "offset": 0, "length": 1}),
        ('<span class="tg-spoiler">x</span>', "x", {"type": "spoiler", "offset": 0, "length": 1}),
        (
            '<pre><code class="language-python">x</code></pre>',
            "x",
            {"type": "pre", "offset": 0, "length": 1, "language": "python"},
        ),
        ("<STRONG>x</STRONG>", "x", {"type": "bold", "offset": 0, "length": 1}),
        ("<b>x</>", "x", {"type": "bold", "offset": 0, "length": 1}),
        ("<code>&lt;b&gt;</code>", "<b>", {"type": "code", "offset": 0, "length": 3}),
        ("&#128578;<i>x</i>", "🙂x", {"type": "italic", "offset": 2, "length": 1}),
    ],
)
def test_every_supported_tag_gives_its_entity(source: str, text: str, entity: dict[str, object]) -> None:
    assert parse(source) == (text, [entity])


@pytest.mark.parametrize(
    "source",
    [
        "<b>never closed",
        "closed</b>",
        "<b><i>crossed</b></i>",
        "<p>unknown</p>",
        "<b",
        "a < b",
        "<span>x</span>",
        '<span class="loud">x</span>',
        "<tg-time>x</tg-time>",
        '<tg-time unix="soon">x</tg-time>',
        '<tg-time unix="5" format="Q">x</tg-time>',
        '<a href="javascript:alert(1)">x</a>',
        '<a href="/relative">x</a>',
        "<a>no address</a>",
        '<tg-emoji emoji-id="x">🙂</tg-emoji>',
        "<>x</>",
        "</",
    ],
)
def test_malformed_html_is_refused(source: str) -> None:
    with pytest.raises(Refused, match="can't parse entities"):
        parse(source)


def test_an_empty_tag_leaves_no_entity() -> None:
    assert parse("a<b></b>c") == ("ac", [])


def test_entities_with_the_same_extent_come_outermost_first() -> None:
    assert [entity["type"] for entity in parse("<b><i>x</i></b>")[1]] == ["bold", "italic"]
    assert [entity["type"] for entity in parse("<i><b>x</b></i>")[1]] == ["italic", "bold"]


def test_unknown_references_stay_as_they_are() -> None:
    assert parse("&nbsp;&copy;&#0;&#xD800;")[0] == "&nbsp;&copy;&#0;&#xD800;"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("/ask@SendMentorBot how", "bot_command", "/ask@SendMentorBot"),
        ("🙂 /help", "bot_command", "/help"),
        ("hello @amina_senco.", "mention", "@amina_senco"),
        ("see https://example.org/a.pdf.", "url", "https://example.org/a.pdf"),
        ("write to a.b@example.org", "email", "a.b@example.org"),
        ("#passports", "hashtag", "#passports"),
    ],
)
def test_telegram_finds_commands_mentions_and_links_by_itself(text: str, kind: str, words: str) -> None:
    [entity] = found_in(text)
    assert (entity["type"], part(text, entity)) == (kind, words)


@pytest.mark.parametrize("text", ["and/or", "3/4", "a@b", "#1", "1/2 term"])
def test_ordinary_slashes_and_signs_are_nothing_special(text: str) -> None:
    assert found_in(text) == []
