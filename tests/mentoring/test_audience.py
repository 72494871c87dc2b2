"""The audience table: what is not in it is seen by nobody else."""

from typing import get_args

import pytest

from bot.mentoring.audience import AUDIENCE, NOBODY, Record, action_record, alike, note_record, sees
from bot.storage.agreed import SEEN_BY


def test_every_record_has_a_row_and_every_row_is_shown_once() -> None:
    assert set(AUDIENCE) == set(get_args(Record))
    shown = [record for _, records in alike() for record in records]
    assert sorted(shown) == sorted(AUDIENCE)


def test_the_widest_circle_comes_first_and_nobody_last() -> None:
    sizes = [len(seen.by) for seen, _ in alike()]
    assert sizes == sorted(sizes, reverse=True)
    assert alike()[-1][0].by == NOBODY


@pytest.mark.parametrize("audience", [one for one in SEEN_BY if one != "team"])
def test_a_narrower_audience_is_never_shown_in_a_group_nor_to_the_team(audience: str) -> None:
    """Whether it is a note, a decision or an action."""
    for record in (note_record("note", audience), note_record("decision", audience), action_record(audience)):
        assert not AUDIENCE[record].in_group
        assert not any(sees(role, record) for role in ("senco", "headteacher", "governor", "lead"))


def test_a_note_to_the_team_is_not_for_the_trust_and_a_decision_is() -> None:
    assert not sees("trust_leader", note_record("note", "team"))
    assert sees("trust_leader", note_record("decision", "team"))
    assert sees("senco", note_record("note", "team"), in_group=True)
