"""A question answered, end to end, asserted on what people see."""

from datetime import timedelta

from sqlmodel import select

from bot.storage.conversation import Message, Question
from bot.storage.outbox import OutboxRow
from tests.end_to_end.harness import World, last, text_of


async def test_a_newcomer_is_greeted_and_can_tap_an_example(world: World) -> None:
    """First minute: what this is, privacy in a line, three examples; an example is answered with a link."""
    nell = world.telegram.add_person("Nell")
    await nell.start()
    await world.settled()
    home = last(nell.private)
    assert "Hello Nell" in (home.text or "")
    assert len((home.text or "").split()) <= 80
    await world.presses(nell, home, "Ask a question")
    examples = last(nell.private)
    assert len(examples.labels) == 3
    await world.presses(nell, examples, "Hides under tables")
    card = last(nell.private)
    assert "checked" in (card.text or "")
    assert "Helpful" in card.labels


async def test_a_private_question_gets_pointers_and_follow_up_buttons_work(world: World) -> None:
    """More, Shorter, a vote that can be seen, and taking the question back."""
    nell = world.telegram.add_person("Nell", started=True)
    await world.says(nell, "child keeps hiding under tables, what do i try")
    card = last(nell.private)
    normal = card.text
    await world.presses(nell, card, "More")
    assert len(card.text or "") > len(normal or "")
    await world.presses(nell, card, "Shorter")
    assert card.text == normal
    assert "Noted" in await world.presses(nell, card, "Helpful")
    assert "Helpful: noted" in card.labels
    assert "Forgotten" in await world.presses(nell, card, "Forget my question")
    assert card.deleted


async def test_what_is_taken_back_in_a_group_is_gone_from_the_private_copy_too(world: World) -> None:
    """Both cards go; no row holds the words any more."""
    school = await world.school()
    await world.says(school.senco, "/ask what goes in a pupil passport", school.group)
    card = last(school.group)
    await world.presses(school.senco, card, "Send me the rest")
    copy = last(school.senco.private)
    await world.presses(school.senco, card, "Forget my question")
    assert card.deleted
    assert copy.deleted
    async with world.bot.database.read() as session:
        kept = [one.text for one in await session.exec(select(Message))]
        kept += [one.text for one in await session.exec(select(Question))]
        kept += [str(one.body) for one in await session.exec(select(OutboxRow))]
    assert not [words for words in kept if words and "pupil passport" in words]


async def test_a_card_that_is_too_old_to_be_deleted_becomes_one_line(world: World) -> None:
    """After two days Telegram deletes no more; the words go all the same, and nobody is alarmed."""
    school = await world.school()
    await world.says(school.senco, "child keeps hiding under tables, what do i try")
    card = last(school.senco.private)
    await world.moves_to(world.clock.now() + timedelta(days=3))
    await world.presses(school.senco, card, "Forget my question")
    assert not card.deleted
    assert card.text == "Forgotten: your question is no longer stored."
    assert card.labels == []
    assert world.lead.private.from_bot() == []


async def test_a_group_is_answered_only_when_the_bot_is_meant(world: World) -> None:
    """Silence without a mention; an answer to /ask, a mention, a reply."""
    school = await world.school()
    await world.says(school.senco, "who can cover period 3", school.group)
    assert school.group.from_bot() == []
    await world.says(school.senco, "@SendMentorBot what goes in a pupil passport", school.group)
    first = last(school.group)
    assert "Send me the rest" in first.labels
    await world.says(school.head, "/ask what is the graduated approach", school.group)
    assert len(school.group.from_bot()) == 2
    await world.says(school.head, "and who should attend an annual review", school.group, reply_to=first)
    assert len(school.group.from_bot()) == 3


