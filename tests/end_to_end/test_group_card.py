"""The group's own card: said once, pinned where it may be, and never showing a time that has gone."""

from datetime import UTC, datetime

from bot.rehearsal.chat import Chat
from bot.rehearsal.message import Message
from bot.rehearsal.person import Person
from tests.end_to_end.harness import School1, World, last, text_of

PLEASE = "Could you pin"


async def plan(world: World, school: School1, when: str, by: Person | None = None) -> None:
    """A meeting planned in the group, by the mentor unless somebody else is named."""
    planner = by or school.mentor
    await world.says(planner, f"/meet {when}", school.group)
    await world.presses(planner, last_words(school.group), "Yes, plan it")


def last_words(chat: Chat) -> Message:
    """The newest message of the bot's that says something (a pin's service message does not)."""
    return [message for message in chat.from_bot() if message.text][-1]


def pins(world: World) -> int:
    """How often the bot tried to pin."""
    return sum(1 for call in world.telegram.calls if call.method == "pinChatMessage")


async def test_the_card_is_pinned_where_the_group_lets_members_pin(world: World) -> None:
    school = await world.school()
    school.group.members_may_pin = True
    await plan(world, school, "thurs 3 dec 3.30")
    [pinned] = school.group.pinned
    assert "Next meeting" in pinned.text
    assert "Thu 3 Dec, 3.30pm" in pinned.text
    await world.presses(school.senco, pinned, "I'm coming")
    assert "Coming: Mina, Sam" in pinned.text
    assert not any(PLEASE in text_of(user.private) for user in (school.mentor, school.senco, school.head))


async def test_where_it_may_not_pin_the_organiser_is_asked_once_and_privately(world: World) -> None:
    school = await world.school()
    await plan(world, school, "thurs 3 dec 3.30", by=school.senco)
    asked = last(school.senco.private)
    assert PLEASE in asked.text
    assert asked.button("Open the card").url.startswith("https://t.me/c/")
    assert "admin" not in asked.text
    await school.senco.leave(school.group)
    await plan(world, school, "thurs 10 dec 3.30")
    await plan(world, school, "tomorrow 3.30")
    everything = [text_of(user.private) for user in (school.mentor, school.senco, school.head, world.lead)]
    assert sum(said.count(PLEASE) for said in everything) == 1
    assert "pin this card" not in text_of(school.group)
    assert "not delivered" not in text_of(world.lead.private)


async def test_a_person_who_cannot_be_reached_is_asked_in_the_group(world: World) -> None:
    """In reply to the card itself, so that it is at hand."""
    school = await world.school()
    await world.says(school.senco, "/meet thurs 3 dec 3.30", school.group)
    await school.senco.block()
    await world.settled()
    await world.presses(school.senco, last(school.group), "Yes, plan it")
    asked = last(school.group)
    assert "Sam, could you pin this card?" in asked.text
    assert asked.reply_to is not None
    assert "Thu 3 Dec, 3.30pm" in asked.reply_to.text


async def test_a_person_may_pin_it_and_it_stays_up_to_date(world: World) -> None:
    school = await world.school()
    await plan(world, school, "thurs 3 dec 3.30")
    card = next(message for message in school.group.from_bot() if "Next meeting" in message.text)
    await school.mentor.pin(card)
    await world.settled()
    await world.presses(school.mentor, card, "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Another time")
    await world.says(school.mentor, "fri 4 dec at 9")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, move it")
    assert school.group.pinned == [card]
    assert "Fri 4 Dec, 9am" in card.text
    assert "Thu 3 Dec" not in card.text


async def test_one_card_goes_on_from_meeting_to_meeting(world: World) -> None:
    """Over, it shows the next one; with none planned it says so; a new one is shown as soon as it is made."""
    school = await world.school()
    school.group.members_may_pin = True
    await plan(world, school, "thurs 3 dec 3.30")
    await plan(world, school, "thurs 10 dec 3.30")
    [card] = school.group.pinned
    assert "Next meeting: 1" in card.text
    await world.moves_to(datetime(2026, 12, 3, 16, 29, tzinfo=UTC))
    assert "Next meeting: 1" in card.text
    await world.moves_to(datetime(2026, 12, 3, 16, 30, tzinfo=UTC))
    assert "Next meeting: 2" in card.text
    assert "Thu 10 Dec, 3.30pm" in card.text
    assert "Thu 3 Dec" not in card.text
    await world.presses(school.head, card, "I'm coming")
    assert "Hana" in card.text.partition("Coming:")[2].partition("\n")[0]
    await world.moves_to(datetime(2026, 12, 10, 16, 30, tzinfo=UTC))
    assert "Meeting 2 is over. No other meeting is planned yet." in card.text
    assert "Thu 10 Dec" not in card.text
    await world.presses(school.mentor, card, "Plan a meeting")
    await world.says(school.mentor, "thurs 17 dec 3.30", school.group, reply_to=last_words(school.group))
    await world.presses(school.mentor, last_words(school.group), "Yes, plan it")
    assert "Thu 17 Dec, 3.30pm" in card.text
    assert school.group.pinned == [card]
    assert pins(world) == 1


