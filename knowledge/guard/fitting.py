"""How the weights of `weighing.py` are found: `python -m knowledge.guard fit CORPUS ENTRIES`, some seconds.

CORPUS holds `guard_corpus_train_<kind>.txt`, one made-up message a line, `guard_corpus_train_short.txt` with
ordinary questions so short that little tells what they are about, and `guard_cases.toml`; ENTRIES
holds the catalogue, whose lay questions (lines beginning "- ") are ordinary, as are the questions of
`calibration.jsonl` beside it. Same input, same weights.
"""

import json
import math
import tomllib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.guard.phrases import Text, plain, tokens
from knowledge.guard.rules import guard_rules
from knowledge.guard.weighing import CLASSES, Weights, features, shares

PASSES = 14
RATE = 0.5
SHRINK = 0.007
RARE = 2
"""Evidence seen in fewer messages than this is left out."""
HARD = 3.0
"""How much a message counts that was written down because it is easily mistaken."""
WORRY = 1.5
"""How much a worry counts, against the many lay questions that there are for each."""
ALLOWED = 0.010
"""The share of unseen lay questions that the weighing may guard, beside what the phrase rules guard."""
FOLDS = 4


@dataclass(frozen=True, slots=True)
class Example:
    """A message as evidence, its place in `CLASSES` (or None), if a lay question or about a pupil by name,
    and how much it counts."""

    found: list[str]
    label: int | None
    lay: bool = False
    named: bool = False
    counts: float = 1.0


def evidence(text: str) -> list[str]:
    """The features of a whole message."""
    words = Text(tokens(plain(text)))
    return features(words.words, general=guard_rules().only_general(words))


def corpus_lines(path: Path) -> list[str]:
    """The messages of a corpus file."""
    return [line.strip() for line in path.read_text("utf-8").splitlines() if line.strip()]


def lay_questions(folder: Path) -> list[str]:
    """Every lay question of the catalogue, in the order of files and lines."""
    return [
        line[2:].strip()
        for path in sorted(folder.glob("*.md"))
        for line in path.read_text("utf-8").splitlines()
        if line.startswith("- ")
    ]


def calibration(entries: Path) -> list[str]:
    """The questions, in scope and out of it, that set how sure the search is; they tell of no worry."""
    path = entries.with_name("calibration.jsonl")
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    return [json.loads(line)["text"] for line in lines]


def examples(corpus: Path, entries: Path) -> list[Example]:
    """Everything there is to learn from. Lay questions that a phrase rule guards teach nothing."""
    cases = {kind: lines.strip().splitlines() for kind, lines in _cases(corpus).items()}
    found = []
    for kind in (*CLASSES, "personal_data", "ordinary"):
        label = CLASSES.index(kind) if kind in CLASSES else None
        lines = corpus_lines(corpus / f"guard_corpus_train_{kind}.txt") + cases[kind]
        counts = WORRY if kind in CLASSES else HARD
        named = kind == "personal_data"
        found += [Example(evidence(line), label, named=named, counts=counts) for line in dict.fromkeys(lines)]
    for line in calibration(entries):
        found.append(Example(evidence(line), None, counts=HARD))
    for line in dict.fromkeys(corpus_lines(corpus / "guard_corpus_train_short.txt")):
        found.append(Example(evidence(line), None, counts=HARD))
    for line in dict.fromkeys(lay_questions(entries)):
        if not guard_rules().first(Text(tokens(plain(line)))):
            found.append(Example(evidence(line), None, lay=True))
    return found


def _cases(corpus: Path) -> dict[str, str]:
    return tomllib.loads((corpus / "guard_cases.toml").read_text("utf-8"))


def train(given: Sequence[Example]) -> Weights:
    """Weights by adaptive gradient steps over `given`, in an order that is mixed but always the same."""
    seen = Counter(name for example in given for name in example.found)
    kept = [[name for name in example.found if seen[name] >= RARE] for example in given]
    weights: dict[str, list[float]] = {"=bias": [-2.0, -4.0]}
    paces: dict[str, list[float]] = {"=bias": [1.0, 1.0]}
    order = sorted(range(len(given)), key=lambda i: (i * 7919) % 10007)
    for _ in range(PASSES):
        for i in order:
            _step(given[i], kept[i], weights, paces)
    return {name: (pair[0], pair[1]) for name, pair in weights.items()}


def _step(
    example: Example, names: list[str], weights: dict[str, list[float]], paces: dict[str, list[float]]
) -> None:
    scale = 1 / math.sqrt(len(example.found))
    heard = [weights[name] for name in names if name in weights]
    bias = weights["=bias"]
    heavy = [math.exp(min(30.0, bias[c] + scale * sum(pair[c] for pair in heard))) for c in (0, 1)]
    total = 1 + sum(heavy)
    for c in (0, 1):
        error = ((example.label == c) - heavy[c] / total) * example.counts
        if abs(error) < 1e-3:
            continue
        for name in ("=bias", *names):
            slope = error * (scale if name != "=bias" else 1.0)
            pair, pace = weights.setdefault(name, [0.0, 0.0]), paces.setdefault(name, [0.1, 0.1])
            pace[c] += slope * slope
            pair[c] += RATE * (slope - SHRINK * pair[c]) / math.sqrt(pace[c])


def threshold(scores: Iterable[float]) -> float:
    """The score that the allowed share of lay questions reaches, given their `scores`."""
    ranked = sorted(scores, reverse=True)
    return ranked[int(len(ranked) * ALLOWED)]


def cross_validated(given: Sequence[Example]) -> list[float]:
    """The score of every example by weights that have not seen it."""
    scores = [0.0] * len(given)
    for fold in range(FOLDS):
        weights = train([example for i, example in enumerate(given) if i % FOLDS != fold])
        for i in range(fold, len(given), FOLDS):
            scores[i] = sum(shares(given[i].found, weights))
    return scores


def fit(corpus: Path, entries: Path) -> tuple[str, str]:
    """The contents of `weights.txt`, and a line that reports the cross-validated figures."""
    given = examples(corpus, entries)
    scores = cross_validated(given)
    limit = threshold(s for s, example in zip(scores, given, strict=True) if example.lay)
    caught = [s >= limit for s, example in zip(scores, given, strict=True) if example.label is not None]
    alone = sum(caught) / len(caught)
    report = f"{len(given)} messages; threshold {limit:.2f}; {alone:.1%} caught by weighing alone"
    common = {name for example in given if not example.named for name in example.found} | {"=bias"}
    weights = {name: pair for name, pair in train(given).items() if name in common}
    return written(weights, limit), report


def written(weights: Weights, limit: float) -> str:
    """The weights as a file, in hundredths; of pairs, what weighs little is left out."""
    lines = [
        "# Written by `python -m knowledge.guard fit`; see fitting.py.",
        f"=threshold\t{limit * 100:.0f}\t0",
    ]
    for name, (first, second) in sorted(weights.items()):
        if " " not in name or max(abs(first), abs(second)) >= 0.2:
            lines.append(f"{name}\t{first * 100:.0f}\t{second * 100:.0f}")
    return "\n".join(lines) + "\n"
