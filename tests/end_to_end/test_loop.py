"""The loop to people, end to end: ask, unsure, mentor, answer, knowledge, the next person gets it."""

from datetime import UTC, datetime, timedelta

from bot.mentoring.access import mentorship_of
from bot.mentoring.people import known
from bot.rehearsal.chat import Chat
from bot.rehearsal.message import Message
from bot.rehearsal.person import Person as User
from bot.storage.schools import Mentor
from tests.end_to_end.harness import School1, World, last, text_of
from tests.end_to_end.test_questions import everything_stored

ODD = "who signs off the ukulele loan scheme"


async def test_an_answer_becomes_knowledge_for_the_next_person_across_a_restart(world: World) -> None:
    """Nothing is sent without a tap; the answer is taught only with consent, rewritten and approved."""
    school = await world.school()
    await proposed(world, school)
    await world.restart()
    await approve(world)
    other = await world.school("Brook Academy", tag="2")
    await world.says(other.senco, "who signs off an instrument loan scheme")
    found = last(other.senco.private)
    assert "Helpful" in found.labels
    assert "who signs off an instrument loan scheme" in (found.text or "")


async def test_nobody_else_hears_of_a_question_until_its_asker_taps_send(world: World) -> None:
    """Unsure, looking at the draft, "Not now": the mentor's chat stays empty and no words are shared."""
    school = await world.school()
    await world.says(school.senco, ODD)
    await world.presses(school.senco, last(school.senco.private), "Ask my mentor")
    await world.presses(school.senco, last(school.senco.private), "Not now")
    assert "asks" not in text_of(school.mentor.private)
    await world.lead.start()
    await world.says(world.lead, "/knowledge")
    seen = text_of(world.lead.private)
    assert ODD not in seen
    assert "by topic" in seen


