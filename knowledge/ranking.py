"""Which section fits a question: its own words (BM25F over fields) and how staff asked for it before."""

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from heapq import nlargest

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
STRONG = 60


@dataclass(frozen=True, slots=True)
class Unit:
    """What a pointer can point to: a section, or an entry as a whole."""

    entry: Entry
    section: Section | None


@dataclass(slots=True)
class Asked:
    """Lay questions as normalised vectors, and the unit each belongs to."""

    index: Index = field(default_factory=Index)
    unit: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add(self, text: str, bag: Bag, unit: int, weights: Weights) -> None:
        """Take in one question for a unit."""
        vector = unit_vector(bag, weights)
        if vector:
            self.index.add(vector)
            self.unit.append(unit)
            self.texts.append(text)


def unit_vector(bag: Bag, weights: Weights) -> dict[str, float]:
    """The bag weighted by rarity, of length one."""
    raw = {term: value * weights.get(term) for term, value in bag.items()}
    length = math.sqrt(sum(value * value for value in raw.values()))
    return {term: value / length for term, value in raw.items()} if length else {}


@dataclass(frozen=True, slots=True)
class Library:
    """Everything a search needs, built once: units, both indexes, rarity, spelling."""

    units: tuple[Unit, ...]
    of_entry: dict[str, tuple[int, ...]]
    texts: Index
    asked: Asked
    weights: Weights
    spelling: Spelling
    _strong: dict[int, tuple[tuple[str, float], ...]] = field(default_factory=dict)

    def strong(self, unit: int) -> tuple[tuple[str, float], ...]:
        """The terms that mark a unit most, by weight; worked out when first needed."""
        if unit not in self._strong:
            weighed = (
                (term, value * self.weights.get(term)) for term, value in self.texts.bags[unit].items()
            )
            self._strong[unit] = tuple(nlargest(STRONG, weighed, key=lambda one: one[1]))
        return self._strong[unit]


def build(entries: Sequence[Entry]) -> Library:
    """Index the entries; those kept as background are found by title only, so they stay out."""
    units = tuple(unit for entry in entries if entry.status != "background" for unit in _units(entry))
    fields = [_fields(unit) for unit in units]
    once = {text: read(text) for text in {text for one in fields for texts in one.values() for text in texts}}
    read_bags = {text: said.bag() for text, said in once.items()}
    bags = [
        {name: _sum([read_bags[text] for text in texts]) for name, texts in one.items()} for one in fields
    ]
    questions = [
        (text, number, read_bags[text]) for number, unit in enumerate(units) for text in asked_of(unit)
    ]
    weights = Weights.of([*(_union(one) for one in bags), *(bag for _, _, bag in questions)])
    asked = Asked()
    for text, number, bag in questions:
        asked.add(text, bag, number, weights)
    of_entry: dict[str, list[int]] = defaultdict(list)
    for number, unit in enumerate(units):
        of_entry[unit.entry.id].append(number)
    return Library(
        units,
        {key: tuple(numbers) for key, numbers in of_entry.items()},
        _bm25f(bags),
        asked,
        weights,
        Spelling({word for said in once.values() for word in said.words}),
    )


def _units(entry: Entry) -> Iterable[Unit]:
    yield Unit(entry, None)
    for section in entry.sections:
        yield Unit(entry, section)


def asked_of(unit: Unit) -> tuple[str, ...]:
    """How staff ask for a unit."""
    return unit.section.questions if unit.section else unit.entry.questions


def _fields(unit: Unit) -> dict[str, list[str]]:
    entry, section = unit.entry, unit.section
    fields = {
        "title": [entry.title, entry.publisher],
        "subjects": [topic.replace("-", " ") for topic in entry.topics],
        "summary": [entry.summary],
        "asked": list(asked_of(unit)),
    }
    if section:
        fields["section"] = [section.title]
        fields["topics"] = [topic.replace("-", " ") for topic in section.topics]
        fields["about"] = [section.about]
    return fields


def _sum(bags: Sequence[Bag]) -> Bag:
    if len(bags) == 1:
        return bags[0]
    total: dict[str, float] = defaultdict(float)
    for bag in bags:
        for term, value in bag.items():
            total[term] += value
    return total


def _union(bags: dict[str, Bag]) -> dict[str, float]:
    return {term: 1.0 for bag in bags.values() for term in bag}


def _bm25f(units: Sequence[dict[str, Bag]]) -> Index:
    """Impacts between 0 and 1 a term: weighted over fields, flattened by length, saturated."""
    lengths: dict[str, list[float]] = defaultdict(list)
    for fields in units:
        for name, bag in fields.items():
            lengths[name].append(sum(bag.values()))
    mean = {name: (sum(some) / len(some)) or 1.0 for name, some in lengths.items()}
    index = Index()
    for fields in units:
        total: dict[str, float] = defaultdict(float)
        for name, bag in fields.items():
            flat = 1 - FLATTEN[name] + FLATTEN[name] * sum(bag.values()) / mean[name]
            for term, value in bag.items():
                total[term] += FIELDS[name] * value / flat
        index.add({term: value / (SATURATE + value) for term, value in total.items()})
    return index
