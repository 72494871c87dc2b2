"""Names that may tell who a pupil is. A colleague's or an author's name alone is left in peace."""

import re
from collections.abc import Callable

from knowledge.guard.model import Guarded
from knowledge.guard.reading import Reading, Word, name_lists, read
from knowledge.guard.strangers import IS_DOING, sign, stranger

_ABOUT = frozenset({"for", "about", "re", "of", "on", "with"})
_CAPITALS = re.compile(r"[A-Z]{2,3}")
_WHEN = frozenset(
    {"in", "by", "before", "since", "until", "till", "early", "mid", "late", "this", "next", "last"}
)
_PARTS = frozenset({"start", "beginning", "middle", "end", "rest"})
_YEAR = re.compile(r"20\d\d")


def find_name(text: str) -> Guarded | None:
    """The first sign of a pupil's name in `text` (plain, case kept), or None."""
    reading = read(text)
    for place, word in enumerate(reading.words):
        if word.shown[0].isalpha():
            for rule, speaks in _RULES:
                if speaks(reading, place):
                    return Guarded("personal_data", rule, False, "pupil_identified")
            unknown = sign(reading, place)
            if unknown:
                return Guarded("personal_data", unknown, False, "pupil_identified")
    return None


def _first_name(text: Reading, place: int) -> bool:
    """A first name, unless it is plainly an adult's: by a title, a role or talk of meetings."""
    word, lists = text.words[place], name_lists()
    known = _known(word, lists["first_names"])
    if not known and word.lower not in lists["also_words"] and word.stem not in lists["also_words"]:
        return False
    if text.adult(place) or _month(text, place):
        return False
    if not known:
        return _everyday_word(text, place)
    if text.pupil_near(place) or (word.owns and text.among(place + 1, "pupil_things")):
        return True
    if text.at(place - 1) in _ABOUT and text.among(place - 2, "asked_about"):
        return True
    verb = text.among(place + 1, "pupil_verbs") and not text.among(place + 1, "shared_verbs")
    if text.starts_sentence(place) and verb:
        return True
    return not text.any_among(range(max(0, place - 10), place + 14), "adult_words")


def _month(text: Reading, place: int) -> bool:
    """ "4 jan", "in jan", "end of jan", "jan 2027": the month, unless a pupil or a need is spoken of."""
    if text.at(place) != "jan" or text.pupil_near(place) or text.words[place].owns:
        return False
    before = text.at(place - 1)
    if before in _WHEN or (before == "of" and text.at(place - 2) in _PARTS):
        return not text.among(place + 1, "pupil_verbs")
    return text.at(place - 1)[:1].isdigit() or _YEAR.fullmatch(text.at(place + 1)) is not None


def _known(word: Word, names: frozenset[str]) -> bool:
    """Whether the word, or the first half of a double name ("Ruby-Mae", "tyler-james"), is in `names`."""
    first, _, second = word.lower.partition("-")
    return word.lower in names or (first in names and (word.capital or second in names))


def _everyday_word(text: Reading, place: int) -> bool:
    """Whether "Grace", "Will" or "May" is used as a name there."""
    word = text.words[place]
    if _named_outright(text, place) or (word.owns and text.among(place + 1, "owned_by_pupils")):
        return True
    if text.starts_sentence(place) and (_acts_like_a_pupil(text, place) or _placed(text, place)):
        return True
    if not word.capital or text.among(place - 1, "seasonal"):
        return False
    if word.owns and text.among(place + 1, "pupil_things"):
        return True
    if text.year_follows(place) and not text.year_at(place + 1):
        return True
    if text.starts_sentence(place) or text.among(place, "places") or word.shown.isupper():
        return False
    follows = text.among(place + 1, "pupil_verbs") or text.among(place - 1, "pupil_verbs")
    return text.pupil_near(place) and (follows or text.at(place - 1) in {"with", "for", "about"})


def _acts_like_a_pupil(text: Reading, place: int) -> bool:
    if text.among(place + 1, "plain_verbs"):
        return True
    is_or_has = (
        text.capital(place) and text.at(place + 1) in {"is", "has"} and not text.among(place, "places")
    )
    return is_or_has and text.year_near(place, 9)


def _placed(text: Reading, place: int) -> bool:
    """ "hope in year 4 struggles", "rose in my class wont speak", "rob is dyslexic"."""
    if text.among(place, "no_names") or text.among(place, "seasonal"):
        return False
    if text.at(place + 1) in {"is", ","} and text.at(place + 2).isdigit():
        return True
    if text.at(place + 1) in {"is", "has", "needs", "wears"}:
        return not text.among(place, "places") and text.any_among(range(place + 2, place + 7), "needs")
    grouped = text.year_follows(place) or (
        text.at(place + 1) == "in" and text.at(place + 2) in {"my", "our"} and text.among(place + 3, "groups")
    )
    reach = range(place + 3, place + 7)
    return grouped and text.any_among(reach, "pupil_verbs", "needs")


def _named_outright(text: Reading, place: int) -> bool:
    """A naming pattern that makes a name of any word: "my pupil Grace", "a boy called will"."""
    before, two = text.at(place - 1), text.at(place - 2)
    if before in {"called", "named"}:
        return text.any_among(range(place - 6, place - 1), "child_words")
    if before in {"pupil", "son", "daughter", "student", "boy", "girl", "lad", "tutee", "starter"}:
        return text.capital(place) and two not in {"no", "every"}
    return False


def _named_pupil(text: Reading, place: int) -> bool:
    """A capitalised word that only a naming pattern makes a name: "a pupil called Tzofia"."""
    word = text.words[place]
    plain = len(word.shown) > 2 and word.capital and not word.shown.isupper()
    return (
        plain
        and not text.among(place, "after_pupil")
        and _named_outright(text, place)
        and not text.adult(place)
    )


