"""From a question to ranked pointers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

from rapidfuzz import fuzz

from knowledge.asker import Asker, nudge, phases_of
from knowledge.index import Bag
from knowledge.model import Entry, Section
from knowledge.query import Said, read
from knowledge.ranking import Asked, Library, unit_vector


@dataclass(frozen=True, slots=True)
class Tuning:
    """How the parts of a score add up. Chosen on lay questions held back from the entries."""

    words: float = 2.3  # what the section itself says
    asked: float = 0.6  # the nearest lay question
    more: tuple[float, ...] = (0.5, 0.35, 0.25, 0.15)  # the next nearest lay questions
    letters: float = 0.15  # closeness letter by letter of the nearest
    same: float = 3.0  # what a lay question nearly the same adds, by how far it is above ALMOST
    whole: float = 0.25  # what the entry as a whole adds to its sections
    again: float = 0.8  # a further section of a document already shown
    most: int = 200  # texts looked at
    again_over: int = 60  # units looked at twice
    kin: int = 8  # the best units lend their words to a second look
    lent: int = 20  # so many words
    lending: float = 0.25  # which count so much


TUNING = Tuning()
STRONG = 60
"""So many of the terms that mark a unit most may be lent."""
ALMOST = 0.6
"""From this likeness on a lay question is nearly the same as the one asked; its place should come first."""
TIERS = {
    "programme": 1.06,
    "official": 1.06,
    "sector": 0.98,
    "research": 0.98,
    "local authority": 0.95,
    "press": 0.92,
}
"""Among equals, what the programme and the state say comes before what others say."""
STATUS = {"current": 1.0, "dated": 0.85, "superseded": 0.6, "background": 0.0}


@dataclass(frozen=True, slots=True)
class Hit:
    """A ranked pointer: its score, its parts, and the lay question that matched best."""

    entry: Entry
    section: Section | None
    score: float
    words: float
    asked: float
    matched: str | None
    unit: int


@dataclass(slots=True)
class _Parts:
    words: float = 0.0
    near: float = 0.0
    best: float = 0.0
    matched: str | None = None

    def total(self, tuning: Tuning) -> float:
        return tuning.words * self.words + tuning.asked * self.near


@dataclass(frozen=True, slots=True)
class Found:
    """What a search saw: the question taken apart and the ranked hits, best first."""

    said: Said
    hits: tuple[Hit, ...]


def search(
    library: Library,
    text: str,
    asker: Asker | None = None,
    learnt: Asked | None = None,
    *,
    tuning: Tuning = TUNING,
    limit: int = 10,
) -> Found:
    """The best pointers for a question, at most ``limit``, from different documents unless clearly better."""
    said = read(text, library.spelling.mend)
    bag = said.bag(beside=True)
    parts = _parts(library, bag, text, learnt, tuning) if bag else {}
    hits = _by_entry(library, parts, bag, tuning)
    phases = phases_of(said, asker)
    nudged = [(score * nudge(library.units[unit].entry, asker, phases), unit) for score, unit in hits]
    chosen = _spread(library, sorted(nudged, key=lambda one: (-one[0], one[1]))[: 4 * limit], tuning)
    return Found(said, tuple(_hit(library, parts, score, unit) for score, unit in chosen[:limit]))


def _parts(library: Library, bag: Bag, text: str, learnt: Asked | None, tuning: Tuning) -> dict[int, _Parts]:
    """For each unit in sight: how much of the question it says, and how near its lay questions come."""
    parts: dict[int, _Parts] = defaultdict(_Parts)
    weighted = {term: value * library.weights.get(term) for term, value in bag.items()}
    whole = sum(weighted.values()) or 1.0
    for unit, score in library.texts.scores(weighted, tuning.most).items():
        parts[unit].words = score / whole
    vector = unit_vector(bag, library.weights)
    nearest: dict[int, list[tuple[float, str]]] = defaultdict(list)
    for asked in (library.asked, learnt) if learnt else (library.asked,):
        for number, near in asked.index.scores(vector, tuning.most).items():
            nearest[asked.unit[number]].append((near, asked.texts[number]))
    for unit, some in nearest.items():
        _nearest(parts[unit], some, text, tuning)
    _second_look(library, parts, bag, tuning)
    return parts


def _second_look(library: Library, parts: dict[int, _Parts], bag: Bag, tuning: Tuning) -> None:
    """Let the best units so far lend words that the question lacked, and see which of the next share them."""
    ranked = sorted([(part.total(tuning), unit) for unit, part in parts.items()], reverse=True)
    ranked = ranked[: tuning.again_over]
    lent: dict[str, float] = defaultdict(float)
    for score, unit in ranked[: tuning.kin]:
        terms, values = library.marks[unit]
        for term, value in zip(terms[:STRONG], values, strict=False):
            if term not in bag:
                lent[term] += score * value * library.weights.get(term)
    chosen = dict(sorted(lent.items(), key=lambda one: one[1], reverse=True)[: tuning.lent])
    whole = sum(chosen.values()) or 1.0
    for _, unit in ranked:
        terms, values = library.marks[unit]
        common = compress(zip(terms, values, strict=True), map(chosen.__contains__, terms))
        shared = sum([chosen[term] * value for term, value in common])
        parts[unit].words += tuning.lending * shared / whole


def _nearest(part: _Parts, some: list[tuple[float, str]], text: str, tuning: Tuning) -> None:
    """The nearest lay question of a unit, and a little for the next ones."""
    some.sort(reverse=True)
    part.best, part.matched = some[0]
    part.near = part.best + sum(share * near for share, (near, _) in zip(tuning.more, some[1:], strict=False))
    if part.best > 0.25 and tuning.letters:
        part.near += tuning.same * max(0.0, part.best - ALMOST)
        part.near += tuning.letters * fuzz.ratio(text.lower(), some[0][1].lower()) / 100


def _by_entry(
    library: Library, parts: dict[int, _Parts], bag: Bag, tuning: Tuning
) -> list[tuple[float, int]]:
    """Scores of what may be pointed to: sections with what their entry adds, or an entry without sections."""
    hits: list[tuple[float, int]] = []
    nothing = _Parts()
    for key in {library.units[unit].entry.id for unit in parts}:
        first, *rest = library.of_entry[key]
        entry = library.units[first].entry
        prior = TIERS[entry.tier] * STATUS[entry.status]
        whole = parts.get(first, nothing).total(tuning)
        sections = [(parts[unit].total(tuning), unit) for unit in rest if unit in parts]
        if not sections:
            place = max(rest, key=lambda unit: _shared(library, unit, bag)) if rest else first
            hits.append((whole * prior, place))
            continue
        best, unit = max(sections)
        top = max(best + tuning.whole * whole, whole + tuning.whole * best)
        hits.append((top * prior, unit))
        hits += [
            ((score + tuning.whole * whole) * prior, other) for score, other in sections if other != unit
        ]
    return hits


def _shared(library: Library, unit: int, bag: Bag) -> float:
    """How much of a question a unit says, for one that was not in sight itself."""
    return sum(
        value * library.weights.get(term) * library.texts.value(unit, term) for term, value in bag.items()
    )


def _spread(library: Library, ranked: Sequence[tuple[float, int]], tuning: Tuning) -> list[tuple[float, int]]:
    """Lower every further section of a document already taken: one document shall not fill the answer."""
    taken: dict[str, int] = defaultdict(int)
    spread = []
    for score, unit in ranked:
        key = library.units[unit].entry.id
        spread.append((score * tuning.again ** taken[key], unit))
        taken[key] += 1
    return sorted(spread, key=lambda one: (-one[0], one[1]))


def _hit(library: Library, parts: dict[int, _Parts], score: float, unit: int) -> Hit:
    at, part = library.units[unit], parts.get(unit, _Parts())
    whole = parts.get(library.of_entry[at.entry.id][0], part)
    best = part if part.best >= whole.best else whole
    return Hit(at.entry, at.section, score, max(part.words, whole.words), best.best, best.matched, unit)
