"""Reading entries, and saying plainly what is wrong with them."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import Knowledge, KnowledgeError, load
from knowledge.parser import parse
from tests.knowledge.conftest import SHELF

GOOD = """# A title

id: one
publisher: Somebody
tier: sector
kind: guide
address-evidence: none found
checked: 2026-11-23
review-by: 2027-05-23
audience: senco
phases: all
needs: all

A summary.
"""


def says(text: str) -> list[str]:
    """The problems of a text, as lines."""
    return [str(problem) for problem in parse(text, "file.md")[1]]


def test_an_entry_is_read_with_all_its_keys(shelf: Knowledge) -> None:
    entry = shelf.entry("calm-start")
    assert entry is not None
    assert (entry.title, entry.publisher, entry.edition) == (
        "A calm start to the day",
        "Example Press",
        "2025",
    )
    assert (entry.minutes, entry.minutes_estimated) == (12, True)
    assert entry.checked == date(2026, 11, 23)
    assert entry.audience == ("senco", "teacher")
    assert entry.questions == ("cries at the gate every morning",)
    assert entry.summary.startswith("How a school can welcome")


def test_a_section_keeps_its_title_about_and_questions(shelf: Knowledge) -> None:
    section = shelf.section("calm-start", "Meeting the family at the door")
    assert section is not None
    assert section.about.startswith("What to say")
    assert section.topics == ("parents",)
    assert len(section.questions) == 2


def test_a_place_is_told_only_where_it_was_seen(shelf: Knowledge) -> None:
    seen, unseen = shelf.entries[0].sections
    assert seen.place == "Chapter 2"
    assert unseen.where == "page 40"
    assert unseen.place is None


def test_what_is_not_stated_is_absent() -> None:
    (entry,), problems = parse(GOOD.replace("kind:", "edition: not stated\nminutes: not stated\nkind:"))
    assert not problems
    assert entry.edition is None
    assert entry.minutes is None


def test_an_address_is_a_link_only_when_seen_and_https(shelf: Knowledge) -> None:
    assert {entry.id: entry.link for entry in shelf.entries} == {
        "calm-start": "https://example.org/calm-start",
        "numbers": None,
        "old-register": None,
        "history": None,
    }


def test_without_a_link_the_named_place_or_the_publisher_says_where_to_search(shelf: Knowledge) -> None:
    assert {entry.id: entry.find_at for entry in shelf.entries[1:]} == {
        "numbers": "Example Press",
        "old-register": "the archive of Example Press",
        "history": None,
    }


@pytest.mark.parametrize(
    ("change", "line", "part"),
    [
        (("tier: sector", "tier: best"), 5, '"tier" must be one of'),
        (("checked: 2026-11-23", "checked: last week"), 8, '"checked" must be a date'),
        (("phases: all", "phases: everybody"), 11, '"everybody" is not one of the phases'),
        (("kind: guide", "colour: red\nkind: guide"), 6, '"colour" is not a key here'),
        (("kind: guide", "kind: guide\nkind: course"), 7, '"kind" is given twice'),
        (("id: one\n", ""), 1, 'needs a line "id: …"'),
        (("phases: all", "phases: all\nminutes: soon"), 12, '"minutes" must be a number'),
        (("A summary.", "### Too deep"), 14, 'A heading is "# Title"'),
        (("# A title\n", "Hello.\n# A title\n"), 1, "Text before the first entry"),
    ],
)
def test_a_fault_is_named_with_its_line(change: tuple[str, str], line: int, part: str) -> None:
    problems = says(GOOD.replace(*change))
    assert len(problems) == 1
    assert problems[0].startswith(f"file.md, line {line}: ")
    assert part in problems[0]


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD.replace("kind: guide", "kind: guide\nmood: sad"), "utf-8")
    (tmp_path / "b.md").write_text(GOOD.replace("tier: sector", "tier: none"), "utf-8")
    with pytest.raises(KnowledgeError) as raised:
        load(tmp_path)
    assert [problem.file for problem in raised.value.problems] == ["a.md", "b.md"]


def test_an_id_may_be_used_once_only(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD + "\n\n" + GOOD, "utf-8")
    with pytest.raises(KnowledgeError, match=r'The id "one" is already used in a\.md, line 1'):
        load(tmp_path)


def test_a_section_title_may_be_used_once_in_an_entry(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(GOOD + "\n## Part\n\nOne.\n\n## Part\n\nTwo.\n", "utf-8")
    with pytest.raises(KnowledgeError, match="stands more than once"):
        load(tmp_path)


@given(st.text(max_size=400))
def test_any_text_is_read_or_refused_with_lines_that_exist(text: str) -> None:
    entries, problems = parse(text)
    last = len(text.splitlines())
    assert all(1 <= problem.line <= last for problem in problems)
    assert not entries or "# " in text


@given(st.lists(st.sampled_from(SHELF.read_text("utf-8").splitlines()), max_size=60))
def test_shuffled_lines_of_a_good_file_never_break_the_reader(lines: list[str]) -> None:
    entries, problems = parse("\n".join(lines))
    assert all(problem.says.endswith(".") for problem in problems)
    assert all(entry.id and entry.tier for entry in entries)
