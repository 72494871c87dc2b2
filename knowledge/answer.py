"""Asking the knowledge: guard, then talk, then search, then an honest word on how sure it is."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from rapidfuzz import fuzz, process, utils

from knowledge.asker import Asker
from knowledge.confidence import confidence, constants, features, strays
from knowledge.guard import Guarded, check
from knowledge.model import Entry, Section
from knowledge.query import read
from knowledge.ranking import Asked, Library, build
from knowledge.search import Hit, search
from knowledge.talk import Talk, classify

LONGEST = 1_000
"""Characters of a question that are read."""
SHOWN = 3
LINKED = 90
"""From this likeness on (RapidFuzz token_sort_ratio, 0 to 100) a question counts as one that was linked."""

ALIKE = 60
"""From this likeness on (RapidFuzz token_set_ratio) a lay question is shown as the reason for a pointer."""

LEAST_FOUND = 45
"""How well each word must be found in titles on average (0 to 100) for /find to show a document."""
_SMALL = frozenset(["a", "an", "and", "at", "by", "for", "in", "of", "on", "or", "the", "to", "with"])

Kind = Literal["guarded", "small_talk", "outside", "confident", "close", "unsure"]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a pointer was given: the question that it is like, and what the place covers."""

    asked: str
    covers: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where to look. ``score`` is 0 to 1; ``matched`` is the lay question that came nearest, if one did."""

    entry: Entry
    section: Section | None
    score: float
    matched: str | None = None

    def reason(self, text: str) -> Reason:
        """The material of "you asked about …; this section covers …"."""
        covers = (self.section and self.section.about) or self.entry.summary
        return Reason(self.matched or " ".join(text.split())[:120], covers)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a question. ``pointers`` are to show; ``best`` holds the best three unless guarded;
    ``strayed`` says that the words are of other business."""

    kind: Kind
    guard: Guarded | None = None
    talk: Talk | None = None
    pointers: tuple[Pointer, ...] = ()
    best: tuple[Pointer, ...] = ()
    confidence: float = 0.0
    strayed: bool = False

    @property
    def answered(self) -> bool:
        """Whether there is something to show: sure, or "did you mean"."""
        return self.kind in ("confident", "close")


@dataclass(frozen=True, slots=True)
class Learnt:
    """A question that a person linked to an entry, or to one of its sections."""

    question: str
    entry_id: str
    section_title: str | None = None


