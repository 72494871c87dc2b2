"""A whole mentorship as one story: from the invitation to the handover, with the clock moved."""

import io
import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from docx import Document

from bot.clock import Clock
from bot.rehearsal.chat import Chat
from bot.rehearsal.message import Message
from bot.rehearsal.person import Person as User
from tests.end_to_end.harness import World, last, text_of
from tests.mentoring.cast import TERM_LINES, london

BLOCK = """- Decision: one-page passports for every class
- Action: Sam will draft a passport by friday 16 october
- action: visit two art lessons @hana by 12 oct
- the art room is too loud after lunch"""


@pytest.fixture
def clock() -> Clock:
    """Monday 14 September 2026, nine in the morning."""
    return Clock(still_at=london(2026, 9, 14, 9))


def file_text(message: Message) -> str:
    """The words of a Word document in a chat."""
    return "\n".join(one.text for one in Document(io.BytesIO(message.document or b"")).paragraphs)


@dataclass
class Story:
    """The people of the story and what they do, chapter by chapter."""

    world: World
    lead: User = field(init=False)
    mentor: User = field(init=False)
    nora: User = field(init=False)
    senco: User = field(init=False)
    head: User = field(init=False)
    group: Chat = field(init=False)

    def __post_init__(self) -> None:
        self.lead = self.world.lead
        add = self.world.telegram.add_person
        self.mentor, self.nora = add("Mina Okoro", "mina"), add("Nora Vale", "nora")
        self.senco, self.head = add("Sam Field", "sam"), add("Hana Reed", "hana")

    async def joins(self, inviter: User, guest: User) -> None:
        """The guest follows the newest link of the inviter's and says yes."""
        pack = next(one for one in reversed(inviter.private.from_bot()) if "start=" in one.text)
        token = re.search(r"start=([\w-]+)", pack.text)
        assert token is not None
        await guest.start(token[1])
        await self.world.settled()
        await self.taps(guest, "Yes, that is me")

    async def says(self, user: User, words: str, chat: Chat | None = None) -> Message:
        """Write, and give the newest answer there."""
        await self.world.says(user, words, chat)
        return last(chat or user.private)

    async def taps(self, user: User, *labels: str, chat: Chat | None = None) -> Message:
        """Press buttons, each on the newest message that has it."""
        place = chat or user.private
        for label in labels:
            fits = [one for one in place.from_bot() if any(text.startswith(label) for text in one.labels)]
            assert fits, f"no {label!r} in {place.from_bot()[-3:]}"
            await self.world.presses(user, fits[-1], label)
        return last(place)

    async def until(self, *when: int) -> None:
        """Move the clock to a London wall time."""
        await self.world.moves_to(london(*when))

    async def they_join(self) -> None:
        """Lead, two mentors, a school, its team; the headteacher is confirmed; the group is linked."""
        await self.lead.start()
        for mentor in (self.mentor, self.nora):
            await self.says(self.lead, "/mentors")
            await self.taps(self.lead, "Invite a mentor")
            await self.joins(self.lead, mentor)
            await self.taps(self.lead, "Yes, let them in")
        await self.says(self.mentor, "/school")
        await self.taps(self.mentor, "Add a school")
        await self.says(self.mentor, "Larkfield Primary")
        await self.taps(self.mentor, "Invite the team", "SENCO")
        await self.joins(self.mentor, self.senco)
        await self.taps(self.mentor, "Invite the team", "Headteacher")
        await self.joins(self.mentor, self.head)
        await self.taps(self.mentor, "Yes, let them in")
        assert "mentored by Mina" in last(self.head.private).text
        self.group = self.world.telegram.add_group("Larkfield leaders", [self.mentor, self.senco, self.head])
        await self.says(self.mentor, "/link", self.group)
        await self.taps(self.mentor, "Larkfield Primary", chat=self.group)
        await self.says(self.mentor, "/invite")
        await self.taps(self.mentor, "Not on Telegram")
        await self.says(self.mentor, "Jo Pell, governor")

    async def they_type_their_terms(self) -> None:
        """The SENCO types the school's own dates and confirms them."""
        await self.says(self.senco, "/school")
        await self.taps(self.senco, "Larkfield Primary", "Term dates", "Type our own")
        shown = await self.says(self.senco, TERM_LINES)
        assert "Half term: Mon 26 Oct to Fri 30 Oct" in shown.text
        await self.taps(self.senco, "Yes, these are ours")

    async def they_plan_six_meetings(self) -> None:
        """Mondays three weeks apart: no half term and no day after it, no Christmas, no INSET day."""
        await self.says(self.mentor, "/meetings")
        await self.taps(self.mentor, "Plan all that's left")
        echo = await self.says(self.mentor, "mon 5 oct 3.30")
        days = re.findall(r"\d\. (\w+ \d+ \w+)", echo.text)
        assert days == ["Mon 5 Oct", "Mon 9 Nov", "Mon 30 Nov", "Mon 11 Jan", "Mon 1 Feb", "Mon 1 Mar"]
        await self.taps(self.mentor, "Yes, plan them")
        assert "6. " in last(self.group).text

    async def they_answer_and_move_the_first(self) -> None:
        """Yes from one, another time from the other: the organiser hears once that all have answered."""
        await self.taps(self.senco, "I'm coming", chat=self.group)
        await self.taps(self.head, "Another time", chat=self.group)
        asked = last(self.group)
        await self.world.says(self.head, "tuesday at 3.30", self.group, reply_to=asked)
        heard = text_of(self.mentor.private)
        assert "Hana Reed would rather: tuesday at 3.30" in heard
        assert heard.count("Everybody has answered") == 1
        await self.taps(self.mentor, "Move it")
        await self.says(self.mentor, "tues 6 oct 3.30")
        await self.taps(self.mentor, "Yes, move it")
        for user in (self.senco, self.head):
            assert "Old: Mon 5 Oct, 3.30pm" in last(user.private).text
            await self.taps(user, "Got it, coming")
        assert text_of(self.mentor.private).count("Everybody has answered") == 2
        assert "Coming: Hana Reed, Mina Okoro, Sam Field" in text_of(self.group)
        assert "Not on Telegram: Jo Pell" in text_of(self.group)

    async def they_are_prepared_and_reminded(self) -> None:
        """The pack three working days before, the day before in private, the hour before."""
        await self.until(2026, 10, 1, 8, 29)
        before = len(self.group.from_bot())
        await self.until(2026, 10, 1, 8, 31)
        assert "To talk about" in last(self.group).text
        assert len(self.group.from_bot()) == before + 1
        count = len(self.senco.private.from_bot())
        await self.until(2026, 10, 5, 15, 29)
        assert len(self.senco.private.from_bot()) == count
        await self.until(2026, 10, 5, 15, 31)
        assert "Coming up: meeting 1" in last(self.senco.private).text
        await self.until(2026, 10, 6, 14, 31)
        assert "Soon: meeting 1, Tue 6 Oct, 3.30pm" in last(self.head.private).text
        assert len(self.senco.private.from_bot()) == count + 2

    async def they_meet(self) -> None:
        """Notes by a line, by a reply and as a block; what looks like an action or decision is offered."""
        await self.until(2026, 10, 6, 15, 45)
        await self.says(self.senco, "/notes everybody felt the report was hard to read", self.group)
        told = await self.head.say("ask the link governor to come to meeting 3", self.group)
        await self.world.says(self.head, "/notes", self.group, reply_to=told)
        assert "ask the link governor" in last(self.group).text
        await self.says(self.senco, f"/notes {BLOCK}", self.group)
        offered = self.group.from_bot()[-3:]
        assert [one.text.splitlines()[1] for one in offered] == [
            "This looks like a decision:",
            "This looks like an action:",
            "This looks like an action:",
        ]
        await self.world.presses(self.senco, offered[0], "It's a decision")
        await self.world.presses(self.senco, offered[1], "Make it an action")
        await self.says_if_asked(self.senco, "Sam Field")
        await self.taps(self.senco, "Yes, save it", chat=self.group)
        await self.world.presses(self.senco, offered[2], "Make it an action")
        await self.taps(self.senco, "Yes, save it", chat=self.group)
        assert "visit two art lessons" in last(self.head.private).text
        await self.says(self.mentor, "/action tell staff about passports @sam by 23 oct", self.group)
        await self.taps(self.mentor, "Yes, save it", chat=self.group)
        await self.says(self.mentor, "/action count who reads the plans @hana by 23 oct", self.group)
        await self.taps(self.mentor, "Yes, save it", chat=self.group)

    async def says_if_asked(self, user: User, owner: str) -> None:
        """An action without a clear owner asks who."""
        if "Who does it" in last(self.group).text:
            await self.taps(user, owner, chat=self.group)

    async def they_read_the_minutes(self) -> None:
        """As a message and as a document, with what was decided and agreed."""
        await self.says(self.head, "/notes", self.group)
        await self.taps(self.head, "That's all", "Minutes so far", chat=self.group)
        minutes = last(self.group).text
        assert "one-page passports for every class" in minutes
        assert "draft a passport" in minutes
        await self.taps(self.head, "As a document", chat=self.group)
        assert "the art room is too loud" in file_text(last(self.group))

    async def they_do_what_they_said(self) -> None:
        """Done, another day, need help, not needed; the mentor hears of help, the group of no lateness."""
        await self.until(2026, 10, 19, 8, 31)
        digest = last(self.senco.private)
        assert "Your week" in digest.text
        assert "draft a passport" in digest.text
        assert "Their day has passed" in digest.text
        await self.world.presses(self.senco, digest, "Done: ")
        assert last(self.senco.private).text.startswith("Done: ") or "Done: " in digest.text
        await self.says(self.senco, "what are my actions")
        await self.taps(self.senco, "1: ", "Another day")
        await self.says(self.senco, "fri 13 nov")
        await self.taps(self.senco, "Yes, Fri 13 Nov")
        await self.says(self.head, "/actions")
        await self.taps(self.head, "1: ", "Need help")
        assert "Hana Reed would like help" in text_of(self.mentor.private)
        await self.says(self.head, "/actions")
        await self.taps(self.head, "2: ", "Not needed")
        await self.says(self.head, "/actions", self.group)
        listed = last(self.group).text
        assert "tell staff about passports: Sam Field, Fri 13 Nov" in listed
        assert "visit two art lessons" in listed
        assert "draft a passport" not in listed
        assert "count who reads" not in listed
        assert "passed" not in text_of(self.group)

    async def the_second_meeting_is_off_and_on_again(self) -> None:
        """Called off: nothing comes; brought back: it does. What is open rolls into its pack."""
        await self.until(2026, 11, 2, 10)
        await self.says(self.mentor, "/meetings")
        await self.taps(self.mentor, "Meeting 2", "Change it", "Call it off", "Yes, call it off")
        assert "called off" in last(self.senco.private).text
        await self.taps(self.mentor, "Bring it back")
        assert "takes place after all" in last(self.senco.private).text
        await self.taps(self.senco, "Got it, coming")
        await self.until(2026, 11, 4, 8, 31)
        pack = last(self.group).text
        assert "visit two art lessons: Hana Reed" in pack
        assert "one-page passports for every class" in pack
        count = len(self.senco.private.from_bot())
        await self.until(2026, 11, 6, 15, 30)
        assert len(self.senco.private.from_bot()) == count
        await self.until(2026, 11, 6, 17, 59)
        assert "Coming up: meeting 2" in last(self.senco.private).text
        await self.until(2026, 11, 9, 14, 30)
        assert "Soon: meeting 2, Mon 9 Nov, 3.30pm" in last(self.senco.private).text

    async def the_mentor_looks_and_hands_over(self) -> None:
        """The caseload names what waits; the lead gives the school to Nora, who gets the file."""
        await self.until(2026, 11, 12, 10)
        cases = await self.says(self.mentor, "/caseload")
        assert "1 asking for help" in cases.text
        await self.says(self.mentor, "/notes the head may move on in summer")
        await self.says(self.mentor, "/action ring the trust @mina by 1 dec")
        await self.taps(self.mentor, "Yes, save it")
        await self.says(self.lead, "/mentors")
        await self.taps(self.lead, "All schools", "Larkfield Primary", "Hand over", "Nora Vale", "Yes, do it")
        assert "now mentored by Nora Vale" in text_of(self.lead.private)
        assert "Your mentor is now Nora Vale" in last(self.group).text
        assert "now mentored by Nora Vale" in last(self.mentor.private).text
        await self.taps(self.nora, "Handover file")
        held = file_text(last(self.nora.private))
        assert "one-page passports for every class" in held
        assert "the head may move on in summer" in held
        assert "ring the trust" in held
        await self.says(self.mentor, "/meetings")
        assert "Larkfield" not in last(self.mentor.private).text
        await self.says(self.nora, "/actions")
        assert "ring the trust" in last(self.nora.private).text

    async def a_deputy_stands_in_and_the_head_leaves(self) -> None:
        """Nora names Mina her deputy; the headteacher leaves: no access, no reminders, actions to Nora."""
        await self.says(self.nora, "/school")
        await self.taps(self.nora, "Larkfield Primary", "Deputy", "Mina Okoro", "Yes, do it")
        assert "named you as deputy" in last(self.mentor.private).text
        await self.says(self.nora, "/school")
        await self.taps(self.nora, "Larkfield Primary", "Team", "Hana Reed", "Leaves the team")
        await self.taps(self.nora, "Yes, they leave")
        assert "1 open action" in text_of(self.nora.private)
        await self.says(self.head, "/meetings")
        assert "not in a school's team" in last(self.head.private).text
        count = len(self.head.private.from_bot())
        await self.until(2026, 11, 30, 16)
        assert len(self.head.private.from_bot()) == count
        assert "Coming up: meeting 3" in text_of(self.senco.private)
        assert "Coming up: meeting 3" in text_of(self.nora.private)


