"""``python -m bot check``: is everything there that the bot needs?"""

from collections.abc import Callable
from datetime import UTC, datetime

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot.config import Config, ConfigError, read_config
from bot.storage.database import Database
from knowledge import KnowledgeError, load
from knowledge.helplines import stale

Print = Callable[[str], None]


async def check_all(say: Print) -> int:
    """Check configuration, knowledge, helplines, database and token; 0 when the bot could start."""
    try:
        config = read_config()
    except ConfigError as error:
        say(f"Configuration: {error}")
        return 1
    say("Configuration: readable.")
    results = [_knowledge(say), await _database(say, config), await _token(say, config)]
    for line in stale(datetime.now(UTC).date()):
        say(f"Helpline to look at again: {line.name}, last verified {line.verified_on}.")
    return 0 if all(results) else 1


def _knowledge(say: Print) -> bool:
    try:
        knowledge = load()
    except KnowledgeError as error:
        say(f"Knowledge: {error}")
        return False
    say(f"Knowledge: {len(knowledge.entries)} entries.")
    return True


async def _database(say: Print, config: Config) -> bool:
    if path := config.sqlite_path:
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError:
            say(f"Database: cannot write in {path.parent}. Make it writable or set DATABASE_URL.")
            return False
    database = Database(config.database_url)
    try:
        async with database.engine.connect():
            say("Database: reachable.")
            return True
    except Exception as error:
        say(f"Database: cannot be reached ({type(error).__name__}). See DATABASE_URL.")
        return False
    finally:
        await database.close()


async def _token(say: Print, config: Config) -> bool:
    if config.bot_token is None:
        say("Token: BOT_TOKEN is not set. @BotFather on Telegram gives one.")
        return False
    bot = Bot(config.bot_token.get_secret_value(), config.telegram_api_url, config.telegram_file_url)
    try:
        me = await bot.get_me()
    except InvalidToken:
        say("Token: Telegram does not accept it. Copy it again from @BotFather.")
        return False
    except TelegramError as error:
        say(f"Token: Telegram cannot be reached ({type(error).__name__}).")
        return False
    finally:
        await bot.shutdown()
    say(f"Token: belongs to @{me.username}.")
    if me.can_read_all_group_messages:
        say("Privacy mode is off. Switch it on in @BotFather, or groups send the bot everything.")
    for name in ("controller", "data_protection_contact"):
        if not getattr(config, name):
            say(f"{name.upper()} is not set: /privacy cannot name who is responsible. Set it first.")
    return True
