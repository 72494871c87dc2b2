"""Names that may tell who a pupil is. A name alone is not enough when it belongs to a colleague or to an author."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from knowledge.guard.model import Guarded

_WORD = re.compile(r"[^\W_]+(?:[-'][^\W_]+)*|[.!?;\n,(@/:]")
_NOISE = re.compile(r"https?://\S+|@\w+")
_YEAR = re.compile(
    r"(?:y(?:ea)?r?\.?[ -]?(?:1[0-3]|[1-9]|r)|reception|nursery|ks[1-5]|(?:1[0-3]|[1-9])[a-z]|aged? \d{1,2}|\d{1,2} ?y(?:ea)?rs? old)\b",
    re.IGNORECASE,
)
_YEAR_WORDS = frozenset(["reception", "nursery", "preschool"]) | {
    f"{stem}{n}" for stem in ("y", "yr", "year", "ks") for n in range(1, 14)
}
_CLASS = re.compile(r"(?:1[0-3]|[1-9])[a-zA-Z]{1,2}$")
_ACRONYMS = frozenset(
    [
        "TA",
        "PE",
        "RE",
        "DT",
        "IT",
        "LA",
        "EP",
        "OT",
        "SLT",
        "HLTA",
        "ASD",
        "SALT",
        "EHC",
        "PP",
        "SEN",
        "SEND",
        "HI",
        "VI",
        "MSI",
        "ADHD",
        "ODD",
        "PDA",
        "DLD",
        "FSM",
        "EAL",
        "LAC",
        "GP",
        "HT",
        "DHT",
        "AHT",
        "CPD",
        "NQT",
        "ECT",
        "RSE",
        "PSHE",
        "ICT",
        "MFL",
        "RWI",
        "CAMHS",
        "MAT",
        "CEO",
        "DSL",
        "AP",
        "EBD",
        "MLD",
        "SLD",
        "AAC",
        "BSL",
        "NHS",
        "UK",
        "OK",
        "AM",
        "PM",
        "EG",
        "IE",
        "QFT",
        "AFL",
        "APDR",
        "SA",
        "CIN",
        "CP",
        "TAC",
        "TAF",
        "PEP",
        "PSP",
        "IEP",
        "IBP",
        "AEN",
        "SRE",
        "PMLD",
        "SEMH",
        "ASC",
        "ADD",
        "DCD",
        "KS",
        "KSI",
        "PPG",
        "LSA",
        "MDSA",
        "CYP",
        "SIP",
        "SEF",
        "QLA",
        "TLR",
        "CT",
        "GCSE",
        "DFE",
        "UKS",
        "LKS",
        "EY",
        "EYFS",
        "NC",
        "AQA",
        "BTEC",
        "SS",
        "GL",
        "CAT",
        "CATS",
        "PLD",
        "SLCN",
        "SPLD",
        "PD",
        "MSN",
        "TV",
        "PC",
        "PPA",
        "PTA",
        "HR",
        "ID",
        "DOB",
        "ALL",
        "NOT",
        "ANY",
        "THE",
        "FOR",
        "AND",
        "HOW",
        "WHY",
        "MY",
        "IN",
        "IS",
        "OF",
        "TO",
        "ON",
        "AT",
        "DO",
        "WE",
        "NO",
        "SO",
        "OR",
        "IF",
        "AS",
        "BE",
        "BY",
        "GO",
        "UP",
        "IT",
        "ME",
        "HE",
        "US",
        "AN",
        "RP",
        "PIP",
        "DLA",
        "LD",
        "AR",
        "VS",
        "YR",
        "CLA",
        "PRU",
        "SPA",
        "SEAL",
        "FE",
        "SIMS",
        "SATS",
        "STA",
        "SDQ",
        "PIVATS",
        "WRAT",
        "TOWRE",
        "CTOPP",
        "LSAT",
        "MHST",
        "EWO",
        "EHE",
        "SENDIASS",
    ]
)


@dataclass(frozen=True, slots=True)
class _Lists:
    names: frozenset[str]
    also_words: frozenset[str]
    not_pupils: re.Pattern[str]
    sets: dict[str, frozenset[str]]


@cache
def _lists() -> _Lists:
    raw = tomllib.loads(files("knowledge.guard").joinpath("rules", "names.toml").read_text("utf-8"))
    words = frozenset(raw["also_words"].split())
    known = sorted((p for p in re.split(r"[|\n]", raw["not_pupils"]) if p), key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, known))})(?:'s)?\b", re.IGNORECASE)
    plain = (
        "titles",
        "greetings",
        "roles",
        "organisations",
        "child_words",
        "pupil_things",
        "needs",
        "pupil_verbs",
        "adult_words",
    )
    return _Lists(
        frozenset(raw["first_names"].split()) - words,
        words,
        pattern,
        {k: frozenset(raw[k].split()) for k in plain},
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """A word as typed, in lower case without a possessive, and whether it had one."""

    shown: str
    lower: str
    owns: bool

    def might_be_name(self, lists: _Lists) -> bool:
        """Whether a list knows the word or its first half as a first name."""
        return any(w in lists.names or w in lists.also_words for w in (self.lower, self.stem))

    @property
    def stem(self) -> str:
        """The first half of a double name: "ruby" of "Ruby-Mae"."""
        return self.lower.partition("-")[0]

    @property
    def capital(self) -> bool:
        return self.shown[0].isupper()


def _words(text: str) -> list[_Word]:
    out = []
    for shown in _WORD.findall(text):
        lower = shown.lower()
        out.append(_Word(shown, lower.removesuffix("'s"), lower.endswith("'s")))
    return out


def _found(rule: str) -> Guarded:
    return Guarded("personal_data", rule, False, "pupil_identified")


@dataclass(slots=True)
class _Reading:
    """The words of a text and the questions that the name rules ask about a place in it."""

    words: list[_Word]
    lists: _Lists

    def at(self, place: int) -> str:
        """The word there in lower case without apostrophes; empty outside the text."""
        return self.words[place].lower.replace("'", "") if 0 <= place < len(self.words) else ""

    def among(self, place: int, name: str) -> bool:
        """Whether the word at `place` is in the list `name`."""
        return self.at(place) in self.lists.sets[name]

    def starts_sentence(self, place: int) -> bool:
        """Whether a capital says nothing, because a sentence begins here."""
        return place == 0 or self.at(place - 1) in {".", "!", "?", "\n", ";", ":"}

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
        while (
            self.at(after) in {"in", "from", ",", "(", ".", "is", "who", "whos", "my", "our"}
            and after < place + 4
        ):
            after += 1
        return self.year_at(after)

    def adult(self, place: int) -> bool:
        """Whether the name there is plainly a colleague's, an author's or an organisation's."""
        before, two = self.at(place - 1), self.at(place - 2)
        sets = self.lists.sets
        if before in sets["titles"] or (not self.words[place].owns and self._organisation(place)):
            return True
        if before in sets["greetings"] and not self.year_near(place, 6):
            return True
        if self.among(place + 1, "roles") or (
            self.at(place + 1) in {",", "(", "our", "the", "is", "my"} and self._role_within(place + 1, 3)
        ):
            return True
        return before in sets["roles"] or (
            two in sets["roles"] and before in {",", "is", ":", "called", "named"}
        )

    def _organisation(self, place: int) -> bool:
        """Whether "review", "trust", "syndrome" or the like follows, perhaps after a surname."""
        surname = place + 1 < len(self.words) and self.words[place + 1].capital
        return self.among(place + 1, "organisations") or (surname and self.among(place + 2, "organisations"))

    def _role_within(self, place: int, reach: int) -> bool:
        return any(self.among(i, "roles") for i in range(place, place + reach + 1))

    def pupil_near(self, place: int) -> bool:
        """Whether anything within a sentence or so says that a pupil is meant."""
        span = range(max(0, place - 12), place + 16)
        return self.year_near(place - 13, 28) or any(
            self.among(i, "child_words") or self.among(i, "needs") for i in span
        )

    def verb_follows(self, place: int) -> bool:
        """Whether the name does something that pupils are said to do."""
        return self.among(place + 1, "pupil_verbs")


