"""How much work an answer takes: a bounded number of statements, however much is stored."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bot.mentoring.people import known
from bot.mentoring.schools import make_school
from bot.rehearsal.person import Person as User
from tests.end_to_end.harness import World

QUESTION = "what is the graduated approach, please"
FOR_A_QUESTION = 20
FOR_A_CASELOAD = 30


@contextmanager
def counted(world: World) -> Iterator[list[str]]:
    """Every statement of the bot, as it goes to the database."""
    found: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    engine = world.bot.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def statements_for(world: World, user: User, text: str) -> int:
    """How many statements it takes until the answer has arrived."""
    await world.settled()
    with counted(world) as found:
        await user.say(text)
        await user.private.next()
    await world.settled()
    return len(found)


async def test_a_question_takes_a_bounded_number_of_statements(world: World) -> None:
    """The fortieth question costs what the first did."""
    nell = world.telegram.add_person("Nell", started=True)
    first = await statements_for(world, nell, QUESTION)
    for _ in range(38):
        await world.says(nell, QUESTION)
    nell.private.read_all()
    assert await statements_for(world, nell, QUESTION) <= first + 4
    assert first <= FOR_A_QUESTION


async def test_twelve_schools_take_no_more_statements_than_one(world: World) -> None:
    """The caseload is read with a few statements for all schools together."""
    school = await world.school()
    async with world.bot.database.write() as session:
        mentor = await known(session, school.mentor.id)
        assert mentor is not None
        for number in range(11):
            await make_school(session, mentor, f"School {number}", world.clock.now())
    assert await statements_for(world, school.mentor, "/caseload") <= FOR_A_CASELOAD
