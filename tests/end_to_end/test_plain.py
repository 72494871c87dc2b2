"""Plain sentences in private do the obvious thing; the home card says what comes next."""

from datetime import UTC, datetime

import pytest

from tests.end_to_end.harness import School1, World, last


async def planned(world: World, when: str = "thurs 3 dec 3.30") -> School1:
    """A school with a meeting on Thursday 3 December."""
    school = await world.school()
    await world.says(school.mentor, f"/meet {when}", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    return school


@pytest.mark.parametrize(
    ("words", "said", "button"),
    [
        ("can't make thurs", "Thu 3 Dec, 3.30pm: what shall I note", "I can't come"),
        ("cant make the meeting on thursday", "what shall I note", "Move or call off"),
        ("when's our next meeting", "Thu 3 Dec, 3.30pm", "Open meeting 1"),
        ("who is my mentor", "Mentor: Mina", "Please ring me"),
        ("my actions", "only you see this", "New action"),
        ("running late", "no meeting in the next day", "My mentor"),
    ],
)
async def test_a_plain_sentence_gets_its_card(world: World, words: str, said: str, button: str) -> None:
    """No command, no pointer: the card with its buttons."""
    school = await planned(world)
    await world.says(school.senco, words)
    assert said in last(school.senco.private).text
    assert button in last(school.senco.private).labels


async def test_not_being_able_to_come_takes_one_tap(world: World) -> None:
    """Said, tapped, on the card in the group."""
    school = await planned(world)
    card = last(school.group)
    await world.says(school.senco, "can't make thurs")
    await world.presses(school.senco, last(school.senco.private), "I can't come")
    assert "Can't come: Sam" in card.text
    await world.says(school.senco, "can't make fri")
    assert "no planned meeting on that day" in last(school.senco.private).text


async def test_running_late_takes_one_tap_on_the_day(world: World) -> None:
    """The others hear it in private, the group does not."""
    school = await planned(world, "tomorrow 3.30")
    await world.moves_to(datetime(2026, 11, 26, 15, 0, tzinfo=UTC))
    before = len(school.group.from_bot())
    await world.says(school.senco, "running 15 mins late sorry")
    await world.presses(school.senco, last(school.senco.private), "Late by 15")
    assert "Sam will be about 15 minutes late" in last(school.head.private).text
    assert len(school.group.from_bot()) == before


async def test_what_was_agreed_is_found_again_but_only_what_one_may_see(world: World) -> None:
    """Decisions of the team, not the headteacher's private words; the same behind /find."""
    school = await world.school()
    await world.says(school.head, "/notes Decision: a passport for every class", school.group)
    await world.presses(school.head, last(school.group), "It's a decision")
    await world.says(school.head, "/notes passports worry me, zebrafinch")
    await world.says(school.senco, "what did we agree about passports")
    assert "a passport for every class" in last(school.senco.private).text
    assert "zebrafinch" not in last(school.senco.private).text
    await world.says(school.senco, "/find passports")
    await world.presses(school.senco, last(school.senco.private), "In our notes")
    assert "a passport for every class" in last(school.senco.private).text
    assert "zebrafinch" not in last(school.senco.private).text


async def test_strangers_are_told_that_nothing_is_kept_for_them(world: World) -> None:
    """The same sentence from somebody outside a school."""
    await planned(world)
    nell = world.telegram.add_person("Nell", started=True)
    await world.says(nell, "when's our next meeting")
    assert "I keep no meetings or actions" in last(nell.private).text
    await world.says(nell, "/find send code of practice")
    assert "In our notes" not in last(nell.private).labels


async def test_the_home_card_is_short_and_says_what_comes_next(world: World) -> None:
    """For the SENCO and for the mentor; every button works."""
    school = await planned(world)
    await world.says(school.mentor, "/action review passports @sam by friday", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, save it")
    await world.says(school.senco, "/start")
    home = last(school.senco.private)
    assert "meeting 1, Thu 3 Dec, 3.30pm" in home.text
    assert "My actions: 1 open" in home.text
    assert len(home.text.split()) <= 80
    for label in home.labels:
        await world.presses(school.senco, home, label)
    assert "no longer" not in "".join(message.text for message in school.senco.private.from_bot())
    await world.says(school.mentor, "/start")
    home = last(school.mentor.private)
    assert "You mentor 1 school" in home.text
    assert len(home.text.split()) <= 80
    await world.presses(school.mentor, home, "My schools")
    assert "Who may need you first" in last(school.mentor.private).text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("meetings", "Meeting 1: Listening"),
        ("Actions", "only you see this"),
        ("check in", "How is it going with SEND"),
        ("help", "What I can do"),
        ("menu", "Hello Sam"),
        ("/mentor", "Mentor: Mina"),
        ("/minutes", "no minutes"),
    ],
)
async def test_the_bare_name_of_a_command_does_what_the_command_does(
    world: World, words: str, said: str
) -> None:
    """Nobody has to know about the stroke before it."""
    school = await planned(world)
    await world.says(school.senco, words)
    assert said in last(school.senco.private).text


async def test_a_bare_cancel_leaves_what_was_begun(world: World) -> None:
    """It is not taken for the day that was asked for."""
    school = await planned(world)
    await world.says(school.senco, "/meet")
    await world.says(school.senco, "cancel")
    assert "Left." in last(school.senco.private).text


async def test_a_mistyped_command_is_told_which_one_is_near(world: World) -> None:
    """One that is near nothing gets the list alone."""
    school = await planned(world)
    await world.says(school.senco, "/meetngs")
    assert "Did you mean /meetings?" in last(school.senco.private).text
    await world.says(school.senco, "/xyzzy")
    assert "Did you mean" not in last(school.senco.private).text


async def test_forget_that_offers_the_last_question_and_check_in(world: World) -> None:
    """Each goes with its own tap, the answer too; with nothing left it says so."""
    school = await planned(world)
    await world.says(school.senco, "forget that")
    assert "nothing of yours" in last(school.senco.private).text
    await world.says(school.senco, "what is a pupil passport")
    answer = last(school.senco.private)
    await world.says(school.senco, "/checkin")
    await world.presses(school.senco, last(school.senco.private), "Mostly fine")
    await world.says(school.senco, "forget that")
    offer = last(school.senco.private)
    assert "what is a pupil passport" in offer.text
    await world.presses(school.senco, offer, "Forget my question")
    assert answer.deleted
    await world.says(school.senco, "please forget it")
    assert "Forget my question" not in last(school.senco.private).labels
    await world.presses(school.senco, last(school.senco.private), "My last check-in")
    await world.says(school.senco, "forget that")
    assert "nothing of yours" in last(school.senco.private).text