async def test_a_meeting_called_off_is_said_beside_the_next_one(world: World) -> None:
    school = await world.school()
    school.group.members_may_pin = True
    await plan(world, school, "thurs 3 dec 3.30")
    await plan(world, school, "thurs 10 dec 3.30")
    [card] = school.group.pinned
    await world.presses(school.mentor, card, "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Call it off")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, call it off")
    assert "Called off: meeting 1, Thu 3 Dec, 3.30pm" in card.text
    assert "Next meeting: 2" in card.text
    assert "Thu 10 Dec, 3.30pm" in card.text
    await world.moves_to(datetime(2026, 12, 3, 15, 31, tzinfo=UTC))
    assert "Called off" not in card.text
    assert "Next meeting: 2" in card.text


async def test_the_only_meeting_called_off_can_be_brought_back_from_the_card(world: World) -> None:
    school = await world.school()
    school.group.members_may_pin = True
    await plan(world, school, "thurs 3 dec 3.30")
    [card] = school.group.pinned
    await world.presses(school.mentor, card, "Change it")
    await world.presses(school.mentor, last(school.mentor.private), "Call it off")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, call it off")
    assert "Called off: meeting 1" in card.text
    assert "No other meeting is planned yet" in card.text
    await world.presses(school.mentor, card, "Bring it back")
    assert "Called off" not in card.text
    assert card.button("I'm coming")


async def test_a_group_linked_later_gets_the_card_and_an_unlinked_one_loses_it(world: World) -> None:
    school = await world.school()
    await plan(world, school, "thurs 3 dec 3.30")
    other = world.telegram.add_group("SEND team", [school.mentor, school.senco], members_may_pin=True)
    await world.says(school.mentor, "/link", other)
    await world.presses(school.mentor, last(other), school.school.name[:20])
    [card] = other.pinned
    assert "Thu 3 Dec, 3.30pm" in card.text
    await world.says(school.mentor, "/meetings", other)
    await world.presses(school.mentor, last_words(other), "Meeting 1")
    copy = last_words(other)
    assert "Thu 3 Dec, 3.30pm" in copy.text
    await world.says(school.mentor, "/link", other)
    await world.presses(school.mentor, last_words(other), "Unlink this group")
    assert other.pinned == []
    assert "3 Dec" not in card.text
    assert "no longer belongs" in card.text
    await world.presses(school.senco, first_card(school.group), "I'm coming")
    assert "no longer belongs" in copy.text


async def test_a_group_that_moves_gets_its_card_anew(world: World) -> None:
    """The old message stays behind in the old chat; the new chat has one that is kept up to date."""
    school = await world.school()
    group = world.telegram.add_group("Leaders", [school.mentor, school.senco], kind="group")
    await world.says(school.mentor, "/link", group)
    await world.presses(school.mentor, last(group), school.school.name[:20])
    await world.says(school.mentor, "/meet thurs 3 dec 3.30", group)
    await world.presses(school.mentor, last(group), "Yes, plan it")
    moved = await group.migrate()
    await world.settled()
    card = last_words(moved)
    assert "Next meeting" in card.text
    await world.presses(school.senco, card, "I can't")
    assert "Can't come: Sam" in card.text
    assert not [message for message in moved.from_bot() if "pin this card" in message.text]


async def test_a_card_said_again_leaves_no_stale_copy_behind(world: World) -> None:
    school = await world.school()
    await plan(world, school, "thurs 3 dec 3.30")
    await world.says(school.mentor, "/meetings")
    listed = last(school.mentor.private)
    await world.presses(school.mentor, listed, "Meeting 1")
    first = last(school.mentor.private)
    await world.presses(school.mentor, listed, "Meeting 1")
    second = last(school.mentor.private)
    assert "further down" in first.text
    assert first.buttons == []
    await world.presses(school.senco, first_card(school.group), "I'm coming")
    assert "Sam" in second.text


def first_card(group: Chat) -> Message:
    """The group's card."""
    return next(message for message in group.from_bot() if "Next meeting" in message.text)


async def test_a_card_that_was_deleted_comes_back_with_the_next_meeting(world: World) -> None:
    school = await world.school()
    await plan(world, school, "thurs 3 dec 3.30")
    card = first_card(school.group)
    await school.mentor.delete(card)
    await world.says(school.senco, "/meetings")
    await world.presses(school.senco, last(school.senco.private), "Meeting 1")
    await world.presses(school.senco, last(school.senco.private), "I'm coming")
    await plan(world, school, "thurs 10 dec 3.30")
    fresh = first_card(school.group)
    assert fresh is not card
    assert "Thu 3 Dec, 3.30pm" in fresh.text
    assert "Coming: Mina, Sam" in fresh.text
    assert text_of(school.mentor.private).count(PLEASE) == 1
