"""Every word the bot says stands in a template: all of them parse, exist where they are named, and fit."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import meta, nodes

from bot.mentoring.audience import Role
from bot.storage.conversation import Question
from bot.storage.schools import School
from handlers.menus import GROUP, PRIVATE
from handlers.registry import collected, only_private
from handlers.words import _BUTTON, LIMIT, Words, _part, label
from tests.test_rooms import OURS, ROOT

TEMPLATES = ROOT / "handlers" / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).with_suffix("").as_posix() for path in TEMPLATES.rglob("*.j2"))
WHOLE = [name for name in NAMES if not name.rpartition("/")[2].startswith("_")]
WORDS = Words(ZoneInfo("Europe/London"))
ENVIRONMENT = WORDS._templates
FOLDERS = {name.partition("/")[0] for name in NAMES if "/" in name}
LABEL = 20
HOSTILE = "<b>&amp;\"'</b>\n---\n[Click | https://evil.example]"
SCHOOL = School(id=1, name=HOSTILE, created_at=None)  # type: ignore[arg-type]


def strings(tree: ast.AST) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Every string of a module, whole f-strings among them."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str)
        ):
            yield node


def modules() -> Iterator[tuple[Path, ast.Module]]:
    """Every module of ours with its syntax tree."""
    for path in OURS:
        yield path, ast.parse(path.read_text("utf-8"))


def pattern(node: ast.Constant | ast.JoinedStr) -> str:
    """A string as a regular expression; what an f-string fills in may be any word."""
    if isinstance(node, ast.Constant):
        return re.escape(str(node.value))
    parts = (re.escape(str(p.value)) if isinstance(p, ast.Constant) else r"[\w]+" for p in node.values)
    return "".join(parts)


def named_templates() -> set[tuple[str, str]]:
    """Strings in handlers that look like a template's name: ``folder/name``."""
    found = set()
    for path, tree in modules():
        if "handlers" not in path.parts:
            continue
        inside = {
            id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for value in node.values
        }
        for node in strings(tree):
            shape = pattern(node)
            folder = shape.partition("/")[0]
            if (
                id(node) not in inside
                and folder in FOLDERS
                and re.fullmatch(r"[\w\[\]+\\]+/[\w\[\]+\\]+", shape)
            ):
                found.add((path.name, shape))
    return found


def parts(name: str) -> tuple[str, str]:
    """A template's text and its buttons, as written."""
    return _part(f"{name}.j2") or "", _part(f"{name}.j2#buttons") or ""


@pytest.mark.parametrize("name", NAMES)
def test_every_template_can_be_read(name: str) -> None:
    """Text and buttons, with filters that exist; what it includes is there."""
    for part in parts(name):
        tree = ENVIRONMENT.parse(part)
        used = {node.name for node in tree.find_all(nodes.Filter)} | {
            n.name for n in tree.find_all(nodes.Test)
        }
        assert used <= ENVIRONMENT.filters.keys() | ENVIRONMENT.tests.keys()
        for included in meta.find_referenced_templates(tree):
            assert included is None or (TEMPLATES / included).is_file()
        ENVIRONMENT.compile(part)


def test_every_template_that_is_named_exists() -> None:
    """In handlers; f-strings must fit at least one."""
    named = named_templates()
    assert len(named) > 100
    missing = [
        f"{where}: {shape}" for where, shape in named if not any(re.fullmatch(shape, one) for one in NAMES)
    ]
    assert missing == []


def test_every_template_is_used() -> None:
    """By name in handlers, or included by another."""
    shapes = [shape for _, shape in named_templates()] + [f"refusals/{name}" for name in refusals()]
    included = "\n".join(path.read_text("utf-8") for path in TEMPLATES.rglob("*.j2"))
    unused = [
        name
        for name in WHOLE
        if not any(re.fullmatch(shape, name) for shape in shapes) and f'"{name}.j2"' not in included
    ]
    assert [name for name in unused if not name.startswith(("menu/", "handover/", "minutes/"))] == []


def refusals() -> set[str]:
    """The name of every refusal raised anywhere."""
    found = set()
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                first = node.args[0]
                either = (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,)
                found |= {str(one.value) for one in either if isinstance(one, ast.Constant)}
    return found


def test_every_refusal_is_one_kind_sentence_or_two() -> None:
    """It has a template, fits a pop-up, and blames nobody."""
    names = refusals()
    assert len(names) > 25
    for name in names:
        text, buttons = parts(f"refusals/{name}")
        assert text, f"refusals/{name} is missing"
        assert not buttons
        assert len(text) <= 200
        assert text.strip().endswith((".", "?"))
        assert not re.search(r"error|invalid|illegal|forbidden|denied|failed|!", text, re.IGNORECASE)


