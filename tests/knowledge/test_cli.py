"""The command line as outsiders use it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from knowledge import Knowledge
from knowledge.cli import answer_lines, main
from tests.knowledge.conftest import SHELF


def ask(knowledge: Knowledge, *lines: str) -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, answers and what was said about bad lines."""
    out, err = io.StringIO(), io.StringIO()
    code = answer_lines(knowledge, [line + "\n" for line in lines], out, err)
    return code, [json.loads(line) for line in out.getvalue().splitlines()], err.getvalue()


def test_a_question_line_gets_an_answer_line(packaged: Knowledge) -> None:
    code, (answer,), said = ask(
        packaged, '{"id": 7, "text": "autistic pupil finds assemblies too loud in y4"}'
    )
    assert (code, said) == (0, "")
    assert list(answer) == ["id", "answered", "guard", "results"]
    assert (answer["id"], answer["answered"], answer["guard"]) == (7, True, None)
    assert [list(one) for one in answer["results"]] == [["id", "section", "score"]] * 3
    assert all(0 <= one["score"] <= 1 for one in answer["results"])


def test_scores_fall_from_first_to_last(packaged: Knowledge) -> None:
    _, (answer,), _ = ask(packaged, '{"id": 1, "text": "phonics for a y7 pupil who cannot blend"}')
    scores = [one["score"] for one in answer["results"]]
    assert scores == sorted(scores, reverse=True)


def test_sections_are_titles_of_the_entry_or_null_where_it_has_none(packaged: Knowledge) -> None:
    lines = [
        json.dumps({"id": n, "text": text}) for n, text in enumerate(["reading", "ehcp", "autism", "funding"])
    ]
    _, answers, _ = ask(packaged, *lines)
    for result in (one for answer in answers for one in answer["results"]):
        entry = packaged.entry(result["id"])
        assert entry is not None
        titles = {section.title for section in entry.sections}
        assert result["section"] in titles if titles else result["section"] is None


def test_a_guarded_line_has_no_results(packaged: Knowledge) -> None:
    _, (answer,), _ = ask(packaged, '{"id": "s", "text": "a pupil told me her stepdad hits her"}')
    assert answer == {"id": "s", "answered": False, "guard": "safeguarding", "results": []}


def test_an_unsure_line_still_holds_the_best_three(packaged: Knowledge) -> None:
    _, (answer,), _ = ask(
        packaged, '{"id": 1, "text": "the fastest ferry for a caravan holiday with parents"}'
    )
    assert answer["answered"] is False
    assert len(answer["results"]) == 3


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nonsense", "line 1: this is not JSON\n"),
        ("[" * 100_000, "line 1: this is not JSON\n"),
        ('{"id": 1}', 'line 1: an object with "id" and a "text" in quotes is needed\n'),
        ('{"text": "a"}', 'line 1: an object with "id" and a "text" in quotes is needed\n'),
        ('{"id": 1, "text": 5}', 'line 1: an object with "id" and a "text" in quotes is needed\n'),
        ("[1]", 'line 1: an object with "id" and a "text" in quotes is needed\n'),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_answered(shelf: Knowledge, line: str, said: str) -> None:
    code, answers, err = ask(shelf, line, "", '{"id": "after", "text": "times tables"}')
    assert code == 2
    assert [answer["id"] for answer in answers] == ["after"]
    assert err == said


def test_search_for_people_shows_where_to_look(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--entries", str(SHELF), "search", "wont", "let", "go", "of", "mum"]) == 0
    printed = capsys.readouterr().out
    assert "A calm start to the day > Meeting the family at the door (Chapter 2)" in printed
    assert "https://example.org/calm-start" in printed


def test_an_unconfirmed_address_is_never_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--entries", str(SHELF), "search", "counts on fingers"]) == 0
    printed = capsys.readouterr().out
    assert "search for the title at Example Press" in printed
    assert "example.org/numbers" not in printed


def test_stats_count(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--entries", str(SHELF), "stats"]) == 0
    assert "4 entries\n" in capsys.readouterr().out


def test_broken_entries_stop_the_command_with_their_lines(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.md"
    broken.write_text("# Only a title\n", "utf-8")
    assert main(["--entries", str(broken), "search", "anything"]) == 1
    assert 'broken.md, line 1: The entry "Only a title" needs a line "id: …".' in capsys.readouterr().err
