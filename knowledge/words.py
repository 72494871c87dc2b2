"""From text to words: lower case, one spelling, stems, and the small words that say nothing."""

import re
import tomllib
import unicodedata
from functools import cache
from importlib.resources import files

import Stemmer

_STEMMER = Stemmer.Stemmer("english")
_TOKEN = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_PLAIN = re.compile(r"[a-z ',.:;?!()/\n-]*")
_YEAR = re.compile(r"\b(?:years?|yrs?|y) ?-?(1[0-3]|[1-9])s?\b(?! ?(?:old|olds|/o|o\b))")
_STAGE = re.compile(r"\b(?:key ?stages?|ks) ?-?([1-5])\b")
_DASHES = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "‑": "-", "&": " and ", "%": " percent ", "_": " "}
)


@cache
def _lists() -> tuple[frozenset[str], frozenset[str], dict[str, str]]:
    raw = tomllib.loads(files("knowledge").joinpath("words.toml").read_text("utf-8"))
    spelling = {other: kept for kept, others in raw["spelling"].items() for other in others.split()}
    return frozenset(raw["light"].split()), frozenset(raw["stop"].split()), spelling


LIGHT, STOP, _SPELLING = _lists()
_STEMS = {"pupil": "pupil", "autistic": "autism", "dyslexic": "dyslexia", "dyspraxic": "dyspraxia"}
_IZE = re.compile(r"(?<=[a-z]{3})iz(e|es|ed|ing|ation|ations)$")


@cache
def stem(word: str) -> str:
    """The stem of one lower-case word, in British spelling, with everyday words folded into one."""
    word = _SPELLING.get(word, word)
    word = _STEMS.get(word, word)
    if word.isdigit() or len(word) < 3:
        return word
    return str(_STEMMER.stemWord(_IZE.sub(r"is\1", word)))


def raw_words(text: str) -> list[str]:
    """The lower-case words of a text, without apostrophes; "Year 5" is "y5" and "key stage 2" is "ks2"."""
    plain = text.lower()
    if not _PLAIN.fullmatch(plain):
        plain = unicodedata.normalize("NFKC", text).lower().translate(_DASHES)
        plain = _STAGE.sub(r" ks\1 ", _YEAR.sub(r" y\1 ", plain))
    found: list[str] = _TOKEN.findall(plain)
    return [word.removesuffix("'s").replace("'", "") for word in found] if "'" in plain else found


def is_stop(word: str) -> bool:
    """Whether a raw word says nothing for the search."""
    return word in STOP or word in LIGHT


def stems(text: str) -> list[str]:
    """Every stem of a text in order, stop words included, light words left out: what phrases match."""
    return [stem(word) for word in raw_words(text) if word not in LIGHT]
