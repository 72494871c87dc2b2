"""What curators taught is live at the next question, in every replica."""

from bot.mentoring import teaching
from bot.storage.database import Database
from handlers.learning import Learning
from knowledge import Knowledge
from tests.conftest import NOON
from tests.end_to_end.harness import knowledge
from tests.mentoring.people_of import team

ODD = "who signs off the ukulele loan scheme"


async def test_two_replicas_learn_and_forget_at_their_next_question(database: Database) -> None:
    """Without a restart; and nothing is built again while nothing changes."""
    one, other = Learning(knowledge()), Learning(knowledge())
    assert await _newer(one, database) is None
    pointer = knowledge().search("what is the graduated approach").best[0]
    place = (pointer.entry.id, pointer.section.title if pointer.section else None)
    async with database.write() as session:
        found = await team(session, NOON)
        taught = await teaching.propose(session, ODD, place, found.mentor, NOON, live=True)
    for replica in (one, other):
        learnt = await _newer(replica, database)
        assert learnt is not None
        assert learnt.search(ODD).pointers[0].entry.id == place[0]
        assert await _newer(replica, database) is None
    async with database.write() as session:
        row = await teaching.named(session, taught.id or 0)
        await teaching.change(session, row, found.mentor, NOON, state="retired")
    for replica in (one, other):
        learnt = await _newer(replica, database)
        assert learnt is not None
        assert not learnt.search(ODD).answered


async def _newer(replica: Learning, database: Database) -> Knowledge | None:
    async with database.read() as session:
        return await replica.newer(session)