class Knowledge:
    """All entries and the search over them; immutable once built."""

    def __init__(
        self, entries: Sequence[Entry], library: Library | None = None, learnt: Asked | None = None
    ) -> None:
        self.entries = tuple(entries)
        self._library = library or build(self.entries)
        self._learnt = learnt
        self._linked_words = [utils.default_process(text) for text in learnt.texts] if learnt else []

    @cached_property
    def _by_id(self) -> dict[str, Entry]:
        return {entry.id: entry for entry in self.entries}

    def entry(self, entry_id: str) -> Entry | None:
        """The entry with this id, if there is one."""
        return self._by_id.get(entry_id)

    def section(self, entry_id: str, title: str) -> Section | None:
        """The section of that entry with this title, if there is one."""
        entry = self.entry(entry_id)
        return next((one for one in entry.sections if one.title == title), None) if entry else None

    def ask(self, text: str, asker: Asker | None = None) -> Answer:
        """Answer a message: guarded, talk, or pointers with how sure we are."""
        text = text[:LONGEST]
        guarded = check(text)
        if guarded is not None:
            return Answer("guarded", guard=guarded)
        talk = classify(text)
        if talk is None or talk.kind == "strain":
            found = replace(self.search(text, asker), talk=talk)
            if talk is None and found.kind == "unsure" and found.strayed:
                return replace(found, kind="outside", talk=Talk("outside"))
            return found
        kind: Kind = "outside" if talk.kind == "outside" else "small_talk"
        return Answer(kind, talk=talk, best=self.search(text, asker).best)

    def search(self, text: str, asker: Asker | None = None) -> Answer:
        """Answer without guard and talk: for text that passed them, or whose writer says it names nobody."""
        found = search(self._library, text[:LONGEST], asker, self._learnt)
        values = features(self._library, found)
        sure = confidence(values)
        best = tuple(_pointer(hit, text) for hit in found.hits[:SHOWN])
        limits = constants()
        kind: Kind = (
            "confident" if sure >= limits.confident else "close" if sure >= limits.close else "unsure"
        )
        if not best:
            kind = "unsure"
        pointers = best if kind != "unsure" else ()
        linked = self._linked(text[:LONGEST])
        if linked is None:
            return Answer(kind, pointers=pointers, best=best, confidence=sure, strayed=strays(values))
        return Answer(
            "confident", pointers=_first(linked, pointers), best=_first(linked, best), confidence=1.0
        )

    def _linked(self, text: str) -> Pointer | None:
        """Where a person linked nearly these words to: that settles it, however unsure the search is."""
        near = process.extractOne(
            utils.default_process(text),
            self._linked_words,
            scorer=fuzz.token_sort_ratio,
            score_cutoff=LINKED,
        )
        if near is None or self._learnt is None:
            return None
        unit = self._library.units[self._learnt.unit[near[2]]]
        return Pointer(unit.entry, unit.section, round(near[1] / 100, 4), self._learnt.texts[near[2]])

    def find(self, title_words: str, limit: int = 8) -> list[Entry]:
        """Entries that have these words, or words spelt nearly so, in their titles; nearest first.

        A word in the title of a section counts a little less. About half the words must be found, and what
        has far fewer than the best is left out.
        """
        wanted = [word for word in utils.default_process(title_words[:200]).split() if word not in _SMALL]
        points: Counter[int] = Counter()
        for word in dict.fromkeys(wanted):
            points.update(self._having(word))
        least = max(LEAST_FOUND * len(set(wanted)), 0.7 * max(points.values(), default=0))
        found = [number for number, likeness in points.items() if likeness >= least]
        line = " ".join(wanted)

        def nearness(number: int) -> tuple[float, float, int]:
            title = self.entries[number].title
            near = fuzz.token_sort_ratio(line, title, processor=utils.default_process)
            return (-points[number], -near, number)

        return [self.entries[number] for number in sorted(found, key=nearness)[:limit]]

    def _having(self, word: str) -> dict[int, int]:
        """How well (0 to 100) each entry's titles have a word: itself, its beginning, or spelt nearly so."""
        best: dict[int, int] = {}
        near = process.extract(word, self._titles.keys(), scorer=fuzz.ratio, score_cutoff=80, limit=None)
        alike = {other: likeness for other, likeness, _ in near}
        if len(word) > 3:
            alike |= {other: max(95, alike.get(other, 0)) for other in self._titles if other.startswith(word)}
        for other, likeness in alike.items():
            for number, share in self._titles[other].items():
                best[number] = max(best.get(number, 0), round(likeness * share))
        return best

    @cached_property
    def _titles(self) -> dict[str, dict[int, float]]:
        """Every word of titles, publishers and section titles: the entries that have it, and its weight."""
        found: dict[str, dict[int, float]] = {}
        for number, entry in enumerate(self.entries):
            parts = [(f"{entry.title} {entry.publisher}", 1.0)]
            parts += [(section.title, 0.8) for section in entry.sections]
            for text, share in parts:
                for word in utils.default_process(text).split():
                    entries = found.setdefault(word, {})
                    entries[number] = max(entries.get(number, 0.0), share)
        return found

    def with_learnt(self, learnt: Sequence[Learnt]) -> "Knowledge":
        """The same knowledge with these linked questions, and no earlier ones; unknown places stay out."""
        asked = Asked()
        for one in learnt:
            unit = self._unit(one)
            if unit is not None:
                asked.add(one.question, read(one.question).bag(), unit)
        asked.index.normalise(self._library.weights)
        return Knowledge(self.entries, self._library, asked)

    def _unit(self, one: Learnt) -> int | None:
        for unit in self._library.of_entry.get(one.entry_id, ()):
            section = self._library.units[unit].section
            if (section.title if section else None) == one.section_title:
                return unit
        return None


def _pointer(hit: Hit, text: str) -> Pointer:
    """The matched question goes along only where a person would see the likeness."""
    alike = hit.matched and fuzz.token_set_ratio(hit.matched, text[:LONGEST]) >= ALIKE
    return Pointer(
        hit.entry, hit.section, round(hit.score / (1 + hit.score), 4), hit.matched if alike else None
    )


def _first(linked: Pointer, others: Sequence[Pointer]) -> tuple[Pointer, ...]:
    """A linked place before what was found, which is then not named twice."""
    rest = [one for one in others if one.entry is not linked.entry or one.section is not linked.section]
    return (linked, *rest)[:SHOWN]
