"""Plain phrase patterns over words: no regular expression sees the whole text, so the cost stays linear.

A pattern is written as people say it:

- ``slap/slapped`` one of these words; ``<carer>`` one of a word list; both mix: ``<carer>/uncle``;
- ``..`` up to three other words, ``....`` up to eight, never across the end of a sentence;
- ``--`` like ``..``, but a new person must not step in between ("the TA says *he* hits");
- ``{wants_to_die}`` any of a list of phrases.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

END = "."
PERSON = frozenset(["he", "she", "they", "child", "pupil", "student", "boy", "girl", "kid", "i", "we"])
_STOP, _STRICT = frozenset({END}), frozenset({END}) | PERSON
GAPS = {"": (0, _STOP), "..": (3, _STOP), "....": (8, _STOP), "--": (3, _STRICT)}
"""Between two places of a pattern: how many other words may stand there, and which may not."""

_TAG = re.compile(r"<[^<>]{1,200}>")
_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[.!?;\n]+")
_SPELLINGS = {
    "cannot": "cant",
    "dnt": "dont",
    "im": "i",
    "ive": "i",
    "i'm": "i",
    "i've": "i",
    "hes": "he",
    "shes": "she",
    "theyre": "they",
    "they're": "they",
    "what's": "whats",
    "when's": "whens",
    "who's": "whos",
    "where's": "wheres",
    "how's": "hows",
    "ur": "your",
    "u": "you",
    "sucide": "suicide",
    "suiside": "suicide",
    "suicidle": "suicidal",
    "sucidal": "suicidal",
    "brusies": "bruises",
    "bruses": "bruises",
    "bruse": "bruise",
}
_JOINED = {
    ("can", "not"): "cant",
    ("do", "not"): "dont",
    ("does", "not"): "doesnt",
    ("any", "more"): "anymore",
    ("step", "dad"): "stepdad",
    ("step", "father"): "stepdad",
    ("step", "mum"): "stepmum",
    ("self", "harm"): "selfharm",
    ("self", "harms"): "selfharm",
    ("self", "harmed"): "selfharm",
    ("self", "harming"): "selfharm",
    ("on", "line"): "online",
    ("head", "teacher"): "headteacher",
    ("year", "old"): "yearold",
    ("yr", "old"): "yearold",
}


def plain(text: str) -> str:
    """`text` without tags, accents and invisible characters, with straight apostrophes; case is kept."""
    if text.isascii():
        return _TAG.sub(" ", text) if "<" in text else text
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    decomposed = unicodedata.normalize("NFKD", text)
    shown = "".join(c for c in decomposed if not unicodedata.combining(c) and unicodedata.category(c) != "Cf")
    return _TAG.sub(" ", shown)


def tokens(text: str) -> list[str]:
    """The words of a plain text in lower case, with `END` where a sentence or line stops."""
    found: list[str] = []
    for raw in _TOKEN.findall(text.lower()):
        if not raw[0].isalnum():
            found.append(END)
            continue
        word = _SPELLINGS.get(raw) or raw.removesuffix("'s").replace("'", "")
        joined = _JOINED.get((found[-1], word)) if found else None
        if joined:
            found[-1] = joined
        else:
            found.append(_SPELLINGS.get(word, word))
    return found


@dataclass(slots=True)
class Text:
    """A text ready for matching; positions of each word list are found once."""

    words: list[str]
    vocabulary: frozenset[str] = field(init=False)
    _places: dict[frozenset[str], list[int]] = field(default_factory=dict)
    _barriers: dict[frozenset[str], list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.vocabulary = frozenset(self.words)

    def places(self, wanted: frozenset[str]) -> list[int]:
        """Where any of `wanted` stands, in order."""
        if wanted not in self._places:
            self._places[wanted] = [i for i, word in enumerate(self.words) if word in wanted]
        return self._places[wanted]

    def barriers(self, stops: frozenset[str]) -> list[int]:
        """How many of `stops` stand before each position."""
        if stops not in self._barriers:
            counts, seen = [], 0
            for word in self.words:
                counts.append(seen)
                seen += word in stops
            self._barriers[stops] = counts
        return self._barriers[stops]


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a pattern: which words, how many others may come before, what may not be among them."""

    words: frozenset[str]
    gap: int
    stops: frozenset[str]


@dataclass(frozen=True, slots=True)
class Pattern:
    """A sequence of steps, found anywhere in a text."""

    steps: tuple[Step, ...]

    def found_in(self, text: Text) -> bool:
        """Whether the steps appear in order within their gaps; linear in the length of the text."""
        for step in self.steps:
            if text.vocabulary.isdisjoint(step.words):
                return False
        reached = text.places(self.steps[0].words)
        for step in self.steps[1:]:
            reached = _next(text, reached, step)
        return bool(reached)


def _next(text: Text, reached: list[int], step: Step) -> list[int]:
    """The places of `step` that follow one of `reached`; the nearest one before is always the best."""
    blocked = text.barriers(step.stops)
    arrived, cursor = [], -1
    for place in text.places(step.words):
        while cursor + 1 < len(reached) and reached[cursor + 1] < place:
            cursor += 1
        if cursor < 0:
            continue
        last = reached[cursor]
        if place - last - 1 <= step.gap and blocked[place] == blocked[last + 1]:
            arrived.append(place)
    return arrived


@dataclass(frozen=True, slots=True)
class Compiler:
    """Makes patterns of written lines, which may name these word and phrase lists; equal steps are one."""

    words: Mapping[str, frozenset[str]]
    phrases: Mapping[str, Sequence[str]] = field(default_factory=dict)
    _steps: dict[tuple[str, str], Step] = field(default_factory=dict)

    def compiled(self, source: str) -> Iterator[Pattern]:
        """The patterns that one written line stands for: one for each phrase of its `{lists}`."""
        parts = source.split()
        choices = [self.phrases[part[1:-1]] if part.startswith("{") else (part,) for part in parts]
        for chosen in product(*choices):
            yield Pattern(tuple(self._read(" ".join(chosen).split())))

    def _read(self, parts: Iterable[str]) -> Iterator[Step]:
        gap = ""
        for part in parts:
            if part in GAPS:
                gap = part
                continue
            if (gap, part) not in self._steps:
                self._steps[gap, part] = Step(word_list(part, self.words), *GAPS[gap])
            yield self._steps[gap, part]
            gap = ""


def word_list(written: str, words: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """The set of words behind ``a/b/<list>``."""
    found: set[str] = set()
    for item in written.split("/"):
        found |= words[item[1:-1]] if item.startswith("<") else {item}
    return frozenset(found)
