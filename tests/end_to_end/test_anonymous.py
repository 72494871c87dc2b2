"""An anonymous admin of a group: nobody knows who speaks, so nothing of the school's is shown or changed."""

import pytest

from tests.end_to_end.harness import World


@pytest.mark.parametrize(
    "words", ["/meet thurs 3 dec 3.30", "/action review passports", "/findings", "/link"]
)
async def test_an_anonymous_admin_is_refused(world: World, words: str) -> None:
    """The answer in the group is one kind refusal, without a button that would go on."""
    school = await world.school()
    await school.mentor.say_anonymously(words, school.group)
    await world.settled()
    said = [message for message in school.group.from_bot() if message.text]
    assert len(said) == 1, school.group.transcript()
    assert not said[0].labels
    assert "review passports" not in said[0].text
