"""Fits the confidence to questions written for it (calibration.jsonl), and cross-checks on held-back ones."""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from knowledge.confidence import FEATURES, Constants, confidence, features
from knowledge.loading import read_entries
from knowledge.ranking import build
from knowledge.search import search
from knowledge.talk import classify

STRAYS = 0.025
"""The share of out-of-scope questions that may be answered, at the threshold chosen."""
DAMPING = 1.0
"""Holds weights back where the questions say little (ridge)."""
FOLDS = 10

Vector = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """The constants, and how they did on questions that they were not fitted to."""

    constants: Constants
    inside: int
    outside: int
    auroc: float
    answered: float
    strayed: float
    hit1: float
    hit3: float

    def report(self) -> str:
        """Figures for people."""
        lines = [f"{name:12} {weight:7.3f}" for name, weight in self.constants.weights.items()]
        lines += [f"close {self.constants.close:.3f}, confident {self.constants.confident:.3f}"]
        lines += [
            f"cross-check on {self.inside} in scope, {self.outside} out of scope, in {FOLDS} parts:",
            f"area under the curve {self.auroc:.3f}",
            f"in scope answered {self.answered:.3f}, out of scope answered {self.strayed:.3f}",
            f"expected entry first {self.hit1:.3f}, in three {self.hit3:.3f}",
        ]
        return "\n".join(lines)

    def json(self) -> str:
        """The constants as the data file holds them."""
        weights = {name: round(weight, 3) for name, weight in self.constants.weights.items()}
        limits = {"close": round(self.constants.close, 3), "confident": round(self.constants.confident, 3)}
        return json.dumps({"weights": weights, **limits}, indent=1) + "\n"


def fit(entries: Path | None = None) -> Fitted:
    """Fit to the packaged calibration questions over these entries."""
    library = build(read_entries(entries)[0])
    text = files("knowledge").joinpath("calibration.jsonl").read_text("utf-8")
    questions = [json.loads(line) for line in text.splitlines()]
    found = [search(library, question["text"]) for question in questions]
    rows = [features(library, one) for one in found]
    inside = [question["kind"] == "in_scope" for question in questions]
    talk = [one is not None and one.kind != "strain" for one in (classify(q["text"]) for q in questions)]
    checked = [0.0 if said else sure for said, sure in zip(talk, _cross_check(rows, inside), strict=True)]
    close, confident = _thresholds(checked, inside)
    named = [
        [hit.entry.id in question["expect"] for hit in one.hits[:3]]
        for question, one in zip(questions, found, strict=True)
        if "expect" in question
    ]
    return Fitted(
        Constants(solve(rows, inside), close, confident),
        sum(inside),
        len(inside) - sum(inside),
        auroc(checked, inside),
        _share(checked, inside, True, close),
        _share(checked, inside, False, close),
        sum(hits[:1] == [True] for hits in named) / len(named),
        sum(any(hits) for hits in named) / len(named),
    )


def _cross_check(rows: Sequence[Vector], inside: Sequence[bool]) -> list[float]:
    """Each question's confidence from constants fitted without it."""
    checked = [0.0] * len(rows)
    for fold in range(FOLDS):
        kept = [at for at in range(len(rows)) if at % FOLDS != fold]
        weights = solve([rows[at] for at in kept], [inside[at] for at in kept])
        for at in range(fold, len(rows), FOLDS):
            checked[at] = confidence(rows[at], Constants(weights, 0.5, 0.5))
    return checked


def _thresholds(sure: Sequence[float], inside: Sequence[bool]) -> tuple[float, float]:
    """The lowest confidence that lets through few strays; and the one that lets through a third of them."""
    outside = sorted((one for one, wanted in zip(sure, inside, strict=True) if not wanted), reverse=True)
    close = outside[min(int(STRAYS * len(outside)), len(outside) - 1)] + 1e-6
    return close, max(outside[min(int(STRAYS / 3 * len(outside)), len(outside) - 1)] + 1e-6, close)


def _share(sure: Sequence[float], inside: Sequence[bool], which: bool, limit: float) -> float:
    some = [one for one, wanted in zip(sure, inside, strict=True) if wanted is which]
    return sum(one >= limit for one in some) / len(some)


def auroc(sure: Sequence[float], inside: Sequence[bool]) -> float:
    """The chance that a question in scope is surer than one out of scope."""
    ins = [one for one, wanted in zip(sure, inside, strict=True) if wanted]
    outs = [one for one, wanted in zip(sure, inside, strict=True) if not wanted]
    won = sum((a > b) + 0.5 * (a == b) for a in ins for b in outs)
    return won / (len(ins) * len(outs))


def solve(rows: Sequence[Vector], inside: Sequence[bool], rounds: int = 25) -> dict[str, float]:
    """Logistic regression by Newton's method with ridge damping on all weights but the base."""
    size = len(FEATURES)
    weights = [0.0] * size
    for _ in range(rounds):
        slope = [-DAMPING * weight * (at > 0) for at, weight in enumerate(weights)]
        bend = [[DAMPING * (i == j) * (i > 0) + 1e-9 * (i == j) for j in range(size)] for i in range(size)]
        for row, wanted in zip(rows, inside, strict=True):
            guess = 1 / (1 + math.exp(-sum(w * x for w, x in zip(weights, row, strict=True))))
            for i, x in enumerate(row):
                slope[i] += (wanted - guess) * x
                for j, y in enumerate(row):
                    bend[i][j] += guess * (1 - guess) * x * y
        weights = [weight + step for weight, step in zip(weights, _linear(bend, slope), strict=True)]
    return dict(zip(FEATURES, weights, strict=True))


def _linear(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve matrix · x = right by elimination with pivots."""
    size = len(right)
    rows = [[*line, value] for line, value in zip(matrix, right, strict=True)]
    for at in range(size):
        pivot = max(range(at, size), key=lambda line: abs(rows[line][at]))
        rows[at], rows[pivot] = rows[pivot], rows[at]
        for below in range(at + 1, size):
            share = rows[below][at] / rows[at][at]
            rows[below] = [low - share * high for low, high in zip(rows[below], rows[at], strict=True)]
    answer = [0.0] * size
    for at in reversed(range(size)):
        rest = sum(rows[at][j] * answer[j] for j in range(at + 1, size))
        answer[at] = (rows[at][size] - rest) / rows[at][at]
    return answer
