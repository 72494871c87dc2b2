"""The yardstick: a bare python-telegram-bot echo bot that stores nothing."""

import os

from telegram import Update
from telegram.ext import Application, ApplicationBuilder, ContextTypes, MessageHandler, filters


async def echo(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
    """Say the same."""
    if update.message and update.message.text:
        await update.message.reply_text(update.message.text)


async def ready(_application: Application) -> None:  # type: ignore[type-arg]
    """Tell whoever measures."""
    print("ready", flush=True)


def main() -> None:
    """Poll for ever."""
    builder = ApplicationBuilder().token(os.environ["BOT_TOKEN"]).base_url(os.environ["TELEGRAM_API_URL"])
    application = builder.concurrent_updates(True).post_init(ready).job_queue(None).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


if __name__ == "__main__":
    main()