async def test_the_draft_shows_to_whom_by_when_and_can_be_reworded(world: World) -> None:
    """A mentor of Thursdays, asked on a Wednesday, answers by the Thursday after three working days."""
    school = await world.school()
    await works_on(world, school.mentor, [3])
    await world.says(school.senco, ODD)
    await world.presses(school.senco, last(school.senco.private), "Ask my mentor")
    draft = last(school.senco.private)
    assert "Mina works on this on Thursdays; expect a reply by Thu 3 Dec." in (draft.text or "")
    await world.presses(school.senco, draft, "Change the words")
    await world.says(school.senco, "who signs for the ukuleles")
    await world.presses(school.senco, last(school.senco.private), "Send it")
    assert "asks" not in text_of(school.mentor.private)
    await world.moves_to(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    notice = card(school.mentor.private, "Show them")
    assert "1 question from your schools waits for you" in (notice.text or "")
    await world.presses(school.mentor, notice, "Show them")
    assert "who signs for the ukuleles" in text_of(school.mentor.private)


async def test_a_group_question_is_answered_where_its_asker_chooses(world: World) -> None:
    """The choice is made in private; the mentor knows who will read the reply; votes stay private."""
    school = await world.school()
    await world.says(school.senco, f"/ask {ODD}", school.group)
    refused = await world.presses(school.head, last(school.group), "Ask my mentor")
    assert "Only the person who asked" in refused
    await world.presses(school.senco, last(school.group), "Ask my mentor")
    draft = last(school.senco.private)
    assert "goes to Sam alone" in (draft.text or "")
    await world.presses(school.senco, draft, "Answer in the group")
    assert "everybody there will see the reply" in (draft.text or "")
    await world.presses(school.senco, draft, "Send it")
    asked = card(school.mentor.private, "All waiting")
    assert "everybody there will see the reply" in (asked.text or "")
    await world.presses(school.mentor, asked, "Answer")
    await world.says(school.mentor, "The business manager signs it.")
    in_group = last(school.group)
    assert "The business manager signs it." in (in_group.text or "")
    assert in_group.labels == []
    assert "Helpful" in last(school.senco.private).labels


async def test_a_question_taken_back_is_gone_from_the_mentors_screen(world: World) -> None:
    """The words go from the mentor's chat and from what is stored; it cannot be answered any more."""
    school = await world.school()
    await passed_on(world, school)
    asked = card(school.mentor.private, "All waiting")
    await world.presses(school.senco, last(school.senco.private), "Take it back")
    assert ODD not in text_of(school.mentor.private)
    await world.says(school.mentor, "/questions")
    assert "Nothing is waiting" in text_of(school.mentor.private)
    assert asked.labels == []


async def test_without_an_answer_it_goes_to_the_leads_and_the_asker_is_told_once(world: World) -> None:
    """There is no deputy here: after three working days the programme leads have it."""
    school = await world.school()
    await world.lead.start()
    await passed_on(world, school)
    before = len(school.senco.private.from_bot())
    await world.moves_to(world.clock.now() + timedelta(days=9))
    told = school.senco.private.from_bot()[before:]
    assert len(told) == 1
    assert "now with the programme leads" in (told[0].text or "")
    await world.says(world.lead, "/questions")
    await world.presses(world.lead, last(world.lead.private), last(world.lead.private).labels[0])
    await world.presses(world.lead, last(world.lead.private), "Answer")
    await world.says(world.lead, "The council's music service signs it.")
    assert "music service" in (last(school.senco.private).text or "")


async def test_a_deputy_gets_it_next_and_the_asker_hears_from_whom_and_by_when(world: World) -> None:
    """A wish to be rung goes the same way."""
    school = await world.school()
    other = await world.school("Brook Academy", tag="2")
    await deputy_of(world, school, other.mentor)
    await world.says(school.senco, "I'm ready to resign")
    await world.presses(school.senco, last(school.senco.private), "Ask mentor to ring")
    await passed_on(world, school)
    await world.moves_to(datetime(2026, 12, 1, 9, 0, tzinfo=UTC))
    told = text_of(school.senco.private)
    assert "It is now with the deputy, Mina2; expect a reply by Fri 4 Dec." in told
    assert "Nobody has told me that they rang you (Mina was asked)" in told
    assert "2 questions from your schools wait for you" in text_of(other.mentor.private)
    await world.presses(other.mentor, card(other.mentor.private, "Show them"), "Show them")
    listed = card(other.mentor.private, "2: ")
    assert ODD in (listed.text or "")
    assert "Asks to be rung" in (listed.text or "")


async def test_leads_are_reminded_of_proposals_once_a_week(world: World) -> None:
    """Two mornings, one reminder."""
    school = await world.school()
    await world.lead.start()
    await proposed(world, school)
    await world.moves_to(datetime(2026, 11, 26, 9, 0, tzinfo=UTC))
    await world.moves_to(datetime(2026, 11, 27, 9, 0, tzinfo=UTC))
    assert text_of(world.lead.private).count("1 proposal waits") == 1
    await approve(world)
    await world.says(world.lead, "/knowledge")
    await world.presses(world.lead, last(world.lead.private), "Taught so far: 1")
    assert "who signs off an instrument loan scheme" in (last(world.lead.private).text or "")


async def test_a_guarded_answer_is_not_passed_on(world: World) -> None:
    """A mentor's words go through the guard like everybody's."""
    school = await world.school()
    await passed_on(world, school)
    await world.presses(school.mentor, card(school.mentor.private, "Answer"), "Answer")
    before = len(school.senco.private.from_bot())
    await world.says(school.mentor, "ring the parents of Kofi Mensah, dob 03/04/2017, NHS 943 476 5919")
    assert len(school.senco.private.from_bot()) == before


async def test_somebody_under_strain_can_ask_to_be_rung_without_a_reason(world: World) -> None:
    """Nothing is told before the tap; then only that they want to be rung."""
    school = await world.school()
    await world.says(school.senco, "I'm ready to resign")
    heard = last(school.senco.private)
    assert "Ask mentor to ring" in heard.labels
    assert "asks" not in text_of(school.mentor.private)
    await world.presses(school.senco, heard, "Ask mentor to ring")
    asked = card(school.mentor.private, "All waiting")
    assert "asks to be rung" in (asked.text or "")
    assert "resign" not in text_of(school.mentor.private)
    await world.presses(school.mentor, asked, "I have rung")
    assert "Thank you for ringing Sam" in (asked.text or "")


async def test_an_answer_that_does_not_fit_can_be_passed_on_too(world: World) -> None:
    """After "Not for me"; the mentor sees what had been pointed to."""
    school = await world.school()
    await world.says(school.senco, "child keeps hiding under tables, what do i try")
    found = last(school.senco.private)
    assert "Ask my mentor" not in found.labels
    await world.presses(school.senco, found, "Not for me")
    await world.presses(school.senco, found, "Ask my mentor")
    await world.presses(school.senco, last(school.senco.private), "Send it")
    assert "I had pointed to" in text_of(school.mentor.private)


async def test_without_consent_nothing_can_be_proposed_and_the_mentor_is_not_asked(world: World) -> None:
    """ "Keep it private" ends it; a forged button is refused."""
    school = await world.school()
    await passed_on(world, school)
    asked = card(school.mentor.private, "Answer")
    await world.presses(school.mentor, asked, "Answer")
    await world.restart()
    await world.says(school.mentor, "The business manager signs it.")
    await world.presses(school.senco, last(school.senco.private), "Keep it private")
    assert "Propose" not in str([one.labels for one in school.mentor.private.from_bot()])
    assert "cannot be proposed" in await school.mentor.press_data(asked, "teach:1")


async def test_a_forgotten_question_is_gone_everywhere(world: World) -> None:
    """Forgetting the question takes back what was passed on: no table holds a word of it."""
    school = await world.school()
    await world.says(school.senco, "zebrafinch who signs off the ukulele loan scheme")
    unsure = last(school.senco.private)
    await world.presses(school.senco, unsure, "Ask my mentor")
    await world.presses(school.senco, last(school.senco.private), "Send it")
    assert "zebrafinch" in text_of(school.mentor.private)
    await world.presses(school.senco, unsure, "Forget my question")
    assert "zebrafinch" not in text_of(school.mentor.private)
    assert "zebrafinch" not in await everything_stored(world)


async def test_a_stranger_is_not_offered_a_mentor(world: World) -> None:
    """And a forged button is refused."""
    nell = world.telegram.add_person("Nell", started=True)
    await world.says(nell, ODD)
    unsure = last(nell.private)
    assert "Ask my mentor" not in unsure.labels
    assert await nell.press_data(unsure, "pass:1")


def card(chat: Chat, label: str) -> Message:
    """The bot's newest message in a chat that has this button: unasked messages may come in between."""
    return next(
        one for one in reversed(chat.from_bot()) if any(each.startswith(label) for each in one.labels)
    )


async def approve(world: World) -> None:
    """A programme lead checks the only proposal and says yes."""
    await world.lead.start()
    await world.settled()
    await world.says(world.lead, "/knowledge")
    listed: Message = last(world.lead.private)
    await world.presses(world.lead, listed, next(one for one in listed.labels if one.startswith("Check")))
    await world.presses(world.lead, last(world.lead.private), "Approve")
    assert "Live." in (last(world.lead.private).text or "")


async def proposed(world: World, school: School1) -> None:
    """Asked, passed on, answered with a pointer, agreed to, rewritten and proposed."""
    await passed_on(world, school)
    await world.restart()
    asked = card(school.mentor.private, "All waiting")
    assert ODD in (asked.text or "")
    assert "Sam" in (asked.text or "")
    await world.presses(school.mentor, asked, "Point to guidance")
    await world.says(school.mentor, "what is the graduated approach")
    offered = card(school.mentor.private, "1: ")
    await world.presses(school.mentor, offered, offered.labels[0])
    answer = last(school.senco.private)
    assert "Mina answers" in (answer.text or "")
    assert "rewritten" in await world.presses(school.senco, answer, "May help others")
    await world.presses(school.mentor, card(school.mentor.private, "Propose it"), "Propose it")
    await world.says(school.mentor, "who signs off an instrument loan scheme")
    place = card(school.mentor.private, "1: ")
    await world.presses(school.mentor, place, place.labels[0])


async def deputy_of(world: World, school: School1, user: User) -> None:
    """Name a school's deputy mentor."""
    async with world.bot.database.write() as session:
        mentorship = await mentorship_of(session, school.school.id or 0)
        person = await known(session, user.id)
        assert mentorship is not None
        assert person is not None
        mentorship.deputy_id = person.id
        session.add(mentorship)


async def passed_on(world: World, school: School1) -> None:
    """The SENCO's odd question, sent to the mentor."""
    await world.says(school.senco, ODD)
    await world.presses(school.senco, last(school.senco.private), "Ask my mentor")
    await world.presses(school.senco, last(school.senco.private), "Send it")


async def works_on(world: World, user: User, days: list[int]) -> None:
    """Set a mentor's working days."""
    async with world.bot.database.write() as session:
        person = await known(session, user.id)
        row = await session.get(Mentor, person.id if person else None)
        assert row is not None
        row.works_on = days
        session.add(row)


async def test_whoever_asked_sees_what_is_on_its_way_and_can_take_it_back(world: World) -> None:
    """/questions is for the asker too; nobody else's questions are in it."""
    school = await world.school()
    await world.says(school.senco, ODD)
    await world.presses(school.senco, last(school.senco.private), "Ask my mentor")
    await world.presses(school.senco, last(school.senco.private), "Send it")
    await world.says(school.senco, "/questions")
    own = last(school.senco.private)
    assert ODD in own.text
    await world.says(school.head, "/questions")
    assert ODD not in text_of(school.head.private)
    await world.presses(school.senco, own, "Take back no. 1")
    await world.says(school.senco, "/questions")
    assert "Nothing is waiting" in last(school.senco.private).text
