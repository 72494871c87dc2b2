"""How evidence is read from words, and how weights are found from examples."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.guard.__main__ import main
from knowledge.guard.fitting import ALLOWED, Example, fit, lay_questions, threshold, train
from knowledge.guard.weighing import WINDOW, features, shares, stem, windows


@pytest.mark.parametrize("word", ["slap", "slaps", "slapped", "slapping"])
def test_forms_of_a_word_share_a_stem(word: str) -> None:
    assert stem(word) == "slap"


def test_evidence_names_stems_pairs_and_groups() -> None:
    found = features(["her", "uncle", "slapped", "her"], general=False)
    assert {"uncl", "uncl slap", "<kin>", "<strike>"} <= set(found)
    assert "general" not in found
    assert "general" in features(["policy"], general=True)


@given(st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=160))
def test_windows_leave_no_word_out(words: list[str]) -> None:
    numbered = [f"{word}{i}" for i, word in enumerate(words)]
    parts = list(windows(numbered))
    assert {word for part in parts for word in part} == set(numbered)
    assert all(len(part) <= WINDOW for part in parts)


def made_up() -> list[Example]:
    harm = [Example(features(["dad", "hits", "him", word], general=False), 0) for word in "abc"]
    despair = [Example(features(["i", "give", "up", word], general=False), 1) for word in "abc"]
    plain = [
        Example(features(["reading", "age", "of", word], general=False), None, lay=True) for word in "abc"
    ]
    return harm + despair + plain


def test_weights_tell_the_kinds_apart() -> None:
    weights = train(made_up())
    kinds = [shares(example.found, weights) for example in made_up()]
    assert all(harm > 0.5 > despair for harm, despair in kinds[:3])
    assert all(despair > 0.5 > harm for harm, despair in kinds[3:6])
    assert all(harm + despair < 0.5 for harm, despair in kinds[6:])


def test_the_same_examples_always_give_the_same_weights() -> None:
    assert train(made_up()) == train(made_up())


def test_the_threshold_lets_all_but_the_allowed_share_pass() -> None:
    assert threshold([i / 1000 for i in range(1000)]) == pytest.approx(1 - ALLOWED, abs=0.002)


@pytest.fixture
def corpus(tmp_path: Path) -> tuple[Path, Path]:
    lines = {
        "safeguarding": ["dad hits him", "her uncle hits her"],
        "crisis": ["i give up on life", "i cant go on"],
        "personal_data": ["zara cant read"],
        "ordinary": ["what is a reading age", "how do i plan a review"],
    }
    for kind, messages in lines.items():
        (tmp_path / f"guard_corpus_train_{kind}.txt").write_text("\n".join(messages), "utf-8")
    (tmp_path / "guard_corpus_train_short.txt").write_text("purple", "utf-8")
    cases = "\n".join(f'{kind} = """\n{chr(10).join(messages)}\n"""' for kind, messages in lines.items())
    (tmp_path / "guard_cases.toml").write_text(cases, "utf-8")
    entries = tmp_path / "entries"
    entries.mkdir()
    (entries / "one.md").write_text(
        "# One\n\n- when is a review due\n- who reads the plan\n\nText.\n", "utf-8"
    )
    return tmp_path, entries


def test_a_fit_writes_a_threshold_and_weights(corpus: tuple[Path, Path]) -> None:
    contents, report = fit(*corpus)
    names = [line.split("\t")[0] for line in contents.splitlines() if not line.startswith("#")]
    assert names[0] == "=threshold"
    assert "=bias" in names
    assert report.startswith("10 messages")


def test_only_lay_questions_are_read_from_the_catalogue(corpus: tuple[Path, Path]) -> None:
    assert lay_questions(corpus[1]) == ["when is a review due", "who reads the plan"]


def test_the_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weigh"]) == 2
    assert "fit CORPUS ENTRIES" in capsys.readouterr().err


@given(st.text(max_size=30))
def test_any_word_has_a_stem(word: str) -> None:
    assert word.startswith(stem(word))