def _initial_and_surname(text: Reading, place: int) -> bool:
    """ "j smith yr 9", "T. Okafor 8R": an initial, a surname and a year group."""
    word = text.words[place]
    if len(word.shown) != 1 or word.lower in {"a", "i", "y"}:
        return False
    surname = place + 1 + (text.at(place + 1) == ".")
    after = text.at(surname)
    likely = len(after) > 2 and after.isalpha() and not text.among(surname, "not_surnames")
    return likely and text.year_follows(surname)


def _initials(text: Reading, place: int) -> bool:
    """ "K.T. in 8R with ADHD", "JS, Y9, ASD": initials, a year group and a need. "Pupil A" is a safe form."""
    if len(text.at(place)) > 3:
        return False
    letters, end = _letters(text, place)
    if (
        not letters
        or letters.lower() in name_lists()["acronyms"]
        or letters.upper() in {"A", "I", "Y", "X", "R"}
    ):
        return False
    clear = len(letters) > 1 or (text.starts_sentence(place) and letters.isupper())
    if clear and text.year_follows(end - 1) and (len(letters) == 2 or not text.among(place - 1, "labels")):
        return True
    if len(letters) > 1 and end > place + 1 and text.among(end, "pupil_verbs"):
        return True
    if len(letters) == 2 and _of_a_pupil(text, place, end):
        return True
    if not text.any_among(range(max(0, place - 8), place + 20), "needs"):
        return False
    if len(letters) > 1 and text.year_near(place - 4, 4 if end == place + 1 else 12):
        return True
    return not text.among(place - 1, "labels") and text.year_follows(end - 1)


def _of_a_pupil(text: Reading, place: int, end: int) -> bool:
    """ "JT has been out, y10", "TW's tribunal, he's year 6": what follows the two letters is a pupil's."""
    owns = text.words[end - 1].owns
    if owns and text.starts_sentence(place) and text.at(end) in IS_DOING:
        return True
    acts = text.among(end, "pupil_verbs") or (owns and text.among(end, "pupil_things"))
    return acts and (text.year_near(end, 14) or text.any_among(range(end, end + 12), "pronouns"))


def _letters(text: Reading, place: int) -> tuple[str, int]:
    """The initials that begin at `place`, with or without dots, and the place after them."""
    letters, end = "", place
    while len(letters) < 4 and len(text.at(end)) == 1 and (text.capital(end) or _dotted(text, place, end)):
        letters += text.words[end].shown
        end += 1 + (text.at(end + 1) == ".")
    shown = text.words[place].shown.removesuffix("'s")
    if not letters and _CAPITALS.fullmatch(shown):
        return shown, place + 1
    return letters, end


def _dotted(text: Reading, place: int, end: int) -> bool:
    """ "j.t yr 10": a small letter that a dot makes an initial."""
    return text.at(end + 1) == "." or (end > place and text.at(end - 1) == ".")


def _parent_named(text: Reading, place: int) -> bool:
    """ "Mrs Khan wants a plan for her son", "mr singh's daughter", "mr and mrs Ibekwe ... him"."""
    if text.at(place) not in {"mr", "mrs", "ms", "miss"} or not text.at(place + 1).isalpha():
        return False
    couple = text.at(place) == "mr" and text.at(place + 1) == "and" and text.at(place + 2) == "mrs"
    return any(
        (text.at(i) in {"son", "daughter", "sons", "daughters"} and text.at(i - 1) in {"her", "his", "their"})
        or (i < place + 4 and text.among(i, "family_words") and text.at(i - 1).endswith("s"))
        or (i == place + 2 and text.words[place + 1].owns and text.among(i, "family_words"))
        or (couple and text.at(i) in {"him", "her", "son", "daughter", "child", "boy", "girl"})
        for i in range(place + 2, min(place + 14, len(text.words)))
    )


def _family_named(text: Reading, place: int) -> bool:
    """ "the Okafor twins", "the younger okonkwo child", "one of the Delaney girls"."""
    if not text.among(place + 1, "family_words") or text.among(place, "not_families"):
        return False
    unknown = stranger(text.words[place].lower.removesuffix("s"))
    if text.at(place + 1) == "family":
        return unknown and text.at(place - 1) == "the"
    if text.words[place].lower.endswith("est"):
        return False
    pointed = text.at(place - 1) in {"the", "that", "both", "younger", "older", "elder", "youngest", "eldest"}
    return (text.capital(place) or unknown) and (
        pointed or (text.starts_sentence(place) and text.at(place + 1) != "child")
    )


def _bare_possessive(text: Reading, place: int) -> bool:
    """ "jaydens behaviour", "poppys mum": the apostrophe left out before something that a pupil has."""
    word, names = text.words[place].lower, name_lists()["first_names"]
    known = word.endswith("s") and word[:-1] in names and word not in names
    return known and text.among(place + 1, "pupil_things") and not text.adult(place)


def _named_on_a_form(text: Reading, place: int) -> bool:
    """ "Name: Adeola Ogunleye", "his name is ...": two capitalised words after a label."""
    if not (text.capital(place) and text.capital(place + 1)):
        return False
    return text.at(place - 1) in {":", "is"} and text.at(place - 2) in {"name", "pupil", "child", "student"}


_RULES: tuple[tuple[str, Callable[[Reading, int], bool]], ...] = (
    ("first_name", _first_name),
    ("initial_and_surname", _initial_and_surname),
    ("initials_year_need", _initials),
    ("named_pupil", _named_pupil),
    ("family_named", _family_named),
    ("parent_named", _parent_named),
    ("bare_possessive", _bare_possessive),
    ("named_on_a_form", _named_on_a_form),
)