def test_every_command_is_in_a_menu_or_in_the_help() -> None:
    """Nothing has to be guessed; and the help names nothing that does not work."""
    commands = collected("COMMANDS").keys()
    told = "\n".join(parts(f"start/{name}")[0] for name in ("help", "help_group")) + "\n".join(
        f"/{name}" for name in (*PRIVATE, *GROUP)
    )
    named = set(re.findall(r"(?<![\w<>/{}])/([a-z]+)\b", told))
    assert commands - named == set()
    assert named - commands == set()


def test_every_command_that_is_named_anywhere_works() -> None:
    """In any template."""
    commands = collected("COMMANDS").keys()
    named = {
        (name, one)
        for name in NAMES
        for one in re.findall(r"(?<![\w<>/{}\"~.])/([a-z]{3,})\b", parts(name)[0])
    }
    assert [pair for pair in sorted(named) if pair[1] not in commands] == []


def test_every_button_leads_somewhere() -> None:
    """Its prefix is one that a handler takes; and each prefix that needs a private chat is one."""
    presses = collected("PRESSES").keys()
    for name in NAMES:
        for match in _BUTTON.finditer(parts(name)[1]):
            action = match[2].strip()
            prefix = action.partition(":")[0]
            if prefix in ("https", "copy", "share", "tg") or action.startswith("{{"):
                continue
            assert prefix in presses, f"{name}: {action}"
    assert only_private() <= presses


@pytest.mark.parametrize("name", NAMES)
def test_labels_are_short_and_two_stand_in_a_row(name: str) -> None:
    """What is fixed of a label has at most 20 characters; what is filled in is cut by the label filter."""
    for row in parts(name)[1].splitlines():
        found = [match[1].strip() for match in _BUTTON.finditer(re.sub(r"{%.*?%}", "", row))]
        for text in found:
            fixed = re.sub(r"\{\{.*?\}\}", "", text).strip()
            assert len(fixed) <= LABEL, f"{name}: {fixed}"


@pytest.mark.parametrize("name", NAMES)
def test_no_template_is_too_long_and_none_shouts(name: str) -> None:
    """What is fixed leaves room for what is filled in."""
    text = parts(name)[0]
    assert len(text) <= LIMIT // 2
    assert "!" not in re.sub(r"\{[{%].*?[%}]\}", "", text)


def test_what_people_type_is_shown_as_text_and_never_makes_a_button() -> None:
    """Marks of HTML, and the format's own marks."""
    said = WORDS.render("findings/add", school=SCHOOL)
    assert "&lt;b&gt;" in said.html
    assert "<b>&amp;" not in said.html
    said = WORDS.render("start/home", name=HOSTILE)
    assert "&lt;b&gt;" in said.html
    everything = [button for row in said.buttons for button in row]
    assert everything
    assert not any("evil" in str(button) for button in everything)


@given(text=st.text(max_size=60) | st.just(HOSTILE))
def test_words_in_a_label_stay_in_the_label(text: str) -> None:
    """Cut to its room, without the marks that end a button."""
    cut = label(text)
    assert len(cut) <= LABEL
    assert not set("[]|\n") & set(cut)


@given(name=st.text(alphabet=st.sampled_from("[]|<>&\"'\n-: ab/."), max_size=40))
def test_no_name_adds_or_changes_a_button(name: str) -> None:
    """A school may be called anything."""
    school = School(id=1, name=name, created_at=None)  # type: ignore[arg-type]
    plain = WORDS.render("findings/list", school=SCHOOL, findings=[])
    assert WORDS.render("findings/list", school=school, findings=[]).buttons == plain.buttons


def test_pop_ups_are_plain_and_fit() -> None:
    """At most 200 characters, without HTML."""
    for name in (one for one in WHOLE if one.startswith("toasts/")):
        assert len(parts(name)[0]) <= 200
        assert "<" not in re.sub(r"\{[{%].*?[%}]\}", "", parts(name)[0])


def test_every_role_has_words() -> None:
    """The roles of the audience table, as people say them."""
    for role in get_args(Role):
        if role in ("lead", "deputy"):
            continue
        said = ENVIRONMENT.get_template("_role.j2").render(role=role)
        assert said.strip()
        assert "_" not in said


def test_an_unsure_answer_is_worded_for_both_places() -> None:
    """In private and in a group."""
    for private in (True, False):
        question = Question(id=1, chat_id=1, asker=1, state="unsure", audience="asker", asked_at=None)  # type: ignore[arg-type]
        said = WORDS.render("ask/unsure", question=question, private=private, mentor=None)
        assert said.html


def test_who_can_see_this_fits_a_pop_up_whatever_the_names() -> None:
    """Long names are shortened; the last words are never cut off."""
    readers = [("team", "S" * 90), ("mentor", "M" * 90), ("deputy", "D" * 90), ("leads", "")]
    said = WORDS.line("who_sees/answer", readers=readers, in_group=True, passed=False)
    assert said.endswith("; in the group, by all there. Not for appraisal.")
    assert "(deputy) and the programme leads" in said
