"""One typed configuration: what .env.example promises is what is read, and a mistake is told in a line."""

import re
from datetime import time
from pathlib import Path

import pytest

from bot.config import Config, ConfigError, read_config

ROOT = Path(__file__).parents[1]
EXAMPLE = (ROOT / ".env.example").read_text("utf-8")
LINE = re.compile(r"^(#?)([A-Z][A-Z_]+)=(.*)$", re.MULTILINE)
TOKEN = "123456789:AAbbCCddEEffGGhhIIjjKKllMM"


def written(folder: Path, text: str) -> Path:
    """An .env file with these lines."""
    path = folder / ".env"
    path.write_text(text, "utf-8")
    return path


def complaint(folder: Path, text: str) -> str:
    """What reading these lines is refused with."""
    with pytest.raises(ConfigError) as raised:
        read_config(written(folder, text))
    return str(raised.value)


def test_every_name_of_the_example_is_read_and_every_name_that_is_read_is_in_the_example() -> None:
    """Nothing to guess, nothing to look up in the code."""
    assert sorted(name for _, name, _ in LINE.findall(EXAMPLE)) == sorted(
        name.upper() for name in Config.model_fields
    )


def test_what_the_example_shows_as_default_is_the_default(tmp_path: Path) -> None:
    """Taking the # away changes nothing."""
    shown = {name: value for mark, name, value in LINE.findall(EXAMPLE) if mark and value}
    optional = {name for name, one in Config.model_fields.items() if one.default is None}
    defaults = {name: value for name, value in shown.items() if name.lower() not in optional}
    assert len(defaults) > 10
    lines = "\n".join(f"{name}={value}" for name, value in defaults.items())
    assert read_config(written(tmp_path, lines)) == read_config(None)


def test_the_example_itself_can_be_used_as_it_is(tmp_path: Path) -> None:
    """An empty value means not set."""
    assert read_config(written(tmp_path, EXAMPLE)) == read_config(None)


def test_a_misspelt_name_in_env_is_refused_by_name(tmp_path: Path) -> None:
    """Else somebody believes that it counts."""
    said = complaint(tmp_path, "BOT_TOKN=x\n")
    assert said.startswith("BOT_TOKN: ")
    assert ".env.example" in said


def test_other_names_in_the_environment_are_nobodys_business(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine has many."""
    monkeypatch.setenv("BOT_TOKN", "x")
    monkeypatch.setenv("HTTP_PROXY_OF_SOMEBODY", "x")
    assert read_config(None).bot_token is None


def test_the_environment_wins_over_the_file_and_a_given_value_over_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this order."""
    path = written(tmp_path, "QUESTION_RETENTION_DAYS=30\nLOG_LEVEL=ERROR\nRECORD_RETENTION_MONTHS=3\n")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    monkeypatch.setenv("RECORD_RETENTION_MONTHS", "4")
    found = read_config(path, record_retention_months=5)
    assert (found.question_retention_days, found.log_level, found.record_retention_months) == (30, "DEBUG", 5)


@pytest.mark.parametrize(
    "line",
    [
        "BOT_TOKEN=zebrafinch",
        "BOT_TOKEN=123456789:short",
        "TELEGRAM_API_URL=zebrafinch.example",
        "WEBHOOK_URL=zebrafinch",
        "WEBHOOK_LISTEN=zebrafinch",
        "HEALTH_LISTEN=8080",
        "WEBHOOK_SECRET=short zebra",
        "DATABASE_URL=zebrafinch",
        "DATABASE_URL=mysql://zebrafinch/x",
        "PROGRAMME_LEADS=@zebrafinch",
        "TIMEZONE=Zebrafinch/Nowhere",
        "LOG_LEVEL=zebrafinch",
        "QUESTION_RETENTION_DAYS=0",
        "RECORD_RETENTION_MONTHS=121",
        "QUIET_FROM=zebrafinch",
        "PACE_OVERALL=-1",
        "OPEN_QUESTIONS=zebrafinch",
    ],
)
def test_a_bad_value_is_told_by_name_and_never_repeated(tmp_path: Path, line: str) -> None:
    """One line that says which; what stands there may be a secret."""
    said = complaint(tmp_path, line)
    assert line.partition("=")[0] in said
    assert "zebra" not in said
    assert len(said.splitlines()) == 1


def test_each_mistake_has_its_line(tmp_path: Path) -> None:
    """So that they can be mended in one go."""
    said = complaint(tmp_path, "LOG_LEVEL=x\nTIMEZONE=x\nNOBODY_READS_THIS=x\n").splitlines()
    assert sorted(line.partition(":")[0] for line in said) == ["LOG_LEVEL", "NOBODY_READS_THIS", "TIMEZONE"]


def test_a_webhook_needs_a_secret(tmp_path: Path) -> None:
    """Else anybody could speak for Telegram."""
    assert "WEBHOOK_SECRET" in complaint(tmp_path, "WEBHOOK_URL=https://bot.example.org/x\n")


def test_values_arrive_as_what_they_are(tmp_path: Path) -> None:
    """Ids as numbers, times as times, drivers for databases; secrets do not print."""
    found = read_config(
        written(
            tmp_path,
            f"BOT_TOKEN={TOKEN}\nPROGRAMME_LEADS=12345, 67890\nQUIET_FROM=17:30\nDATABASE_URL=postgresql://u:p@h/n\n",
        )
    )
    assert found.programme_leads == (12345, 67890)
    assert found.quiet_from == time(17, 30)
    assert found.database_url == "postgresql+asyncpg://u:p@h/n"
    assert not found.is_sqlite
    assert found.sqlite_path is None
    assert TOKEN not in repr(found)
    assert read_config(None).sqlite_path == Path("data/bot.sqlite3")
