"""As bot.application does: python-telegram-bot gives durations as timedeltas."""

import os

os.environ.setdefault("PTB_TIMEDELTA", "true")
