"""Names: a pupil's is guarded; a colleague's, an author's and an ordinary word are not."""

import pytest

from knowledge.guard import check


@pytest.mark.parametrize(
    "text",
    [
        "Zainab in 3W can't hold a pencil",
        "4 Jan hit another child in year 2",
        "Jan, 4, has autism",
        "zainab yr 3 can't hold a pencil",
        "a boy called will won't write",
        "Will keeps running out",
        "Rose's EHCP is late",
        "Ruby-Mae refuses to read",
        "p. taylor year 8 dyslexia",
        "K.T. in 8R with ADHD",
        "RJ, Y9, autism",
        "Mrs Khan wants a plan for her son",
        "the only blind boy in our year 2",
        "the headteacher's daughter in year 5 has adhd",
        "Name: Adeola Ogunleye",
        "jaydens behaviour is worse",
        "Zoë in Y4 has asd",
        "Freddie Smith\nAlfie Jones\nNoah Khan",
    ],
)
def test_a_pupil_who_could_be_recognised_is_guarded_softly(text: str) -> None:
    result = check(text)
    assert result is not None
    assert (result.kind, result.hard, result.situation) == ("personal_data", False, "pupil_identified")


@pytest.mark.parametrize(
    "text",
    [
        "my headteacher Ms Patel asked for the provision map",
        "our SENCO Sarah leaves at Christmas",
        "4 jan",
        "we agreed to start passports in jan",
        "end of jan",
        "before jan",
        "mon 4 Jan 3.30",
        "ready to jack it in honestly",
        "I have 10 minutes",
        "ive got half an hour",
        "Sarah our TA is back on Monday",
        "hi Priya",
        "thanks Tom, see you at the meeting",
        "can Emma send the minutes by Friday",
        "/action review passports @romana by friday",
        "attendees: Sarah, Priya and Tom for Tuesday's meeting",
        "Carol Gray social stories",
        "Anna Freud Centre",
        "St Mary's Primary School",
        "The Elizabeth Foundation",
        "Will Year 4 pupils need this",
        "May half term",
        "in May in Year 11",
        "mark the work of a pupil in year 4",
        "A Y4 pupil with autism",
        "Pupil A in year 4 with autism",
        "TA in Y2 needs ASD training",
        "HI pupil in Y4",
        "the summer term for year 6",
        "he is not the only pupil in year 5 with asd",
        "he is an only child",
    ],
)
def test_everybody_else_passes(text: str) -> None:
    assert check(text) is None


@pytest.mark.parametrize(
    "text", ["jan hits others", "worried about jan", "since jan bites", "next jan's ehcp"]
)
def test_jan_is_a_name_where_it_is_not_plainly_the_month(text: str) -> None:
    """A word of time before it is not enough where a pupil's doings come after."""
    assert check(text) is not None
