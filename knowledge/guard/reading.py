"""The words of a text as typed, and the questions that the name rules ask about a place in it."""

import re
from dataclasses import dataclass
from functools import cache

from knowledge.guard.rules import read_toml

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|[.!?;\n,(@/:]")
_NOISE = re.compile(r"https?://\S+|@\w+")
_YEAR_WORDS = frozenset({"reception", "nursery", "preschool"}) | {
    f"{stem}{number}" for stem in ("y", "yr", "year", "ks") for number in range(1, 14)
}
_CLASS = re.compile(r"(?:1[0-3]|[1-9])[a-zA-Z]{1,2}$")
_SENTENCE_ENDS = frozenset(".!?\n;:")


@cache
def name_lists() -> dict[str, frozenset[str]]:
    """The word lists of `rules/names.toml`; names that are everyday words are in `also_words` only."""
    lists = {k: frozenset(v.split()) for k, v in read_toml("names").items() if k != "not_pupils"}
    return lists | {"first_names": lists["first_names"] - lists["also_words"]}


@cache
def _not_pupils() -> re.Pattern[str]:
    known = (phrase for phrase in re.split(r"[|\n]", read_toml("names")["not_pupils"]) if phrase)
    return re.compile(
        rf"\b(?:{'|'.join(map(re.escape, sorted(known, key=len, reverse=True)))})(?:'s)?\b", re.IGNORECASE
    )


@dataclass(frozen=True, slots=True)
class Word:
    """A word as typed, in lower case without a possessive, and whether it had one."""

    shown: str
    lower: str
    owns: bool

    @property
    def stem(self) -> str:
        """The first half of a double name: "ruby" of "Ruby-Mae"."""
        return self.lower.partition("-")[0]

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.shown[0].isupper()


def read(text: str) -> "Reading":
    """The words of a plain `text`, without links, mentions, and authors or tools that carry a first name."""
    if "@" in text or "://" in text:
        text = _NOISE.sub(" ; ", text)
    text = _not_pupils().sub(" ; ", text)
    words = []
    for shown in _WORD.findall(text):
        lower = shown.lower()
        words.append(Word(shown, lower.removesuffix("'s"), lower.endswith("'s")))
    return Reading(words)


@dataclass(slots=True)
class Reading:
    """A text as words. A place outside it reads as an empty word."""

    words: list[Word]

    def at(self, place: int) -> str:
        """The word there in lower case without apostrophes."""
        return self.words[place].lower.replace("'", "") if 0 <= place < len(self.words) else ""

    def among(self, place: int, name: str) -> bool:
        """Whether the word at `place` is in the list `name`."""
        return self.at(place) in name_lists()[name]

    def any_among(self, places: range, *names: str) -> bool:
        """Whether a word at any of `places` is in one of the lists."""
        return any(self.among(place, name) for place in places for name in names)

    def capital(self, place: int) -> bool:
        """Whether the word there begins with a capital."""
        return 0 <= place < len(self.words) and self.words[place].capital

    def starts_sentence(self, place: int) -> bool:
        """Whether a capital says nothing, because a sentence begins here."""
        greeted = self.at(place - 1) == "," and self.at(place - 2) in {"hi", "hello", "hey"}
        return place == 0 or greeted or self.at(place - 1) in _SENTENCE_ENDS

    def year_at(self, place: int) -> bool:
        """Whether a year group, class or age begins at `place`."""
        word, after = self.at(place), self.at(place + 1)
        if word in _YEAR_WORDS or (_CLASS.match(word) and not word.endswith(("st", "nd", "rd", "th"))):
            return True
        if word in {"y", "yr", "year", "aged", "age", "class"}:
            return after.isdigit() or after == "r" or bool(_CLASS.match(after))
        return word.isdigit() and after in {"yr", "year", "years", "yo", "yrs"}

    def year_near(self, place: int, reach: int) -> bool:
        """Whether a year group stands within `reach` words after `place`."""
        return any(self.year_at(i) for i in range(place + 1, place + 1 + reach))

    def year_follows(self, place: int) -> bool:
        """Whether a year group comes straight after, perhaps behind "in", "from", a comma or a bracket."""
        after = place + 1
        while after < place + 4 and self.among(after, "links"):
            after += 1
        return self.year_at(after)

    def pupil_near(self, place: int) -> bool:
        """Whether anything within a sentence or so says that a pupil is meant."""
        return self.year_near(place - 13, 28) or self.any_among(
            range(max(0, place - 12), place + 16), "child_words", "needs"
        )

    def adult(self, place: int) -> bool:
        """Whether the name there is plainly a colleague's, an author's or an organisation's."""
        before, two = self.at(place - 1), self.at(place - 2)
        if self.among(place - 1, "titles") or (not self.words[place].owns and self._organisation(place)):
            return True
        if self.among(place - 1, "greetings") and not self.year_near(place, 6):
            return True
        if self.among(place + 1, "roles") or self._role_after(place) or self.from_elsewhere(place):
            return True
        return self.among(place - 1, "roles") or (
            two in name_lists()["roles"] and before in {",", "is", ":", "called", "named"}
        )

    def from_elsewhere(self, place: int) -> bool:
        """Whether a workplace follows: "Tom from the LA", "Emma at nasen"."""
        return self.at(place + 1) in {"from", "at"} and self.any_among(
            range(place + 2, place + 4), "workplaces"
        )

    def _role_after(self, place: int) -> bool:
        """Whether a role explains the name: "Sarah, our SENCO"."""
        linked = self.at(place + 1) in {",", "(", "our", "the", "is", "my"}
        return linked and self.any_among(range(place + 1, place + 5), "roles")

    def _organisation(self, place: int) -> bool:
        """Whether "review", "trust", "syndrome" or the like follows, perhaps after a surname."""
        return self.among(place + 1, "organisations") or (
            self.capital(place + 1) and self.among(place + 2, "organisations")
        )
