"""What curators are told before anything goes live."""

from datetime import date
from pathlib import Path

import pytest

from knowledge import check
from knowledge.cli import main
from knowledge.loading import read_entries
from tests.knowledge.conftest import SHELF

TODAY = date(2026, 11, 25)


def shelf_with(tmp_path: Path, old: str, new: str) -> Path:
    """The shelf with one change."""
    text = SHELF.read_text("utf-8")
    assert old in text
    path = tmp_path / "shelf.md"
    path.write_text(text.replace(old, new), "utf-8")
    return path


def test_the_shelf_has_no_errors() -> None:
    entries, problems = read_entries(SHELF)
    assert problems == []
    assert check.errors(entries) == []


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [
        ("superseded-by: calm-start", "superseded-by: nowhere", '"nowhere", which is no entry here'),
        ("superseded-by: calm-start\n", "", "needs “superseded-by”"),
        ("address: https://example.org/calm-start\n", "", 'no "address: …"'),
        ("How absence used to be recorded.\n", "", "has no summary"),
    ],
)
def test_errors_are_named(tmp_path: Path, old: str, new: str, part: str) -> None:
    entries, _ = read_entries(shelf_with(tmp_path, old, new))
    (problem,) = check.errors(entries)
    assert part.replace("“superseded-by”", '"superseded-by: …"') in problem.says


def test_overdue_reviews_are_told_from_the_day_after(tmp_path: Path) -> None:
    entries, _ = read_entries(SHELF)

    def overdue(today: date) -> list[str]:
        return [one.says for one in check.warnings(entries, today) if "due for review" in one.says]

    assert overdue(date(2026, 5, 23)) == []
    assert overdue(date(2026, 5, 24)) == ['"The old register" was due for review by 2026-05-23.']


def test_places_nobodys_words_lead_to_are_told(tmp_path: Path) -> None:
    path = shelf_with(tmp_path, "- what can he do while everybody else lines up\n", "")
    said = [one.says for one in check.warnings(read_entries(path)[0], TODAY)]
    assert 'The section "A soft landing" has no lay questions.' in said
    assert '"The old register" has 1 lay questions; 3 is the least to be found by.' in said
    assert any("Not a link" in one for one in said)


def test_check_ends_with_one_only_when_something_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--entries", str(SHELF), "check", "--today", "2026-11-25"]) == 0
    assert "0 errors" in capsys.readouterr().out
    broken = shelf_with(tmp_path, "tier: sector", "tier: best")
    assert main(["--entries", str(broken), "check", "--today", "2026-11-25"]) == 1
    assert 'error: shelf.md, line 48: "tier" must be one of' in capsys.readouterr().out


def test_counts_tell_what_was_seen() -> None:
    counts = check.counts(read_entries(SHELF)[0])
    assert counts["entries"] == 4
    assert counts["entries with a link"] == 1
    assert counts["sections"] == 2
    assert counts["sections whose place was seen"] == 1
    assert counts["lay questions"] == 7


def test_the_packaged_entries_have_no_errors() -> None:
    entries, problems = read_entries()
    assert [str(one) for one in problems + check.errors(entries)] == []