async def test_a_whole_mentorship(world: World) -> None:
    """Joining, planning, answering, meeting, doing, handing over, leaving."""
    story = Story(world)
    await story.they_join()
    await story.they_type_their_terms()
    await story.they_plan_six_meetings()
    await story.they_answer_and_move_the_first()
    await story.they_are_prepared_and_reminded()
    await story.they_meet()
    await story.they_read_the_minutes()
    await story.they_do_what_they_said()
    await story.the_second_meeting_is_off_and_on_again()
    await story.the_mentor_looks_and_hands_over()
    await story.a_deputy_stands_in_and_the_head_leaves()


@pytest.mark.parametrize(
    ("plan", "day_before", "hour_before"),
    [
        ("mon 26 oct 9am", london(2026, 10, 23, 17, 59), london(2026, 10, 26, 8)),
        ("thurs 22 oct 3.30", london(2026, 10, 21, 15, 30), london(2026, 10, 22, 14, 30)),
        ("thurs 29 oct 3.30", london(2026, 10, 28, 15, 30), london(2026, 10, 29, 14, 30)),
        ("tues 30 march 2027 9am", london(2027, 3, 25, 17, 59), london(2027, 3, 30, 8)),
        ("thurs 25 march 2027 3.30", london(2027, 3, 24, 15, 30), london(2027, 3, 25, 14, 30)),
        ("thurs 1 april 2027 3.30", london(2027, 3, 31, 15, 30), london(2027, 4, 1, 14, 30)),
    ],
)
async def test_reminders_come_at_the_right_minute_on_both_sides_of_the_clock_changes(
    world: World, plan: str, day_before: datetime, hour_before: datetime
) -> None:
    """The same wall time the day before, or the last open moment; one elapsed hour before."""
    school = await world.school()
    await world.says(school.mentor, f"/meet {plan}", school.group)
    await world.presses(school.mentor, last(school.group), "Yes, plan it")
    await world.presses(school.senco, last(school.group), "I'm coming")
    before = len(school.senco.private.from_bot())
    await world.moves_to(hour_before + timedelta(hours=9))
    came = [one.raw["date"] for one in school.senco.private.from_bot()[before:]]
    assert came == [int(day_before.timestamp()), int(hour_before.timestamp())]
