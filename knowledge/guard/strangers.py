"""Words that the guard has never met and that stand where a pupil's name stands: names on no list."""

from collections.abc import Callable
from functools import cache, lru_cache

from knowledge.guard.reading import Reading, name_lists
from knowledge.guard.weighing import known_word, stem, vocabulary
from knowledge.typos import Spelling

_INTRODUCING = frozenset({"about", "for", "with", "help", "support", "teach", "re", "by", "like", "getting"})
_LEADING = _INTRODUCING | {"of", "called", "named", "is", "its", "and", "from", ":", "-"}
_CALLING = frozenset({"called", "named"})
_BEFORE_NAMES = _CALLING | {"him", "her", "them", "as", "by", "name"}
_NO_STRANGERS = (
    "organisations",
    "roles",
    "needs",
    "child_words",
    "pupil_verbs",
    "pupil_things",
    "workplaces",
)
IS_DOING = frozenset(
    {"on", "been", "got", "still", "back", "having", "going", "not", "in", "struggling", "refusing"}
)
"""After "TJ's" or "Noor's" these make the 's an "is" or a "has"."""
_ONLY_OF_PEOPLE = frozenset({"isnt", "wasnt", "loves", "cries", "bit"})


@cache
def _spelling() -> Spelling:
    return Spelling(vocabulary())


@lru_cache(maxsize=4096)
def stranger(word: str) -> bool:
    """Whether `word` (lower case) is met nowhere in ordinary messages, nor a slip of a word that is."""
    letters = word.replace("'", "").replace("-", "")
    if (
        len(letters) < 3
        or not letters.isalpha()
        or known_word(letters)
        or letters in name_lists()["acronyms"]
    ):
        return False
    if any(part in name_lists()[name] for part in (word, letters) for name in _NO_STRANGERS):
        return False
    return _spelling().mend(stem(letters)) == stem(letters)


def _owner(text: Reading, place: int) -> bool:
    """ "tzofia's ehcp": a stranger who owns what a pupil has."""
    word = text.words[place]
    return word.owns and text.among(place + 1, "pupil_things")


def _actor(text: Reading, place: int) -> bool:
    """ "Caoilinn wont sit", "tzofia cant read", "Tzofia has autism": a stranger who acts like a pupil."""
    word = text.words[place]
    if (
        not text.starts_sentence(place)
        or len(word.shown) < 3
        or (word.shown.isupper() and len(word.shown) < 5)
    ):
        return False
    if text.among(place + 1, "plain_verbs") or text.at(place + 1) in _ONLY_OF_PEOPLE:
        return True
    if word.capital and word.owns and text.at(place + 1) in IS_DOING:
        return True
    if not text.among(place + 1, "pupil_verbs"):
        return False
    told = text.any_among(range(place + 2, place + 5), "needs")
    meant = word.capital and not text.among(place + 1, "shared_verbs")
    meant = meant and text.any_among(range(place + 2, place + 14), "pronouns")
    return told or meant


def _in_a_year(text: Reading, place: int) -> bool:
    """ "ruqayyah y3", "review for tadeo, year 2": a stranger with a class, where a name would stand."""
    if not (text.starts_sentence(place) or text.at(place - 1) in _LEADING):
        return False
    surname = (text.capital(place + 1) or len(text.at(place + 1)) == 1) and text.at(place + 1).isalpha()
    return text.year_follows(place) or (surname and text.year_follows(place + 1))


def _introduced(text: Reading, place: int) -> bool:
    """ "help Anwen with phonics", "a board with Jakob and he ripped it": a stranger with a capital."""
    if not text.capital(place) or text.at(place - 1) not in _INTRODUCING or text.words[place].shown.isupper():
        return False
    asked = text.among(place - 2, "asked_about") or (
        text.at(place - 1) in {"help", "support", "teach"} and text.at(place + 1) in {"with", "to"}
    )
    meant = text.any_among(range(max(0, place - 12), place + 12), "pronouns", "child_words")
    return asked or meant


def _named(text: Reading, place: int) -> bool:
    """ "a lad ive got called denzel", "we call him Spud", "known as Tiger, 7", "name yusuf age 8"."""
    before, two = text.at(place - 1), text.at(place - 2)
    new = text.capital(place) or stranger(text.words[place].lower)
    if len(text.at(place)) < 3 or not text.at(place).isalpha() or not new:
        return False
    if before in {"him", "her", "them"} and two in {"call", "calls", "called"}:
        return not text.words[place].shown.isupper()
    if before in _CALLING:
        child = text.any_among(range(max(0, place - 8), place - 1), "child_words", "pronouns")
        child = child or text.year_at(place - 3) or text.year_at(place - 2)
        return child and not text.adult(place) and stranger(text.words[place].lower)
    if (two, before) in {("known", "as"), ("goes", "by")}:
        return text.capital(place) and text.pupil_near(place)
    return before == "name" and two in {"", ".", ","} and text.year_near(place, 4)


def sign(text: Reading, place: int) -> str | None:
    """The rule by which the word at `place` is taken for a pupil's name, or None."""
    if text.at(place - 1) in _BEFORE_NAMES and _named(text, place):
        return "called"
    if not stranger(text.words[place].lower):
        return None
    rule = next((name for name, speaks in _RULES if speaks(text, place)), None)
    return None if rule is None or text.adult(place) else rule


_RULES: tuple[tuple[str, Callable[[Reading, int], bool]], ...] = (
    ("unknown_owner", _owner),
    ("unknown_name", _actor),
    ("unknown_in_a_year", _in_a_year),
    ("unknown_introduced", _introduced),
)
