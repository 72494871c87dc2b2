"""What curators may see: words only with agreement, never a name; alike questions together."""

from hypothesis import given
from hypothesis import strategies as st

from bot.mentoring import misses, passing, settings
from bot.mentoring.receivers import receiver
from bot.storage.database import Database
from bot.storage.learnt import Miss
from tests.conftest import NOON
from tests.mentoring.people_of import HOUSE, asks, chooses, team


def miss(number: int, text: str, why: str = "unsure") -> Miss:
    """A miss with words."""
    return Miss(id=number, question_id=number, text=text, topic="x", why=why, at=NOON)


async def test_without_agreement_only_the_topic_is_counted(database: Database) -> None:
    """The words are in no row of the curators'."""
    async with database.write() as session:
        found = await team(session, NOON)
        for text in ("who signs", "who pays"):
            question = await asks(session, found.senco, text, NOON)
            await misses.note(session, question, "unsure", NOON, "funding")
        assert await misses.grouped(session) == []
        assert await misses.by_topic(session) == [("funding", 2)]


async def test_with_agreement_the_words_are_there_without_names(database: Database) -> None:
    """School, asker and mentor are left out; switching it off takes the words away again."""
    async with database.write() as session:
        found = await team(session, NOON)
        await chooses(session, found.senco, shares_questions=True)
        question = await asks(session, found.senco, "Sam here, at Larkfield Primary who pays, Mina?", NOON)
        await misses.note(session, question, "unsure", NOON, "funding")
        groups = await misses.grouped(session)
        assert [group.text for group in groups] == ["… here, at … who pays, …?"]
        row = await settings.preference(session, found.senco)
        await settings.switch_sharing(session, found.senco, row)
        assert await misses.grouped(session) == []
        assert await misses.by_topic(session) == [("funding", 1)]


async def test_passing_on_shows_the_words_and_taking_back_hides_them(database: Database) -> None:
    """A yes to sharing everything keeps them."""
    async with database.write() as session:
        found = await team(session, NOON)
        question = await asks(session, found.senco, "who signs", NOON)
        await misses.note(session, question, "unsure", NOON, "funding")
        one = await passing.draft(session, question, found.place, NOON)
        assert await misses.grouped(session) == []
        to = await receiver(session, found.school, NOON, HOUSE)
        await passing.send(session, one, to, NOON, HOUSE)
        assert [group.text for group in await misses.grouped(session)] == ["who signs"]
        await passing.withdraw(session, one)
        assert await misses.grouped(session) == []


async def test_a_vote_can_be_changed_and_leaves_one_trace_at_most(database: Database) -> None:
    """ "Not for me" twice is one miss; "helpful" takes it away and stores nothing."""
    async with database.write() as session:
        found = await team(session, NOON)
        question = await asks(session, found.senco, "who signs", NOON)
        await misses.note(session, question, "not_for_me", NOON, "funding")
        await misses.note(session, question, "not_for_me", NOON, "funding")
        assert await misses.by_topic(session) == [("funding", 1)]
        await misses.note(session, question, None, NOON)
        await session.flush()
        assert await misses.by_topic(session) == []


async def test_nothing_is_noted_of_strangers(database: Database) -> None:
    """Not even a topic."""
    async with database.write() as session:
        found = await team(session, NOON)
        question = await asks(session, found.senco, None, NOON)
        question.asker = 999
        await misses.note(session, question, "unsure", NOON, "funding")
        await session.flush()
        assert await misses.by_topic(session) == []


async def test_the_popular_and_the_unanswered_come_first(database: Database) -> None:
    """Then those that had an answer which did not fit."""
    async with database.write() as session:
        found = await team(session, NOON)
        await chooses(session, found.senco, shares_questions=True)
        for text, why in (
            ("can a governor see the provision map", "not_for_me"),
            ("who signs off the loan", "unsure"),
            ("parking for the minibus", "unsure"),
            ("parking for minibus", "unsure"),
        ):
            await misses.note(session, await asks(session, found.senco, text, NOON), why, NOON)
        await session.flush()
        groups = await misses.grouped(session)
        assert [len(group.misses) for group in groups] == [2, 1, 1]
        assert [group.unanswered for group in groups] == [True, True, False]
        await misses.close(session, groups[0])
        await session.flush()
        assert len(await misses.grouped(session)) == 2


def test_alike_questions_are_one_group_and_others_are_not() -> None:
    """Word order and small words do not matter."""
    groups = misses.group(
        [
            miss(1, "who signs off the ukulele loan scheme"),
            miss(2, "the ukulele loan scheme, who signs off?"),
            miss(3, "how long may a nap be in reception"),
        ]
    )
    assert [[one.id for one in group.misses] for group in groups] == [[1, 2], [3]]


@given(st.lists(st.text(min_size=1), max_size=12))
def test_grouping_loses_nothing(texts: list[str]) -> None:
    """Every question is in exactly one group."""
    rows = [miss(number, text) for number, text in enumerate(texts)]
    grouped = [one.id for group in misses.group(rows) for one in group.misses]
    assert sorted(number for number in grouped if number is not None) == list(range(len(texts)))


@given(st.text(), st.sets(st.text(min_size=3), max_size=4))
def test_leaving_names_out_never_fails_and_leaves_none_as_a_word(text: str, names: set[str]) -> None:
    """Whatever the names hold."""
    cleaned = misses.without(f"ask {' '.join(sorted(names))} {text}", names)
    assert not any(f" {name} " in f" {cleaned} " for name in names if name.isalpha() and name.isascii())
