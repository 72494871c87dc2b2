"""Phrases that only a school's own terms can answer: "after half term", "last day of term"."""

from collections.abc import Callable
from datetime import date, timedelta

from bot.mentoring.dates.days import WD
from bot.mentoring.dates.reading import Context, Days, Groups, Piece, Refused, Rule, Week
from bot.mentoring.dates.vocabulary import WEEKDAYS
from bot.mentoring.terms import Break, Terms, breaks, is_school_day, next_school_day, previous_school_day

_HOLIDAY = r"(?: (?:holidays?|hols|break|half ?term))?"
BREAK = (
    r"(?:the |this |next )?"
    r"(half ?term(?: (?:holidays?|hols|break|week))?|end of term|(?:school )?holidays?|hols|break"
    rf"|(?:christmas|easter|summer|october|autumn|february|spring|may|whitsun){_HOLIDAY})"
)
_NAMED_BREAK = (
    r"((?:christmas|easter|summer|october|autumn|february|spring|may|whitsun)"
    r" (?:holidays?|hols|break|half ?term))"
)
TERM = (
    r"(term|this term|next term|half ?term|this half ?term|next half ?term|(?:autumn|spring|summer) term"
    r"|(?:school|academic) year|(?:autumn|spring|summer) [12])"
)
NO_TERMS = "I need your school's term dates for that. You can send them, or give me a date."
_SEASONS = {
    "christmas": (12, 1),
    "easter": (3, 4),
    "summer": (7, 8),
    "october": (10, 11),
    "autumn": (10, 11),
    "february": (2,),
    "spring": (2,),
    "may": (5, 6),
    "whitsun": (5, 6),
    "autumn term": (12, 1),
    "spring term": (3, 4),
    "summer term": (7, 8),
    "school year": (7, 8),
    "academic year": (7, 8),
    "autumn 1": (10, 11),
    "autumn 2": (12, 1),
    "spring 1": (2,),
    "spring 2": (3, 4),
    "summer 1": (5, 6),
    "summer 2": (7, 8),
}


def _found(name: str, context: Context, terms: Terms) -> Break | None:
    """The next break of that name whose end is still ahead; a term is named by the break that ends it."""
    plain = name.replace("half term", "halfterm")
    ahead = [gap for gap in breaks(terms) if gap.end is None or gap.end >= context.today]
    season = _SEASONS.get(plain) or _SEASONS.get(plain.split()[0])
    if season:
        ahead = [gap for gap in ahead if gap.start.month in season]
    elif "halfterm" in plain:
        ahead = [gap for gap in ahead if gap.kind == "half_term"]
    elif "term" in plain:
        ahead = [gap for gap in ahead if gap.kind == "holiday"]
    return ahead[0] if ahead else None


def _with_break(
    answer: Callable[[Groups, Context, Terms, Break], Piece], place: int
) -> Callable[[Groups, Context], Piece]:
    """Finds the break named in group `place`, and asks when the terms are not known or end before it."""

    def build(groups: Groups, context: Context) -> Piece:
        if context.terms is None:
            return Refused(NO_TERMS, "terms")
        gap = _found(groups[place], context, context.terms)
        if gap is None:
            return Refused("Your school's term dates don't reach that far.", "terms")
        return answer(groups, context, context.terms, gap)

    return build


def _day(day: date | None) -> Piece:
    return Days((day,)) if day else Refused("Your school's term dates don't reach that far.", "terms")


def _last_before(_groups: Groups, _context: Context, terms: Terms, gap: Break) -> Piece:
    return _day(previous_school_day(gap.start, terms))


def _first_after(_groups: Groups, _context: Context, terms: Terms, gap: Break) -> Piece:
    return _day(next_school_day(gap.end, terms) if gap.end else None)


def _edge(groups: Groups, context: Context, terms: Terms, gap: Break) -> Piece:
    """The first or last day of a term; "half term" may be the weeks of school or the week off."""
    last = previous_school_day(gap.start, terms)
    if groups[0] in ("end", "last day", "late"):
        options = (last, gap.end) if "half" in groups[1] else (last,)
        return Days(tuple(day for day in options if day))
    if "half" in groups[1] and "next" not in groups[1]:
        return Days((gap.start,))
    return _day(_start_of(groups[1], context, terms, gap))


