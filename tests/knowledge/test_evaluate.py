"""Scoring: what counts as a hit, what counts as silence, and what changed between two runs."""

import json
from pathlib import Path

import pytest

from knowledge import Knowledge, evaluate
from knowledge.cli import main
from tests.knowledge.conftest import SHELF

DOOR = "Meeting the family at the door"


def question(**label: object) -> dict[str, object]:
    """A labelled question about the morning."""
    return {"id": "q1", "text": "wont let go of dad in the morning", "kind": "in_scope", **label}


@pytest.mark.parametrize(
    ("label", "hit", "accepted"),
    [
        ({"best": ["calm-start"]}, True, True),
        ({"best": [], "accept": ["calm-start"]}, True, True),
        ({"accept": ["calm-start"], "sections": {"calm-start": [DOOR]}}, True, True),
        ({"accept": ["calm-start"], "sections": {"calm-start": ["A soft landing"]}}, False, True),
        ({"accept": ["calm-start"], "sections": {"numbers": ["Other"]}}, True, True),
        ({"accept": ["numbers"]}, False, False),
    ],
)
def test_a_hit_is_an_accepted_entry_in_a_named_section(
    shelf: Knowledge, label: dict[str, object], hit: bool, accepted: bool
) -> None:
    (row,) = evaluate.rows(shelf, [question(**label)])
    assert row.results[0] == ("calm-start", DOOR)
    assert row.hits[0] is hit
    assert row.accepted[0] is accepted


def row(kind: str = "in_scope", answer: str = "confident", **more: object) -> evaluate.Row:
    """One outcome."""
    given: dict[str, object] = {
        "id": "q",
        "text": "t",
        "kind": kind,
        "answer": answer,
        "guard": None,
        "confidence": 0.5,
        "hits": (False, True, False),
        "accepted": (True, True, False),
        "results": (),
    }
    return evaluate.Row(**{**given, **more})  # type: ignore[arg-type]


def test_figures_are_shares_of_what_they_are_about() -> None:
    found = [
        row(),
        row(hits=(True,), accepted=(True,), answer="unsure"),
        row("out_of_scope", "close"),
        row("no_resource", "unsure"),
        row("safeguarding", "guarded", guard="safeguarding", hits=(), accepted=()),
    ]
    figures = evaluate.figures(found)
    assert figures["pointer hit@1"] == 0.5
    assert figures["pointer hit@3"] == 1.0
    assert figures["precision@3"] == pytest.approx((2 / 3 + 1 / 3) / 2)
    assert figures["in scope answered"] == 0.5
    assert figures["out of scope answered"] == 0.5
    assert figures["guarded as they should be"] == 1.0


def test_an_empty_file_has_figures_of_nought() -> None:
    assert set(evaluate.figures([]).values()) == {0.0}


def test_failures_are_misses_silence_answers_to_strangers_and_open_guards() -> None:
    good = [row(), row("out_of_scope", "unsure"), row("crisis", "guarded", guard="crisis")]
    bad = [
        row(hits=(False, False, False)),
        row(answer="unsure"),
        row("out_of_scope", "confident"),
        row("personal_data", "unsure"),
    ]
    assert evaluate.failures(good + bad) == bad


def test_every_kind_is_reported_by_itself() -> None:
    shares = evaluate.by_kind([row(), row("out_of_scope", "outside"), row("out_of_scope", "close")])
    assert shares["out_of_scope"] == {"questions": 2, "answered": 0.5, "unsure": 0, "talk": 0.5, "guarded": 0}


def test_a_comparison_tells_what_was_won_and_lost() -> None:
    before = evaluate.saved([row(id="a"), row(id="b", hits=(False,))])
    lines = evaluate.compared([row(id="a", hits=(False,)), row(id="b")], json.loads(json.dumps(before)))
    assert "lost: a t" in lines
    assert "won: b t" in lines
    assert any(line.startswith("pointer hit@3: 0.500 -> 0.500") for line in lines)


def test_the_command_prints_figures_and_failures_and_saves(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    labelled, saved = tmp_path / "questions.jsonl", tmp_path / "run.json"
    labelled.write_text(json.dumps(question(accept=["numbers"])) + "\n\n", "utf-8")
    command = ["--entries", str(SHELF), "evaluate", str(labelled)]
    assert main([*command, "--save", str(saved)]) == 0
    printed = capsys.readouterr().out
    assert "pointer hit@3                0.000" in printed
    assert "q1 in_scope: wont let go of dad" in printed
    assert main([*command, "--compare", str(saved)]) == 0
    assert "pointer hit@1: 0.000 -> 0.000" in capsys.readouterr().out