async def test_the_rest_of_a_group_answer_comes_privately_and_only_to_the_asker(world: World) -> None:
    """Somebody else's tap is refused kindly."""
    school = await world.school()
    await world.says(school.senco, "/ask what is the graduated approach", school.group)
    card = last(school.group)
    refusal = await world.presses(school.head, card, "Send me the rest")
    assert "Only the person who asked" in refusal
    assert school.head.private.from_bot() == []
    await world.presses(school.senco, card, "Send me the rest")
    assert "Helpful" in last(school.senco.private).labels


async def test_a_question_in_a_topic_is_answered_in_the_topic(world: World) -> None:
    """Also the General topic, which takes no thread id."""
    nell = world.telegram.add_person("Nell", started=True)
    forum = world.telegram.add_group("Trust leaders", [nell], forum=True)
    topic = world.telegram.add_topic(forum, "SEND")
    await world.says(nell, "/ask what is the graduated approach", forum, topic=topic)
    assert last(forum).topic == topic.id
    await world.says(nell, "/ask what is the graduated approach", forum)
    assert last(forum).topic is None


async def test_an_edited_question_edits_its_own_answer(world: World) -> None:
    """The same message changes; no second one comes."""
    nell = world.telegram.add_person("Nell", started=True)
    question = await world.says(nell, "child keeps hiding under tables, what do i try")
    before = last(nell.private).text
    await nell.edit(question, "what must a governing board look at before a permanent exclusion")
    await world.settled()
    assert len(nell.private.from_bot()) == 1
    assert last(nell.private).text != before


async def test_voice_photo_and_sticker_get_a_kind_word(world: World) -> None:
    """What to do instead, and that nothing was kept."""
    nell = world.telegram.add_person("Nell", started=True)
    for kind in ("voice", "photo", "sticker"):
        await nell.send(kind)  # type: ignore[arg-type]
        await world.settled()
        assert "I can only read text" in (last(nell.private).text or "")


async def test_a_text_over_the_limit_is_answered_piece_by_piece(world: World) -> None:
    """Telegram's apps split it; nothing is lost and nothing fails."""
    nell = world.telegram.add_person("Nell", started=True)
    pieces = await nell.paste("what is the graduated approach " * 300)
    await world.settled()
    assert len(nell.private.from_bot()) == len(pieces)


async def test_a_person_who_blocks_the_bot_is_no_error(world: World) -> None:
    """What waits for them is put away; when they come back they are answered."""
    school = await world.school()
    await school.senco.block()
    await world.settled()
    await world.says(school.senco, "/ask what is the graduated approach", school.group)
    answer = await world.presses(school.senco, last(school.group), "Send me the rest")
    assert "press Start" in answer
    await school.senco.start()
    await world.settled()
    assert "Hello" in (last(school.senco.private).text or "")


async def test_a_group_that_moves_is_followed(world: World) -> None:
    """The upgraded group keeps its school and is answered under its new id."""
    school = await world.school()
    old = world.telegram.add_group("Small group", [school.mentor, school.senco], kind="group")
    await world.says(school.senco, "/ask what is the graduated approach", old)
    new = await old.migrate()
    await world.settled()
    await world.says(school.senco, "/ask what is the graduated approach", new)
    assert len(new.from_bot()) >= 1


async def test_what_strangers_write_is_kept_nowhere(world: World) -> None:
    """A stranger gets guidance only: no row holds a word of the question."""
    nell = world.telegram.add_person("Nell", started=True)
    await world.says(nell, "zebrafinch is hiding under tables, what do i try")
    assert "zebrafinch" not in await everything_stored(world)


async def test_an_unknown_command_points_to_help(world: World) -> None:
    """In private; a stranger's command in a group is left alone."""
    nell = world.telegram.add_person("Nell", started=True)
    await world.says(nell, "/frobnicate")
    assert "/help" in text_of(nell.private)


async def everything_stored(world: World) -> str:
    """Every text in every table."""
    from sqlmodel import SQLModel

    found: list[str] = []
    async with world.bot.database.read() as session:
        for table in SQLModel.metadata.tables.values():
            connection = await session.connection()
            found += [str(tuple(row)) for row in (await connection.execute(table.select())).all()]
    return "\n".join(found)