def _named_outright(read: _Reading, place: int) -> bool:
    """A naming pattern that holds for any word: "my pupil Grace", "a boy called will"."""
    before, two = read.at(place - 1), read.at(place - 2)
    if before in {"called", "named"} and any(
        read.among(i, "child_words") for i in range(place - 6, place - 1)
    ):
        return True
    return before in {"pupil", "student", "boy", "girl", "lad", "son", "daughter", "tutee"} and two not in {
        "no",
        "every",
    }


def _listed_name(read: _Reading, place: int) -> bool:
    word, sets = read.words[place], read.lists
    if read.adult(place):
        return False
    if word.lower in sets.names or (word.stem in sets.names and word.capital):
        if read.pupil_near(place) or (word.owns and read.among(place + 1, "pupil_things")):
            return True
        span = range(max(0, place - 10), place + 14)
        return not any(read.among(i, "adult_words") for i in span)
    return _word_used_as_name(read, place)


def _word_used_as_name(read: _Reading, place: int) -> bool:
    """ "Grace", "Will" or "May" used as a name; in lower case only when somebody is said to be called so."""
    word = read.words[place]
    if _named_outright(read, place) and (
        word.capital or read.at(place - 1) in {"called", "named", "pupil", "son", "daughter"}
    ):
        return True
    struggling = word.capital and read.at(place + 1) in {"is", "has"} and word.lower not in _PLACES
    if read.starts_sentence(place) and (read.at(place + 1) in _PLAIN_VERBS or (struggling and read.year_near(place, 9))):
        return True
    if not word.capital or read.at(place - 1) in {
        "in",
        "by",
        "this",
        "last",
        "next",
        "since",
        "until",
        "during",
        "of",
        "early",
        "late",
        "mid",
        "and",
    }:
        return False
    if word.owns and read.among(place + 1, "pupil_things"):
        return True
    if read.year_follows(place) and read.at(place + 1) not in {"year", "yr", "y"} | _YEAR_WORDS:
        return True
    if (
        not read.starts_sentence(place)
        and word.lower not in _PLACES
        and not read.words[place].shown.isupper()
    ):
        return read.pupil_near(place) and (
            read.verb_follows(place)
            or read.among(place - 1, "pupil_verbs")
            or read.at(place - 1) in {"with", "for", "about"}
        )
    return read.verb_follows(place) and read.at(place + 1) in _PLAIN_VERBS


