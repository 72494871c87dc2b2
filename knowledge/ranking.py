"""Which section fits a question: its own words (BM25F over fields) and how staff asked for it before."""

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache

from knowledge.index import Bag, Index, Weights
from knowledge.model import Entry, Section
from knowledge.query import read
from knowledge.typos import Spelling

FIELDS = {
    "section": 3.0,
    "topics": 1.5,
    "about": 1.5,
    "title": 1.6,
    "subjects": 0.6,
    "summary": 0.6,
    "asked": 1.2,
}
"""What a word counts by where it stands: section title, its topics, what it covers, then the entry's own."""
FLATTEN = {
    "section": 0.4,
    "topics": 0.6,
    "about": 0.6,
    "title": 0.4,
    "subjects": 0.6,
    "summary": 0.6,
    "asked": 0.3,
}
SATURATE = 0.8

Marks = tuple[tuple[str, ...], "array[float]"]


@dataclass(frozen=True, slots=True)
class Unit:
    """What a pointer can point to: a section, or an entry as a whole."""

    entry: Entry
    section: Section | None


@dataclass(slots=True)
class Asked:
    """Lay questions as vectors, and the unit each belongs to; to be normalised when all are in."""

    index: Index = field(default_factory=Index)
    unit: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, text: str, bag: Bag, unit: int) -> None:
        """Take in one question for a unit, unless it says nothing."""
        if bag:
            self.index.add(bag)
            self.unit.append(unit)
            self.texts.append(text)


def unit_vector(bag: Bag, weights: Weights) -> dict[str, float]:
    """The bag weighted by rarity, of length one."""
    raw = {term: value * weights.get(term) for term, value in bag.items()}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items()} if length else {}


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a search needs, built once: units, both indexes, rarity, spelling.

    ``marks`` holds the terms of each unit, those that mark it most first, and what each is worth there.
    """

    units: tuple[Unit, ...]
    of_entry: dict[str, tuple[int, ...]]
    texts: Index
    marks: tuple[Marks, ...]
    asked: Asked
    weights: Weights
    spelling: Spelling


def build(entries: Sequence[Entry]) -> Library:
    """Index the entries; those kept as background are found by title only, so they stay out."""
    units = tuple(unit for entry in entries if entry.status != "background" for unit in _units(entry))
    reader, asked = _Reader(), Asked()
    fields = []
    for number, unit in enumerate(units):
        questions = [(text, reader.bag(text)) for text in asked_of(unit)]
        for text, bag in questions:
            asked.add(text, bag, number)
        fields.append(_fields(unit, [bag for _, bag in questions], reader))
    bags = _bm25f(fields)
    texts = Index()
    for one in bags:
        texts.add(one)
    asks = sum(len(asked_of(unit)) for unit in units)
    weights = Weights.of(Counter(texts.counts()) + Counter(asked.index.counts()), len(units) + asks)
    asked.index.normalise(weights)
    of_entry: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        of_entry[unit.entry.id].append(number)
    return Library(
        units,
        {key: tuple(numbers) for key, numbers in of_entry.items()},
        texts,
        tuple(_marks(bag, weights) for bag in bags),
        asked,
        weights,
        Spelling(word for word, _ in reader.words.most_common()),
    )


class _Reader:
    """Reads texts into bags and counts their words; what stands in many places is read once."""

    def __init__(self) -> None:
        self.words: Counter[str] = Counter()
        self.again = cache(self.bag)

    def bag(self, text: str) -> Bag:
        said = read(text)
        self.words.update(said.words)
        return said.bag()


def _units(entry: Entry) -> Iterable[Unit]:
    yield Unit(entry, None)
    for section in entry.sections:
        yield Unit(entry, section)


def asked_of(unit: Unit) -> tuple[str, ...]:
    """How staff ask for a unit."""
    return unit.section.questions if unit.section else unit.entry.questions


def _fields(unit: Unit, questions: Sequence[Bag], reader: _Reader) -> dict[str, Bag]:
    entry, section = unit.entry, unit.section

    def of(*texts: str) -> Bag:
        return _sum([reader.again(text) for text in texts])

    fields = {
        "title": of(entry.title, entry.publisher),
        "subjects": of(*(topic.replace("-", " ") for topic in entry.topics)),
        "summary": of(entry.summary),
        "asked": _sum(questions),
    }
    if section:
        fields["section"] = of(section.title)
        fields["topics"] = of(*(topic.replace("-", " ") for topic in section.topics))
        fields["about"] = of(section.about)
    return fields


def _sum(bags: Sequence[Bag]) -> Bag:
    if len(bags) == 1:
        return bags[0]
    total: dict[str, float] = defaultdict(float)
    for bag in bags:
        for term, value in bag.items():
            total[term] += value
    return total


def _bm25f(units: Sequence[dict[str, Bag]]) -> list[Bag]:
    """Impacts between 0 and 1 a term: weighted over fields, flattened by length, saturated."""
    lengths = [{name: sum(bag.values()) for name, bag in fields.items()} for fields in units]
    mean = {name: _mean([one[name] for one in lengths if name in one]) or 1.0 for name in FIELDS}
    impacts: list[Bag] = []
    for fields, length in zip(units, lengths, strict=True):
        total: dict[str, float] = defaultdict(float)
        for name, bag in fields.items():
            flat = 1 - FLATTEN[name] + FLATTEN[name] * length[name] / mean[name]
            share = FIELDS[name] / flat
            for term, value in bag.items():
                total[term] += share * value
        impacts.append({term: value / (SATURATE + value) for term, value in total.items()})
    return impacts


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _marks(bag: Bag, weights: Weights) -> Marks:
    terms = sorted(bag, key=lambda term: bag[term] * weights.get(term), reverse=True)
    return tuple(terms), array("d", [bag[term] for term in terms])
