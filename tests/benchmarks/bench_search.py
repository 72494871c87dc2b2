"""Milliseconds a question as the entries grow: our search, RapidFuzz over all texts, and plain BM25.

Run: ``python -m tests.benchmarks.bench_search [sizes …]``. The entries are the packaged ones, multiplied:
each copy keeps the shape of its original, with some words replaced by others of the same knowledge. All three
answer the same questions over the same texts in one run. For people to read; it asserts nothing.
"""

import json
import math
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib.resources import files

from rapidfuzz import fuzz, process

from knowledge import Entry
from knowledge.loading import read_entries
from knowledge.ranking import build
from knowledge.search import search

SIZES = (300, 1_000, 10_000, 100_000)
QUESTIONS = 25
LAY_QUESTIONS = 6
"""Lay questions kept for an entry and its section: the largest size has to fit into memory."""


def grown(entries: Sequence[Entry], size: int, chance: random.Random) -> list[Entry]:
    """``size`` entries: the packaged ones, then altered copies; each with one section and a few questions."""
    words = sorted({word for entry in entries for word in f"{entry.title} {entry.summary}".lower().split()})
    made = []
    for number in range(size):
        entry = _slim(entries[number % len(entries)], number // len(entries))
        made.append(entry if number < len(entries) else _altered(entry, number, words, chance))
    return made


def _slim(entry: Entry, turn: int) -> Entry:
    if not entry.sections:
        return replace(entry, questions=entry.questions[:LAY_QUESTIONS])
    section = entry.sections[turn % len(entry.sections)]
    kept = replace(section, questions=section.questions[: LAY_QUESTIONS - 2])
    return replace(entry, questions=entry.questions[:2], sections=(kept,))


def _altered(entry: Entry, number: int, words: Sequence[str], chance: random.Random) -> Entry:
    def change(text: str) -> str:
        return " ".join(chance.choice(words) if chance.random() < 0.3 else word for word in text.split())

    return replace(
        entry,
        id=f"{entry.id}-{number}",
        title=change(entry.title),
        summary=change(entry.summary),
        questions=tuple(change(text) for text in entry.questions),
        sections=tuple(
            replace(one, about=change(one.about), questions=tuple(change(text) for text in one.questions))
            for one in entry.sections
        ),
    )


def texts_of(entries: Sequence[Entry]) -> list[str]:
    """One text an entry: everything that our search reads of it."""
    return [
        " ".join(
            [entry.title, entry.summary, *entry.questions]
            + [text for one in entry.sections for text in (one.title, one.about, *one.questions)]
        )
        for entry in entries
    ]


def plain_bm25(texts: Sequence[str]) -> Callable[[str], list[int]]:
    """Okapi BM25 over whole texts, as commonly written: no fields, no stems, no limit on what is read."""
    postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
    split = [text.lower().split() for text in texts]
    mean = sum(map(len, split)) / len(split)
    for number, words in enumerate(split):
        for word, count in Counter(words).items():
            share = count * 2.2 / (count + 1.2 * (0.25 + 0.75 * len(words) / mean))
            postings[word].append((number, share))

    def best(question: str) -> list[int]:
        scores: dict[int, float] = defaultdict(float)
        for word in question.lower().split():
            found = postings.get(word, [])
            rarity = math.log(1 + (len(texts) - len(found) + 0.5) / (len(found) + 0.5))
            for number, share in found:
                scores[number] += rarity * share
        return sorted(scores, key=lambda number: -scores[number])[:3]

    return best


def milliseconds(answer: Callable[[str], object], questions: Sequence[str]) -> float:
    """Mean processor time a question, after one warm-up round of a few."""
    for question in questions[:3]:
        answer(question)
    start = time.process_time()
    for question in questions:
        answer(question)
    return (time.process_time() - start) * 1_000 / len(questions)


def bench(entries: Sequence[Entry], questions: Sequence[str]) -> dict[str, float]:
    """Seconds to build and milliseconds a question by each method."""
    start = time.process_time()
    library = build(entries)
    built = time.process_time() - start
    texts = texts_of(entries)
    few = questions if len(entries) <= 1_000 else questions[:5]
    return {
        "build s": built,
        "ours": milliseconds(lambda question: search(library, question), questions),
        "rapidfuzz": milliseconds(
            lambda question: process.extract(question, texts, scorer=fuzz.WRatio, limit=3), few
        ),
        "bm25": milliseconds(plain_bm25(texts), questions),
    }


def main(sizes: Sequence[int]) -> None:
    """Print a line a size, and how our cost grew against the entries."""
    entries = [entry for entry in read_entries()[0] if entry.status != "background"]
    lines = files("knowledge").joinpath("calibration.jsonl").read_text("utf-8").splitlines()
    inside = [one["text"] for line in lines if (one := json.loads(line))["kind"] == "in_scope"]
    questions = inside[-QUESTIONS:]
    print(f"{'entries':>8} {'build s':>8} {'ours ms':>8} {'WRatio ms':>10} {'x':>6} {'BM25 ms':>8} {'x':>6}")
    first: tuple[int, float] | None = None
    for size in sizes:
        found = bench(grown(entries, size, random.Random(size)), questions)
        ours = found["ours"]
        print(
            f"{size:8} {found['build s']:8.2f} {ours:8.2f} {found['rapidfuzz']:10.1f} "
            f"{found['rapidfuzz'] / ours:6.1f} {found['bm25']:8.2f} {found['bm25'] / ours:6.2f}",
            flush=True,
        )
        first = first or (size, ours)
    if first and len(sizes) > 1:
        print(f"entries x {sizes[-1] / first[0]:.0f}, our cost x {ours / first[1]:.1f}")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or SIZES)