_PLACES = frozenset(
    [
        "may",
        "june",
        "april",
        "august",
        "summer",
        "autumn",
        "asia",
        "china",
        "india",
        "israel",
        "jordan",
        "georgia",
        "london",
        "reading",
        "kent",
        "devon",
        "victoria",
        "chelsea",
        "paris",
        "florence",
        "lincoln",
        "preston",
        "chester",
        "virginia",
        "austin",
        "sydney",
        "marina",
        "alexa",
        "siri",
    ]
)
_PLAIN_VERBS = frozenset(
    [
        "keeps",
        "hits",
        "bites",
        "kicks",
        "bolts",
        "refuses",
        "struggles",
        "wont",
        "cant",
        "doesnt",
        "hasnt",
        "screams",
        "cries",
        "hates",
        "throws",
        "spits",
        "swears",
        "punches",
        "scratches",
        "lashes",
        "ran",
        "runs",
    ]
)
_NOT_SURNAMES = frozenset(
    [
        "pupil",
        "pupils",
        "child",
        "children",
        "student",
        "students",
        "year",
        "class",
        "the",
        "for",
        "and",
        "are",
        "was",
        "has",
        "have",
        "with",
        "who",
        "that",
        "this",
        "they",
        "them",
        "you",
        "our",
        "all",
        "any",
        "can",
        "how",
        "what",
        "when",
        "does",
        "did",
        "not",
        "but",
        "set",
        "level",
        "unit",
        "day",
        "week",
        "term",
        "form",
        "group",
        "room",
        "our",
        "his",
        "her",
        "their",
        "from",
        "into",
        "over",
        "under",
        "some",
        "most",
        "more",
        "also",
        "just",
        "than",
        "then",
        "there",
        "about",
        "only",
        "per",
        "each",
        "every",
        "maths",
        "english",
        "science",
        "reading",
        "spelling",
        "learning",
        "plan",
        "sen",
        "send",
        "test",
        "exam",
        "book",
        "paper",
        "code",
        "key",
        "half",
        "late",
        "early",
    ]
)


def _initial_and_surname(read: _Reading, place: int) -> bool:
    """ "j smith yr 9", "T. Okafor 8R": an initial, a surname and a year group."""
    word = read.words[place]
    if len(word.shown) != 1 or not word.shown.isalpha() or word.lower in {"a", "i", "y"}:
        return False
    surname = place + 1 + (read.at(place + 1) == ".")
    after = read.at(surname)
    return len(after) > 2 and after.isalpha() and after not in _NOT_SURNAMES and read.year_follows(surname)


def _initials(read: _Reading, place: int) -> bool:
    """ "K.T. in 8R with ADHD", "JS, Y9, ASD": a hint at a person, a year group and a need. "Pupil A" is a safe form."""
    letters, end = "", place
    while end < len(read.words) and len(read.words[end].shown) == 1 and read.words[end].capital:
        letters += read.words[end].shown
        end += 1 + (read.at(end + 1) == ".")
    if not letters and re.fullmatch(r"[A-Z]{2,3}", read.words[place].shown):
        letters, end = read.words[place].shown, place + 1
    if not letters or letters in _ACRONYMS or letters in {"A", "I", "Y", "X", "R"}:
        return False
    if len(letters) > 1 and end > place + 2 and read.year_near(place - 9, 17):
        return any(read.among(i, "needs") for i in range(max(0, place - 8), place + 20))
    if read.at(place - 1) in _LABELS or not read.year_near(place, 6 + 2 * len(letters)):
        return False
    span = range(max(0, place - 8), place + 20)
    return read.year_follows(end - 1) and any(read.among(i, "needs") for i in span)