def _start_of(name: str, context: Context, terms: Terms, gap: Break) -> date | None:
    """A named term begins after the break before the one that ends it; "term" after the next break."""
    if name.split()[0] in ("autumn", "spring", "summer"):
        halves = "1" in name or "2" in name
        before = [g for g in breaks(terms) if g.start < gap.start and (halves or g.kind == "holiday")]
        return next_school_day(before[-1].end, terms) if before and before[-1].end else None
    return next_school_day(gap.end, terms) if gap.end else None


def _weekday_before(groups: Groups, _context: Context, terms: Terms, gap: Break) -> Piece:
    day = gap.start - timedelta(days=1)
    while day.weekday() != WEEKDAYS.index(groups[0]):
        day -= timedelta(days=1)
    return (
        Days((day,))
        if is_school_day(day, terms)
        else Refused(f"School is closed on {day:%A} {day.day} {day:%B}.", "question")
    )


def _weekday_after(groups: Groups, _context: Context, terms: Terms, gap: Break) -> Piece:
    day = next_school_day(gap.end, terms) if gap.end else None
    return _day(day + timedelta(days=(WEEKDAYS.index(groups[0]) - day.weekday()) % 7) if day else None)


def _week_after(_groups: Groups, _context: Context, terms: Terms, gap: Break) -> Piece:
    day = next_school_day(gap.end, terms) if gap.end else None
    return Week(day - timedelta(days=day.weekday()), True) if day else _day(None)


def _week_before(_groups: Groups, _context: Context, terms: Terms, gap: Break) -> Piece:
    day = previous_school_day(gap.start, terms)
    return Week(day - timedelta(days=day.weekday()), True) if day else _day(None)


def _first_back(groups: Groups, context: Context) -> Piece:
    build = _week_after if groups[0] == "week" else _first_after
    return _with_break(build, 1)((groups[0], "break"), context)


def _weekday_back(groups: Groups, context: Context) -> Piece:
    return _with_break(_weekday_after, 1)((groups[0], "break"), context)


def _during(_groups: Groups, _context: Context, _terms: Terms, gap: Break) -> Piece:
    return Refused("School is closed then. Which day?", "question", (gap.start,))


def _training(_groups: Groups, context: Context) -> Piece:
    if context.terms is None:
        return Refused(NO_TERMS, "terms")
    ahead = sorted(
        p.start for p in context.terms.periods if p.kind == "training" and p.start >= context.today
    )
    return _day(ahead[0] if ahead else None)


RULES: list[Rule] = [
    (rf"(?:last (?:school )?day )?before {BREAK}", _with_break(_last_before, 0)),
    (rf"(?:first (?:school )?day )?after {BREAK}", _with_break(_first_after, 0)),
    (rf"(end|last day|beginning|first day|late|early) (?:of |in )?(?:the )?{TERM}", _with_break(_edge, 1)),
    (rf"(?:last )?{WD} (?:before|of) {BREAK}", _with_break(_weekday_before, 1)),
    (rf"(?:last )?{WD} (?:before the end )?of (?:the )?{TERM}", _with_break(_weekday_before, 1)),
    (rf"(?:first )?{WD} after {BREAK}", _with_break(_weekday_after, 1)),
    (rf"(?:first )?{WD} back(?: after {BREAK})?", _weekday_back),
    (r"first (day|week) back", _first_back),
    (rf"(?:first )?week (?:back )?after {BREAK}", _with_break(_week_after, 0)),
    (rf"first week of (?:the )?{TERM}", _with_break(_week_after, 0)),
    (rf"(?:last )?week (?:before|of) {BREAK}", _with_break(_week_before, 0)),
    (rf"last week of (?:the )?{TERM}", _with_break(_week_before, 0)),
    (
        r"(?:in |over |during |at )?(half ?term(?: week| holidays?| break)?|(?:the )?holidays?)",
        _with_break(_during, 0),
    ),
    (rf"(?:in |over |during |by )?{_NAMED_BREAK}", _with_break(_during, 0)),
    (rf"(?:in |during |by )?{TERM}", _with_break(_during, 0)),
    (r"(?:next )?(?:inset|training)(?: day)?", _training),
    (r"back to school|when we(?:re| are) back|once were back", lambda _g, c: _first_back(("day",), c)),
]
