"""A school's calendar as it is stored with the school."""

from typing import Any

from pydantic import TypeAdapter

from bot.mentoring.terms import Terms
from bot.storage.schools import School

_TERMS: TypeAdapter[Terms] = TypeAdapter(Terms)


def terms_of(school: School) -> Terms | None:
    """The school's calendar, or None while it has none."""
    return _TERMS.validate_python(school.terms) if school.terms else None


def terms_data(terms: Terms) -> dict[str, Any]:
    """A calendar as it is stored."""
    data: dict[str, Any] = _TERMS.dump_python(terms, mode="json")
    return data