_LABELS = frozenset(
    [
        "pupil",
        "child",
        "student",
        "set",
        "group",
        "band",
        "level",
        "part",
        "section",
        "paper",
        "option",
        "class",
        "column",
        "table",
        "block",
        "plan",
        "tier",
        "wave",
        "phase",
        "stage",
        "team",
        "house",
        "ks",
        "key",
    ]
)


def _unlisted(read: _Reading, place: int) -> bool:
    """A capitalised word that only a naming pattern makes a name: "a pupil called Tzofia", "Ngozi (Y4)"."""
    word = read.words[place]
    if (
        not word.capital
        or len(word.shown) < 3
        or word.shown.isupper()
        or word.lower in _COMMON_CAPITALS
        or read.adult(place)
    ):
        return False
    return _named_outright(read, place) and read.at(place - 1) not in {"support"}


_COMMON_CAPITALS = frozenset(
    [
        "passport",
        "passports",
        "premium",
        "profile",
        "profiles",
        "protection",
        "voice",
        "voices",
        "progress",
        "support",
        "centre",
        "services",
        "council",
        "finance",
        "plan",
        "plans",
        "referral",
        "units",
        "code",
        "premium",
        "wellbeing",
        "development",
        "health",
        "and",
        "with",
        "who",
        "has",
        "is",
        "in",
        "from",
        "at",
        "on",
        "to",
        "for",
        "the",
        "sen",
        "send",
        "review",
        "welfare",
        "safe",
        "safety",
        "first",
        "line",
        "friendly",
        "led",
        "forms",
        "centred",
        "asset",
        "assets",
        "makaton",
        "zones",
        "not",
        "out",
        "what",
        "how",
        "can",
        "does",
        "will",
        "should",
        "do",
        "are",
        "was",
    ]
)


def _parent_or_family(read: _Reading, place: int) -> bool:
    """ "Mrs Khan wants a plan for her son", "the Okafor twins"."""
    if (
        read.at(place) in {"mr", "mrs", "ms", "miss"}
        and place + 1 < len(read.words)
        and read.at(place + 1).isalpha()
    ):
        for i in range(place + 2, place + 14):
            if read.at(i) in {"son", "daughter", "sons", "daughters"} and read.at(i - 1) in {
                "her",
                "his",
                "their",
            }:
                return True
    nxt = read.words[place].capital and not read.starts_sentence(place) and read.at(place - 1) == "the"
    return (
        nxt
        and read.at(place + 1) in {"twins", "brothers", "sisters", "siblings"}
        and read.at(place) not in {"year"}
    )


def _bare_possessive(read: _Reading, place: int) -> bool:
    """ "jaydens behaviour", "poppys mum": the apostrophe left out before something that a pupil has."""
    word = read.words[place].lower
    known = word.endswith("s") and word[:-1] in read.lists.names and word not in read.lists.names
    return known and read.among(place + 1, "pupil_things") and not read.adult(place)


def _after_label(read: _Reading, place: int) -> bool:
    """ "Name: Adeola Ogunleye", "his name is ...": two capitalised words after a label."""
    if place + 1 >= len(read.words) or not (read.words[place].capital and read.words[place + 1].capital):
        return False
    return read.at(place - 1) in {":", "is"} and read.at(place - 2) in {"name", "pupil", "child", "student"}


_RULES = (
    ("first_name", _listed_name),
    ("initial_and_surname", _initial_and_surname),
    ("initials_year_need", _initials),
    ("named_pupil", _unlisted),
    ("parent_named", _parent_or_family),
    ("bare_possessive", _bare_possessive),
    ("named_on_a_form", _after_label),
)


def find_name(text: str) -> Guarded | None:
    """The first sign of a pupil's name in `text` (plain, case kept), or None."""
    lists = _lists()
    read = _Reading(_words(lists.not_pupils.sub(" ; ", _NOISE.sub(" ; ", text))), lists)
    for place, word in enumerate(read.words):
        if not word.shown[0].isalpha():
            continue
        for rule, speaks in _RULES:
            if rule == "first_name" and not word.might_be_name(lists):
                continue
            if speaks(read, place):
                return _found(rule)
    return None
