"""Joining: programme lead → mentor → school → team → group, as people do it."""

import re

from bot.mentoring.schools import make_mentor
from tests.end_to_end.harness import World, last, text_of


def code_in(text: str) -> str:
    """The typed code of an invitation pack."""
    found = re.search(r"\b[A-Z2-9]{4}-[A-Z2-9]{4}\b", text)
    assert found is not None
    return found[0]


async def test_a_whole_programme_is_set_up_by_talking(world: World) -> None:
    """The lead invites a mentor, who adds a school, invites its head and links the group."""
    lead, telegram = world.lead, world.telegram
    mentor, head, senco = (telegram.add_person(name) for name in ("Mina", "Hana", "Sam"))
    await lead.start()
    await world.says(lead, "/mentors")
    await world.presses(lead, last(lead.private), "Invite a mentor")
    pack = next(message for message in lead.private.from_bot() if "t.me" in message.text)
    token = re.search(r"start=([\w-]+)", pack.text)
    assert token is not None
    assert lead.private.from_bot()[-1].file_name == "invitation.png"

    await mentor.start(token[1])
    await world.settled()
    await world.presses(mentor, last(mentor.private), "Yes, that is me")
    assert "will confirm" in last(mentor.private).text
    await world.presses(lead, last(lead.private), "Yes, let them in")
    assert "You are now a mentor" in last(mentor.private).text

    await world.says(mentor, "/school")
    await world.presses(mentor, last(mentor.private), "Add a school")
    await world.says(mentor, "Larkfield Primary")
    await world.presses(mentor, last(mentor.private), "Invite the team")
    await world.presses(mentor, last(mentor.private), "SENCO")
    code = code_in(mentor.private.from_bot()[-2].text)
    await senco.start()
    await world.says(senco, f"/start {code}")
    assert "SENCO of Larkfield Primary" in last(senco.private).text
    await world.presses(senco, last(senco.private), "Yes, that is me")
    assert "in the team of Larkfield Primary" in last(senco.private).text
    await head.start(token[1])
    await world.settled()
    assert "does not work" in last(head.private).text

    group = telegram.add_group("Larkfield leaders", [mentor, senco, head])
    await world.says(senco, "/link", group)
    await world.presses(senco, last(group), "Larkfield Primary")
    assert "I have asked Mina" in last(group).text
    await world.presses(mentor, last(mentor.private), "Yes, it is")
    assert "leadership group of Larkfield Primary" in last(group).text


async def test_whoever_waits_to_be_let_in_is_not_lost_when_the_mentor_changes(world: World) -> None:
    """The new mentor is asked; the mentor before can no longer say yes."""
    school = await world.school()
    nora, jo = world.telegram.add_person("Nora", started=True), world.telegram.add_person("Jo")
    async with world.bot.database.write() as session:
        await make_mentor(session, await world._known(session, nora), None, world.clock.now())
    await world.says(school.mentor, "/invite")
    await world.presses(school.mentor, last(school.mentor.private), "Governor")
    await jo.start()
    await world.says(jo, code_in(school.mentor.private.from_bot()[-2].text))
    await world.presses(jo, last(jo.private), "Yes, that is me")
    asked = last(school.mentor.private)
    assert "Is this the right person?" in asked.text
    await world.says(world.lead, "/start")
    for label in ("All schools", "Larkfield Primary", "Hand over", "Nora", "Yes, do it"):
        await world.presses(world.lead, last(world.lead.private), label)
    assert await world.presses(school.mentor, asked, "Yes, let them in")
    assert "in the team" not in text_of(jo.private)
    ask = next(one for one in nora.private.from_bot() if "Is this the right person?" in one.text)
    assert "Jo" in ask.text
    await world.presses(nora, ask, "Yes, let them in")
    assert "You are now in the team of Larkfield Primary" in last(jo.private).text


async def test_ten_wrong_codes_in_an_hour_are_enough(world: World) -> None:
    """Guessing is slowed down; the answer is the same for wrong, used and expired ones."""
    nell = world.telegram.add_person("Nell", started=True)
    for _ in range(11):
        await world.says(nell, "/start ABCD-EFGH")
    assert "wait an hour" in last(nell.private).text


async def test_leaving_ends_access_at_once(world: World) -> None:
    """The mentor takes somebody out: the next command is refused, their actions went to the mentor."""
    school = await world.school()
    await world.says(school.mentor, "/school")
    await world.presses(school.mentor, last(school.mentor.private), "Larkfield Primary")
    await world.presses(school.mentor, last(school.mentor.private), "Team")
    await world.presses(school.mentor, last(school.mentor.private), "Hana")
    await world.presses(school.mentor, last(school.mentor.private), "Leaves the team")
    await world.presses(school.mentor, last(school.mentor.private), "Yes, they leave")
    await world.says(school.head, "/meetings")
    assert "not in a school's team" in text_of(school.head.private)
